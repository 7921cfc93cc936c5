"""What is asked, how, and what of it can not be asked."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.errors import QuestionError
from quoth.text.normalise import normalise
from quoth.types import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question and how it is asked.

    Attributes:
        history: The questions before it, with their answers where they are known, oldest first.
        k: Most quotes, more where sources disagree or a comparison is laid out; None for the setting.
        min_probability: Abstain below it; None for the setting, else the calibrated threshold.
        doc_ids: Patterns (`*`, `?`) of the documents that may answer; empty for all.
    """

    question: str
    history: tuple[Exchange, ...] = ()
    k: int | None = None
    min_probability: float | None = None
    doc_ids: tuple[str, ...] = ()


def check_question(question: str, most_characters: int) -> None:
    """Refuse a question that cannot be asked.

    Raises:
        QuestionError: It is empty, too long or no text.
    """
    if not question.strip():
        raise QuestionError("The question is empty.", "Type a question.")
    if len(question) > most_characters:
        raise QuestionError(
            f"The question has {len(question):,} characters; the limit is {most_characters:,}.",
            "Ask for one thing at a time, or raise QUOTH_ANSWER__MAX_QUESTION_CHARACTERS.",
        )
    if "\0" in question or not normalise(question).strip():
        raise QuestionError("The question is not text: it holds control characters.", "Type it again as plain text.")
