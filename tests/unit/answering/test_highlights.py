"""Highlights: the short answer, not what the question said itself."""

from __future__ import annotations

import pytest

from quoth.answering.highlights import highlight
from quoth.types import Span
from unit.answering.pages import ask


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("How long did the 3 sites take?", "The 3 sites took 9 months.", ["9 months"]),
        ("How much did 12 batches cost?", "In all, 12 batches cost $4.2 million.", ["$4.2 million"]),
        ("What share does it hold?", "It holds 20 % to 25 %.", ["20 %", "25 %"]),
        ("When was the rule of 2016 changed?", "The rule of 2016 was changed in 2022.", ["2022"]),
        ("When do inspections begin?", "Inspections begin in September.", ["September"]),
    ],
)
def test_highlight_picks_the_number_or_date_not_in_the_question(question: str, sentence: str, expected: list[str]) -> None:
    """What the question says itself is no answer to it."""
    text = f"Before it. {sentence} After it, 7 days in 1999."
    span = Span(11, 11 + len(sentence))
    assert [h.of(text).strip() for h in highlight(text, span, ask(question))] == expected


@pytest.mark.parametrize(
    "question", ["What is a slot?", "How long does a slot last?", "When is a slot free?", "Who books a slot?"]
)
def test_highlight_is_the_sentence_where_nothing_stands_out(question: str) -> None:
    """A sentence without a short answer must be marked whole."""
    text = "A slot is booked by the planner."
    assert highlight(text, Span(0, len(text)), ask(question)) == (Span(0, len(text)),)
