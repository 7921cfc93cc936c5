"""Repeats: small edits are let pass, what changes the meaning never is; copies of a document count once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.answering.repeats import Wording, count_independent, say_the_same
from unit.answering.pages import Page

_SENTENCE = (
    "The contractor of Acme tells the client in writing of every planned change to the validated process within 12 days."
)


@pytest.mark.parametrize(
    ("word", "other"),
    [("tells", "told"), ("the validated", "a validated"), ("contractor", "Contractor"), ("days.", "days"), ("every planned", "each and every planned"), ("in writing ", "")],
)  # fmt: skip
def test_small_edits_are_let_pass(word: str, other: str) -> None:
    """An inflection, an article, a capital, a full stop must not make two statements of one."""
    assert say_the_same(Wording(_SENTENCE), Wording(_SENTENCE.replace(word, other)))


@pytest.mark.parametrize(
    ("word", "other"),
    [("12", "15"), ("12 days", "12 weeks"), ("tells", "never tells"), ("tells", "does not tell"), ("Acme", "Beta"), ("within", "outside"), ("12", "-12"), ("of every", "only of every")],
)  # fmt: skip
def test_what_changes_the_meaning_is_another_statement(word: str, other: str) -> None:
    """Another number, unit, sign, name, bound or a negation must never be taken for a small edit."""
    assert not say_the_same(Wording(_SENTENCE), Wording(_SENTENCE.replace(word, other)))


def test_order_of_words_counts() -> None:
    """Who does it to whom must not be lost."""
    assert not say_the_same(Wording("The sponsor audits the contractor."), Wording("The contractor audits the sponsor."))


@given(st.text(), st.text())
def test_saying_the_same_is_mutual(one: str, other: str) -> None:
    """Every text says the same as itself, and two do so of each other or not at all."""
    mine, theirs = Wording(one), Wording(other)
    assert say_the_same(mine, Wording(one))
    assert say_the_same(mine, theirs) == say_the_same(theirs, mine)


def test_copies_of_a_document_count_once() -> None:
    """The same text under two names, or with a line changed, is one source; another text is another."""
    lines = [f"Rule number {n} holds for the site." for n in range(12)]
    pages = [Page("\n\n".join(text) + "\n", f"{n}.md") for n, text in enumerate((lines, lines, [*lines[:-1], "Changed."], ["Rule number 1 holds for the site.", "Nothing else here."]))]  # fmt: skip
    assert count_independent([page.version for page in pages]) == 2
    assert count_independent([pages[0].version, pages[0].version]) == 1
