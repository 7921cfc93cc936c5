"""The question the project began with, over the shipped corpus and over the seed documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from integration.shelf import Shelf, shown, words_of
from quoth.ask import Request
from quoth.house import House
from quoth.types import Answer

_QUESTION = "What distinguishes a CDMO?"
_TRACES = ("http://", "https://", "www.", "utm_", ".com/")


@pytest.fixture
def seeded(shelf: Shelf, seeds: Path) -> Shelf:
    """Return a library of the seed documents alone."""
    for path in seeds.iterdir():
        (shelf.folder / path.name).write_bytes(path.read_bytes())
    assert shelf.ingest().failed == []
    return shelf


def test_corpus_says_what_distinguishes_a_cdmo(corpus_house: House) -> None:
    """The first quote must be the sentence that names the difference."""
    outcome = corpus_house.ask(Request(question=_QUESTION))
    assert isinstance(outcome, Answer)
    assert "developing and innovating the production process" in outcome.quotes[0].citation.quote


def test_seeds_say_what_distinguishes_a_cdmo(seeded: Shelf) -> None:
    """Documents never seen before must answer it as well, in their own words."""
    outcome = seeded.ask(_QUESTION)
    assert "development and innovation of production process" in next(words_of(outcome))
    assert isinstance(outcome, Answer)


@pytest.mark.parametrize(
    "question",
    [_QUESTION, "How fast does the market grow?", "Where can I buy the report?", "What is the CAGR of the CRO market?"],
)
def test_no_quote_of_the_seeds_holds_an_address(seeded: Shelf, question: str) -> None:
    """Advertising and its links must never be quoted, whatever is asked."""
    outcome = seeded.asker.ask(Request(question=question, k=20, min_probability=0))
    assert shown(outcome)
    assert [text for text in words_of(outcome) for trace in _TRACES if trace in text] == []
