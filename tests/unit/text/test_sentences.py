"""Sentences: cut where a reader would, and nowhere else."""

from __future__ import annotations

import pytest

from quoth.text.sentences import split_long, split_sentences
from quoth.types import Span


def _split(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


def test_sentences_end_at_full_stops() -> None:
    """Two sentences must be two spans, trimmed."""
    assert _split(" A CRO runs trials.  A CMO makes drugs. ") == ["A CRO runs trials.", "A CMO makes drugs."]


@pytest.mark.parametrize("text", ["It takes approx. three weeks.", "See Ph. eur. for limits.", "It grew by 11.5% in 2024."])
def test_sentences_do_not_end_at_abbreviations(text: str) -> None:
    """An abbreviation or a decimal point must not end a sentence."""
    assert _split(text) == [text]


def test_sentences_of_nothing_are_none() -> None:
    """An empty or blank text must have no sentence."""
    assert split_sentences("") == split_sentences(" \n\t ") == ()


def test_split_long_prefers_white_space() -> None:
    """A long sentence must be cut between words where it has any."""
    text = "alpha beta gamma delta"
    assert [piece.of(text) for piece in split_long(text, Span(0, len(text)), 12)] == ["alpha beta", "gamma delta"]


def test_split_long_cuts_a_word_without_spaces() -> None:
    """A word longer than the limit must be cut all the same."""
    assert split_long("x" * 10, Span(0, 10), 4) == (Span(0, 4), Span(4, 8), Span(8, 10))


def test_split_long_leaves_out_blank_pieces() -> None:
    """White space longer than the limit must not become a piece of its own."""
    text = "a" + " " * 30 + "b"
    assert [piece.of(text).strip() for piece in split_long(text, Span(0, len(text)), 8)] == ["a", "b"]
