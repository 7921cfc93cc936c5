"""The last word on every sentence: two linear models over what was measured and what the trained reader says, fitted by `training/`.

One ranks sentences, one says how probably the best one answers. A small network in their place was no better (training/README.md).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from quoth.answering.cascade import READER_NAMES, read_best, reader_features
from quoth.answering.features import NAMES, Matrix64, Measurer, Unit
from quoth.answering.highlights import highlight
from quoth.errors import ModelError
from quoth.protocols import EvidenceModel, Lexicon, Vector
from quoth.types import Candidate, Evidence, Query, Span

WEIGHTS: Final = Path(__file__).with_name("weights.json")


# What says whether the best sentence answers: fewer features than rank it, for there are fewer examples to fit them on. How far it leads the
# others is not among them: where many sentences answer ("what distinguishes a CDMO") none leads.
ANSWER_NAMES: Final = (
    "score", "agreement", "n_terms", "unknown_terms", "best_cosine", "best_coverage",
    "cosine", "cosine_passage", "cosine_best_neighbour", "coverage", "coverage_with_context", "coverage_of_passage", "coverage_of_heading",
    "coverage_with_neighbours", "run", "lexical", "rarest_missing", "rarest_missing_from_passage", "rare_missing", "rare_missing_from_passage",
    "names_missing", "names_missing_from_passage", "numbers_missing_from_passage", "unit_fits", "unit_misfits", "quantity_measure", "date_date",
    "comparison_sets_apart", "comparison_sides", "definition_defines", "names_lacking", "names_lacking_from_passage",
    "lacks_name", "lacks_name_score",
)  # fmt: skip
_OWN: Final = [NAMES.index(name) for name in ANSWER_NAMES[6:-2]]
# A sentence that lacks names of this weight together speaks of somebody else: what else speaks for it counts less.
_LACKS: Final = 0.3
# So many sentences that rank best are put in the order of their probabilities: what ranks and what judges weigh the signs differently.
JUDGED: Final = 5
READ_NAMES: Final = NAMES + READER_NAMES
READ_ANSWER_NAMES: Final = (*ANSWER_NAMES, *READER_NAMES, "logit_total", "logit_best", "logit_second", "lacks_name_logit")


@dataclass(frozen=True, slots=True)
class Linear:
    """Standardise, weigh, add: `(n, n_features)` to `(n,)` logits."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weight: NDArray[np.float64]
    bias: float

    def __call__(self, rows: Matrix64) -> NDArray[np.float64]:
        """Return one logit a row; higher is better."""
        logits: NDArray[np.float64] = np.clip((rows - self.mean) / self.scale, -5, 5) @ self.weight + self.bias
        return logits


@dataclass(frozen=True, slots=True)
class Head:
    """Two fitted models and the threshold that goes with them: one ranks sentences, one says how probably the best one answers."""

    rank: Linear
    answer: Linear
    threshold: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What `training/` fitted: `plain` on measured features alone, `read` on these and on what the trained reader says.

    Attributes:
        reader: The name of the trained reader that `read` was fitted with.
    """

    name: str
    plain: Head
    read: Head
    reader: str


@cache
def load_weights(path: Path = WEIGHTS) -> Weights:
    """Load fitted weights.

    Raises:
        ModelError: They were fitted for other features than this version measures.
    """
    stored = json.loads(path.read_text(encoding="utf-8"))
    wanted = {"plain": (NAMES, ANSWER_NAMES), "read": (READ_NAMES, READ_ANSWER_NAMES)}
    for head, (rank, answer) in wanted.items():
        if tuple(stored[head]["features"]) != rank or tuple(stored[head]["answer_features"]) != answer:
            raise ModelError(
                f"{path.name} was fitted for other features.", "Reinstall Quoth, or refit as training/README.md says."
            )
    return Weights(stored["name"], _head(stored["plain"]), _head(stored["read"]), stored["reader"])


def name_of(weights: Weights, model: EvidenceModel | None) -> str:
    """Return the names of all that judges: probabilities compare only under one name."""
    return weights.name if model is None else f"{weights.name}+{model.name}"


def _head(stored: dict[str, Any]) -> Head:
    return Head(_linear(stored["rank"]), _linear(stored["answer"]), float(stored["threshold"]))


def _linear(stored: dict[str, list[float]]) -> Linear:
    mean, scale, weight = (np.asarray(stored[name], dtype=np.float64) for name in ("mean", "scale", "weight"))
    return Linear(mean, scale, weight, float(np.asarray(stored["bias"])))


def answer_features(
    rows: Matrix64, scores: NDArray[np.float64], documents: Sequence[object], unknown: int, n_terms: int
) -> Matrix64:
    """Return for each sentence how it stands among all, and some of its own features: `(n, len(ANSWER_NAMES))`.

    Args:
        rows: As `Measurer.measure` returns them; further columns are left aside.
        scores: The rank model's logits.
        documents: The document of each sentence.
        unknown: How many of the query's `n_terms` words stand nowhere in the library.
    """
    top = scores.max()
    best_of: dict[object, float] = {}
    for document, score in zip(documents, scores.tolist(), strict=True):
        best_of[document] = max(best_of.get(document, score), score)
    alike = [
        float(sum(1 for best in best_of.values() if best > top - 1.0)),
        float(n_terms),
        unknown / max(n_terms, 1),
        float(rows[:, NAMES.index("cosine")].max()),
        float(rows[:, NAMES.index("coverage_with_context")].max()),
    ]
    lacks = _lacks_name(rows)
    return np.column_stack([scores, np.ones((len(scores), 1)) * alike, rows[:, _OWN], lacks, lacks * scores])


def read_answer_features(rows: Matrix64, answers: Matrix64) -> Matrix64:
    """Return the answer features with what the reader says beside them: `(n, len(READ_ANSWER_NAMES))`.

    Args:
        rows: Measured features and reader features side by side, as `READ_NAMES` names them.
        answers: As `answer_features` returns them.
    """
    said = rows[:, len(NAMES) :]
    logits = said[:, READER_NAMES.index("logit")]
    total = np.logaddexp.reduce(logits)
    ranked = np.sort(logits)[::-1]
    second = ranked[1] if len(ranked) > 1 else ranked[0] - 1
    every = np.ones((len(rows), 1)) * [total, logits.max(), second]
    return np.column_stack([answers, said, every, _lacks_name(rows) * logits])


def _lacks_name(rows: Matrix64) -> NDArray[np.float64]:
    """Return 1 for each sentence that says nothing of a name asked for, not even beside it, else 0."""
    return np.asarray(rows[:, NAMES.index("names_lacking")] > _LACKS, dtype=np.float64)


class FeatureReader:
    """Scores sentences from lexical and dense evidence, question kind, position and patterns, and from what the trained reader says."""

    def __init__(self, lexicon: Lexicon, weights: Weights, model: EvidenceModel | None = None, windows: int = 8) -> None:
        """Set up.

        Args:
            model: The trained reader; None to do without.
            windows: How many windows it reads for a question.
        """
        self._lexicon = lexicon
        self._weights = weights
        self._model = model
        self._windows = windows

    @property
    def name(self) -> str:
        """Return the names of the weights."""
        return name_of(self._weights, self._model)

    def read(self, query: Query, vector: Vector, candidates: Sequence[Candidate]) -> tuple[Evidence, ...]:
        """Return the sentences that were read as evidence, best first, ties by passage id and start."""
        units, rows = Measurer(query, vector, self._lexicon).measure(candidates)
        if not units:
            return ()
        scores = self._weights.plain.rank(rows)
        if self._model is None:
            highlights = [highlight(unit.candidate.version.text, unit.span, query) for unit in units]
            return self._judge(query, self._weights.plain, units, scores, rows, highlights)
        marked = read_best(self._model, query, units, scores, self._windows)
        kept = sorted(marked)
        units, scores, rows = [units[i] for i in kept], scores[kept], rows[kept]
        said = [marked[i] for i in kept]
        logits, peaks = np.array([one.logit for one in said]), np.array([one.peak for one in said])
        rows = np.column_stack([rows, reader_features(logits, peaks, np.array([one.window for one in said]), scores)])
        scores = self._weights.read.rank(rows)
        highlights = [
            highlight(unit.candidate.version.text, unit.span, query, one.tokens) for unit, one in zip(units, said, strict=True)
        ]
        return self._judge(query, self._weights.read, units, scores, rows, highlights)

    def _judge(
        self,
        query: Query,
        head: Head,
        units: Sequence[Unit],
        scores: NDArray[np.float64],
        rows: Matrix64,
        highlights: Sequence[tuple[Span, ...]],
    ) -> tuple[Evidence, ...]:
        answers = stand(query, self._lexicon, units, scores, rows)
        if self._model is not None:
            answers = read_answer_features(rows, answers)
        logits = head.answer(answers)
        order = in_order(units, scores)
        order[:JUDGED] = sorted(order[:JUDGED], key=lambda i: -logits[i])
        return tuple(
            Evidence(
                stored=units[i].candidate.stored,
                version=units[i].candidate.version,
                span=units[i].span,
                score=float(scores[i]),
                probability=float(1 / (1 + np.exp(-logits[i]))),
                highlights=highlights[i],
            )
            for i in order
        )


def stand(query: Query, lexicon: Lexicon, units: Sequence[Unit], scores: NDArray[np.float64], rows: Matrix64) -> Matrix64:
    """Return the answer features of sentences that were measured and ranked, as `answer_features` does."""
    ceiling = lexicon.idf("\0")
    unknown = sum(1 for term in query.terms if lexicon.idf(term) >= ceiling)
    documents = [unit.candidate.stored.doc_id for unit in units]
    return answer_features(rows, scores, documents, unknown, len(query.terms))


def in_order(units: Sequence[Unit], scores: NDArray[np.float64]) -> list[int]:
    """Return the places of sentences, the best score first, ties by passage id and start."""
    return sorted(range(len(units)), key=lambda i: (-scores[i], units[i].candidate.stored.passage_id, units[i].span))
