"""Tables without rules: rows whose cells stand below each other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from quoth.reading.printed.cutting import begins_at, cut, cut_aligned, left_edges
from quoth.reading.printed.geometry import union
from quoth.reading.printed.grids import Cell, Table
from quoth.reading.printed.lines import Line, joined, rows_of
from quoth.reading.printed.markers import marker_of
from quoth.reading.printed.wrapping import wrapped_rows

_LEAST_ROWS: Final = 3
_MOST_TRIES: Final = 8  # to find where in the same rows a table begins
_WIDE: Final = 4.0  # sizes: a gap that no sentence has
_LEAST_GAP: Final = 0.5  # sizes between two columns of cells
_LONG: Final = 60  # letters: the mean cell of a table has fewer
_CROSSING: Final = 0.2  # of the rows: a header may stand over several columns
_LEVEL: Final = 3.0  # points
_TIGHT: Final = 0.2  # sizes: the white between two lines of a cell is smaller
_MOST_MORE: Final = 3  # lines of a cell above and below those of its row

Row = list[Line]


def find_tables(pieces: Sequence[Line | Table]) -> list[Line | Table]:
    """Return a column's pieces from top to bottom, each line whole and aligned rows as tables."""
    result: list[Line | Table] = []
    rows = [_exploded(row) for row in rows_of(pieces)]
    place = tried = barren = 0
    while place < len(rows):
        stop = _run(rows, place) if tried < _MOST_TRIES or place >= barren else place
        table = _table(_lines(rows[place:stop])) if stop > place else None
        if table is not None:
            table, above, below = _grown(rows, place, stop, table)
            result = result[: len(result) - above]
            result.append(table)
            place, tried = stop + below, 0
            continue
        if stop > place:
            tried = tried + 1 if stop == barren else 1
            barren = stop
        result += _whole(rows[place])
        place += 1
    return result


def _grown(rows: Sequence[Sequence[Line | Table]], start: int, stop: int, table: Table) -> tuple[Table, int, int]:
    """Return a table with the lines before and after that belong to its first and last row, and how many these are."""
    above = below = 0
    for _ in range(_MOST_MORE):
        for up, down in ((1, 0), (0, 1)):
            more = rows[start - above - up : start - above] if up else rows[stop + below : stop + below + 1]
            if start - above - up < 0 or not more or not _fits(more[0], table):
                continue
            other = _table(_lines(rows[start - above - up : stop + below + down]))
            if other is not None and len(other.rows) == len(table.rows) and len(other.edges) == len(table.edges):
                table, above, below = other, above + up, below + down
    return table, above, below


def _fits(row: Sequence[Line | Table], table: Table) -> bool:
    """Say whether a row is one line that stands in one column of a table."""
    line = row[0]
    if len(row) > 1 or not isinstance(line, Line) or line.box[0] < table.edges[0] - _LEVEL:
        return False
    gap = max(line.box[1] - table.box[3], table.box[1] - line.box[3])
    column = _column(line, table.edges)
    level = any(_are_level(line, other) for row in table.rows for other in row[column])
    return level and gap < _TIGHT * line.size and line.box[2] <= table.edges[column + 1]


def _are_level(one: Line, other: Line) -> bool:
    """Say whether two lines share their left edge or their middle."""
    return min(abs(one.box[0] - other.box[0]), abs(sum(one.box[::2]) - sum(other.box[::2])) / 2) < _LEVEL / 2


def _lines(rows: Sequence[Sequence[Line | Table]]) -> list[Row]:
    return [[piece for piece in row if isinstance(piece, Line)] for row in rows]


def _exploded(row: Sequence[Line | Table]) -> list[Line | Table]:
    """Return a row with lines of numbers parted at every gap that is wider than a space."""
    result: list[Line | Table] = []
    for piece in row:
        result += _numbers(piece) if isinstance(piece, Line) else [piece]
    return result


def _numbers(line: Line) -> list[Line]:
    words = line.text.split(" ")
    numbers = sum(word[-1:].isdigit() or word[-1:] in "%)-\u2013\u2014" for word in words)
    if len(words) < 2 or numbers < 0.5 * len(words):  # noqa: PLR2004
        return [line]
    cuts = np.flatnonzero(line.edges[1:, 0] - line.edges[:-1, 1] > _LEAST_GAP * line.size) + 1
    stops = [0, *cuts.tolist(), len(words)]
    return [line.part(start, stop) for start, stop in pairwise(stops)]


def _is_line_row(row: Sequence[Line | Table]) -> bool:
    return all(isinstance(piece, Line) for piece in row)


def _run(rows: Sequence[Sequence[Line | Table]], start: int) -> int:
    """Return where the rows end that may be a table beginning here; the start if none does."""
    if len(rows[start]) < 2 or not _is_line_row(rows[start]):  # noqa: PLR2004
        return start
    stop = last = start + 1
    many, above = 1, rows[start]
    while stop < len(rows) and _is_line_row(rows[stop]) and _is_near(rows[stop - 1], rows[stop]):
        if len(rows[stop]) > 1:
            many, above = many + 1, rows[stop]
            last = stop + 1
        elif _is_narrow(rows[stop], above) or _is_offset(rows[stop - 1], rows[stop]):
            last = stop + 1
        elif stop - last >= 2 or (rows[stop][0].box[0] <= rows[start][0].box[0] + _LEVEL and stop - last >= 1):  # noqa: PLR2004
            break
        stop += 1
    if last < len(rows) and last < stop and rows[last][0].box[0] > rows[start][1].box[0] - _LEVEL:
        last += 1  # the end of a cell that runs over
    return last if many >= _LEAST_ROWS else start


def _is_narrow(row: Sequence[Line | Table], above: Sequence[Line | Table]) -> bool:
    """Say whether only spaces part the cells of a row: a word begins below each cell of the row above."""
    line = row[0]
    if not isinstance(line, Line) or len(line.text) > _LONG * len(above) or abs(line.box[0] - above[0].box[0]) >= _LEVEL:
        return False
    return all(begins_at(line, cell.box[0]) for cell in above[1:])


def _is_offset(one: Sequence[Line | Table], other: Sequence[Line | Table]) -> bool:
    """Say whether two rows reach into each other's height side by side: cells in the middle of taller ones."""
    above, below = one[0].box, other[0].box
    return above[3] > below[1] + 1 and (above[2] < below[0] or below[2] < above[0])


def _is_near(one: Sequence[Line | Table], other: Sequence[Line | Table]) -> bool:
    height = max(piece.box[3] - piece.box[1] for piece in one)
    return other[0].box[1] - one[0].box[3] < 2 * height


def _table(rows: list[Row]) -> Table | None:
    """Return the rows as a table, or None if their cells do not stand below each other."""
    many = [row for row in rows if len(row) > 1]
    if all(len(row) == 2 and marker_of(row[0].text) for row in many):  # noqa: PLR2004 - a list
        return None
    if all(len(row) == 2 and row[1].is_led for row in many):  # noqa: PLR2004 - a table of contents
        return None
    edges = left_edges(rows)
    if edges is not None:
        rows = [
            [part for line in row for part in cut(line, edges, is_header=not place and len(row) > 1)]
            for place, row in enumerate(rows)
        ]
    else:
        edges = _columns(many)
        if edges is None:
            return None
        rows = cut_aligned(rows, edges)
    cells = wrapped_rows([(_column(line, edges), line) for row in rows for line in row], len(edges) - 1)
    plain = cells or [_cells(row, edges) for row in rows]
    if not _is_plausible(plain, len(edges) - 1):
        return None
    merged = cells or _merged(plain)
    box = union(np.array([line.box for row in rows for line in row]))
    order = min(line.order for row in rows for line in row)
    return Table(page=rows[0][0].page, rows=merged, box=box, order=order, edges=tuple(edges))


def _columns(rows: Sequence[Row]) -> list[float] | None:
    """Return where the columns begin, and where the last ends: between them is white space in nearly every row."""
    least = min(row[0].box[0] for row in rows)
    width = int(max(line.box[2] for row in rows for line in row) - least) + 2
    size = float(np.median([line.size for row in rows for line in row]))
    cover = np.zeros(width, dtype=np.int64)
    for row in rows:
        full = np.zeros(width, dtype=bool)
        for line in row:
            full[int(line.box[0] - least) : int(np.ceil(line.box[2] - least))] = True
        cover += full
    is_white = cover <= _CROSSING * len(rows)
    turns = np.flatnonzero(np.diff(is_white, prepend=False, append=False)).reshape(-1, 2).tolist()
    starts = [least + stop for start, stop in turns if start > 0 and stop < width and stop - start > _LEAST_GAP * size]
    return [least, *starts, least + width] if starts else None


def _cells(row: Row, edges: Sequence[float]) -> list[Cell]:
    cells: list[Cell] = [[] for _ in edges[:-1]]
    for line in row:
        cells[_column(line, edges)].append(line)
    return cells


def _column(line: Line, edges: Sequence[float]) -> int:
    return bisect_right(edges[1:-1], line.box[0] + _LEVEL)


def _merged(cells: Sequence[list[Cell]]) -> list[list[Cell]]:
    """Return the rows, those with one cell that is not the first as the end of the row above."""
    merged: list[list[Cell]] = []
    for row in cells:
        if merged and sum(map(bool, row)) == 1 and not row[0]:
            merged[-1] = [[*above, *below] for above, below in zip(merged[-1], row, strict=True)]
        else:
            merged.append(row)
    return merged


def _is_plausible(rows: Sequence[Sequence[Cell]], columns: int) -> bool:
    """Say whether most rows fill most columns, with short cells that are aligned."""
    full = [row for row in rows if sum(map(bool, row)) > 1]
    texts = [len(line.text) for row in full for cell in row for line in cell]
    if columns == 2 and all(marker_of(_first(row)) for row in full):  # noqa: PLR2004 - a list
        return False
    if len(full) < _LEAST_ROWS or np.mean(texts) > _LONG:
        return False
    if sum(bool(cell) for row in full for cell in row) < 0.5 * columns * len(full):
        return False
    return all(_is_level([row[column][0] for row in full if row[column]]) for column in range(1, columns))


def _first(row: Sequence[Cell]) -> str:
    return " ".join(line.text for line in row[0])


def _is_level(cells: Sequence[Line]) -> bool:
    """Say whether cells share their left edge, their right edge or their middle."""
    if len(cells) < 2:  # noqa: PLR2004
        return True
    boxes = np.array([cell.box for cell in cells])
    marks = (boxes[:, 0], boxes[:, 2], (boxes[:, 0] + boxes[:, 2]) / 2)
    return any((np.abs(mark - np.median(mark)) < _LEVEL).mean() >= 0.6 for mark in marks)  # noqa: PLR2004


def _whole(row: Sequence[Line | Table]) -> list[Line | Table]:
    """Return the pieces of a row as one line, unless a table stands among them."""
    lines = [piece for piece in row if isinstance(piece, Line)]
    if len(lines) < 2 or len(lines) < len(row):  # noqa: PLR2004
        return list(row)
    starts = lines[1:] if marker_of(lines[0].text) or lines[0].text.replace(".", "").isdigit() else lines
    gaps = [other.box[0] - one.box[2] for one, other in pairwise(starts)]
    return [joined(lines, is_row=max(gaps, default=0) > _WIDE * lines[0].size)]
