"""Tables in plain text: cells between bars, or columns that stand in line. When in doubt it is no table."""

from __future__ import annotations

import re
from typing import Final

_RULE: Final = re.compile(r"^(?=.*[=-]{2})[\s|+:=-]+$")
_GAP: Final = re.compile(r"\t+| {2,}\t*")
_FEWEST_ALIGNED: Final = 3
_MOST_CELL_WORDS: Final = 12


def read_table(lines: list[str]) -> tuple[list[str], list[list[str]]] | None:
    """Return header and rows of a chunk of lines that is a table; None if it is none.

    The header is the row above a line of dashes; without one there is no header.
    """
    rows = [line for line in lines if not _RULE.match(line)]
    rules = [place for place, line in enumerate(lines) if _RULE.match(line)]
    cells = _barred(rows) or _aligned(rows)
    if cells is None:
        return None
    # A line of dashes above everything draws a frame; the first one below a row parts the header from the rest.
    under = next((place for place in rules if place), len(lines))
    heads = sum(1 for place in range(under) if place not in rules)
    is_headed = heads == 1 and len(cells) > 1
    return (cells[0], cells[1:]) if is_headed else ([], cells)


def _barred(rows: list[str]) -> list[list[str]] | None:
    cells = [[cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|")] for row in rows]
    counts = {len(row) for row in cells}
    if len(rows) < 2 or len(counts) != 1 or min(counts) < 2:  # noqa: PLR2004 - a table has rows and columns
        return None
    return cells


def _aligned(rows: list[str]) -> list[list[str]] | None:
    """Return cells if every row has the same columns, each beginning below the one above, or parted by single tabs."""
    if len(rows) < _FEWEST_ALIGNED:
        return None
    cells = [_GAP.split(row.strip()) for row in rows]
    if len({len(row) for row in cells}) != 1 or len(cells[0]) < 2:  # noqa: PLR2004
        return None
    if any(len(cell.split()) > _MOST_CELL_WORDS for row in cells for cell in row):
        return None
    if any("\t" not in row.strip() for row in rows) and len({_starts(row) for row in rows}) > 1:
        return None
    return cells


def _starts(row: str) -> tuple[int, ...]:
    wide = row.expandtabs()
    return tuple(match.start() for match in re.finditer(r"(?:(?<=  )|^)\S", wide))[1:]
