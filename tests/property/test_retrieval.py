"""Whatever the scores and questions: fusing and understanding keep their promises."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from fakes import FakeLexicon
from quoth.index.ranking import rank
from quoth.retrieval import fuse, understand
from quoth.types import Exchange
from strategies import raw_texts, scores, sentences


@given(scores, scores)
def test_fuse_holds_every_hit_once(lexical: dict[int, float], dense: dict[int, float]) -> None:
    """Every passage that either index found must be in the ranking once, with ranks from 1 and falling scores."""
    hits = fuse(lexical, dense)
    assert sorted(hit.number for hit in hits) == sorted({*lexical, *dense})
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [(-hit.score, hit.number) for hit in hits] == sorted((-hit.score, hit.number) for hit in hits)


@given(scores, scores)
def test_fuse_does_not_depend_on_the_order_of_hits(lexical: dict[int, float], dense: dict[int, float]) -> None:
    """The same hits in another order must give the same ranking."""
    assert fuse(dict(reversed(lexical.items())), dict(reversed(dense.items()))) == fuse(lexical, dense)


@given(scores, scores, st.integers(1, 40), st.floats(0, 1))
def test_fuse_never_punishes_a_better_score(
    lexical: dict[int, float], dense: dict[int, float], number: int, better: float
) -> None:
    """Raising one score of a passage must never lower its rank."""
    before = {hit.number: hit.rank for hit in fuse(lexical, dense)}
    raised = lexical | {number: max(better, lexical.get(number, 0))}
    after = {hit.number: hit.rank for hit in fuse(raised, dense)}
    assert after[number] <= before.get(number, math.inf)


@given(scores, st.integers(1, 50))
def test_rank_cuts_ties_by_number(held: dict[int, float], depth: int) -> None:
    """However an engine drops equal scores, the hits kept must be those of the full ranking."""
    coarse = [(round(score, 1), number) for number, score in held.items()]
    worst_first = sorted(coarse, key=lambda pair: (-pair[0], -pair[1]))
    if coarse:
        hits = rank(lambda most: worst_first[:most], depth, len(coarse), "dense")
        wanted = sorted(coarse, key=lambda pair: (-pair[0], pair[1]))[:depth]
        assert [(hit.score, hit.number) for hit in hits] == wanted


@given(st.one_of(raw_texts, sentences), st.lists(st.one_of(raw_texts, sentences), max_size=5))
def test_understanding_never_fails(question: str, history: list[str]) -> None:
    """Any question after any conversation must give a query, and always the same one."""
    exchanges = Exchange.of(history)
    query = understand(question, exchanges, FakeLexicon())
    assert query == understand(question, exchanges, FakeLexicon())
    assert len(set(query.terms)) == len(query.terms)
