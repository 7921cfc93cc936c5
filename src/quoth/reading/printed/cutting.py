"""Columns of cells that begin on one edge, and the cutting of lines at such edges, where only a space parts the cells too."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from quoth.reading.printed.lines import Line

_SAME: Final = 1.5  # points: words that begin on one edge
_LEAST_ROWS: Final = 3  # begin on an edge
_LEAST_WIDE: Final = 2  # of them behind a wide gap
_EXPLAINED: Final = 0.85  # of the cells behind the first begin on an edge
_CROSSED: Final = 0.1  # of the rows: by a header, or by a line over all columns
_NUMBERS: Final = 0.5  # of the cells: numbers share their right edge
_UNEVEN: Final = 0.3  # sizes
_ALIGNED: Final = 0.6  # of a column's cells


class _Measured(NamedTuple):
    """Where the words of a row begin, which of them behind a wide gap, and from where to where its lines run."""

    words: list[float]
    wide: list[float]
    extents: list[tuple[float, float]]


def left_edges(rows: Sequence[Sequence[Line]]) -> list[float] | None:
    """Return where the columns begin, and where the last ends; None if cells of words do not share their left edges."""
    body = rows[1:] if all(line.is_bold for line in rows[0]) else rows
    behind = [line for row in body for line in row[1:]]
    if sum(is_number(line.text) for line in behind) > _NUMBERS * len(behind):
        return None
    least = min(line.box[0] for row in rows for line in row)
    measured = [_measured(row, least) for row in body]
    edges = [edge for edge in _clusters(sorted(line.box[0] for line in behind)) if _is_edge(edge, measured)]
    edges = _clusters(sorted([*edges, *_narrow_edges(body)]))
    explained = sum(any(abs(line.box[0] - edge) <= _SAME for edge in edges) for line in behind)
    if not edges or explained < _EXPLAINED * len(behind):
        return None
    lines = [line for row in rows for line in row]
    return [least, *edges, max(line.box[2] for line in lines) + 1]


def is_number(text: str) -> bool:
    """Say whether a text is a number, with its unit or without."""
    digits = sum(c.isdigit() for c in text)
    return digits > 0 and digits >= 0.5 * sum(c.isalnum() for c in text)


def _measured(row: Sequence[Line], least: float) -> _Measured:
    return _Measured(
        words=[left for line in row for left in line.edges[:, 0].tolist()],
        wide=[line.box[0] for line in row if line.box[0] > least + _SAME],
        extents=[(line.box[0], line.box[2]) for line in row],
    )


def _clusters(values: Sequence[float]) -> list[float]:
    """Return the middle of each run of values that nearly agree."""
    runs: list[list[float]] = []
    for value in values:
        if runs and value - runs[-1][0] <= _SAME:
            runs[-1].append(value)
        else:
            runs.append([value])
    return [float(np.median(run)) for run in runs]


def _is_edge(edge: float, rows: Sequence[_Measured]) -> bool:
    """Say whether words begin on an edge in several rows, most behind a wide gap, and hardly any stand across it."""
    beginning = wide = crossing = 0
    for row in rows:
        wide += any(abs(left - edge) <= _SAME for left in row.wide)
        if any(abs(left - edge) <= _SAME for left in row.words):
            beginning += 1
        else:
            crossing += any(left < edge - _SAME and right > edge + _SAME for left, right in row.extents)
    is_common = beginning >= _LEAST_ROWS and wide >= max(_LEAST_WIDE, 0.5 * beginning)
    return is_common and crossing <= _CROSSED * len(rows)


def _narrow_edges(rows: Sequence[Sequence[Line]]) -> list[float]:
    """Return where a word begins in every row although only spaces part the cells: what stands before ends unevenly."""
    if len(rows) < _LEAST_ROWS:
        return []
    inside = [left for line in rows[0] for left in line.edges[1:, 0].tolist()]
    return [left for left in inside if _is_uneven([_gap_before(row, left) for row in rows], rows[0][0].size)]


def _gap_before(row: Sequence[Line], edge: float) -> float | None:
    """Return how wide the gap before the word is that begins on an edge."""
    for line in row:
        for place in np.flatnonzero(np.abs(line.edges[:, 0] - edge) <= _SAME / 2).tolist():
            before = (
                line.edges[place - 1, 1] if place else max((other.box[2] for other in row if other.box[2] < edge), default=edge)
            )
            return edge - float(before)
    return None


def _is_uneven(gaps: Sequence[float | None], size: float) -> bool:
    widths = [gap for gap in gaps if gap is not None]
    return len(widths) == len(gaps) and max(widths) - min(widths) > _UNEVEN * size


def begins_at(line: Line, edge: float) -> bool:
    """Say whether a word of a line begins on an edge."""
    return bool((np.abs(line.edges[:, 0] - edge) <= _SAME).any())


def cut(line: Line, edges: Sequence[float], *, is_header: bool) -> list[Line]:
    """Return a line as the cells of which it has the words: cut where one begins on an edge, a header where one begins behind it."""
    lefts, rights = line.edges[:, 0], line.edges[:, 1]
    stops = {0, len(lefts)}
    for edge in edges[1:-1]:
        near = np.flatnonzero(lefts >= edge - _SAME)[:1] if is_header else np.flatnonzero(np.abs(lefts - edge) <= _SAME)
        stops.update(place for place in near.tolist() if place and rights[:place].max() < edge + _SAME)
    return [line.part(start, stop) for start, stop in pairwise(sorted(stops))]


def cut_aligned(rows: Sequence[Sequence[Line]], edges: Sequence[float]) -> list[list[Line]]:
    """Return rows with their lines cut where what follows ends as the column does: numbers share their right edge."""
    lines = [line for row in rows for line in row]
    columns = [
        (left, _right_edge([line for line in lines if left - _SAME <= line.box[0] < right]))
        for left, right in pairwise(edges[1:])
    ]
    ended = [(left, end) for left, end in columns if end is not None]
    return [[part for line in row for part in _cut_at_end(line, ended)] for row in rows]


def _cut_at_end(line: Line, columns: Sequence[tuple[float, float]]) -> list[Line]:
    """Return a line, its last words apart if they stand in one of the columns and end with it."""
    for left, end in columns:
        if line.box[0] > left - _SAME or abs(line.box[2] - end) > _SAME:
            continue
        places = np.flatnonzero(line.edges[:, 0] >= left - _SAME)
        if not len(places) or not places[0] or line.edges[places[0] - 1, 1] >= left + _SAME:
            continue
        head, tail = line.part(0, int(places[0])), line.part(int(places[0]), len(line.edges))
        if is_number(tail.text) and tail.text.count("(") == tail.text.count(")"):
            return [head, tail]
    return [line]


def _right_edge(cells: Sequence[Line]) -> float | None:
    """Return where most cells of a column end."""
    if len(cells) < _LEAST_ROWS:
        return None
    ends = np.array([cell.box[2] for cell in cells])
    middle = float(np.median(ends))
    return middle if (np.abs(ends - middle) <= _SAME).mean() >= _ALIGNED else None
