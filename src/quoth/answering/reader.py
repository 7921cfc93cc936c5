"""The reader without a trained language model: two linear models over measured features, fitted by `training/`.

It fills the `Reader` seam until a trained model does. A small network in their place was no better (training/README.md).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quoth.answering.features import NAMES, Matrix64, Measurer
from quoth.answering.highlights import highlight
from quoth.errors import ModelError
from quoth.protocols import Lexicon, Vector
from quoth.types import Candidate, Evidence, Query

WEIGHTS: Final = Path(__file__).with_name("weights.json")


# What says whether the best sentence answers: fewer features than rank it, for there are fewer examples to fit them on.
ANSWER_NAMES: Final = (
    "score", "score_gap", "score_share", "agreement", "n_terms", "unknown_terms", "best_cosine", "best_coverage",
    "cosine", "cosine_passage", "cosine_best_neighbour", "coverage", "coverage_with_context", "coverage_of_passage", "coverage_of_heading",
    "coverage_with_neighbours", "run", "lexical", "rarest_missing", "rarest_missing_from_passage", "rare_missing", "rare_missing_from_passage",
    "names_missing", "names_missing_from_passage", "numbers_missing_from_passage", "unit_fits", "unit_misfits", "quantity_measure", "date_date",
    "comparison_sets_apart", "comparison_sides", "definition_defines",
)  # fmt: skip
_OWN: Final = [NAMES.index(name) for name in ANSWER_NAMES[8:]]


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
class Weights:
    """What `training/` fitted: one model ranks sentences, one says how probably a sentence answers."""

    name: str
    rank: Linear
    answer: Linear
    threshold: float


@cache
def load_weights(path: Path = WEIGHTS) -> Weights:
    """Load fitted weights.

    Raises:
        ModelError: They were fitted for other features than this version measures.
    """
    stored = json.loads(path.read_text(encoding="utf-8"))
    if tuple(stored["features"]) != NAMES or tuple(stored["answer_features"]) != ANSWER_NAMES:
        raise ModelError(f"{path.name} was fitted for other features.", "Reinstall Quoth, or refit as training/README.md says.")
    return Weights(stored["name"], _linear(stored["rank"]), _linear(stored["answer"]), float(stored["threshold"]))


def _linear(stored: dict[str, list[float]]) -> Linear:
    mean, scale, weight = (np.asarray(stored[name], dtype=np.float64) for name in ("mean", "scale", "weight"))
    return Linear(mean, scale, weight, float(np.asarray(stored["bias"])))


def answer_features(
    rows: Matrix64, scores: NDArray[np.float64], documents: Sequence[object], unknown: int, n_terms: int
) -> Matrix64:
    """Return for each sentence how it stands among all, and some of its own features: `(n, len(ANSWER_NAMES))`.

    Args:
        rows: As `Measurer.measure` returns them.
        scores: The rank model's logits.
        documents: The document of each sentence.
        unknown: How many of the query's `n_terms` words stand nowhere in the library.
    """
    top = scores.max()
    best_of: dict[object, float] = {}
    for document, score in zip(documents, scores.tolist(), strict=True):
        best_of[document] = max(best_of.get(document, score), score)
    ranked = np.sort(scores)[::-1]
    second = ranked[1] if len(ranked) > 1 else ranked[0] - 1
    weights = np.exp(scores - top)
    alike = [
        float(sum(1 for best in best_of.values() if best > top - 1.0)),
        float(n_terms),
        unknown / max(n_terms, 1),
        float(rows[:, NAMES.index("cosine")].max()),
        float(rows[:, NAMES.index("coverage_with_context")].max()),
    ]
    standing = [scores, scores - np.where(scores == top, second, top), weights / weights.sum()]
    return np.column_stack([*standing, np.ones((len(scores), 1)) * alike, rows[:, _OWN]])


class FeatureReader:
    """Scores every sentence of the candidates from lexical and dense evidence, question kind, position and patterns."""

    def __init__(self, lexicon: Lexicon, weights: Weights) -> None:
        self._lexicon = lexicon
        self._weights = weights

    @property
    def name(self) -> str:
        """Return the name of the weights."""
        return self._weights.name

    def read(self, query: Query, vector: Vector, candidates: Sequence[Candidate]) -> tuple[Evidence, ...]:
        """Return every sentence as evidence, best first, ties by passage id and start."""
        units, rows = Measurer(query, vector, self._lexicon).measure(candidates)
        if not units:
            return ()
        scores = self._weights.rank(rows)
        ceiling = self._lexicon.idf("\0")
        unknown = sum(1 for term in query.terms if self._lexicon.idf(term) >= ceiling)
        documents = [unit.candidate.stored.doc_id for unit in units]
        logits = self._weights.answer(answer_features(rows, scores, documents, unknown, len(query.terms)))
        order = sorted(range(len(units)), key=lambda i: (-scores[i], units[i].candidate.stored.passage_id, units[i].span))
        return tuple(
            Evidence(
                stored=units[i].candidate.stored,
                version=units[i].candidate.version,
                span=units[i].span,
                score=float(scores[i]),
                probability=float(1 / (1 + np.exp(-logits[i]))),
                highlights=highlight(units[i].candidate.version.text, units[i].span, query),
            )
            for i in order
        )
