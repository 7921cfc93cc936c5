"""Citing: quotes are slices, their highlights relative to them."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from quoth.answering.chosen import Chosen
from quoth.answering.citing import cite
from quoth.types import Span
from unit.answering.pages import Page

_PAGE = Page(
    "# Slots\n\nA slot is a week. It costs 40,000 euros in 2024. \U0001f9ea S\u0142oty \u05e9\u05dc\u05d5\u05dd are booked early.\n"
)


def test_cite_slices_the_version_and_numbers_from_one() -> None:
    """The quote must be the text between start and end, under its own hash, and keep its side and probability."""
    spans = [_PAGE.find("It costs 40,000 euros in 2024."), _PAGE.find("A slot is a week.")]
    chosen = [Chosen(version=_PAGE.version, span=span, probability=0.5, highlights=(), side="slot") for span in spans]
    quotes = cite(chosen)
    assert [quote.n for quote in quotes] == [1, 2]
    assert [quote.citation.quote for quote in quotes] == ["It costs 40,000 euros in 2024.", "A slot is a week."]
    assert quotes[0].citation.quote_sha256 == hashlib.sha256(b"It costs 40,000 euros in 2024.").hexdigest()
    assert {(quote.side, quote.probability) for quote in quotes} == {("slot", 0.5)}


def test_cite_makes_highlights_relative_and_drops_those_outside() -> None:
    """A highlight must mark the same words in the quote as in the document, and none that the quote lacks."""
    marked = (_PAGE.find("40,000 euros"), _PAGE.find("2024"), _PAGE.find("a week"))
    (quote,) = cite(
        [Chosen(version=_PAGE.version, span=_PAGE.find("It costs 40,000 euros in 2024."), probability=1, highlights=marked)]
    )
    assert [h.of(quote.citation.quote) for h in quote.highlights] == ["40,000 euros", "2024"]


@given(st.data())
def test_cite_is_verbatim_wherever_it_cuts(data: st.DataObject) -> None:
    """Whatever the span and the highlights, the words must be the document's, beyond the basic plane as well."""
    text = _PAGE.version.text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    inner = data.draw(st.integers(start, end - 1))
    chosen = Chosen(version=_PAGE.version, span=Span(start, end), probability=0.1, highlights=(Span(inner, end),))
    (quote,) = cite([chosen])
    assert quote.citation.quote == text[start:end]
    assert [h.of(quote.citation.quote) for h in quote.highlights] == [text[inner:end]]
