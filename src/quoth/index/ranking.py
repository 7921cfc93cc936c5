"""Put what an engine finds in the order that Quoth promises: by score, ties by passage number, also at the cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from quoth.types import Hit

_MARGIN: Final = 16


def rank(
    fetch: Callable[[int], list[tuple[float, int]]], depth: int, total: int, scorer: Literal["lexical", "dense"]
) -> tuple[Hit, ...]:
    """Return the best hits, best first, ties by number.

    An engine that finds more equal scores than it may return drops any of them; so it is asked for more until the cut no
    longer falls among equals.

    Args:
        fetch: Returns at most so many scores with their numbers, the highest scores, at least 1.
        depth: How many to return.
        total: How many there are.
    """
    asked = min(depth + _MARGIN, total)
    while True:
        found = sorted(fetch(asked), key=lambda pair: (-pair[0], pair[1]))
        if asked >= total or len(found) < asked or found[-1][0] < found[depth - 1][0]:
            return tuple(Hit(number=n, score=s, rank=i, scorer=scorer) for i, (s, n) in enumerate(found[:depth], 1))
        asked = min(asked * 4, total)
