"""Places: one place, however it is written."""

from __future__ import annotations

import pytest

from quoth.text.places import forms_of, places_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in the US, the UK and South Korea", ["US", "UK", "South Korea"]),
        ("tell us who", []),
        ("tell us in the EU", ["EU"]),
        ("eu rules, usa rules", ["eu", "usa"]),
        ("American sales in America", ["American", "America"]),
        ("Indianapolis and Europeanised", []),
        ("U.S. rules", ["U.S."]),
    ],
)
def test_places_are_found_as_whole_words(text: str, found: list[str]) -> None:
    """The longest form must be found, and no pronoun taken for a country."""
    assert [span.of(text) for span in places_in(text)] == found


def test_forms_of_a_place_are_those_of_its_line() -> None:
    """An adjective must lead to the country and back; a word that is no place to nothing."""
    assert "Switzerland" in forms_of("swiss")
    assert forms_of("American") == forms_of("U.S.") != forms_of("European")
    assert forms_of("mill") == ()
