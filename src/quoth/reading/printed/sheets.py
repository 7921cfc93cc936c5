"""One page laid out: its lines and tables in reading order, and what is printed but not meant to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quoth.reading.printed.aligned import find_tables
from quoth.reading.printed.bullets import with_bullets
from quoth.reading.printed.columns import flows
from quoth.reading.printed.drawings import Drawings
from quoth.reading.printed.geometry import turned
from quoth.reading.printed.glyphs import HIDDEN, SKEWED
from quoth.reading.printed.grids import Table, find_grids
from quoth.reading.printed.lines import Line, find_lines
from quoth.reading.printed.words import Words

_SCAN: Final = 0.5  # of the page under one picture: the text over it is what a program has recognised there


@dataclass(slots=True)
class Sheet:
    """A page as it is read.

    Attributes:
        height: In points, the page turned so that its text is upright.
        columns: Its columns in reading order.
        aside: Lines that are no content: invisible, off the page, or slanting across it.
        hidden: How many letters are invisible or off the page.
    """

    number: int
    height: float
    columns: list[list[Line | Table]]
    aside: list[Line] = field(default_factory=list)
    hidden: int = 0

    def lines(self) -> Iterator[Line]:
        """Yield the lines that stand in no table."""
        return (piece for column in self.columns for piece in column if isinstance(piece, Line))


def lay_out(words: Words, drawings: Drawings, number: int, size: tuple[float, float]) -> Sheet:
    """Put the words of a page in reading order."""
    width, height = size
    is_hidden = (words.styles & HIDDEN) > 0
    letters = np.array([len(text) for text in words.texts], dtype=np.int64)
    is_layer = drawings.pictures > 0 and letters[is_hidden].sum() > 0.5 * letters.sum()
    if drawings.covered >= _SCAN or is_layer:
        is_hidden[:] = False
    middle = (words.places[:, :2] + words.places[:, 2:]) / 2
    is_hidden |= (middle < 0).any(axis=1) | (middle > [width, height]).any(axis=1)
    is_aside = is_hidden | (words.quarters == SKEWED)
    directions = sorted({0, *words.quarters[~is_aside].tolist()}, key=lambda way: (-_weight(words, letters, way), way))
    sheet = Sheet(
        number=number, height=height if directions[0] % 2 == 0 else width, columns=[], hidden=int(letters[is_hidden].sum())
    )
    for place, way in enumerate(directions):
        chosen = words.chosen(np.flatnonzero(~is_aside & (words.quarters == way)))
        if place:
            sheet.columns += [[replace(line, is_row=True)] for line in find_lines(chosen, number)]
            continue
        rules = turned(drawings.rules, way, width, height)
        tables, used = find_grids(rules, chosen, number)
        lines = find_lines(chosen.chosen(np.flatnonzero(~used)), number)
        lines = with_bullets(lines, turned(drawings.dots, way, width, height))
        pieces: list[Line | Table] = [*lines, *tables]
        sheet.columns += [_with_edges(find_tables(column)) for column in flows(pieces)]
    sheet.aside = _aside(words, is_aside, number)
    return sheet


def _weight(words: Words, letters: NDArray[np.int64], way: int) -> int:
    return int(letters[words.quarters == way].sum())


def _aside(words: Words, is_aside: NDArray[np.bool_], number: int) -> list[Line]:
    which = np.flatnonzero(is_aside)
    return find_lines(words.chosen(which), number) if len(which) else []


def _with_edges(column: Sequence[Line | Table]) -> list[Line | Table]:
    """Tell each line where its column begins and ends."""
    lines = [piece for piece in column if isinstance(piece, Line)]
    if not lines:
        return list(column)
    edges = (min(line.box[0] for line in lines), max(line.box[2] for line in lines))
    return [replace(piece, column=edges) if isinstance(piece, Line) else piece for piece in column]
