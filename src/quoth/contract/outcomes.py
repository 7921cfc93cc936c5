"""The outcome and its parts as JSON."""

from __future__ import annotations

from typing import Annotated, Literal, assert_never

from pydantic import Field

from quoth.contract.citations import CitationModel, citation_model
from quoth.contract.model import Model
from quoth.types import Abstention, Answer, Disagreement, Outcome, QuestionKind, Quote, Reason, Timings


class TimingsModel(Model):
    """Milliseconds per stage."""

    understand: float = Field(description="Preparing the question.")
    search: float = Field(description="Finding passages.")
    read: float = Field(description="Scoring their sentences.")
    compose: float = Field(description="Choosing quotes and deciding whether they answer.")
    total: float = Field(description="All of it.")

    @classmethod
    def of(cls, timings: Timings) -> TimingsModel:
        """Translate."""
        names = ("understand", "search", "read", "compose", "total")
        return cls(**{name: round(getattr(timings, name), 3) for name in names})


class HighlightModel(Model):
    """Half-open, in code points of the quote."""

    start: int = Field(description="First highlighted code point of the quote.")
    end: int = Field(description="One past the last highlighted code point.")


class CuratedModel(Model):
    """Who answers for a quote that was pinned to the question."""

    owner: str = Field(description="Who pinned it.")
    until: str | None = Field(description="Last day on which it answers, ISO 8601; null for ever.")


class QuoteModel(Model):
    """Verbatim words of a document."""

    n: int = Field(ge=1, description="Its number in this outcome.")
    text: str = Field(description="The words, exactly as the document has them.")
    highlights: list[HighlightModel] = Field(description="The parts of the quote that carry the answer.")
    side: str | None = Field(description="In a comparison, the side it speaks of.")
    probability: float = Field(ge=0, le=1, description="Calibrated: that this quote answers.")
    citation: CitationModel = Field(description="Where the words stand, and what proves it.")
    curated: CuratedModel | None = Field(
        default=None, description="Not null for a quote that somebody pinned to the question; its probability is 1 by decision."
    )


class MeasureValueModel(Model):
    """One value and the number of the quote that states it."""

    value: str = Field(description="The value as the quote states it.")
    n: int = Field(description="Number of the quote.")


class DisagreementModel(Model):
    """The same measure with different values."""

    measure: str = Field(description="What is measured.")
    values: list[MeasureValueModel] = Field(description="Its different values.")


class OutcomeModel(Model):
    """An answer, or an abstention with its reason. `nearest` is never part of an answer."""

    answer_id: str = Field(description="The same for the same outcome: a hash of what was asked and said.")
    outcome: Literal["answer", "abstention"] = Field(description="Whether the documents answer.")
    question: str = Field(description="The question as typed.")
    understood_as: str = Field(description="The question as searched, follow-ups resolved.")
    kind: QuestionKind = Field(description="What sort of answer the question wants.")
    probability: Annotated[float, Field(ge=0, le=1, description="Calibrated: that the first quote answers.")]
    generation: int = Field(description="The library's commit counter at the time.")
    timings_ms: TimingsModel = Field(description="How long it took.")
    quotes: list[QuoteModel] = Field(description="The answer, best quote first; empty for an abstention.")
    disagreements: list[DisagreementModel] = Field(description="Where the quotes contradict each other.")
    reason: Reason | None = Field(description="Why there is no answer; null for an answer.")
    message: str | None = Field(description="The reason in words; null for an answer.")
    nearest: list[QuoteModel] = Field(description="What came nearest to an abstention's question. Not an answer.")

    @classmethod
    def of(cls, outcome: Outcome) -> OutcomeModel:
        """Translate an outcome."""
        common = {
            "answer_id": outcome.answer_id,
            "question": outcome.query.question,
            "understood_as": outcome.query.text,
            "kind": outcome.query.kind,
            "probability": round(outcome.probability, 6),
            "generation": outcome.generation,
            "timings_ms": TimingsModel.of(outcome.timings),
        }
        said: dict[str, object]
        match outcome:
            case Answer():
                said = {"quotes": _quotes(outcome.quotes), "disagreements": [_disagreement(d) for d in outcome.disagreements]}
                return cls.model_validate(
                    {**common, "outcome": "answer", **said, "reason": None, "message": None, "nearest": []}
                )
            case Abstention():
                said = {"reason": outcome.reason, "message": outcome.message, "nearest": _quotes(outcome.nearest)}
                return cls.model_validate({**common, "outcome": "abstention", "quotes": [], "disagreements": [], **said})
            case _:
                assert_never(outcome)


def _quotes(quotes: tuple[Quote, ...]) -> list[dict[str, object]]:
    return [_quote(quote) for quote in quotes]


def _quote(quote: Quote) -> dict[str, object]:
    return {
        "n": quote.n,
        "text": quote.citation.quote,
        "highlights": [{"start": h.start, "end": h.end} for h in quote.highlights],
        "side": quote.side,
        "probability": round(quote.probability, 6),
        "citation": citation_model(quote.citation),
        "curated": {"owner": quote.curated.owner, "until": quote.curated.until} if quote.curated else None,
    }


def _disagreement(disagreement: Disagreement) -> dict[str, object]:
    return {
        "measure": disagreement.measure,
        "values": [{"value": value.value, "n": value.n} for value in disagreement.values],
    }
