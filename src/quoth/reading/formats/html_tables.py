"""Tell a table of data from one that lays out a page, and read its cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from quoth.reading.formats.html_text import children_of, is_hidden, said
from quoth.reading.tables.grid import Cell, body_rows, header_row, span_of

# Of a table's words, those in tables inside it: with more, it lays them out.
_MOST_NESTED_SHARE = 0.5


@dataclass
class Table:
    """A table of data.

    Attributes:
        nested: The tables inside its cells, which follow it.
    """

    caption: str
    header: list[str]
    rows: list[list[str]]
    nested: list[LexborNode] = field(default_factory=list)


def read_table(node: LexborNode, size: int, nested: int | None) -> Table | None:
    """Return what a table says; None for one that only lays out a page.

    Args:
        size: Its visible characters.
        nested: Those of the tables inside it; None if there are none.
    """
    sections = [node, *children_of(node, "thead", "tbody", "tfoot")]
    placed = [(section.tag == "thead", row) for section in sections for row in children_of(section, "tr")]
    rows = [(is_head, list(children_of(row, "td", "th"))) for is_head, row in placed if not is_hidden(row)]
    has_head = any(cell.tag == "th" for _, cells in rows for cell in cells)
    if nested is not None and not (has_head and nested < _MOST_NESTED_SHARE * size):
        return None
    if not has_head and node.css_first("h1, h2, ul, ol, p + p") is not None:
        return None
    if max((len(cells) for _, cells in rows), default=0) < 2:  # noqa: PLR2004 - one column is a list
        return None
    found: list[LexborNode] = []
    heads = 0
    while heads < len(rows) - 1 and _is_header(*rows[heads], is_first=heads == 0):
        heads += 1
    read = [[_cell(cell, found) for cell in cells] for _, cells in rows if cells]
    caption = next((said(child) for child in children_of(node, "caption")), "")
    return Table(caption, header_row(read[:heads]), body_rows(read[heads:]), found)


def _is_header(is_head: bool, cells: list[LexborNode], *, is_first: bool) -> bool:  # noqa: FBT001 - a pair of a row
    names = [cell for cell in cells if cell.tag == "th"]
    blank = [cell for cell in cells if cell.tag == "td" and is_first and not said(cell)]
    return is_head or (bool(names) and len(names) + len(blank) == len(cells))


def _cell(node: LexborNode, tables: list[LexborNode]) -> Cell:
    attributes = node.attributes
    return Cell(said(node, tables), span_of(attributes.get("colspan")), span_of(attributes.get("rowspan")))
