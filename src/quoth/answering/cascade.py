"""Let the trained reader read where it pays: the windows whose sentences the measured features rank highest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quoth.answering.features import Matrix64, Unit
from quoth.answering.items import SERIES, first_item
from quoth.protocols import EvidenceModel
from quoth.types import Query, Reading, Span, Unread

READER_NAMES: Final = ("logit", "logit_gap", "logit_beside", "peak", "first_score", "first_gap")
# The logit that stands in for the best of a window's other sentences where there is none.
_NOTHING_BESIDE: Final = -8.0


@dataclass(frozen=True, slots=True)
class Marked:
    """What the reader said of one sentence: its logit, and the word pieces of it with their probabilities."""

    logit: float
    tokens: tuple[tuple[Span, float], ...]
    window: int

    @property
    def peak(self) -> float:
        """Return the logit of the word piece that most probably answers."""
        best = max((share for _, share in self.tokens), default=0.0)
        best = min(max(best, 1e-4), 1 - 1e-4)
        return math.log(best / (1 - best))


def read_best(
    model: EvidenceModel, query: Query, units: Sequence[Unit], scores: NDArray[np.float64], most: int
) -> dict[int, Marked]:
    """Read the most promising windows.

    Args:
        units: As `Measurer.measure` returns them: the sentences of each candidate side by side.
        scores: One a unit; the best one of a window decides whether it is read.
        most: How many windows are read.

    Returns:
        For the place of each unit that was read, what was said of it.
    """
    windows = _windows(model, units)
    windows.sort(key=lambda places: -float(scores[places.start : places.stop].max()))
    chosen = sorted(windows[:most], key=lambda places: places.start)
    readings = model.read(query.text, [_unread(units[places.start : places.stop]) for places in chosen])
    marked: dict[int, Marked] = {}
    for number, (places, reading) in enumerate(zip(chosen, readings, strict=True)):
        for place, logit in zip(places, reading.logits, strict=True):
            marked[place] = Marked(logit, _inside(reading, units[place].span), number)
    return _together(units, marked) if query.kind in SERIES else marked


def _together(units: Sequence[Unit], marked: dict[int, Marked]) -> dict[int, Marked]:
    """Give every item of a list, and its lead-in, what was said of all of them: they answer together, and each has but its share of that."""
    lists: dict[tuple[str, int], list[int]] = {}
    for place in marked:
        version = units[place].candidate.version
        if (first := first_item(version, units[place].span)) is not None:
            lists.setdefault((version.doc_id, first), []).append(place)
    total = {places[0]: float(np.logaddexp.reduce([marked[place].logit for place in places])) for places in lists.values()}
    return marked | {place: replace(marked[place], logit=total[places[0]]) for places in lists.values() for place in places}


def reader_features(
    logits: NDArray[np.float64], peaks: NDArray[np.float64], windows: NDArray[np.int64], scores: NDArray[np.float64]
) -> Matrix64:
    """Return for each sentence that was read `(n, len(READER_NAMES))`.

    Args:
        logits, peaks, windows: As `Marked` has them, one a sentence.
        scores: The first ranking's, of the same sentences.
    """
    same = windows[:, None] == windows[None, :]
    np.fill_diagonal(same, val=False)
    beside = np.where(same, logits[None, :], _NOTHING_BESIDE).max(axis=1)
    return np.column_stack([logits, logits - logits.max(), beside, peaks, scores, scores - scores.max()])


def _windows(model: EvidenceModel, units: Sequence[Unit]) -> list[range]:
    found: list[range] = []
    start = 0
    while start < len(units):
        candidate = units[start].candidate
        sentences = candidate.stored.passage.sentences
        found.extend(range(start + run.start, start + run.stop) for run in model.cut(candidate.version.text, sentences))
        start += len(sentences)
    return found


def _unread(units: Sequence[Unit]) -> Unread:
    candidate = units[0].candidate
    return Unread(
        context=candidate.stored.passage.context, text=candidate.version.text, sentences=tuple(unit.span for unit in units)
    )


def _inside(reading: Reading, sentence: Span) -> tuple[tuple[Span, float], ...]:
    return tuple((span, share) for span, share in reading.tokens if sentence.holds(span))
