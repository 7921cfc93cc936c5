"""What the library holds: documents, their blocks and versions, the passages cut from them."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Final, Literal, Self

import numpy as np

BlockKind = Literal["heading", "paragraph", "list_item", "table_header", "table_row", "code", "footnote"]
Box = tuple[float, float, float, float]
_LINE_END = re.compile(r"[\n.!?;]+")


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
    """A heading, paragraph, list item, table row, code listing or footnote of a document.

    Attributes:
        heading_path: The headings above it, outermost first; a heading is not in its own path.
        level: 1 to 6 for a heading, the nesting depth for a list item, else 0.
        page: The page, slide or sheet on which it begins, from 1.
        turns: Where in the text each further page begins, if it runs over the end of one.
        header: For a table row, the span of the table's header row.
        row: For a table row of a sheet, its number there, from 1.
        is_boilerplate: Navigation, advertising, legal footers: kept in the text, never indexed, never quoted.
    """

    kind: BlockKind
    span: Span
    heading_path: tuple[str, ...] = ()
    level: int = 0
    page: int | None = None
    turns: tuple[int, ...] = ()
    header: Span | None = None
    row: int | None = None
    is_boilerplate: bool = False

    def page_at(self, position: int) -> int | None:
        """Return the page that holds a position of the text."""
        return None if self.page is None else self.page + bisect_right(self.turns, position)

    def as_row(self) -> list[Any]:
        """Return it as a short list of plain values, to be stored or sent."""
        header = [self.header.start, self.header.end] if self.header else None
        span, path, turns = self.span, list(self.heading_path), list(self.turns)
        return [self.kind, span.start, span.end, path, self.level, self.page, header, self.is_boilerplate, turns, self.row]

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> Self:
        """Return the block that `as_row` gave; rows of older libraries end after `is_boilerplate`."""
        kind, start, end, heading_path, level, page, header, is_boilerplate = row[:8]
        turns, number = row[8:10] if len(row) > 8 else ((), None)  # noqa: PLR2004 - see above
        return cls(
            kind=kind, span=Span(start, end), heading_path=tuple(heading_path), level=level, page=page, turns=tuple(turns),
            header=Span(*header) if header else None, row=number, is_boilerplate=is_boilerplate,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPage:
    """A page as it is printed: where each of its words stands, in the text and on the paper.

    Attributes:
        number: From 1.
        width, height: In points (1/72 inch), as displayed.
        words: `(n, 6) int32` as bytes: start and end in the text, left, top, right and bottom in hundredths of a point from
            the page's upper left corner; in the order of the text.
    """

    number: int
    width: float
    height: float
    words: bytes

    def boxes(self, span: Span) -> tuple[Box, ...]:
        """Return the rectangles of the words that a span touches, one a line: left, top, right, bottom, in points."""
        table = np.frombuffer(self.words, dtype=np.int32).reshape(-1, 6)
        touched = table[(table[:, 0] < span.end) & (table[:, 1] > span.start), 2:] / 100
        lines: list[list[float]] = []
        for left, top, right, bottom in touched.tolist():
            if lines and _same_line(lines[-1], left, top, bottom):
                line = lines[-1]
                lines[-1] = [line[0], min(line[1], top), max(line[2], right), max(line[3], bottom)]
            else:
                lines.append([left, top, right, bottom])
        return tuple((line[0], line[1], line[2], line[3]) for line in lines)


def _same_line(line: Sequence[float], left: float, top: float, bottom: float) -> bool:
    """Say whether a word goes on a line: beside it to the right, their heights overlapping by half, no wide gap between."""
    overlap = min(line[3], bottom) - max(line[1], top)
    height = min(line[3] - line[1], bottom - top)
    return overlap > 0.5 * height and line[0] <= left and left - line[2] < 3 * max(height, 1)


# Of a source's characters, in %: where more are lost somebody should look.
MOST_LOST_PERCENT: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fidelity:
    """How much of a source its reading kept. Characters are visible ones: no white space.

    Attributes:
        source_characters: Those that the source holds, counted apart from the blocks.
        characters: Those of the text.
        boilerplate_characters: Those of the text that are never indexed.
        truncated_tokens: Tokens of passages that the encoder did not read; must be 0.
        pages: Pages, slides or sheets, if it has any.
        blank_pages: Those on which no text was found.
        notes: What a reader of the text should know: pictures left out, a sheet cut short.
    """

    source_characters: int
    characters: int = 0
    boilerplate_characters: int = 0
    truncated_tokens: int = 0
    pages: int | None = None
    blank_pages: tuple[int, ...] = ()
    tables: int = 0
    notes: tuple[str, ...] = ()

    @property
    def indexed_characters(self) -> int:
        """Return how many characters can be found and quoted."""
        return self.characters - self.boilerplate_characters

    @property
    def lost_share(self) -> float:
        """Return the share of the source's characters that the text lacks, in [0, 1]."""
        return max(0.0, 1 - self.characters / self.source_characters) if self.source_characters else 0.0

    @property
    def has_lost_too_much(self) -> bool:
        """Say whether so much of the source is missing that somebody should look."""
        return 100 * self.characters < (100 - MOST_LOST_PERCENT) * self.source_characters

    @property
    def needs_a_look(self) -> bool:
        """Say whether somebody should look at how the source was read."""
        return self.has_lost_too_much or bool(self.blank_pages or self.truncated_tokens)

    def as_row(self) -> dict[str, Any]:
        """Return it as plain values, to be stored or sent."""
        return asdict(self)

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Return what `as_row` gave."""
        values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
        return cls(**values)


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
    printed: tuple[PrintedPage, ...] = ()
    fidelity: Fidelity = Fidelity(source_characters=0)


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
    source_sha256: str = ""

    @cached_property
    def _block_starts(self) -> tuple[int, ...]:
        return tuple(block.span.start for block in self.blocks)

    @cached_property
    def lines(self) -> frozenset[str]:
        """Return its lines and sentences, roughly cut and case folded: what tells copies and editions of one text from other texts."""
        return frozenset(filter(None, (part.strip() for part in _LINE_END.split(self.text.casefold()))))

    def block_at(self, position: int) -> Block | None:
        """Return the block that holds a position of the text, or None between blocks."""
        place = self.place_at(position)
        return None if place is None else self.blocks[place]

    def page_at(self, position: int) -> int | None:
        """Return the page that holds a position of the text, or None where there are no pages."""
        block = self.block_at(position)
        return None if block is None else block.page_at(position)

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
