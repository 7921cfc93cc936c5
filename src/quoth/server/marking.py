"""Cut text into pieces that are marked or not, and a version's blocks into headings, lists, tables. Pure functions.

The pieces of a line, joined, are the document's own words: nothing is added and nothing lost.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from quoth.types import Block, BlockKind, Span, Version

_CELL_SEPARATOR: Final = " | "
_ROWS: Final = ("table_header", "table_row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some words of a document, marked or not.

    Attributes:
        hit: Which place of what is searched for they are, from 1; None for none.
    """

    text: str
    is_marked: bool
    hit: int | None = None


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    """The part of a quote that stands in one block.

    Attributes:
        lead: The white space before it.
        cells: Its words; for a table row those of each cell, what separates them left out.
    """

    kind: BlockKind
    lead: str
    cells: tuple[Pieces, ...]

    @property
    def is_row(self) -> bool:
        """Say whether it is a row of a table, which is shown as one."""
        return self.kind in _ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotePart:
    """Lines of a quote that are shown as one: the rows of a table, or a single line that is none.

    Attributes:
        heads: For rows, what stands above their columns where the quote itself does not say it.
    """

    lines: tuple[QuoteLine, ...]
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBlock:
    """A block of a document page. `cells` holds one part for a block that is no table row; `start` is where it begins."""

    start: int
    kind: BlockKind
    level: int
    cells: tuple[Pieces, ...]
    is_dim: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Neighbouring blocks that make one list or one table, or one other block."""

    kind: str
    blocks: tuple[ShownBlock, ...]


def cut(text: str, span: Span, marks: Sequence[Span], hits: Sequence[Span] = ()) -> Pieces:
    """Cut the text of a span where marks and hits begin and end; marks may overlap, and both may stick out."""
    edges = {span.start, span.end}
    for mark in (*marks, *(near := _near(hits, span))):
        edges.update(edge for edge in (mark.start, mark.end) if span.start < edge < span.end)
    ordered = sorted(edges)
    parts = [Span(start, end) for start, end in pairwise(ordered)]
    numbers = {hit: number for number, hit in enumerate(hits, 1)} if near else {}
    states = [
        (any(mark.touches(part) for mark in marks), next((numbers[hit] for hit in near if hit.touches(part)), None))
        for part in parts
    ]
    pieces: list[Piece] = []
    for (is_marked, hit), run in groupby(zip(states, parts, strict=True), key=lambda pair: pair[0]):
        pieces.append(Piece(text="".join(part.of(text) for _, part in run), is_marked=is_marked, hit=hit))
    return tuple(pieces)


def _near(hits: Sequence[Span], span: Span) -> Sequence[Span]:
    """Return the hits, sorted and none overlapping, that a span touches."""
    first = bisect_right(hits, span.start, key=lambda hit: hit.end)
    last = bisect_left(hits, span.end, key=lambda hit: hit.start)
    return hits[first:last]


def parts_of(version: Version, span: Span, marks: Sequence[Span]) -> tuple[QuotePart, ...]:
    """Cut a quote into its parts: the rows of a table together, everything else line by line."""
    parts: list[QuotePart] = []
    for number, run in groupby(enumerate(_lines(version, span, marks)), key=lambda pair: -1 if pair[1].is_row else pair[0]):
        lines = tuple(line for _, line in run)
        begins = span.start if not parts else None
        parts.append(QuotePart(lines=lines, heads=_heads(version, begins) if number == -1 and begins is not None else ()))
    return tuple(parts)


def _heads(version: Version, place: int) -> tuple[str, ...]:
    """Return the heads of the columns of the row that stands there; none if it is the header itself, or has none."""
    block = version.block_at(place)
    if block is None or block.header is None or block.span.start != place:
        return ()
    return tuple(cell.of(version.text) for cell in _cells(version.text, block.header))


def _lines(version: Version, span: Span, marks: Sequence[Span]) -> tuple[QuoteLine, ...]:
    """Cut a quote into the lines of its blocks. Marks that cover all of it say nothing and are left out."""
    if any(mark.holds(span) for mark in marks):
        marks = ()
    lines: list[QuoteLine] = []
    place = span.start
    for block in version.blocks:
        if not block.span.touches(span):
            continue
        inside = Span(max(block.span.start, span.start), min(block.span.end, span.end))
        lead = version.text[place : inside.start]
        spans = _cells(version.text, inside) if block.kind in _ROWS else [inside]
        lines.append(QuoteLine(kind=block.kind, lead=lead, cells=tuple(cut(version.text, one, marks) for one in spans)))
        place = inside.end
    if place < span.end:  # between blocks, or a text without any
        rest = cut(version.text, Span(place, span.end), marks)
        lines.append(QuoteLine(kind="paragraph", lead="", cells=(rest,)))
    return tuple(lines)


def groups_of(version: Version, blocks: Sequence[Block], quote: Span | None, hits: Sequence[Span] = ()) -> tuple[Group, ...]:
    """Put blocks together into lists and tables, the quote marked, and what is searched for."""
    marks = (quote,) if quote else ()
    groups: list[Group] = []
    for kind, run in groupby(_numbered(blocks), key=lambda pair: pair[0]):
        shown = tuple(_shown(version, block, marks, hits) for _, block in run)
        groups.append(Group(kind=kind[0], blocks=shown))
    return tuple(groups)


def _numbered(blocks: Sequence[Block]) -> Iterator[tuple[tuple[str, int], Block]]:
    """Yield each block with what it belongs to: the list or table it continues, or itself."""
    number, previous = 0, ""
    for block in blocks:
        kind = {"list_item": "list", "table_header": "table", "table_row": "table"}.get(block.kind, str(block.kind))
        goes_on = kind == previous and kind in ("list", "table") and block.kind != "table_header"
        if not goes_on:
            number += 1
        previous = kind
        yield (kind, number), block


def _shown(version: Version, block: Block, marks: Sequence[Span], hits: Sequence[Span]) -> ShownBlock:
    spans = _cells(version.text, block.span) if block.kind in _ROWS else [block.span]
    cells = tuple(cut(version.text, span, marks, hits) for span in spans)
    return ShownBlock(start=block.span.start, kind=block.kind, level=block.level, cells=cells, is_dim=block.is_boilerplate)


def _cells(text: str, row: Span) -> list[Span]:
    """Return the spans of a row's cells. The outermost ones may be empty: a row is stored without white space at its ends."""
    start, end = row.start, row.end
    cells: list[Span] = []
    if text.startswith(_CELL_SEPARATOR.lstrip(), start, end):
        cells.append(Span(start, start))
        start += len(_CELL_SEPARATOR.lstrip())
    ends_empty = end - start >= len(_CELL_SEPARATOR.rstrip()) and text.endswith(_CELL_SEPARATOR.rstrip(), start, end)
    last = end - len(_CELL_SEPARATOR.rstrip()) if ends_empty else end
    while (place := text.find(_CELL_SEPARATOR, start, last)) >= 0:
        cells.append(Span(start, place))
        start = place + len(_CELL_SEPARATOR)
    cells.append(Span(start, last))
    if ends_empty:
        cells.append(Span(end, end))
    return cells
