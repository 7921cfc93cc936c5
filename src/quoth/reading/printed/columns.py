"""The order in which the pieces of a page are read: column by column, what spans them between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from quoth.reading.printed.geometry import Boxes
from quoth.types import Box


class Piece(Protocol):
    """Something that stands on a page."""

    @property
    def box(self) -> Box:
        """Return where."""

    @property
    def text(self) -> str:
        """Return its words."""

    @property
    def order(self) -> int:
        """Return its place in the page's content."""


P = TypeVar("P", bound=Piece)

_MAX_DEPTH: Final = 6
_GROUNDS: Final = (0.0, 0.03, 0.08, 0.15, 0.3, 0.5)  # of the letters over the fullest point
_MOST_PIECES: Final = 5_000  # a page of more is a drawing
_LEAST_LINES: Final = 3  # a column has at least so many
_LEAST_GUTTER: Final = 0.7  # of the usual height of a line
_PROSE: Final = 25  # letters a line: cells have fewer
_SHORT: Final = 12
_LONG_LINE: Final = 120  # letters that count of one piece: a table is no heavier than a line


@dataclass(frozen=True, slots=True)
class _Gutter:
    """White space between two columns: what stands left of it, right of it and across."""

    left: list[int]
    right: list[int]
    across: list[int]


def flows(pieces: Sequence[P], depth: int = 0) -> list[list[P]]:
    """Return the pieces as columns, in reading order."""
    gutter = _gutter(pieces) if depth < _MAX_DEPTH and 2 * _LEAST_LINES <= len(pieces) <= _MOST_PIECES else None
    if gutter is None:
        return [sorted(pieces, key=lambda piece: (piece.box[1] + piece.box[3], piece.box[0]))] if pieces else []
    result: list[list[P]] = []
    rows: list[P] = []
    for left, right in _bands(pieces, gutter):
        if left and right and _are_columns(left, right):
            result += [*flows(rows, depth + 1), *flows(left, depth + 1), *flows(right, depth + 1)]
            rows = []
        else:
            rows += [*left, *right]
    result += flows(rows, depth + 1 if result else _MAX_DEPTH)
    return _joined(result)


def _joined(columns: list[list[P]]) -> list[list[P]]:
    """Put together what follows each other downwards on the same part of the page."""
    result: list[list[P]] = []
    for column in columns:
        if result and len(result[-1]) + len(column) > 1 and _goes_on(result[-1], column):
            result[-1] = [*result[-1], *column]
        else:
            result.append(column)
    return result


def _goes_on(one: Sequence[P], other: Sequence[P]) -> bool:
    a, b = _edges(one), _edges(other)
    size = float(np.median(a[:, 3] - a[:, 1]))
    same = abs(a[:, 0].min() - b[:, 0].min()) < 2 * size and abs(a[:, 2].max() - b[:, 2].max()) < 2 * size
    return bool(same and b[:, 1].min() > a[:, 3].max() - 0.5 * size)


def _edges(pieces: Sequence[P]) -> Boxes:
    return np.array([piece.box for piece in pieces], dtype=np.float64).reshape(-1, 4)


def _gutter(pieces: Sequence[P]) -> _Gutter | None:
    """Find the white space that parts the most lines and is crossed by the fewest."""
    edges = _edges(pieces)
    letters = np.array([min(len(piece.text), _LONG_LINE) for piece in pieces])
    height = float(np.median(edges[:, 3] - edges[:, 1]))
    least, right = int(edges[:, 0].min()), int(edges[:, 2].max()) + 2
    cover = np.zeros(max(1, right - least + 1), dtype=np.int64)
    np.add.at(cover, np.floor(edges[:, 0]).astype(int) - least, letters)
    np.add.at(cover, np.ceil(edges[:, 2]).astype(int) - least, -letters)
    cover = np.cumsum(cover)
    best: tuple[float, _Gutter] | None = None
    for start, stop in _valleys(cover):
        if stop - start < _LEAST_GUTTER * height:
            continue
        middle = least + (start + stop) / 2
        gutter = _Gutter(
            left=np.flatnonzero(edges[:, 2] <= middle).tolist(),
            right=np.flatnonzero(edges[:, 0] >= middle).tolist(),
            across=np.flatnonzero((edges[:, 0] < middle) & (edges[:, 2] > middle)).tolist(),
        )
        score = _paired(edges, gutter, letters) - letters[gutter.across].sum()
        if score > 0 and (best is None or score > best[0]):
            best = (score, gutter)
    return best[1] if best else None


def _valleys(cover: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return the runs of points from left to right that few letters cover, at several heights of the ground."""
    found: dict[tuple[int, int], None] = {}
    for share in _GROUNDS:
        low = cover <= share * cover.max()
        turns = np.flatnonzero(np.diff(low, prepend=False, append=False)).reshape(-1, 2)
        found.update(dict.fromkeys((start, stop) for start, stop in turns.tolist() if start > 0 and stop < len(cover) - 1))
    return list(found)


def _paired(edges: Boxes, gutter: _Gutter, letters: NDArray[np.int64]) -> float:
    """Return how many letters stand in lines beside one on the other side; 0 if the lines are too few for columns."""
    left, right = edges[gutter.left], edges[gutter.right]
    if len(left) < _LEAST_LINES or len(right) < _LEAST_LINES:
        return 0
    beside = (left[:, None, 1] < right[None, :, 3] - 1) & (left[:, None, 3] > right[None, :, 1] + 1)
    one, other = beside.any(axis=1), beside.any(axis=0)
    if min(one.sum(), other.sum()) < _LEAST_LINES - 1:
        return 0
    return float(letters[gutter.left][one].sum() + letters[gutter.right][other].sum())


def _bands(pieces: Sequence[P], gutter: _Gutter) -> list[tuple[list[P], list[P]]]:
    """Part the page at what goes across, from top to bottom; that stands in a band of its own."""
    across = sorted((pieces[index] for index in gutter.across), key=lambda piece: piece.box[1])
    left = sorted((pieces[index] for index in gutter.left), key=lambda piece: piece.box[1])
    right = sorted((pieces[index] for index in gutter.right), key=lambda piece: piece.box[1])
    bands: list[tuple[list[P], list[P]]] = []
    for piece in across:
        beside = [*_beside(left, piece), *_beside(right, piece)]
        above = (_cut(left, piece.box[1]), _cut(right, piece.box[1]))
        if any(above):
            bands.append(above)
        bands.append(([piece, *beside], []))
    if left or right:
        bands.append((left, right))
    return bands


def _cut(pieces: list[P], bottom: float) -> list[P]:
    """Take the pieces above a height off the list."""
    above = [piece for piece in pieces if (piece.box[1] + piece.box[3]) / 2 < bottom]
    pieces[:] = [piece for piece in pieces if (piece.box[1] + piece.box[3]) / 2 >= bottom]
    return above


def _beside(pieces: list[P], across: P) -> list[P]:
    """Take the pieces that stand on a row with a wide one off the list."""
    found = [piece for piece in pieces if _on_row(piece.box, across.box)]
    pieces[:] = [piece for piece in pieces if not _on_row(piece.box, across.box)]
    return found


def _on_row(one: Box, other: Box) -> bool:
    overlap = min(one[3], other[3]) - max(one[1], other[1])
    return overlap > 0.5 * max(one[3] - one[1], other[3] - other[1])


def _are_columns(left: Sequence[P], right: Sequence[P]) -> bool:
    """Say whether two sides are columns of text, not the cells of rows, by their lines and by the order of the content."""
    if min(len(left), len(right)) < 2:  # noqa: PLR2004
        return _letters([*left, *right]) >= _PROSE
    sides = sorted([*((piece.order, 0) for piece in left), *((piece.order, 1) for piece in right)])
    switches = sum(one[1] != other[1] for one, other in pairwise(sides))
    letters = min(_letters(left), _letters(right))
    if switches <= max(1, 0.15 * len(sides)):
        return letters >= _SHORT or _aligned(left, right) < 0.8  # noqa: PLR2004
    if switches <= 0.4 * len(sides):
        return letters >= _SHORT + (_PROSE - _SHORT) * (_aligned(left, right) > 0.8)  # noqa: PLR2004
    return letters >= _PROSE and _fill(left) > 0.7 and _fill(right) > 0.7  # noqa: PLR2004


def _letters(pieces: Sequence[P]) -> float:
    return float(np.median([len(piece.text) for piece in pieces]))


def _fill(pieces: Sequence[P]) -> float:
    """Return how much of their column's width most lines fill."""
    edges = _edges(pieces)
    width = edges[:, 2].max() - edges[:, 0].min()
    return float(np.median(edges[:, 2] - edges[:, 0]) / max(width, 1))


def _aligned(left: Sequence[P], right: Sequence[P]) -> float:
    """Return the share of the shorter side's lines that stand at the height of a line on the other side."""
    few, many = sorted((_edges(left), _edges(right)), key=len)
    height = float(np.median(few[:, 3] - few[:, 1]))
    near = np.abs(few[:, None, 3] - many[None, :, 3]) < 0.2 * height
    return float(near.any(axis=1).mean())
