"""Find in the documents' own tables what they say of several sides: a column, or a row, named after each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from quoth.answering.chosen import Chosen
from quoth.protocols import Lexicon
from quoth.types import Block, Candidate, Evidence, Span, Version

_MOST_ROWS: Final = 12
# A table longer than this is no quote that anybody reads.
_MOST_CHARACTERS: Final = 2500
_CELL: Final = re.compile(r"\s*\|\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellOf:
    """The words that stand in a cell, as a span of the version that its quote is cut from."""

    span: Span
    quote: Chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOf:
    """One respect and what each side's cell holds, None for nothing."""

    aspect: str
    cells: tuple[CellOf | None, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of a document: its header and its rows, as they stand."""

    version: Version
    header: Block
    rows: tuple[Block, ...]

    @property
    def span(self) -> Span:
        return Span(self.header.span.start, self.rows[-1].span.end)


def rows_of_tables(
    sides: Sequence[str],
    wanted: frozenset[str],
    candidates: Iterable[Candidate],
    evidence: Sequence[Evidence],
    lexicon: Lexicon,
) -> tuple[RowOf, ...]:
    """Return the rows of the first table that has a column, or a row, for at least two sides; of these the ones in the respect asked, if some are.

    Args:
        evidence: Best first: a table is as probable as its best row, or as the best of all where none was read.
    """
    for table in _tables(candidates):
        inside = (item.probability for item in evidence if item.version is table.version and table.span.holds(item.span))
        quote = Chosen(
            version=table.version,
            span=table.span,
            probability=max(inside, default=evidence[0].probability if evidence else 0.0),
            highlights=(),
        )
        rows = _by_columns(table, sides, quote) or _by_rows(table, sides, quote)
        fitting = tuple(row for row in rows if wanted & frozenset(lexicon.terms(row.aspect)))
        if rows and (fitting or not wanted):
            return (fitting or rows)[:_MOST_ROWS]
    return ()


def names(text: str, side: str) -> bool:
    """Say whether a text names a side as a word of its own, in the singular or the plural."""
    return re.search(rf"(?<!\w){re.escape(side.rstrip('s'))}(?:s|es)?(?!\w)", text, re.IGNORECASE) is not None


def _tables(candidates: Iterable[Candidate]) -> Iterable[_Table]:
    seen: set[tuple[str, int]] = set()
    for candidate in candidates:
        version = candidate.version
        for sentence in candidate.stored.passage.sentences:
            block = version.block_at(sentence.start)
            if block is None or block.header is None or (key := (version.doc_id, block.header.start)) in seen:
                continue
            seen.add(key)
            header = version.block_at(block.header.start)
            rows = tuple(other for other in version.blocks if other.header == block.header and other.kind == "table_row")
            if header is not None and rows:
                table = _Table(version, header, rows)
                if len(table.span) <= _MOST_CHARACTERS:
                    yield table


def cells_of(version: Version, block: Block) -> list[Span]:
    """Return the cells of a row or a header, as spans of the version's text."""
    text = block.span.of(version.text)
    places = [0, *(place for match in _CELL.finditer(text) for place in match.span()), len(text)]
    return [
        Span(block.span.start + start, block.span.start + end) for start, end in zip(places[::2], places[1::2], strict=True)
    ]


def _by_columns(table: _Table, sides: Sequence[str], quote: Chosen) -> tuple[RowOf, ...]:
    text = table.version.text
    columns = [_place(side, [cell.of(text) for cell in cells_of(table.version, table.header)]) for side in sides]
    if sum(column is not None for column in columns) < 2 or 0 in columns:  # noqa: PLR2004
        return ()
    rows = []
    for block in table.rows:
        cells = cells_of(table.version, block)
        aspect, filled = cells[0].of(text), [cells[c] if c is not None and c < len(cells) else None for c in columns]
        rows.append(_row(quote, aspect, filled))
    return tuple(row for row in rows if any(row.cells))


def _by_rows(table: _Table, sides: Sequence[str], quote: Chosen) -> tuple[RowOf, ...]:
    text = table.version.text
    labels = [cells_of(table.version, block) for block in table.rows]
    places = [_place(side, [cells[0].of(text) for cells in labels]) for side in sides]
    if sum(place is not None for place in places) < 2:  # noqa: PLR2004
        return ()
    rows = []
    for column, aspect in enumerate(cells_of(table.version, table.header)[1:], 1):
        filled = [labels[p][column] if p is not None and column < len(labels[p]) else None for p in places]
        rows.append(_row(quote, aspect.of(text), filled))
    return tuple(row for row in rows if any(row.cells))


def _place(side: str, labels: Sequence[str]) -> int | None:
    """Return where among some labels a side stands: named alone if possible, else within one."""
    bare = side.rstrip("s").casefold()
    alone = (place for place, name in enumerate(labels) if name.rstrip("s").casefold() == bare)
    within = (place for place, name in enumerate(labels) if names(name, side) or (name and names(side, name)))
    return next(alone, next(within, None))


def _row(quote: Chosen, aspect: str, cells: Sequence[Span | None]) -> RowOf:
    return RowOf(aspect=aspect, cells=tuple(CellOf(span=cell, quote=quote) if cell else None for cell in cells))
