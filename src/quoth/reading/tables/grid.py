"""Lay out the cells of a table whose cells may span several columns and rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MOST_COLUMNS: Final = 1000
_MOST_CELLS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is written, and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


def span_of(value: object) -> int:
    """Return a `colspan` or `rowspan` as a number from 1, whatever stands there."""
    text = str(value or "").strip()
    return min(max(int(text), 1), MOST_COLUMNS) if text.isascii() and text.isdigit() and len(text) < 9 else 1  # noqa: PLR2004


def body_rows(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Return the rows with their columns in line; what spans several stands in the first of them only.

    A cell across the whole table is a row of one cell; a row of blank cells is none.
    """
    shown = [
        [row[0]] if len(cells) == 1 and row[0] and cells[0].columns > 1 else row
        for row, cells in zip(_lay_out(rows, is_repeated=False), rows, strict=True)
    ]
    return [row for row in shown if any(map(str.strip, row))]


def header_row(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the header rows as one: each column's words from top to bottom, "Dose / Day 1"."""
    if len(rows) == 1 and len(rows[0]) == 1:
        return [rows[0][0].text]
    columns: list[list[str]] = []
    for row in _lay_out(rows, is_repeated=len(rows) > 1):
        columns.extend([] for _ in range(len(row) - len(columns)))
        for names, text in zip(columns, row, strict=False):
            if text and text not in names[-1:]:
                names.append(text)
    return [" / ".join(names) for names in columns]


def _lay_out(rows: Sequence[Sequence[Cell]], *, is_repeated: bool) -> list[list[str]]:
    grid: list[list[str]] = []
    # Column -> the text that comes down from above and the rows it still covers.
    hanging: dict[int, tuple[str, int]] = {}
    room = _MOST_CELLS
    for row in rows:
        line: list[str] = []
        still: dict[int, tuple[str, int]] = {}
        cells = iter(row)
        while True:
            if (above := hanging.pop(len(line), None)) is not None:
                text, left = above
                if left > 1:
                    still[len(line)] = (text, left - 1)
                line.append(text if is_repeated else "")
                continue
            cell = next(cells, None)
            if cell is None:
                if not hanging:
                    break
                line.append("")
                continue
            width = min(cell.columns, max(MOST_COLUMNS - len(line), 1), max(room, 1))
            room -= width
            for place in range(width):
                hanging.pop(len(line), None)
                if cell.rows > 1:
                    still[len(line)] = (cell.text, cell.rows - 1)
                line.append(cell.text if is_repeated or not place else "")
        hanging = still
        grid.append(line)
    return grid
