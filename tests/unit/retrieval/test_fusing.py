"""Fusing: the sum of what both scorers say."""

from __future__ import annotations

import math

import pytest

from quoth.retrieval.fusing import LEXICAL_WEIGHT, STEEPNESS, fuse, lexical_ceiling


def test_fuse_adds_what_both_scorers_say() -> None:
    """The score must be `exp(5 * cosine) / 5 + 12 * lexical`, absent scores counting as 0."""
    hits = {hit.number: hit.score for hit in fuse({1: 0.5, 2: 0.25}, {1: 0.8, 3: 0.4})}
    assert hits[1] == pytest.approx(math.exp(STEEPNESS * 0.8) / STEEPNESS + LEXICAL_WEIGHT * 0.5)
    assert hits[2] == pytest.approx(1 / STEEPNESS + LEXICAL_WEIGHT * 0.25)
    assert hits[3] == pytest.approx(math.exp(STEEPNESS * 0.4) / STEEPNESS)


def test_fuse_of_nothing_is_nothing() -> None:
    """Without hits there must be no ranking."""
    assert fuse({}, {}) == ()


def test_lexical_ceiling_is_never_zero() -> None:
    """A question without terms must not divide by zero; with terms the ceiling is `(k1 + 1) * sum(idf)`."""
    assert lexical_ceiling([]) > 0
    assert lexical_ceiling([1.0, 2.0]) == pytest.approx(2.2 * 3)
