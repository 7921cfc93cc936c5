"""A changed document answers in its new words and a deleted one not at all, from the next question on."""

from __future__ import annotations

import pytest

from integration.shelf import Shelf, shown, words_of

_QUESTION = "How often is the water filter changed?"
_OLD = "The water filter is changed every three months by the caretaker."
_NEW = "The water filter is changed every five weeks by the night shift."


@pytest.fixture
def filled(shelf: Shelf) -> Shelf:
    """Return the library with the old words, and others beside them, asked once so that its views exist."""
    shelf.write("filter.txt", f"{_OLD}\n")
    shelf.write("lift.txt", "The lift is inspected once a year by an engineer.\n")
    shelf.write("boiler.txt", "The boiler is bled in October, before the first frost.\n")
    shelf.ingest()
    assert next(words_of(shelf.ask(_QUESTION, min_probability=0))) == _OLD
    return shelf


def test_changed_document_answers_in_its_new_words(filled: Shelf) -> None:
    """The next question must quote what the document says now, and never what it said."""
    filled.write("filter.txt", f"{_NEW}\n")
    filled.ingest()
    found = list(words_of(filled.ask(_QUESTION, min_probability=0)))
    assert found[0] == _NEW
    assert _OLD not in found


def test_deleted_document_answers_not_at_all(filled: Shelf) -> None:
    """The next question must quote nothing of a document that is gone, neither as answer nor as nearest."""
    (filled.folder / "filter.txt").unlink()
    filled.ingest()
    for least in (0.0, 1.0):
        outcome = filled.ask(_QUESTION, min_probability=least)
        assert "filter.txt" not in {quote.citation.version.doc_id for quote in shown(outcome)}


def test_added_document_answers_at_once(filled: Shelf) -> None:
    """What is ingested must be found by the very next question."""
    filled.write("gutter.txt", "Gutters are cleared after the leaves have fallen.\n")
    filled.ingest()
    assert "Gutters are cleared" in next(words_of(filled.ask("When are gutters cleared?", min_probability=0)))


def test_generation_of_an_outcome_rises_with_the_library(filled: Shelf) -> None:
    """An outcome must say which state of the library it speaks of."""
    before = filled.ask(_QUESTION).generation
    filled.write("filter.txt", f"{_NEW}\n")
    report = filled.ingest()
    assert filled.ask(_QUESTION).generation == report.generation > before
