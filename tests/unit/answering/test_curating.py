"""Curated answers: which questions are the same, and how pinned words lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import FakeLexicon
from quoth.answering.curating import key_of, lead
from quoth.types import Citation, Curated, Disagreement, MeasureValue, Quote, Span
from unit.answering.pages import Page

_VERSION = Page("The words of this page are many, and each of them may be pinned to a question.").version
_SAME = "What is the fee for a CRO audit?"
_CURATED = Curated(owner="Finance", until=None)


def cited(span: Span) -> Citation:
    """Return a citation of the page."""
    return Citation(version=_VERSION, span=span)


def _quotes(*spans: Span) -> tuple[Quote, ...]:
    return tuple(Quote(n=n, citation=cited(span), probability=0.5) for n, span in enumerate(spans, 1))


@pytest.mark.parametrize(
    "other",
    [
        "what is the fee for a cro audit",
        "WHAT IS THE FEE FOR CRO AUDIT ?!",
        "Please, what's the fee for \u201ca CRO audit\u201d?",
    ],
)
def test_same_words_are_the_same_question(other: str) -> None:
    """Case, punctuation and articles must not matter."""
    assert key_of(other, FakeLexicon()) == key_of(_SAME, FakeLexicon())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Who is the chair?", "Who was the chair?"),
        ("Who approves it?", "Who does not approve it?"),
        ("What is a CRO?", "What is a CMO?"),
        ("What is a CMO?", "What can a CMO do?"),
        ("Revenue 2023", "Revenue 2024"),
        ("What is C++?", "What is C#?"),
        ("Store at -20 \u00b0C?", "Store at 20 \u00b0C?"),
        ("From Leeds to York?", "From York to Leeds?"),
        ("Is 1.5 kg the limit?", "Is 15 kg the limit?"),
        ("When is it?", "Where is it?"),
    ],
)
def test_near_misses_are_other_questions(one: str, other: str) -> None:
    """What asks something else, however near, must not be taken for the same."""
    assert key_of(one, FakeLexicon()) != key_of(other, FakeLexicon())


@given(st.text(min_size=1, max_size=40))
def test_every_question_is_the_same_as_itself_in_any_dress(question: str) -> None:
    """A question must be itself with white space and a question mark around it, and a key must never fail."""
    assert key_of(f"  {question} ?", FakeLexicon()) == key_of(question, FakeLexicon())


def test_pinned_words_lead_and_the_usual_quotes_follow() -> None:
    """At most k in all, numbered anew, the first alone marked."""
    quotes, _ = lead(cited(Span(40, 50)), _CURATED, _quotes(Span(0, 5), Span(10, 15), Span(20, 25)), (), 3)
    assert [(quote.n, quote.citation.span.start) for quote in quotes] == [(1, 40), (2, 0), (3, 10)]
    assert [quote.curated for quote in quotes] == [_CURATED, None, None]


def test_words_are_not_shown_twice() -> None:
    """A quote within the pinned words must go, and what disagreed by it must name the first."""
    disagreements = (Disagreement(measure="fee", values=(MeasureValue(value="5", n=1), MeasureValue(value="6", n=3))),)
    found = _quotes(Span(12, 18), Span(30, 35), Span(40, 45))
    quotes, told = lead(cited(Span(10, 20)), _CURATED, found, disagreements, 1)
    assert [quote.citation.span.start for quote in quotes] == [10, 30, 40]
    assert [value.n for value in told[0].values] == [1, 3]
