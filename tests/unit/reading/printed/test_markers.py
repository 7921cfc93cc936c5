"""Markers: bullets, numbers, sections, captions and notes are told apart."""

from __future__ import annotations

import pytest

from quoth.reading.printed.markers import begins_note, is_caption, marker_of, section_depth


@pytest.mark.parametrize(
    ("word", "values"),
    [("\u2022", ()), ("\uf0b7", ()), ("3.", (3,)), ("(12)", (12,)), ("b)", (2,)), ("iv.", (4,)), ("(i)", (9, 1))],
)
def test_markers_of_lists_are_known(word: str, values: tuple[int, ...]) -> None:
    """Bullets must count nothing; numbers, letters and Roman numerals must say what they may stand for."""
    marker = marker_of(word)
    assert marker is not None
    assert marker.values == values


@pytest.mark.parametrize("word", ["2010.", "Dr.", "1.2", "a", "U.S.", "12", "\u0130.", "(\u017f)"])
def test_markers_are_not_seen_in_words(word: str) -> None:
    """Years, abbreviations, section numbers, single letters and letters of no alphabet that is counted in must not begin a list."""
    assert marker_of(word) is None


@pytest.mark.parametrize(("text", "depth"), [("3.1 Scope", 2), ("4 Methods", 1), ("Annex B: Forms", 1), ("Scope", 0)])
def test_markers_of_sections_have_a_depth(text: str, depth: int) -> None:
    """The depth of a heading must be that of its number."""
    assert section_depth(text) == depth


def test_markers_of_captions_and_notes_are_known() -> None:
    """A caption must begin with what it names and its number, a note with its mark."""
    assert is_caption("Table 2.1: Sites by country")
    assert not is_caption("Table of contents")
    assert begins_note("¹ See the guideline.")
    assert begins_note("12 See the guideline.")
    assert not begins_note("See the guideline.")
