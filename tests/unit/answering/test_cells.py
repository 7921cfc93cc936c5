"""Rows of tables as statements: which cell answers, and what a row may contradict."""

from __future__ import annotations

import pytest

from fakes import FakeLexicon
from quoth.answering.cells import claim_of_row
from quoth.answering.claims import Claim, claim
from quoth.answering.scope import same_scope
from unit.answering.pages import Page, ask

_ROOMS = "# Rooms\n\n| Room | Seats | Deposit | Sold in 2022 | Sold in 2023 |\n|---|---|---|---|---|\n| Aula | 240 | 300 euros | 41 tickets | 52 tickets |\n| Blue room | 24 | 40 euros | 9 tickets | 8 tickets |\n"


def _row(question: str, words: str, dimension: str | None = None, highlights: tuple[str, ...] = ()) -> Claim | None:
    page = Page(_ROOMS)
    block = page.version.block_at(page.find(words).start)
    assert block is not None
    marked = [page.find(text).shifted(-block.span.start) for text in highlights]
    return claim_of_row(ask(question), FakeLexicon(), page.version, block, page.version.title, marked, dimension)


def _same(question: str, words: str, sentence: str) -> bool:
    """Say whether a row and a sentence speak of the same thing."""
    row = _row(question, words)
    assert row is not None
    other = claim(ask(question), FakeLexicon(), sentence, "", (), row.value.dimension)
    assert other is not None
    return same_scope(ask(question), FakeLexicon(), row, other)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How many seats are in the Aula?", "240"),
        ("What is the deposit for the Aula?", "300 euros"),
        ("How many tickets for the Aula were sold in 2023?", "52 tickets"),
        ("What does the Aula cost?", None),
    ],
)
def test_column_of_the_question_is_read(question: str, value: str | None) -> None:
    """The cell below the head that the question names must be the value; where it names none, nothing is stated."""
    row = _row(question, "Aula | 240")
    assert (row and row.text[row.value.span.start :].startswith(value or "")) if value else row is None


def test_cell_that_answers_is_read_where_the_question_names_no_head() -> None:
    """Words that answer must point at their cell, but not for a claim that is only held against another."""
    row = _row("What does the Aula cost?", "Aula | 240", highlights=("300 euros",))
    assert row is not None
    assert row.value.span.of(row.text) == "300 euros"
    assert _row("What does the Aula cost?", "Aula | 240", "EUR", highlights=("300 euros",)) is None


def test_row_is_held_against_what_names_its_subject() -> None:
    """A sentence about the same room must be comparable, one about another room or none must not."""
    question = "What is the deposit for the Aula?"
    assert _same(question, "Aula | 240", "The deposit for the Aula is 400 euros.")
    assert not _same(question, "Aula | 240", "The deposit for the Blue room is 400 euros.")
    assert not _same(question, "Aula | 240", "The deposit is 400 euros.")


def test_sentence_about_another_column_is_another_matter() -> None:
    """A sentence that speaks of another head, or of the year of another, must not contradict the cell."""
    question = "How many tickets for the Aula were sold in 2022?"
    assert _same(question, "Aula | 240", "For the Aula 70 tickets were sold in 2022.")
    assert not _same(question, "Aula | 240", "For the Aula 70 tickets were sold in 2023.")


def test_row_without_a_name_states_nothing() -> None:
    """A row whose first cell says not what it is about must not be held against anything."""
    page = Page("# Rooms\n\n| No. | Seats |\n|---|---|\n| 1 | 240 |\n")
    block = page.version.block_at(page.find("1 | 240").start)
    assert block is not None
    assert claim_of_row(ask("How many seats are there?"), FakeLexicon(), page.version, block, "") is None
