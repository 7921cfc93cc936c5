"""Ranking: by score, ties by number, also where an engine cuts among equals."""

from __future__ import annotations

from quoth.index.ranking import rank
from quoth.types import Hit


def test_rank_orders_by_score_then_number() -> None:
    """Higher scores must come first, equal ones by number, ranks from 1."""
    hits = rank(lambda _: [(0.5, 3), (0.9, 2), (0.5, 1)], 10, 3, "dense")
    assert [(hit.number, hit.rank) for hit in hits] == [(2, 1), (1, 2), (3, 3)]
    assert hits[0] == Hit(number=2, score=0.9, rank=1, scorer="dense")


def test_rank_asks_again_when_the_cut_falls_among_equals() -> None:
    """An engine that returns the highest numbers of a hundred equals must be asked until the lowest are known."""
    asked: list[int] = []

    def fetch(most: int) -> list[tuple[float, int]]:
        asked.append(most)
        return [(1.0, number) for number in range(100, 0, -1)][:most]

    assert [hit.number for hit in rank(fetch, 3, 100, "lexical")] == [1, 2, 3]
    assert asked == [19, 76, 100]


def test_rank_asks_once_where_nothing_is_equal() -> None:
    """Distinct scores must cost one search."""
    asked: list[int] = []

    def fetch(most: int) -> list[tuple[float, int]]:
        asked.append(most)
        return [(1 / number, number) for number in range(1, most + 1)]

    assert len(rank(fetch, 5, 1000, "dense")) == 5
    assert len(asked) == 1
