"""Small talk: the whole text, or none of it."""

from __future__ import annotations

import pytest

from quoth.text.greetings import small_talk


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hello", "greeting"), ("hi there!", "greeting"), ("Good morning, how are you?", "greeting"), ("Hey Quoth", "greeting"),
        ("Thanks!", "thanks"), ("thank you very much", "thanks"), ("OK, thanks for your help", "thanks"),
        ("bye", "farewell"), ("Have a nice day!", "farewell"),
        ("Who are you?", "who"), ("hi, who are you", "who"), ("What can you do for me?", "who"), ("help", "who"), ("Are you a robot?", "who"),
    ],
)  # fmt: skip
def test_small_talk_is_recognised(text: str, kind: str) -> None:
    """Greetings, thanks, farewells and questions about Quoth must be called what they are."""
    assert small_talk(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "hello, what is a CDMO?", "Thanks. And CROs?", "Who are you allowed to audit?", "What can you do about a failed batch?",
        "What is a hello world test?", "How can you help a patient?", "hi-tech", "What is good day rate?", "", "?!", "CRO",
        "Who are the players?", "help desk", "Who is this?",
    ],
)  # fmt: skip
def test_questions_are_no_small_talk(text: str) -> None:
    """What asks for something beside the greeting must be asked."""
    assert small_talk(text) is None
