"""A sheet as it is shown, and its separate tables and notes: they stand apart by empty rows and empty columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from quoth.reading.building import visible_characters

_FEWEST_WORDS: Final = 5
_DEEPEST: Final = 8


class Cell(NamedTuple):
    """A cell as it is shown."""

    text: str
    kind: Literal["text", "number", "date"] = "text"
    is_bold: bool = False


Row = dict[int, Cell]


class Area(NamedTuple):
    """A rectangle of cells, bounds included, from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Say whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(slots=True)
class Sheet:
    """A sheet as it is shown.

    Attributes:
        rows: Row number -> column number -> cell, both from 1; empty cells are left out.
        merged: Areas shown as one cell.
        tables: Areas that the workbook itself calls a table or filters; their first row is the header.
        frozen: Rows that stay in sight at the top.
        texts: What stands beside the cells: text boxes, titles of charts.
        comments: Notes on cells.
        margins: What is printed at the head and foot of each page.
        is_plain: It has no styles (delimited text), so that a first row of words is taken for a header.
        cells: Cells that hold something.
        characters: Their visible characters.
    """

    name: str = ""
    rows: dict[int, Row] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    tables: list[Area] = field(default_factory=list)
    frozen: int = 0
    texts: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    is_plain: bool = False
    cells: int = 0
    characters: int = 0

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Put a cell in its place; an empty one takes none."""
        if cell.text.strip():
            self.rows.setdefault(row, {})[column] = cell
            self.cells += 1
            self.characters += visible_characters(cell.text)

    def visible_characters(self) -> int:
        """Return the visible characters of the sheet, its name among them."""
        beside = (*self.texts, *self.comments, *self.margins, self.name)
        return 0 if self.is_empty() else self.characters + sum(map(visible_characters, beside))

    def is_empty(self) -> bool:
        """Say whether it holds nothing."""
        return not (self.rows or self.texts or self.comments)


class Region(NamedTuple):
    """Rows that belong together: their numbers and cells."""

    rows: list[tuple[int, Row]]


def is_wordy(cell: Cell) -> bool:
    """Say whether a cell holds a sentence rather than a name or a figure."""
    return cell.kind == "text" and len(cell.text.split()) >= _FEWEST_WORDS


def regions(rows: dict[int, Row], tables: Sequence[Area]) -> Iterator[Region]:
    """Yield the regions of a sheet, top to bottom, left to right.

    An empty row parts two regions except inside a table that the workbook itself defines. An empty column parts them where
    each side can stand alone: a column left empty for its looks must not tear the figures from their names.
    """
    yield from _by_rows(sorted(rows.items()), tables, depth=0)


def _by_rows(rows: list[tuple[int, Row]], tables: Sequence[Area], depth: int) -> Iterator[Region]:
    names = {area.top for area in tables}
    joined = _joined(tables)
    band: list[tuple[int, Row]] = []
    for number, cells in rows:
        if band and ((number > band[-1][0] + 1 and not _is_joined(joined, band[-1][0], number)) or number in names):
            yield from _by_columns(band, tables, depth)
            band = []
        band.append((number, cells))
    if band:
        yield from _by_columns(band, tables, depth)


def _joined(tables: Sequence[Area]) -> list[tuple[int, int]]:
    """Return the row ranges of tables, in order, ones that overlap as one."""
    ranges: list[tuple[int, int]] = []
    for area in sorted(tables):
        if ranges and area.top <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(ranges[-1][1], area.bottom))
        else:
            ranges.append((area.top, area.bottom))
    return ranges


def _is_joined(ranges: list[tuple[int, int]], first: int, second: int) -> bool:
    place = bisect_right(ranges, (first, 1 << 62)) - 1
    return place >= 0 and second <= ranges[place][1]


def _by_columns(rows: list[tuple[int, Row]], tables: Sequence[Area], depth: int) -> Iterator[Region]:
    columns = sorted({column for _, cells in rows for column in cells})
    gaps = [left for left, right in pairwise(columns) if right > left + 1]
    for gap in gaps if depth < _DEEPEST else ():
        left = [(number, part) for number, cells in rows if (part := {c: cell for c, cell in cells.items() if c <= gap})]
        right = [(number, part) for number, cells in rows if (part := {c: cell for c, cell in cells.items() if c > gap})]
        if _is_apart(left, right):
            yield from _by_rows(left, tables, depth + 1)
            yield from _by_rows(right, tables, depth + 1)
            return
    yield Region(rows)


def _is_apart(left: list[tuple[int, Row]], right: list[tuple[int, Row]]) -> bool:
    """Say whether two sides of an empty column have nothing to do with each other."""
    if len(left) + len(right) > 3 and (_is_remark(left) or _is_remark(right)):  # noqa: PLR2004 - a remark beside a table
        return True
    ours, theirs = _names(left), _names(right)
    if not ours or not theirs:
        return False
    return ours == theirs or [number for number, _ in left] != [number for number, _ in right]


def _is_remark(rows: list[tuple[int, Row]]) -> bool:
    cells = [cell for _, row in rows for cell in row.values()]
    return len(cells) == 1 and is_wordy(cells[0])


def _names(rows: list[tuple[int, Row]]) -> list[str]:
    """Return the cells of a first row that can be a header: words, one for each of several columns; else nothing."""
    first = [cell for _, cell in sorted(rows[0][1].items())]
    columns = {column for _, cells in rows for column in cells}
    begins = min(columns)
    is_led = all(begins in cells for _, cells in rows)
    if len(rows) < 2 or len(columns) < 2 or len(first) < len(columns) or not is_led:  # noqa: PLR2004 - a table has two of each
        return []
    return [cell.text for cell in first] if all(cell.kind == "text" for cell in first) else []
