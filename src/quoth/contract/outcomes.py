"""The outcome and its parts as JSON."""

from __future__ import annotations

from typing import Annotated, Literal, assert_never

from pydantic import Field

from quoth.contract.citations import CitationModel, CopyModel, citation_model, copy_model
from quoth.contract.model import Model
from quoth.types import (
    Abstention,
    Answer,
    Comparison,
    Disagreement,
    MeantQuestion,
    Outcome,
    QuestionKind,
    Quote,
    Reason,
    Timings,
)


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
    also: list[CopyModel] = Field(
        description="Where else the same is said, in the same words or nearly; an older edition's may differ."
    )
    sources: int = Field(ge=1, description="How many documents that are no copies or editions of each other say it.")
    belongs_to: int | None = Field(
        description="For a quote that only supplies what another needs, its header row or its lead-in: the number of that one."
    )
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


class CellModel(Model):
    """Words of a quote that stand in a cell: half-open, in code points of the quote."""

    n: int = Field(description="Number of the quote.")
    start: int = Field(description="First code point of the quote that stands in the cell.")
    end: int = Field(description="One past the last.")


class ComparisonRowModel(Model):
    """What the documents say of each side in one respect."""

    aspect: str = Field(description="The respect, in the words of a document or of the question; empty for none in particular.")
    cells: list[CellModel | None] = Field(description="One a side; null where the documents do not say.")


class ComparisonModel(Model):
    """A comparison as a table of quotes."""

    sides: list[str] = Field(description="What is compared, a column each.")
    rows: list[ComparisonRowModel] = Field(description="The respects in which the documents speak of the sides.")


class MeaningModel(Model):
    """One way to understand a question that has several."""

    acronym: str = Field(description="The word with several meanings.")
    meaning: str = Field(description="What it would stand for.")
    question: str = Field(description="The question with that spelt out: ask this.")
    citation: CitationModel = Field(description="Where a document explains the acronym so.")


class OutcomeModel(Model):
    """An answer, or an abstention with its reason. `nearest` is never part of an answer."""

    answer_id: str = Field(description="The same for the same outcome: a hash of what was asked and said.")
    outcome: Literal["answer", "abstention"] = Field(description="Whether the documents answer.")
    question: str = Field(description="The question as typed.")
    understood_as: str = Field(
        description="The question as searched: follow-ups resolved, slips corrected, and what decided spelt out."
    )
    kind: QuestionKind = Field(description="What sort of answer the question wants.")
    probability: Annotated[float, Field(ge=0, le=1, description="Calibrated: that the first quote answers.")]
    generation: int = Field(description="The library's commit counter at the time.")
    timings_ms: TimingsModel = Field(description="How long it took.")
    quotes: list[QuoteModel] = Field(description="The answer, best quote first; empty for an abstention.")
    disagreements: list[DisagreementModel] = Field(description="Where the quotes contradict each other.")
    comparison: ComparisonModel | None = Field(description="For a comparison, the quotes as a table; else null.")
    reason: Reason | None = Field(description="Why there is no answer; null for an answer.")
    message: str | None = Field(description="The reason in words; null for an answer.")
    nearest: list[QuoteModel] = Field(description="What came nearest to an abstention's question. Not an answer.")
    unknown_words: list[str] = Field(default=[], description="Words of an abstention's question that no document holds.")
    meanings: list[MeaningModel] = Field(default=[], description="For the reason `ambiguous`: what the question may mean.")

    @classmethod
    def of(cls, outcome: Outcome) -> OutcomeModel:
        """Translate an outcome."""
        common = {
            "answer_id": outcome.answer_id,
            "question": outcome.query.question,
            "understood_as": outcome.query.understood_as,
            "kind": outcome.query.kind,
            "probability": round(outcome.probability, 6),
            "generation": outcome.generation,
            "timings_ms": TimingsModel.of(outcome.timings),
        }
        said: dict[str, object]
        match outcome:
            case Answer():
                said = {
                    "quotes": _quotes(outcome.quotes),
                    "disagreements": [_disagreement(d) for d in outcome.disagreements],
                    "comparison": _comparison(outcome.comparison),
                }
                return cls.model_validate(
                    {**common, "outcome": "answer", **said, "reason": None, "message": None, "nearest": []}
                )
            case Abstention():
                said = {"reason": outcome.reason, "message": outcome.message, "nearest": _quotes(outcome.nearest)}
                said |= {"unknown_words": list(outcome.unknown_words), "meanings": [_meaning(one) for one in outcome.meanings]}
                nothing: dict[str, object] = {"quotes": [], "disagreements": [], "comparison": None}
                return cls.model_validate({**common, "outcome": "abstention", **nothing, **said})
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
        "also": [copy_model(citation) for citation in quote.also],
        "sources": quote.sources,
        "belongs_to": quote.belongs_to,
        "curated": {"owner": quote.curated.owner, "until": quote.curated.until} if quote.curated else None,
    }


def _meaning(one: MeantQuestion) -> dict[str, object]:
    cited = citation_model(one.citation)
    return {"acronym": one.acronym, "meaning": one.meaning, "question": one.question, "citation": cited}


def found_in(quote: Quote) -> str | None:
    """Return in words how many documents say a quote: "found in 3 documents, 2 of them independent"; None for one."""
    documents = {citation.version.doc_id for citation in (quote.citation, *quote.also)}
    if len(documents) == 1:
        return None
    independent = "" if quote.sources == len(documents) else f", {quote.sources} of them independent"
    return f"found in {len(documents)} documents{independent}"


def _disagreement(disagreement: Disagreement) -> dict[str, object]:
    return {
        "measure": disagreement.measure,
        "values": [{"value": value.value, "n": value.n} for value in disagreement.values],
    }


def _comparison(comparison: Comparison | None) -> dict[str, object] | None:
    if comparison is None:
        return None
    rows = [
        {
            "aspect": row.aspect,
            "cells": [
                None if cell is None else {"n": cell.n, "start": cell.span.start, "end": cell.span.end} for cell in row.cells
            ],
        }
        for row in comparison.rows
    ]
    return {"sides": list(comparison.sides), "rows": rows}
