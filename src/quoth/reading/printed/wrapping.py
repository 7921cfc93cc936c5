"""Rows whose cells run over several lines: lines of one cell stand closer to each other than rows do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from quoth.reading.printed.cutting import is_number
from quoth.reading.printed.lines import Line

_LEADING: Final = 1.6  # sizes: lines of one cell are at most so far apart
_EQUAL: Final = 0.06  # sizes
_APART: Final = 0.12  # sizes: rows are so much farther apart than lines
_SHARED: Final = 0.2  # of the height: cells of one row stand beside each other
_LEAST_ROWS: Final = 3
_BACK: Final = 20  # groups that a cell may still join
_SHARING: Final = 0.7  # of the rows have several cells
_FULL: Final = 0.2  # of the rows


def wrapped_rows(cells: Sequence[tuple[int, Line]], columns: int) -> list[list[list[Line]]] | None:
    """Return the rows of cells given as (column, line); None if the distances do not tell lines from rows."""
    leading = _leading(cells, columns)
    if leading is None or any(_has_close_numbers(_down(cells, column), leading) for column in range(1, columns)):
        return None
    groups = _groups(cells, leading)
    rows = [[[line for place, line in group if place == column] for column in range(columns)] for group in groups]
    several = [row for row in rows if max(map(len, row)) > 1]
    filled = sum(_has_full_lines(row) for row in several)
    shared = sum(sum(map(bool, row)) > 1 for row in rows)
    is_clear = (
        len(rows) >= _LEAST_ROWS and bool(several) and shared >= _SHARING * len(rows) and filled <= max(1, _FULL * len(rows))
    )
    return rows if is_clear and not any(map(_stacks_numbers, several)) else None


def _has_close_numbers(lines: Sequence[Line], leading: float) -> bool:
    """Say whether a number stands as close to the line below as the lines of one cell do: each is a row of its own."""
    return any(
        0.5 * one.size < other.box[3] - one.box[3] <= leading and (is_number(one.text) or is_number(other.text))
        for one, other in pairwise(lines)
    )


def _has_full_lines(row: Sequence[Sequence[Line]]) -> bool:
    """Say whether most cells of a row have as many lines as the longest: it may be several rows."""
    longest = max(map(len, row))
    return sum(len(cell) == longest for cell in row) > 0.5 * len(row)


def _stacks_numbers(row: Sequence[Sequence[Line]]) -> bool:
    """Say whether a number stands above or below something else in a cell behind the first: it is a row of its own."""
    return any(is_number(line.text) for cell in row[1:] if len(cell) > 1 for line in cell)


def _leading(cells: Sequence[tuple[int, Line]], columns: int) -> float | None:
    """Return the distance of the lines in a cell, None if it does not differ from that of the rows."""
    steps = [step for column in range(columns) for step in _steps(_down(cells, column))]
    size = float(np.median([line.size for _, line in cells]))
    least = min(steps, default=0.0)
    if not 0 < least <= _LEADING * size:
        return None
    between = [step for step in steps if least + _EQUAL * size < step < least + _APART * size]
    return least + _EQUAL * size if not between and max(steps) >= least + _APART * size else None


def _down(cells: Sequence[tuple[int, Line]], column: int) -> list[Line]:
    return sorted((line for place, line in cells if place == column), key=lambda line: line.box[3])


def _steps(lines: Sequence[Line]) -> list[float]:
    """Return how far the lines of a column are apart; those on one height are one."""
    steps = [other.box[3] - one.box[3] for one, other in pairwise(lines)]
    return [step for step, line in zip(steps, lines, strict=False) if step > 0.5 * line.size]


def _groups(cells: Sequence[tuple[int, Line]], leading: float) -> list[list[tuple[int, Line]]]:
    """Put together what stands beside each other or, in one column, close below."""
    groups: list[list[tuple[int, Line]]] = []
    for column, line in sorted(cells, key=lambda cell: (cell[1].box[3], cell[1].box[0])):
        joined = [group for group in groups[-_BACK:] if any(_hang_together(other, (column, line), leading) for other in group)]
        groups = [group for group in groups if not any(group is other for other in joined)]
        groups.append([*(cell for group in joined for cell in group), (column, line)])
    return sorted(groups, key=lambda group: min(line.box[1] for _, line in group))


def _hang_together(one: tuple[int, Line], other: tuple[int, Line], leading: float) -> bool:
    above, below = one[1].box, other[1].box
    shared = min(above[3], below[3]) - max(above[1], below[1])
    if shared > _SHARED * min(above[3] - above[1], below[3] - below[1]):
        return True
    return one[0] == other[0] and 0 <= below[3] - above[3] <= leading
