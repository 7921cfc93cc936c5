"""What others hold on to: the outcome and its parts as JSON, the same in `--json`, in HTTP and in files.

Doors translate with these models and nothing else. Change a field only with a version bump and a changelog line.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final, Literal, Self, assert_never
from urllib.parse import quote as percent_encode

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError, field_validator, model_validator

from quoth.answering.marking import MOST_CHARACTERS, Marking
from quoth.types import (
    Abstention,
    Answer,
    Citation,
    Disagreement,
    Outcome,
    QuestionKind,
    Quote,
    Reason,
    Standing,
    Timings,
    Verdict,
)


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TimingsModel(_Model):
    """Milliseconds per stage."""

    understand: float = Field(description="Preparing the question.")
    search: float = Field(description="Finding passages.")
    read: float = Field(description="Scoring their sentences.")
    compose: float = Field(description="Choosing quotes and deciding whether they answer.")
    total: float = Field(description="All of it.")


class HighlightModel(_Model):
    """Half-open, in code points of the quote."""

    start: int = Field(description="First highlighted code point of the quote.")
    end: int = Field(description="One past the last highlighted code point.")


class CitationModel(_Model):
    """A pointer that proves a quote: the document's text, sliced at `[start, end)`, is the quote."""

    doc_id: str = Field(description="The document: its path below the corpus, or its URI.")
    version: int = Field(description="Which text of the document.")
    title: str = Field(description="Title of the document.")
    uri: str = Field(description="Where the original is.")
    heading_path: list[str] = Field(
        description="The headings above the quote, outermost first; for a table row the column heads come last."
    )
    page: int | None = Field(description="Page of the original, where it has pages.")
    start: int = Field(ge=0, description="First code point in the document's normalised text.")
    end: int = Field(ge=0, description="One past the last code point.")
    text_sha256: str = Field(description="sha256 of that version's whole text, UTF-8.")
    quote_sha256: str = Field(description="sha256 of the quote, UTF-8.")
    link: str = Field(description="Path of the page that shows the quote in its document.")


class QuoteModel(_Model):
    """Verbatim words of a document."""

    n: int = Field(ge=1, description="Its number in this outcome.")
    text: str = Field(description="The words, exactly as the document has them.")
    highlights: list[HighlightModel] = Field(description="The parts of the quote that carry the answer.")
    side: str | None = Field(description="In a comparison, the side it speaks of.")
    probability: float = Field(ge=0, le=1, description="Calibrated: that this quote answers.")
    citation: CitationModel = Field(description="Where the words stand, and what proves it.")


class MeasureValueModel(_Model):
    """One value and the number of the quote that states it."""

    value: str = Field(description="The value as the quote states it.")
    n: int = Field(description="Number of the quote.")


class DisagreementModel(_Model):
    """The same measure with different values."""

    measure: str = Field(description="What is measured.")
    values: list[MeasureValueModel] = Field(description="Its different values.")


class OutcomeModel(_Model):
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
            "timings_ms": _timings(outcome.timings),
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


class VerdictModel(_Model):
    """What became of a citation. `start` and `end` say where the words stand now, for `exact` and `moved`."""

    standing: Standing = Field(description="exact: it still stands there; moved: elsewhere; changed; gone: no such document.")
    doc_id: str = Field(description="The document cited.")
    version: int | None = Field(description="The version in which the words stand now, or else the newest one.")
    start: int | None = Field(description="Where the words begin now, in code points.")
    end: int | None = Field(description="One past their last code point.")
    message: str = Field(description="The same in words.")

    @classmethod
    def of(cls, verdict: Verdict) -> VerdictModel:
        """Translate a verdict."""
        return cls(
            standing=verdict.standing, doc_id=verdict.doc_id, version=verdict.version, start=verdict.start, end=verdict.end,
            message=verdict.message,
        )  # fmt: skip


class CitationToVerify(BaseModel):
    """The parts of a citation that verification needs; others are ignored."""

    model_config = ConfigDict(extra="ignore")

    doc_id: str = Field(description="The document cited.")
    version: int = Field(ge=1, lt=2**31, description="Which text of it.")
    start: int = Field(ge=0, lt=2**31, description="First code point cited.")
    end: int = Field(ge=0, lt=2**31, description="One past the last.")
    text_sha256: str = Field(description="sha256 of that version's whole text.")
    quote_sha256: str = Field(description="sha256 of the quote.")

    @field_validator("doc_id")
    @classmethod
    def _is_unicode(cls, value: str) -> str:
        value.encode()  # a lone surrogate is a ValueError, as pydantic wants it
        return value

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.end <= self.start:
            raise ValueError("end must be greater than start")
        return self


def link_to(doc_id: str, version: int, start: int, end: int) -> str:
    """Return the path of the page that shows a span in its document, scrolled to it."""
    return f"/documents/{percent_encode(doc_id)}?version={version}&start={start}&end={end}#quote"


def _timings(timings: Timings) -> dict[str, float]:
    names = ("understand", "search", "read", "compose", "total")
    return {name: round(getattr(timings, name), 3) for name in names}


def _quotes(quotes: tuple[Quote, ...]) -> list[dict[str, object]]:
    return [_quote(quote) for quote in quotes]


# What a media type calls its pages.
_LEAVES: Final = (("presentation", "slide"), ("powerpoint", "slide"), ("sheet", "sheet"), ("excel", "sheet"))


def place_of(citation: Citation) -> str | None:
    """Return where in the original a quote begins, in words: "page 3", "slide 3", "sheet 2, row 17"; None without pages."""
    media_type, block = citation.version.media_type, citation.block
    what = next((word for part, word in _LEAVES if part in media_type), "page")
    page = None if citation.page is None else f"{what} {citation.page}"
    row = None if block is None or block.row is None else f"row {block.row}"
    return ", ".join(part for part in (page, row) if part) or None


def citation_model(citation: Citation) -> CitationModel:
    """Translate a citation."""
    version, span, block = citation.version, citation.span, citation.block
    headings = list(block.heading_path) if block else []
    if block and block.header:
        headings.append(block.header.of(version.text))
    return CitationModel(
        doc_id=version.doc_id,
        version=version.version,
        title=version.title,
        uri=version.uri,
        heading_path=headings,
        page=citation.page,
        start=span.start,
        end=span.end,
        text_sha256=version.text_sha256,
        quote_sha256=citation.quote_sha256,
        link=link_to(version.doc_id, version.version, span.start, span.end),
    )


def _quote(quote: Quote) -> dict[str, object]:
    return {
        "n": quote.n,
        "text": quote.citation.quote,
        "highlights": [{"start": h.start, "end": h.end} for h in quote.highlights],
        "side": quote.side,
        "probability": round(quote.probability, 6),
        "citation": citation_model(quote.citation),
    }


def _disagreement(disagreement: Disagreement) -> dict[str, object]:
    return {
        "measure": disagreement.measure,
        "values": [{"value": value.value, "n": value.n} for value in disagreement.values],
    }


def citations_in(loaded: object, refuse: Callable[[str], Exception]) -> list[CitationToVerify]:
    """Find every citation in a JSON value: an outcome, a quote, a citation, or any nesting of lists of these.

    Args:
        refuse: Makes the error for a value without citations.
    """
    found: list[CitationToVerify] = []
    waiting = [loaded]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, dict) and {"doc_id", "text_sha256", "quote_sha256"} <= value.keys():
            try:
                found.append(CitationToVerify.model_validate(value))
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(map(str, first["loc"])) or "citation"
                raise refuse(f"a citation is malformed: {where}: {first['msg'].lower()}") from error
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    if not found:
        raise refuse("it holds no citations")
    return found


class Pair(_Model):
    """A question and a text in which the words that answer are to be marked."""

    id: StrictStr | StrictInt = Field(description="Given back with the result.")
    question: str = Field(max_length=2000, description="The question.", examples=["What is a CDMO?"])
    text: str = Field(max_length=MOST_CHARACTERS, description="Any text; spans count in its code points.")
    title: str = Field(default="", max_length=1000, description="What the text is called; read, never marked.")


class MarkedSpanModel(_Model):
    """Words that answer. Half-open, in code points of the text."""

    start: int = Field(ge=0, description="First code point.")
    end: int = Field(ge=0, description="One past the last code point.")
    probability: float = Field(
        ge=0, le=1, description="That these words belong to the answer; the reader's own, not calibrated."
    )


class MarkingModel(_Model):
    """Which words of a text answer a question."""

    id: str | int = Field(description="As given.")
    probability: float = Field(ge=0, le=1, description="That the text answers the question; the reader's own, not calibrated.")
    spans: list[MarkedSpanModel] = Field(description="The words that answer, in order; empty if none do.")

    @classmethod
    def of(cls, name: str | int, marking: Marking) -> Self:
        """Translate."""
        spans = [
            MarkedSpanModel(start=marked.span.start, end=marked.span.end, probability=marked.probability)
            for marked in marking.spans
        ]
        return cls(id=name, probability=marking.probability, spans=spans)
