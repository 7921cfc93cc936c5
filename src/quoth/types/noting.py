"""What is noted of a question that somebody asked, and what people said of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quoth.types.asking import QuestionKind
from quoth.types.outcomes import Reason, Timings

Door = Literal["api", "web", "cli", "slack"]
OutcomeKind = Literal["answer", "abstention"]
FeedbackVerdict = Literal["right", "wrong", "incomplete"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One time that a question was asked. The same outcome has the same `answer_id` every time.

    Attributes:
        asked_at: ISO 8601, UTC, to the millisecond.
        door: Through which it came.
        doc_ids: The document of each quote, or of each nearest passage, in order.
        said: The whole outcome as the JSON that was given; None where the texts of questions are not kept.
    """

    answer_id: str
    asked_at: str
    door: Door
    outcome: OutcomeKind
    kind: QuestionKind
    reason: Reason | None
    probability: float
    generation: int
    timings: Timings
    doc_ids: tuple[str, ...]
    said: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What somebody said of an answer.

    Attributes:
        given_at: ISO 8601, UTC, to the millisecond.
        quote: Number of the quote it is about; None for the whole.
    """

    answer_id: str
    given_at: str
    verdict: FeedbackVerdict
    note: str | None = None
    quote: int | None = None
