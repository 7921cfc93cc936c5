"""The addresses of questions: what the page links to, and what goes along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question with the address that asks it."""

    question: str
    link: str


def turns(questions: Sequence[str]) -> tuple[Turn, ...]:
    """Return the questions of a conversation, each with the address that asks it after those before it."""
    return tuple(Turn(question=q, link=link_to_question(q, questions[:n])) for n, q in enumerate(questions))


def link_to_question(question: str, history: Sequence[str] = (), said: str = "") -> str:
    """Return the address that asks a question.

    Args:
        history: The questions before it, oldest first.
        said: What the last of them was answered, in short.
    """
    return "/?" + urlencode([*(("h", earlier) for earlier in history), *([("a", said)] if said else []), ("q", question)])


def link_to_correct(question: str, history: Sequence[str], said: str) -> str:
    """Return the address where a question stands in the field and waits to be corrected."""
    return "/?" + urlencode([*(("h", earlier) for earlier in history), *([("a", said)] if said else []), ("edit", question)])
