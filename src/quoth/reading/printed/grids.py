"""Tables that are ruled: a grid of lines, and the words in its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from quoth.reading.printed.geometry import Boxes
from quoth.reading.printed.lines import Line, find_lines, rows_of
from quoth.reading.printed.words import Words
from quoth.types import Box

Cell = list[Line]

_NEAR: Final = 3.0  # points: lines that should meet often miss each other
_MAX_EDGES: Final = 300
_MAX_CELLS: Final = 20_000
_LONG_CELL: Final = 1500  # letters: a box around text is no cell


@dataclass(frozen=True, slots=True)
class Table:
    """A table on one page.

    Attributes:
        rows: Each with one cell a column; a cell over several columns or rows stands in its first, the others are empty.
        edges: Where its columns begin, and where the last ends.
    """

    page: int
    rows: list[list[Cell]]
    box: Box
    order: int
    edges: tuple[float, ...]

    @property
    def text(self) -> str:
        """Return the words of all cells."""
        return " ".join(line.text for row in self.rows for cell in row for line in cell)


def find_grids(rules: Boxes, words: Words, page: int) -> tuple[list[Table], np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Return the ruled tables of a page and which words stand in them."""
    used = np.zeros(len(words.texts), dtype=bool)
    tables: list[Table] = []
    if not len(words.texts):
        return tables, used
    middles = (words.boxes[:, :2] + words.boxes[:, 2:]) / 2
    for across, down in _groups(rules):
        xs, ys = _snapped(down[:, [0, 2]].mean(axis=1)), _snapped(across[:, [1, 3]].mean(axis=1))
        columns, rows = len(xs) - 1, len(ys) - 1
        if columns < 2 or rows < 2 or columns * rows > _MAX_CELLS:  # noqa: PLR2004
            continue
        inside = (middles > [xs[0], ys[0]]).all(axis=1) & (middles < [xs[-1], ys[-1]]).all(axis=1) & ~used
        cells = _cells(np.array(xs), np.array(ys), across, down)
        which = np.flatnonzero(inside)
        column = np.clip(np.searchsorted(xs, middles[which, 0]) - 1, 0, columns - 1)
        row = np.clip(np.searchsorted(ys, middles[which, 1]) - 1, 0, rows - 1)
        owners = cells[row, column]
        filled: dict[int, list[int]] = {}
        for index, owner in zip(which.tolist(), owners.tolist(), strict=True):
            filled.setdefault(owner, []).append(index)
        table = _table(words, filled, (rows, columns), page)
        if table is None:
            continue
        used |= inside
        tables.append(replace(table, box=(xs[0], ys[0], xs[-1], ys[-1]), edges=tuple(xs)))
    return tables, used


def _groups(rules: Boxes) -> list[tuple[Boxes, Boxes]]:
    """Return lines that hang together as (across, down)."""
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    across, down = rules[width > height], rules[height >= width]
    across = _merged(across)
    down = _merged(down[:, [1, 0, 3, 2]])[:, [1, 0, 3, 2]]
    if not len(across) or not len(down) or max(len(across), len(down)) > 10 * _MAX_EDGES:
        return []
    meets = (across[:, None, 0] - _NEAR <= down[None, :, 2]) & (across[:, None, 2] + _NEAR >= down[None, :, 0])
    meets &= (down[None, :, 1] - _NEAR <= across[:, None, 3]) & (down[None, :, 3] + _NEAR >= across[:, None, 1])
    groups = []
    left = np.ones(len(across), dtype=bool)
    while left.any():
        rows = np.zeros(len(across), dtype=bool)
        rows[np.flatnonzero(left)[0]] = True
        while True:
            columns = meets[rows].any(axis=0)
            grown = rows | meets[:, columns].any(axis=1)
            if (grown == rows).all():
                break
            rows = grown
        left &= ~rows
        if rows.sum() > 2 and columns.sum() > 2 and max(rows.sum(), columns.sum()) <= _MAX_EDGES:  # noqa: PLR2004
            groups.append((across[rows], down[columns]))
    return groups


def _merged(lines: Boxes) -> Boxes:
    """Put together pieces of one line across: on one height and touching."""
    if not len(lines):
        return lines
    middle = (lines[:, 1] + lines[:, 3]) / 2
    lines = lines[np.lexsort((lines[:, 0], middle.round()))]
    result = [lines[0].copy()]
    for line in lines[1:]:
        last = result[-1]
        level = abs((line[1] + line[3]) - (last[1] + last[3])) / 2 <= 1
        if level and line[0] <= last[2] + _NEAR:
            last[2] = max(last[2], line[2])
        else:
            result.append(line.copy())
    return np.array(result)


def _snapped(values: Boxes) -> list[float]:
    """Return the values in order, those that nearly agree as one."""
    result: list[float] = []
    for value in sorted(values.tolist()):
        if not result or value - result[-1] > _NEAR:
            result.append(value)
    return result


def _cells(xs: Boxes, ys: Boxes, across: Boxes, down: Boxes) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return for each field of the grid the first field of its cell: fields that no line parts are one."""
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = np.arange(rows * columns).reshape(rows, columns)
    for row in range(rows):
        middle = (ys[row] + ys[row + 1]) / 2
        spanning = down[(down[:, 1] - 1 <= middle) & (down[:, 3] + 1 >= middle)]
        walls = (spanning[:, 0] + spanning[:, 2]) / 2
        for column in range(1, columns):
            if not (np.abs(walls - xs[column]) <= _NEAR).any():
                owner[row, column] = owner[row, column - 1]
    for column in range(columns):
        middle = (xs[column] + xs[column + 1]) / 2
        spanning = across[(across[:, 0] - 1 <= middle) & (across[:, 2] + 1 >= middle)]
        walls = (spanning[:, 1] + spanning[:, 3]) / 2
        for row in range(1, rows):
            alone = owner[row, column] == row * columns + column
            if alone and not (np.abs(walls - ys[row]) <= _NEAR).any():
                owner[owner == owner[row, column]] = owner[row - 1, column]
    return owner


def _table(words: Words, filled: dict[int, list[int]], shape: tuple[int, int], page: int) -> Table | None:
    """Return the table of the words of each cell, or None if they make none."""
    columns = shape[1]
    if len({owner // columns for owner in filled}) < 2 or len({owner % columns for owner in filled}) < 2:  # noqa: PLR2004
        return None
    letters = {owner: sum(len(words.texts[index]) for index in which) for owner, which in filled.items()}
    if max(letters.values()) > max(_LONG_CELL, 0.8 * sum(letters.values())):
        return None
    rows: list[list[Cell]] = [[[] for _ in range(columns)] for _ in range(shape[0])]
    for owner, which in filled.items():
        rows[owner // columns][owner % columns] = cell_of(words, which, page)
    rows = [row for row in rows if any(row)]
    kept = [column for column in range(columns) if any(row[column] for row in rows)]
    if len(kept) < 2 or len(rows) < 2:  # noqa: PLR2004
        return None
    rows = [[row[column] for column in kept] for row in rows]
    order = min(index for which in filled.values() for index in which)
    return Table(page=page, rows=rows, box=(0, 0, 0, 0), order=order, edges=())


def cell_of(words: Words, which: Sequence[int], page: int) -> Cell:
    """Return the lines of a cell from top to bottom."""
    return [line for row in rows_of(find_lines(words.chosen(np.array(which)), page)) for line in row]
