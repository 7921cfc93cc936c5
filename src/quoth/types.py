"""The words of Quoth as frozen values: document, block, passage, query, hit, evidence, citation, outcome.

Nothing here reads a file, loads a model or holds state. Spans are half-open and count Unicode code points
of a document's normalised text.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

BlockKind = Literal["heading", "paragraph", "list_item", "table_header", "table_row", "code"]
QuestionKind = Literal[
    "definition", "comparison", "quantity", "date", "who", "where", "list", "yes_no", "why_how", "procedure", "open"
]
Reason = Literal["empty_library", "not_a_question", "off_topic", "no_evidence", "low_probability"]
Standing = Literal["exact", "moved", "changed", "gone"]


def sha256(text: str) -> str:
    """Return the hex sha256 of the UTF-8 bytes of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open `[start, end)` in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse a span that ends before it starts."""
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        """Return the number of code points."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """Slice the text."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Say whether the other span lies inside this one."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: Span) -> bool:
        """Say whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Span:
        """Return the span moved by a number of code points."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading, paragraph, list item, table row or code listing of a document.

    Attributes:
        heading_path: The headings above it, outermost first; a heading is not in its own path.
        level: 1 to 6 for a heading, the nesting depth for a list item, else 0.
        header: For a table row, the span of the table's header row.
        is_boilerplate: Navigation, advertising, legal footers: kept in the text, never indexed, never quoted.
    """

    kind: BlockKind
    span: Span
    heading_path: tuple[str, ...] = ()
    level: int = 0
    page: int | None = None
    header: Span | None = None
    is_boilerplate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One source file after reading: normalised text and its blocks, in order, none overlapping."""

    doc_id: str
    uri: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    media_type: str
    source_sha256: str
    date: str | None = None
    owner: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Version:
    """One stored text of a document. Immutable: `(doc_id, version)` always means the same text."""

    doc_id: str
    version: int
    uri: str
    title: str
    text: str
    text_sha256: str
    blocks: tuple[Block, ...]
    media_type: str
    date: str | None
    owner: str | None
    stored_at: str

    @cached_property
    def _block_starts(self) -> tuple[int, ...]:
        return tuple(block.span.start for block in self.blocks)

    def block_at(self, position: int) -> Block | None:
        """Return the block that holds a position of the text, or None between blocks."""
        place = self.place_at(position)
        return None if place is None else self.blocks[place]

    def place_at(self, position: int) -> int | None:
        """Return the place in `blocks` of the block that holds a position of the text, or None between blocks."""
        place = bisect_right(self._block_starts, position) - 1
        if place < 0 or self.blocks[place].span.end <= position:
            return None
        return place


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is indexed and ranked: whole sentences of one section.

    Attributes:
        context: Title and heading path; encoded before the text, never part of a quote.
        sentences: Spans in the document's text, in order, covering the passage but for white space.
    """

    span: Span
    context: str
    heading_path: tuple[str, ...]
    page: int | None
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPassage:
    """A passage as the library holds it.

    Attributes:
        number: The library's own number for it, never reused; what the indexes store.
    """

    number: int
    doc_id: str
    version: int
    passage: Passage

    @property
    def passage_id(self) -> str:
        """Return `doc_id@version#start-end`."""
        span = self.passage.span
        return f"{self.doc_id}@{self.version}#{span.start}-{span.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The prepared form of a question.

    Attributes:
        question: What the person typed, white space trimmed.
        text: The question as understood: what is encoded and searched.
        kind: What sort of answer it wants.
        terms: Its content words, stemmed as the lexical index stems them, in order, without repeats.
        topics: The phrases it asks about: what is to be defined, the sides to be compared.
        names: Names and numbers that an answer may not lack (capitalised words, acronyms, years).
    """

    question: str
    text: str
    kind: QuestionKind
    terms: tuple[str, ...]
    topics: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One passage found by one scorer. Scores compare only within one scorer and query."""

    number: int
    score: float
    rank: int
    scorer: Literal["lexical", "dense", "fused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A fused hit with what the reader needs to judge it.

    Attributes:
        version: The document version that holds the passage.
        sentence_vectors: One row per sentence, `(n_sentences, dim) float32`, unit rows.
        lexical: Its BM25 score as a share of the most this query can reach, in [0, 1] or little above.
        dense: The cosine of query and passage.
        fused: The score by which candidates are ranked.
        rank: From 1.
    """

    stored: StoredPassage
    version: Version
    sentence_vectors: NDArray[np.float32]
    lexical: float
    dense: float
    fused: float
    rank: int

    @property
    def text(self) -> str:
        """Return the words of the passage."""
        return self.stored.passage.span.of(self.version.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A window for the trained reader: consecutive sentences as spans of a text, and where they stand."""

    context: str
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the trained reader says of a window.

    Attributes:
        logits: For each sentence, above 0 if it rather answers.
        tokens: For each word piece its span in the text, and the probability that it belongs to the words that answer.
    """

    logits: tuple[float, ...]
    tokens: tuple[tuple[Span, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A scored span of a passage: higher answers better.

    Attributes:
        score: Comparable within one query.
        probability: That this span answers the question; calibrated on held-out questions.
        highlights: The words that carry the answer, as spans of the document's text.
    """

    stored: StoredPassage
    span: Span
    score: float
    probability: float
    highlights: tuple[Span, ...] = ()
    version: Version


@dataclass(frozen=True, kw_only=True)
class Citation:
    """A pointer into a stored version that proves its quote.

    There is no way to hand it a text: the quote is always a slice of the version.
    """

    version: Version
    span: Span

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A citation as displayed: its number, its highlights (relative to the quote), its side in a comparison."""

    n: int
    citation: Citation
    probability: float
    highlights: tuple[Span, ...] = ()
    side: str | None = None


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
class Answer:
    """Quotes that answer, best first."""

    answer_id: str
    query: Query
    probability: float
    generation: int
    timings: Timings
    quotes: tuple[Quote, ...]
    disagreements: tuple[Disagreement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """A refusal with its reason. `nearest` is what came closest and is not an answer."""

    answer_id: str
    query: Query
    probability: float
    generation: int
    timings: Timings
    reason: Reason
    message: str
    nearest: tuple[Quote, ...] = ()


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
