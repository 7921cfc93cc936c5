"""Understanding: a question stands alone after whatever conversation."""

from __future__ import annotations

import pytest

from fakes import FakeLexicon
from quoth.retrieval.understanding import names_of, resolve, understand


@pytest.mark.parametrize(
    "follow_up", ["What about a CMO?", "And a CMO?", "and the CMO", "How about CMO?", "ok, what about a CMO"]
)
def test_follow_up_takes_the_question_before_it(follow_up: str) -> None:
    """A new topic must take the place of the old one, with the old one's article."""
    assert resolve(follow_up, ["What is a CRO?"]) == "What is a CMO?"


@pytest.mark.parametrize("question", ["And what is a CMO?", "And who signs the agreement?", "And is a CMO liable for defects?"])
def test_question_that_opens_with_and_stands_alone(question: str) -> None:
    """The word "and" before a whole question must not make it a topic."""
    assert resolve(question, ["What is a CRO?"]) == question


@pytest.mark.parametrize("follow_up", ["Why?", "Who runs it?", "How much do they cost?"])
def test_question_that_points_back_keeps_what_it_points_to(follow_up: str) -> None:
    """A pronoun or a bare question word must bring the question before it along."""
    assert resolve(follow_up, ["What is a CRO?"]) == f"{follow_up[:-1]} (What is a CRO)?"


def test_whole_question_forgets_the_conversation() -> None:
    """A question that names its own topic must stay as it is."""
    question = "What is the shelf life of a biosimilar?"
    assert resolve(question, ["What is a CRO?", "Who runs it?"]) == question


def test_follow_up_of_a_follow_up_goes_back_to_the_start() -> None:
    """Each question must be resolved against the one before it as that was understood."""
    assert resolve("And a CDMO?", ["What is a CRO?", "And a CMO?"]) == "What is a CDMO?"


def test_blank_questions_before_it_count_for_nothing() -> None:
    """Blank turns of a conversation must be passed over."""
    history = ["What is a CMO?", " ", "Who runs it?", "\u200b", ""]
    assert resolve("Why?", history) == resolve("Why?", ["What is a CMO?", "Who runs it?"])


def test_long_conversation_is_resolved() -> None:
    """Thousands of questions before it must not exceed any depth."""
    assert resolve("Why?", ["What is a CMO?", *["And a CRO?"] * 5000]) == "Why (What is a CRO)?"


def test_query_holds_content_words_once() -> None:
    """Terms must be the content words as the index stores them, without repeats, in order."""
    query = understand("  What is a CMO,\n and what does the cmo cost? ", (), FakeLexicon())
    assert query.question == "What is a CMO, and what does the cmo cost?"
    assert query.terms == ("cmo", "cost")


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is ICH Q7?", ("ICH", "Q7")),
        ("Lonza or Samsung in 2022?", ("Samsung", "2022")),
        ("CROs cost what?", ("CROs",)),
        ("Should I ask?", ()),
    ],
)
def test_names_are_acronyms_numbers_and_capitals(question: str, names: tuple[str, ...]) -> None:
    """A capital that merely opens the sentence and the word "I" must not count."""
    assert names_of(question) == names
