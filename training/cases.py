"""The questions that the linear models are fitted on, as `training.collect` measured them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quoth.answering.cascade import reader_features
from quoth.answering.features import NAMES
from quoth.answering.reader import Linear

F: Final = len(NAMES)
OWN: Final = ("corpus", "corpus_without")
# How much each set counts in all. The reader has learned our corpus, if not these questions on it; the collections it has never seen, and they are what other people's documents are like.
SET_WEIGHTS: Final = {"corpus": 2.0, "corpus_without": 0.5, "collections": 3.0}
OTHER_WEIGHT: Final = 0.2
# Of a hundred questions, so many are taken to have no answer in the documents, half of these near misses: our own questions are to be
# 200 with an answer and 60 without. With another share the same evidence means another probability.
UNANSWERABLE: Final = 60 / 260
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question: its sentences' features, which of them are right, and whether it is answerable at all."""

    source: str
    rows: Array
    documents: Array
    labels: NDArray[np.bool_]
    quotes: NDArray[np.bool_]  # whether the quote that would be made of each sentence is right
    said: Array  # what the trained reader says: logit, peak, window; window -1 if it was not read
    answerable: bool
    is_near: bool
    unknown: int
    n_terms: int
    weight: float
    fold: int


def load(folder: Path, reader: str) -> list[Case]:
    """Read what `training.collect` measured with the reader of this name."""
    cases = []
    for path in sorted(folder.glob("*.npz")):
        stored = dict(np.load(path))  # read once: each access would unpack the file again
        if (name := str(stored.pop("reader"))) != reader:
            raise SystemExit(f"{path} was collected with the reader {name}, and {reader} is in the package: collect it anew.")
        ends = np.cumsum(stored["sizes"])
        total = SET_WEIGHTS.get(path.stem, OTHER_WEIGHT) / stored["weight"].sum()
        for i, (size, end) in enumerate(zip(stored["sizes"], ends, strict=True)):
            part = slice(end - size, end)
            unknown, n_terms = stored["terms"][i]
            cases.append(
                Case(
                    source=path.stem,
                    rows=stored["rows"][part, :F].astype(np.float64),
                    documents=stored["rows"][part, F],
                    labels=stored["labels"][part],
                    quotes=stored["quotes"][part],
                    said=stored["said"][part],
                    answerable=bool(stored["answerable"][i]),
                    is_near=bool(stored["near"][i]),
                    unknown=int(unknown),
                    n_terms=int(n_terms),
                    weight=float(stored["weight"][i] * total),
                    fold=int(stored["fold"][i]),
                )
            )
    return cases


def best_windows(of: Array, scores: Array, most: int) -> NDArray[np.bool_]:
    """Say of each sentence whether its window is one of the most promising.

    Args:
        of: The window of each sentence; below 0 if it was not read.
        scores: One a sentence; the best one decides for its window.
    """
    best = {float(w): scores[of == w].max() for w in np.unique(of) if w >= 0}
    return np.isin(of, sorted(best, key=lambda w: -best[w])[:most])


def read_case(case: Case, plain: Linear, windows: int) -> Case:
    """Return what is left of a case after the cascade: the sentences of the windows that are read, with what the reader says of them."""
    scores = plain(case.rows)
    kept = best_windows(case.said[:, 2], scores, windows)
    said = reader_features(case.said[kept, 0], case.said[kept, 1], case.said[kept, 2].astype(np.int64), scores[kept])
    rows = np.column_stack([case.rows[kept], said])
    return replace(
        case,
        rows=rows,
        documents=case.documents[kept],
        labels=case.labels[kept],
        quotes=case.quotes[kept],
        said=case.said[kept],
    )


def is_read(case: Case) -> bool:
    """Say whether the trained reader read anything of a case."""
    return bool((case.said[:, 2] >= 0).any())


def as_asked(cases: Sequence[Case]) -> Array:
    """Return weights for the answer model: as `Case.weight`, but in every library as many questions without an answer as people ask."""
    weights = np.array([case.weight for case in cases])
    sorts = np.array([0 if case.answerable else 1 + case.is_near for case in cases])
    library = np.array([OWN[0] if case.source in OWN else case.source for case in cases])
    shares = (1 - UNANSWERABLE, UNANSWERABLE / 2, UNANSWERABLE / 2)
    for name in dict.fromkeys(library.tolist()):
        total = weights[library == name].sum()
        for sort, share in enumerate(shares):
            inside = (library == name) & (sorts == sort)
            if inside.any():
                weights[inside] *= share * total / weights[inside].sum()
    return weights
