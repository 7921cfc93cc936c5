"""What was read beside a sentence: how well each of its neighbours answers, and which lists answer as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from types import MappingProxyType
from typing import Final, Self

from quoth.answering.items import first_item
from quoth.types import Evidence, Span, Version

# A list answers as a whole where so many of its items are among the best so many sentences, each at least so probable against the best.
_ITEMS: Final = 2
_AMONG: Final = 4
_LEAST_SHARE: Final = 0.4


@dataclass(frozen=True, slots=True)
class Beside:
    """All sentences that were read for a question.

    Attributes:
        scores: How well each answers, by document and span.
        series: The lists that answer as a whole: document, and place of the first item.
    """

    scores: Mapping[tuple[str, Span], float] = field(default_factory=lambda: MappingProxyType({}))
    series: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def of(cls, evidence: Sequence[Evidence]) -> Self:
        """Gather what was read.

        Args:
            evidence: Best first.
        """
        items: dict[tuple[str, int], set[int]] = {}
        for one in evidence[:_AMONG]:
            if one.probability >= _LEAST_SHARE * evidence[0].probability and (found := _list_of(one.version, one.span)):
                place = one.version.place_at(one.span.start) or 0
                items.setdefault(found, set()).update({place} if place >= found[1] else ())  # a lead-in is no item
        scores = {(one.version.doc_id, one.span): one.score for one in evidence}
        return cls(scores, frozenset(found for found, places in items.items() if len(places) >= _ITEMS))

    def score(self, version: Version, sentence: Span) -> float:
        """Return how well a sentence answers; below everything for one that was not read."""
        return self.scores.get((version.doc_id, sentence), -inf)

    def is_series(self, version: Version, sentence: Span) -> bool:
        """Say whether a sentence stands in a list that answers as a whole."""
        return bool(self.series) and _list_of(version, sentence) in self.series


NOTHING: Final = Beside()


def _list_of(version: Version, sentence: Span) -> tuple[str, int] | None:
    first = first_item(version, sentence)
    return None if first is None else (version.doc_id, first)
