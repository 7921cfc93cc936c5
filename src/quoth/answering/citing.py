"""Make quotes by slicing stored versions: the only way to make one."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.answering.composing import Chosen
from quoth.types import Citation, Quote


def cite(chosen: Sequence[Chosen]) -> tuple[Quote, ...]:
    """Return numbered quotes, highlights relative to each quote."""
    return tuple(
        Quote(
            n=n,
            citation=Citation(version=item.version, span=item.span),
            probability=item.probability,
            highlights=tuple(h.shifted(-item.span.start) for h in item.highlights if item.span.holds(h)),
            side=item.side,
        )
        for n, item in enumerate(chosen, 1)
    )
