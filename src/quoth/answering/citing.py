"""Make quotes by slicing stored versions: the only way to make one."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.answering.chosen import Chosen
from quoth.answering.repeats import count_independent
from quoth.types import Citation, Quote


def cite(chosen: Sequence[Chosen]) -> tuple[Quote, ...]:
    """Return numbered quotes, highlights relative to each quote."""
    return tuple(
        Quote(
            n=n,
            citation=Citation(version=item.version, span=item.span, superseded_by=item.superseded_by),
            probability=item.probability,
            highlights=tuple(h.shifted(-item.span.start) for h in item.highlights if item.span.holds(h)),
            side=item.side,
            also=tuple(Citation(version=p.version, span=p.span, superseded_by=p.superseded_by) for p in item.also),
            sources=_sources(item),
            belongs_to=None if item.belongs_to is None else item.belongs_to + 1,
        )
        for n, item in enumerate(chosen, 1)
    )


def _sources(item: Chosen) -> int:
    """Return how many documents say a quote; neither copies of one document nor its older editions count."""
    return count_independent([item.version, *(p.version for p in item.also if p.superseded_by is None)])
