"""Turn the grid of a sheet into titles, tables with their headers and notes, however a person laid it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from quoth.reading.building import TextBuilder
from quoth.reading.tables.regions import Cell, Region, Row, Sheet, is_wordy, regions

MOST_CELLS: Final = 1_000_000
_MOST_GRID: Final = 5_000_000
_MOST_HEADER_ROWS: Final = 3
_LONGEST_LABEL: Final = 60
_LOOKED_AT: Final = 50
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


@dataclass(slots=True)
class _Table:
    """A table that may go on below an empty row: its header, columns and rows, each with its number."""

    header: list[str]
    columns: list[int]
    rows: list[tuple[int, list[str]]]
    bottom: int


def add_sheet(sheet: Sheet, builder: TextBuilder) -> bool:
    """Add what a sheet holds. Return whether it holds anything."""
    if sheet.is_empty():
        return False
    if sheet.name:
        builder.heading(sheet.name, 1)
    table: _Table | None = None
    for region in regions(sheet.rows, sheet.tables):
        writer = _Writer(sheet, builder, region)
        if table is None or not writer.goes_on(table):
            _add_table(table, builder)
            table = writer.write()
    _add_table(table, builder)
    for text in sheet.texts:
        builder.paragraph(text)
    for comment in sheet.comments:
        builder.footnote(comment)
    for text in sheet.margins:
        builder.paragraph(text, is_boilerplate=True)
    return True


def _add_table(table: _Table | None, builder: TextBuilder) -> None:
    if table is not None:
        builder.table(table.header, [cells for _, cells in table.rows], numbers=[number for number, _ in table.rows])


def looks_like_header(rows: Sequence[Sequence[Cell]]) -> bool:
    """Say whether the first row of a table names its columns."""
    region = Region([(number, {c: cell for c, cell in enumerate(row, 1) if cell.text}) for number, row in enumerate(rows, 1)])
    writer = _Writer(Sheet(), TextBuilder(), region)
    return bool(region.rows[0][1]) and writer.is_header(region.rows)


class _Writer:
    """Adds one region: the lines above its table, the table, the lines below."""

    def __init__(self, sheet: Sheet, builder: TextBuilder, region: Region) -> None:
        self.sheet = sheet
        self.builder = builder
        self.rows = region.rows
        self.columns = sorted({column for _, cells in region.rows for column in cells})

    def goes_on(self, above: _Table) -> bool:
        """Add the region to a table with a header that ends one empty row above, if it has no header of its own."""
        number, first = self.rows[0]
        if not above.header or number != above.bottom + 2 or not set(self.columns) <= set(above.columns):
            return False
        if min(first) != above.columns[0] or len(self.columns) == 1 or self._header_height(self.rows[self._lead() :]):
            return False
        above.rows.extend(self._lines(self.rows, above.columns))
        above.bottom = self.rows[-1][0]
        return True

    def write(self) -> _Table | None:
        """Add the lines above the table; return the table if nothing stands below it, else add all."""
        if len(self.columns) == 1 and not self._is_named(self.rows[0][0]):
            self._paragraphs(self.rows)
            return None
        top = self._lead()
        self._paragraphs(self.rows[:top])
        end = self._tail(top)
        table = self._table(self.rows[top:end]) if end > top else None
        if end == len(self.rows):
            return table
        _add_table(table, self.builder)
        self._paragraphs(self.rows[end:])
        return None

    def _paragraphs(self, rows: Sequence[tuple[int, Row]]) -> None:
        for _, cells in rows:
            for _, cell in sorted(cells.items()):
                self.builder.paragraph(cell.text)

    def _lead(self) -> int:
        """Return how many lines stand above the table: rows of one cell."""
        for place, (number, cells) in enumerate(self.rows):
            if len(cells) > 1 or self._is_named(number):
                return place
            column = next(iter(cells))
            is_first = column == self.columns[0]
            is_wide = any(area.top == number and area.left == column < area.right for area in self.sheet.merged)
            if not is_first and (is_wide or len(self.columns) == 2):  # noqa: PLR2004 - a header with an empty corner
                return place
        return len(self.rows)

    def _tail(self, top: int) -> int:
        """Return where the lines below the table begin: sentences in its first column."""
        end = len(self.rows)
        while end > top + 1:
            number, cells = self.rows[end - 1]
            cell = cells.get(self.columns[0])
            is_inside = any(area.top <= number <= area.bottom for area in self.sheet.tables)
            if len(cells) > 1 or cell is None or not is_wordy(cell) or is_inside:
                break
            end -= 1
        return end

    def _table(self, rows: Sequence[tuple[int, Row]]) -> _Table:
        bottom = rows[-1][0]
        if len(rows) * len(self.columns) > _MOST_GRID:
            sparse = [(number, [cell.text for _, cell in sorted(cells.items())]) for number, cells in rows]
            return _Table([], self.columns, sparse, bottom)
        height = self._header_height(rows)
        return _Table(self._header(rows[:height]), self.columns, self._lines(rows[height:], self.columns), bottom)

    @staticmethod
    def _lines(rows: Sequence[tuple[int, Row]], columns: Sequence[int]) -> list[tuple[int, list[str]]]:
        return [(number, _cut([cells[c].text if c in cells else "" for c in columns])) for number, cells in rows]

    def _header(self, rows: Sequence[tuple[int, Row]]) -> list[str]:
        """Return header rows as one: each column's words from top to bottom."""
        names: list[list[str]] = [[] for _ in self.columns]
        for number, cells in rows:
            for name, column in zip(names, self.columns, strict=True):
                text = cells[column].text if column in cells else self._covering(number, column)
                if text and text not in name[-1:]:
                    name.append(text)
        return _cut([" / ".join(name) for name in names])

    def _covering(self, number: int, column: int) -> str:
        """Return the text of the merged cell that covers a place."""
        for area in self.sheet.merged:
            if area.holds(number, column) and (cell := self.sheet.rows.get(area.top, {}).get(area.left)):
                return cell.text
        return ""

    def _is_named(self, number: int) -> bool:
        """Say whether the workbook itself makes a row the header of a table in these columns."""
        first, last = self.columns[0], self.columns[-1]
        return any(area.top == number and area.left <= last and area.right >= first for area in self.sheet.tables)

    def _header_height(self, rows: Sequence[tuple[int, Row]]) -> int:
        """Return how many rows the header has: 0 to 3."""
        if not rows:
            return 0
        if self._is_named(rows[0][0]):
            return 1
        frozen = sum(number <= self.sheet.frozen for number, _ in rows[:_MOST_HEADER_ROWS])
        if 0 < frozen < len(rows) and rows[frozen][0] > self.sheet.frozen and all(_labels(cells) for _, cells in rows[:frozen]):
            return frozen
        if len(rows) > 2 and self._is_double(rows):  # noqa: PLR2004 - two rows of header, one below
            return 2
        return int(self.is_header(rows))

    def _is_double(self, rows: Sequence[tuple[int, Row]]) -> bool:
        """Say whether two rows make one header: the first has cells merged over several columns of the second."""
        (number, first), (_, second) = rows[:2]
        spans = [area for area in self.sheet.merged if area.top == area.bottom == number and area.right > area.left]
        groups = [a for a in spans if sum(a.left <= column <= a.right for column in second) > 1 and len(second) > 1]
        if not groups or not _labels(first) or not _labels(second):
            return False
        whole = any(a.left <= self.columns[0] and a.right >= self.columns[-1] for a in groups)
        return not whole and self.is_header(rows[1:])

    def is_header(self, rows: Sequence[tuple[int, Row]]) -> bool:
        """Say whether the first row names the columns: words over figures, bold over plain, or just names."""
        (number, first), body = rows[0], [cells for _, cells in rows[1:_LOOKED_AT]]
        named = [column for column in self.columns if column in first or self._covering(number, column)]
        if not body or not _labels(first) or len(named) < max(2, len(self.columns) / 2) - (len(self.columns) == 2):  # noqa: PLR2004
            return False
        if all(cell.is_bold for cell in first.values()):
            return not all(cell.is_bold for cells in body for cell in cells.values())
        below = {column: [cells[column] for cells in body if column in cells] for column in first}
        return any(_is_unlike(first[c], below[c]) for c in first) or self._is_all_names(first, below)

    def _is_all_names(self, first: Row, below: dict[int, list[Cell]]) -> bool:
        """Say whether a first row in a table of words alone looks like names of columns."""
        names = [cell.text.strip() for cell in first.values()]
        if len(self.columns) == 2 and not self.sheet.is_plain:  # noqa: PLR2004 - a form: "Name" beside a name
            return False
        return (
            len(names) == len(self.columns) == len({name.casefold() for name in names})
            and all(len(name) <= _LONGEST_LABEL and not name.endswith((".", ":", ",", ";")) for name in names)
            and not any(re.search(r"\d{3}|@|://", name) for name in names)
            and not any(cell.text.strip() == first[column].text.strip() for column, cells in below.items() for cell in cells)
        )


def _labels(cells: Row) -> bool:
    """Say whether all cells of a row may be names of columns: words, years, dates."""
    kinds = [_kind(cell) for cell in cells.values()]
    return "number" not in kinds and bool(kinds)


def _kind(cell: Cell) -> Literal["text", "year", "number"]:
    if cell.kind == "text":
        return "text"
    return "year" if cell.kind == "date" or _YEAR.fullmatch(cell.text) else "number"


def _is_unlike(name: Cell, below: Sequence[Cell]) -> bool:
    """Say whether a cell stands over cells of another kind."""
    return bool(below) and sum(_kind(cell) != _kind(name) for cell in below) * 2 > len(below)


def _cut(cells: list[str]) -> list[str]:
    """Return a row without the empty cells at its end."""
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def note_cut(builder: TextBuilder, name: str) -> None:
    """Say that a sheet is larger than what is read."""
    where = f"Sheet {name}" if name else "It"
    builder.notes.append(f"{where} was cut: no more than {MOST_CELLS:,} cells are read.")


def note_shown(builder: TextBuilder, *, hidden: int, uncalculated: int = 0) -> None:
    """Say what is read though hidden, and what is not read because the file holds no result of it.

    Args:
        hidden: Hidden rows and columns.
        uncalculated: Formulas without a stored result.
    """
    if hidden:
        builder.notes.append(f"Hidden rows or columns were read like the others: {hidden:,}.")
    if uncalculated:
        what = "1 formula has" if uncalculated == 1 else f"{uncalculated:,} formulas have"
        builder.notes.append(f"{what} no stored result and could not be read; save the file again in its program.")
