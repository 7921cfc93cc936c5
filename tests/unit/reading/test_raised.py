"""Superscripts: a power must not become part of its base."""

from __future__ import annotations

import pytest

from quoth.reading.raised import raised


@pytest.mark.parametrize(
    ("before", "text", "written"),
    [
        ("10", "3", "\u00b3"),
        ("10", "\u22126", "\u207b\u2076"),
        ("ml", "-1", "\u207b\u00b9"),
        ("kg/m", "2", "2"),
        ("12", "th", "th"),
        ("0.05", "a", "\u1d43"),
        ("x", "n", "n"),
    ],
)
def test_raised_figures_stay_apart_from_figures(before: str, text: str, written: str) -> None:
    """After a figure a raised figure must stay raised; elsewhere it is written on the line."""
    assert raised(before, text) == written


def test_raised_number_of_a_source_stays_raised_after_a_word() -> None:
    """The number of a note must not look like part of the word before it."""
    assert raised("pain", "1,2", is_reference=True) == "\u00b9,\u00b2"
