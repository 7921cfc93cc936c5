"""Tables of contents: titles with the numbers of their pages. They lead to the text and are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from quoth.reading.printed.grids import Table
from quoth.reading.printed.paragraphs import Piece

_PAGE: Final = re.compile(r"(?:\d{1,4}|[ivxl]{1,6}|[A-Z]{1,2}-?\d{1,3})$")
_NAMED: Final = re.compile(
    r"contents|inhalt|sommaire|table des mati|índice|indice|figures|tables|illustrations|appendices", re.IGNORECASE
)
_LEAST: Final = 3  # entries


def mark_contents(pieces: Sequence[Piece]) -> None:
    """Mark tables of contents, as tables or line by line, as boilerplate."""
    heading = ""
    entries = {id(piece) for piece in pieces if _is_entry(piece)}
    for place, piece in enumerate(pieces):
        if piece.kind == "heading":
            heading = piece.text
        if piece.table is not None:
            piece.is_boilerplate = _are_contents(piece.table, is_named=_NAMED.search(heading) is not None)
        elif id(piece) in entries:
            near = pieces[max(0, place - 5) : place + 6]
            piece.is_boilerplate = sum(id(other) in entries for other in near) >= _LEAST


def _is_entry(piece: Piece) -> bool:
    return bool(piece.lines) and piece.lines[-1].is_led and _PAGE.search(piece.text.split(" ")[-1]) is not None


def _are_contents(table: Table, *, is_named: bool) -> bool:
    last = [next((cell for cell in reversed(row) if cell), []) for row in table.rows if sum(map(bool, row)) > 1]
    ends = [cell[-1] for cell in last if cell]
    if len(ends) < _LEAST or not all(_PAGE.fullmatch(line.text) for line in ends):
        return False
    if sum(line.is_led for line in ends) >= 0.5 * len(ends):
        return len(table.rows[0]) < 5  # noqa: PLR2004
    numbers = [int(line.text) for line in ends if line.text.isdigit()]
    return is_named and all(one <= other for one, other in pairwise(numbers))
