"""The grid of a DOCX table: which cells stand in which column, which rows are the header."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from quoth.reading.formats.docx_styles import VAL, Styles, W
from quoth.reading.office.packages import as_number, is_on
from quoth.text.normalise import squeeze

_MOST_COLUMNS: Final = 200
_MOST_HEADER_ROWS: Final = 3
_FIRST_ROW: Final = 0x0020
_PLAIN_HEADER_COLUMNS: Final = 3
_THROUGH: Final = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"}


@dataclass
class Row:
    """A row: its cells' texts by column, merged cells once, and whether it is marked as a header.

    Attributes:
        is_strong: Every cell with words is bold throughout.
        is_whole: It is one cell across all columns.
        turns: Page breaks that Word has stored in it.
    """

    cells: list[str] = field(default_factory=list)
    is_marked: bool = False
    is_strong: bool = False
    is_whole: bool = False
    turns: int = 0


@dataclass
class Cell:
    """What a cell says."""

    text: str
    is_strong: bool
    turns: int


def within(container: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, through whatever wraps them."""
    stack = list(reversed(container))
    while stack:
        node = stack.pop()
        if node.tag == tag:
            yield node
        elif node.tag in _THROUGH:
            stack.extend(reversed(node))


def table_cells(table: etree._Element) -> list[list[etree._Element]]:
    """Return the cells of each row."""
    return [list(within(row, f"{W}tc")) for row in within(table, f"{W}tr")]


def read_rows(table: etree._Element, read_cell: Callable[[etree._Element], Cell]) -> list[Row]:
    """Return the rows that hold words, every one as wide as the widest, without columns that are empty throughout."""
    rows: list[Row] = []
    turns = 0
    for node in within(table, f"{W}tr"):
        row = _read_row(node, read_cell)
        turns += row.turns
        if any(row.cells):
            row.turns, turns = turns, 0
            rows.append(row)
    width = max((len(row.cells) for row in rows), default=0)
    for row in rows:
        row.cells += [""] * (width - len(row.cells))
    used = [column for column in range(width) if any(row.cells[column] for row in rows)]
    for row in rows:
        row.cells = [row.cells[column] for column in used]
    return rows


def _read_row(node: etree._Element, read_cell: Callable[[etree._Element], Cell]) -> Row:
    before = node.find(f"{W}trPr/{W}gridBefore")
    row = Row([""] * _span(before))
    header = node.find(f"{W}trPr/{W}tblHeader")
    row.is_marked = is_on(header, VAL)
    strong: list[bool] = []
    for cell in within(node, f"{W}tc"):
        found = read_cell(cell)
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        is_repeated = merged is not None and merged.get(VAL, "continue") == "continue" and not found.text
        row.cells += ["" if is_repeated else found.text, *[""] * (max(_span(cell.find(f"{W}tcPr/{W}gridSpan")), 1) - 1)]
        row.turns += found.turns
        if found.text:
            strong.append(found.is_strong)
    row.cells = row.cells[:_MOST_COLUMNS] + [text for text in row.cells[_MOST_COLUMNS:] if text]
    row.is_strong = bool(strong) and all(strong)
    row.is_whole = len(list(within(node, f"{W}tc"))) == 1 and len(row.cells) > 1
    return row


def _span(node: etree._Element | None) -> int:
    return 0 if node is None else min(max(as_number(node.get(VAL)), 0), _MOST_COLUMNS)


def header_rows(table: etree._Element, rows: list[Row], styles: Styles) -> int:
    """Return how many rows at the top are the header: as marked, as formatted, or as they look."""
    marked = next((place for place, row in enumerate(rows) if not row.is_marked), len(rows))
    if 0 < marked < len(rows):
        return min(marked, _MOST_HEADER_ROWS)
    if len(rows) < 2 or sum(map(bool, rows[0].cells)) < 2:  # noqa: PLR2004 - a header heads something
        return 0
    if marked or (rows[0].is_strong and not rows[1].is_strong):
        return 1
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is None or not _heads(look):
        return 0
    return int(styles.has_header_format(table) or _looks_like_header(rows[0].cells))


def _heads(look: etree._Element) -> bool:
    named = look.get(f"{W}firstRow")
    if named is not None:
        return named in {"1", "true", "on"}
    value = look.get(VAL, "")
    return bool(int(value, 16) & _FIRST_ROW) if len(value) == 4 and value.isalnum() and _is_hex(value) else False  # noqa: PLR2004


def _is_hex(value: str) -> bool:
    return all(c in "0123456789abcdefABCDEF" for c in value)


def _looks_like_header(cells: list[str]) -> bool:
    """Say whether a first row without a look of its own names columns: three or more, each a word or few, no two alike."""
    return (
        len(cells) >= _PLAIN_HEADER_COLUMNS
        and len(set(cells)) == len(cells)
        and all(any(c.isalpha() for c in cell) and len(cell.split()) <= 8 and cell[-1] not in ".!?;" for cell in cells)  # noqa: PLR2004
    )


def join_header(rows: list[Row]) -> list[str]:
    """Return the header rows as one, column by column."""
    return [squeeze(" ".join(texts)) for texts in zip(*(row.cells for row in rows), strict=True)] if rows else []
