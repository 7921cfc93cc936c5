"""Kinds: what sort of answer a question wants, and about what."""

from __future__ import annotations

import time

import pytest

from quoth.retrieval.kinds import kind_of
from quoth.retrieval.topics import topics_of
from quoth.types import QuestionKind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is a CDMO?", "definition"),
        ("What does GMP mean?", "definition"),
        ("What distinguishes a CDMO from a CMO?", "comparison"),
        ("CRO vs CMO", "comparison"),
        ("How much does it cost?", "quantity"),
        ("What was the revenue of Lonza?", "quantity"),
        ("When was ICH Q7 adopted?", "date"),
        ("Who signs the quality agreement?", "who"),
        ("Where is Lonza based?", "where"),
        ("Is a CRO liable?", "yes_no"),
        ("Why do sponsors outsource?", "why_how"),
        ("How do we qualify a supplier?", "procedure"),
        ("What are the advantages of a CDMO?", "list"),
        ("audit steps", "procedure"),
        ("A test came out wrong. What happens next, step by step?", "procedure"),
        ("the truck is late, what do we do?", "procedure"),
        ("Isolator or RABS: which one can be changed over faster?", "comparison"),
        ("How many per cent may the two results differ?", "quantity"),
        ("", "open"),
    ],
)
def test_kind_is_told_by_the_questions_words(question: str, kind: QuestionKind) -> None:
    """The kind must be the one a person would name."""
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        ("What is a CDMO?", ("CDMO",)),
        ("what's the technology transfer", ("technology transfer",)),
        ("CRO vs. CMO?", ("CRO", "CMO")),
        ("What is the difference between a CRO, a CMO and a CDMO?", ("CRO", "CMO", "CDMO")),
        ("What sets a CDMO apart from a CMO?", ("CDMO", "CMO")),
        ("biologics", ("biologics",)),
        ("Is it true that all of the many suppliers were audited twice?", ()),
    ],
)
def test_topics_are_the_phrases_asked_about(question: str, topics: tuple[str, ...]) -> None:
    """What is to be defined, or the sides of a comparison, must be found without their articles."""
    assert topics_of(question, kind_of(question)) == topics


@pytest.mark.parametrize(
    "part", ["a ", "what is a ", "compare ", "difference between ", "how ", "vs ", "sets a ", "the process of "]
)
def test_kinds_are_quick_on_long_questions(part: str) -> None:
    """A question of two thousand characters that almost match must cost milliseconds, not minutes."""
    question = part * (2000 // len(part))
    started = time.perf_counter()
    topics_of(question, kind_of(question))
    topics_of(question, "comparison")
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "question", ["Who approves the schedule?", "Why was the checklist changed?", "Can I change the agenda?"]
)
def test_question_about_a_plan_is_no_procedure(question: str) -> None:
    """Only keywords ask for a schedule or checklist itself; a sentence asks something about it."""
    assert kind_of(question) != "procedure"
