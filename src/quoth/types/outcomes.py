"""What asking ends in: an answer of quotes with citations, or an abstention; and what rechecking a citation says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quoth.types.asking import Query
from quoth.types.documents import Block, Span, Version, sha256

Reason = Literal["empty_library", "not_a_question", "off_topic", "no_evidence", "low_probability", "ambiguous"]
Standing = Literal["exact", "moved", "changed", "gone"]


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A pointer into a stored version that proves its quote.

    There is no way to hand it a text: the quote is always a slice of the version.

    Attributes:
        superseded_by: The `doc_id` of a newer edition of the document, if one is known.
    """

    version: Version
    span: Span
    superseded_by: str | None = None

    def __post_init__(self) -> None:
        """Refuse a span that is empty or runs past the text."""
        if not 0 <= self.span.start < self.span.end <= len(self.version.text):
            raise ValueError(f"{self.span} is no span of {self.version.doc_id}@{self.version.version}")

    @property
    def quote(self) -> str:
        """Return the words cited, sliced from the stored text."""
        return self.span.of(self.version.text)

    @property
    def quote_sha256(self) -> str:
        """Return the sha256 of the quote."""
        return sha256(self.quote)

    @property
    def block(self) -> Block | None:
        """Return the block in which the quote begins."""
        return self.version.block_at(self.span.start)

    @property
    def page(self) -> int | None:
        """Return the page, slide or sheet on which the quote begins."""
        return self.version.page_at(self.span.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """Who pinned a quote to the question, and until which day (ISO 8601) it answers; None for ever."""

    owner: str
    until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A citation as displayed: its number, its highlights (relative to the quote), its side in a comparison.

    Attributes:
        also: Where else the same is said, in nearly the same words.
        sources: How many documents that are no copies or editions of each other say it.
        belongs_to: For a quote that only supplies what another needs (its header row, its lead-in): the number of that one.
        curated: Who pinned it to the question; None for what was found.
    """

    n: int
    citation: Citation
    probability: float
    highlights: tuple[Span, ...] = ()
    side: str | None = None
    also: tuple[Citation, ...] = ()
    sources: int = 1
    belongs_to: int | None = None
    curated: Curated | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Milliseconds per stage of one ask."""

    understand: float
    search: float
    read: float
    compose: float
    total: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureValue:
    """One value of a measure on which sources disagree, and the quote that states it."""

    value: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """The same measure with different values in different quotes."""

    measure: str
    values: tuple[MeasureValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Words of a quote that stand in a cell: the quote's number and a span of the quote."""

    n: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """What the documents say of each side in one respect.

    Attributes:
        aspect: The respect, in the words of the documents or of the question; empty for none in particular.
        cells: One a side; None where the documents do not say.
    """

    aspect: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The sides of a comparison and what the quotes say of them, row by row.

    Attributes:
        beside: How many quotes, from the first on, are shown for themselves; those behind them stand in the table alone.
    """

    sides: tuple[str, ...]
    rows: tuple[ComparisonRow, ...]
    beside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Quotes that answer, best first."""

    answer_id: str
    query: Query
    probability: float
    generation: int
    timings: Timings
    quotes: tuple[Quote, ...]
    disagreements: tuple[Disagreement, ...] = ()
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeantQuestion:
    """One way to understand an ambiguous question.

    Attributes:
        acronym: Which word of it has several meanings.
        meaning: What it would stand for.
        question: The question with that spelt out, ready to be asked.
        citation: Where a document explains the acronym so.
    """

    acronym: str
    meaning: str
    question: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """A refusal with its reason. `nearest` is what came closest and is not an answer.

    Attributes:
        unknown_words: Words of the question that no document holds, where that is why nothing answers.
        meanings: For `ambiguous`: what the question may mean.
    """

    answer_id: str
    query: Query
    probability: float
    generation: int
    timings: Timings
    reason: Reason
    message: str
    nearest: tuple[Quote, ...] = ()
    unknown_words: tuple[str, ...] = ()
    meanings: tuple[MeantQuestion, ...] = ()


Outcome = Answer | Abstention


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a citation: `exact`, `moved`, `changed` or `gone`, and where the words stand now."""

    standing: Standing
    doc_id: str
    version: int | None
    start: int | None
    end: int | None
    message: str
