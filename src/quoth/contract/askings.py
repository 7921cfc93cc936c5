"""Between an outcome and what is noted of it; and what is still told of an answer whose words are not kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from pydantic import Field

from quoth.contract.model import Model
from quoth.contract.outcomes import OutcomeModel, TimingsModel
from quoth.text.normalise import normalise
from quoth.types import Abstention, Answer, Asking, Door, Feedback, FeedbackVerdict, Outcome, OutcomeKind, QuestionKind, Reason

MOST_NOTE: Final = 2000


class NotedModel(Model):
    """That a question was asked and how it ended, without a word of it: what is kept where `log.keep_questions` is off."""

    answer_id: str = Field(description="The same for the same outcome: a hash of what was asked and said.")
    asked_at: str = Field(description="When it was asked last, ISO 8601, UTC.")
    outcome: OutcomeKind = Field(description="Whether the documents answered.")
    kind: QuestionKind = Field(description="What sort of answer the question wanted.")
    reason: Reason | None = Field(description="Why there was no answer; null for an answer.")
    probability: float = Field(ge=0, le=1, description="Calibrated: that the first quote answers.")
    generation: int = Field(description="The library's commit counter at the time.")
    timings_ms: TimingsModel = Field(description="How long it took.")
    doc_ids: list[str] = Field(
        description="The document of each quote, or of each nearest passage of an abstention, in their order."
    )

    @classmethod
    def of(cls, asking: Asking) -> NotedModel:
        """Translate."""
        return cls(
            answer_id=asking.answer_id, asked_at=asking.asked_at, outcome=asking.outcome, kind=asking.kind, reason=asking.reason,
            probability=asking.probability, generation=asking.generation, doc_ids=list(asking.doc_ids),
            timings_ms=TimingsModel.of(asking.timings),
        )  # fmt: skip


class FeedbackModel(Model):
    """What somebody says of an answer."""

    answer_id: str = Field(max_length=64, description="The answer, as its outcome names it.", examples=["0123456789abcdef"])
    verdict: FeedbackVerdict = Field(
        description="right: the quotes answer, or there rightly was no answer; incomplete: something is missing; wrong."
    )
    note: str | None = Field(default=None, max_length=MOST_NOTE, description="What else there is to say.")
    quote: int | None = Field(
        default=None, ge=1, le=1000, description="Number of the quote, or nearest passage, it is about; null for the whole."
    )

    def given(self) -> Feedback:
        """Return the feedback as given just now, its note as plain text."""
        note = normalise(self.note or "").strip() or None
        return Feedback(answer_id=self.answer_id, given_at=now(), verdict=self.verdict, note=note, quote=self.quote)


class StoredFeedbackModel(FeedbackModel):
    """Feedback as it is stored."""

    given_at: str = Field(description="When it was given, ISO 8601, UTC.")

    @classmethod
    def of(cls, given: Feedback) -> StoredFeedbackModel:
        """Translate."""
        return cls(
            answer_id=given.answer_id, verdict=given.verdict, note=given.note, quote=given.quote, given_at=given.given_at
        )


def now() -> str:
    """Return this moment as it is noted: ISO 8601, UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def asking_of(outcome: Outcome, door: Door) -> Asking:
    """Return what is noted of a question that was asked just now."""
    shown = outcome.quotes if isinstance(outcome, Answer) else outcome.nearest
    return Asking(
        answer_id=outcome.answer_id,
        asked_at=now(),
        door=door,
        outcome="answer" if isinstance(outcome, Answer) else "abstention",
        kind=outcome.query.kind,
        reason=outcome.reason if isinstance(outcome, Abstention) else None,
        probability=round(outcome.probability, 6),
        generation=outcome.generation,
        timings=outcome.timings,
        doc_ids=tuple(quote.citation.version.doc_id for quote in shown),
        said=OutcomeModel.of(outcome).model_dump_json(),
    )
