"""Words: where they stand, which carry meaning, which are names."""

from __future__ import annotations

import pytest

from quoth.text.words import content_words, has_letters, is_name, words
from quoth.types import Span


def test_words_stand_where_their_spans_say() -> None:
    """Apostrophes must stay inside a word, other marks must part words."""
    assert words("A CRO's end-to-end") == (
        ("A", Span(0, 1)),
        ("CRO's", Span(2, 7)),
        ("end", Span(8, 11)),
        ("to", Span(12, 14)),
        ("end", Span(15, 18)),
    )


def test_content_words_leave_out_function_words() -> None:
    """Function words must go, whatever their case."""
    assert content_words("WHAT is The FEE of a CMO?") == ("FEE", "CMO")


def test_content_words_of_function_words_are_all_of_them() -> None:
    """A question of nothing but function words must keep them: it still asks for something."""
    assert content_words("Who are they?") == ("Who", "are", "they")


@pytest.mark.parametrize(("word", "named"), [("CDMO", True), ("Lonza", True), ("Q3", True), ("mRNA", True), ("drug", False)])
def test_is_name_knows_capitals_and_digits(word: str, named: bool) -> None:
    """Capitals anywhere and digits must make a name."""
    assert is_name(word) is named


@pytest.mark.parametrize(("text", "found"), [("\u836f", True), ("7", True), ("\u2014 *** \U0001f9ea", False), ("", False)])
def test_has_letters_knows_every_script(text: str, found: bool) -> None:
    """Letters and digits of any script must count, marks and emoji not."""
    assert has_letters(text) is found
