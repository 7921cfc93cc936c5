"""Walk through the text of an OpenDocument file: headings, paragraphs, lists, tables, frames, notes."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Final

from lxml import etree

from quoth.reading.building import TextBuilder
from quoth.reading.formats.odf_styles import DRAW, OFFICE, SILENT, TABLE, TEXT, Styles
from quoth.reading.office.packages import as_number, count
from quoth.reading.raised import raised
from quoth.reading.tables.grid import MOST_COLUMNS, body_rows, header_row, span_of
from quoth.reading.tables.grid import Cell as GridCell
from quoth.reading.tables.regions import Cell
from quoth.reading.tables.sheets import looks_like_header
from quoth.text.normalise import squeeze

_INDEXES: Final = frozenset(
    f"{TEXT}{name}"
    for name in ("table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index", "user-index")
)
_ASIDE: Final = frozenset({f"{TEXT}note", f"{OFFICE}annotation", *SILENT})
_DRAWN: Final = frozenset(
    f"{DRAW}{name}" for name in ("frame", "custom-shape", "rect", "circle", "ellipse", "polygon", "g", "line")
)
_BULLET: Final = re.compile(r"[\u2022\u2023\u25e6\u25aa\u25cf]\s+(?=\S)")
_LONGEST_LINE: Final = 200  # longer ones are running text, whatever their style
_MOST_SPACES: Final = 100
_MOST_ROWS: Final = 100_000
_NUMBER: Final = re.compile(r"[-+(]?\s*[$€£]?\s*\d[\d.,' \u00a0\u202f]*\s*[%$€£]?\)?")


class Walk:
    """Adds the blocks of a document to a builder.

    What stands in a paragraph without being part of it (notes, comments, frames) is added after it.
    """

    def __init__(self, builder: TextBuilder, styles: Styles) -> None:
        self.builder = builder
        self.styles = styles
        self.depth = 0
        self.pictures = self.objects = self.hidden = 0
        self.has_deletions = False
        self._frames: list[etree._Element] = []
        self._notes: list[str] = []
        self._code: list[str] = []
        self._is_index = False

    def report(self) -> None:
        """Say what was left out."""
        notes = self.builder.notes
        if self.pictures:
            notes.append(f"{count(self.pictures, 'picture')} not read.")
        if self.objects:
            notes.append(f"{count(self.objects, 'embedded object')} not read.")
        if self.hidden:
            notes.append(f"{count(self.hidden, 'hidden passage')} left out.")
        if self.has_deletions:
            notes.append("It holds tracked changes; deleted text was left out.")

    def blocks(self, root: etree._Element) -> None:
        """Add everything below an element."""
        self._children(root)
        self.finish()

    def lines(self, root: etree._Element) -> list[str]:
        """Return the paragraphs below an element as flat text, empty ones left out."""
        nodes = (node for node in root.iter(f"{TEXT}p", f"{TEXT}h") if _is_of(node, root, _ASIDE))
        found = [flat for node in nodes if (flat := squeeze(self._inline(node)))]
        self._frames.clear()  # `iter` comes by what is in them
        return found

    def finish(self) -> None:
        """Add what waits: lines of code, notes, frames."""
        self._add_code()
        notes, self._notes = self._notes, []
        for note in notes:
            self.builder.footnote(note)
        frames, self._frames = self._frames, []
        depth, self.depth = self.depth, 0
        for frame in frames:
            self.shape(frame)
        self.depth = depth

    def shape(self, node: etree._Element) -> None:
        """Add the words of a frame, a group or a drawn shape; pictures and objects are counted."""
        children = {child.tag: child for child in reversed(node) if isinstance(child.tag, str)}
        for name in (f"{DRAW}text-box", f"{TABLE}table"):
            if (found := children.get(name)) is not None:
                self._take(found)
                self.finish()
                return
        if f"{DRAW}object" in children or f"{DRAW}object-ole" in children:
            self.objects += 1
        elif f"{DRAW}image" in children:
            self.pictures += 1
        self._children(node)
        self.finish()

    def _children(self, node: etree._Element) -> None:
        for child in node:
            self._take(child)

    def _take(self, node: etree._Element) -> None:
        tag = node.tag
        if not isinstance(tag, str) or tag in SILENT:
            self.has_deletions |= tag == f"{TEXT}tracked-changes" and node.find(f".//{TEXT}deletion") is not None
        elif tag in (f"{TEXT}p", f"{TEXT}h"):
            self._paragraph(node)
        elif tag == f"{TEXT}list":
            self.depth += 1
            self._children(node)
            self.depth -= 1
        elif tag == f"{TABLE}table":
            self._table(node)
        elif tag in _INDEXES:
            before, self._is_index = self._is_index, True
            self._children(node)
            self._is_index = before
        elif tag == f"{TEXT}section" and node.get(f"{TEXT}display") == "none":
            self.hidden += 1
        elif tag == f"{OFFICE}annotation":
            self._notes.extend(self.lines(node))
        elif tag == f"{DRAW}frame" or (tag.startswith(DRAW) and tag not in (f"{DRAW}text-box", f"{DRAW}a")):
            self.shape(node)
        else:
            self._children(node)

    def _paragraph(self, node: etree._Element) -> None:
        style = node.get(f"{TEXT}style-name", "")
        if self._is_hidden(node, style):
            self.hidden += bool("".join(node.itertext()).strip())
            return
        text = self._inline(node)
        if self.styles.is_a(style, "Preformatted_20_Text") and not self.depth and len(text) <= _LONGEST_LINE:
            self._code.append(text)
            if self._frames or self._notes:
                self.finish()
            return
        self._add_code()
        level = as_number(node.get(f"{TEXT}outline-level"), 1) if node.tag == f"{TEXT}h" else self.styles.heading_level(style)
        if self._is_index:
            self.builder.paragraph(text, is_boilerplate=True)
        elif level:
            self.builder.heading(text, min(max(level, 1), 6))
        elif self.depth or _BULLET.match(text):
            self.builder.list_item(_BULLET.sub("", text, count=1), max(self.depth, 1))
        else:
            self.builder.paragraph(text)
        if self._frames or self._notes:
            self.finish()

    def _is_hidden(self, node: etree._Element, style: str) -> bool:
        marks = node.iter(f"{TEXT}hidden-paragraph")
        return self.styles.is_hidden("paragraph", style) or any(mark.get(f"{TEXT}is-hidden") == "true" for mark in marks)

    def _add_code(self) -> None:
        code, self._code = self._code, []
        if code:
            self.builder.code("\n".join(code))

    def _inline(self, node: etree._Element) -> str:
        """Return the words of a paragraph; notes and frames in it are kept for later."""
        parts: list[str] = [node.text or ""]
        for child in node:
            if isinstance(child.tag, str) and child.tag not in SILENT:
                parts.append(self._part(child, "".join(parts[-3:])))
            parts.append(child.tail or "")
        return "".join(parts)

    def _part(self, node: etree._Element, before: str) -> str:
        tag = str(node.tag)
        if tag == f"{TEXT}s":
            return " " * min(max(as_number(node.get(f"{TEXT}c"), 1), 1), _MOST_SPACES)
        if tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            return "\t" if tag.endswith("tab") else "\n"
        if tag in (f"{TEXT}note", f"{OFFICE}annotation"):
            self._notes.extend([squeeze(" ".join(self.lines(node)))])
            return ""
        if tag.startswith(DRAW) and tag != f"{DRAW}a":
            self._frames.append(node)
            return ""
        style = node.get(f"{TEXT}style-name", "")
        if self.styles.is_hidden("text", style) or node.get(f"{TEXT}is-hidden") == "true":
            self.hidden += bool("".join(node.itertext()).strip())
            return ""
        text = self._inline(node)
        return raised(before, text) if tag == f"{TEXT}span" and self.styles.is_raised(style) else text

    def _table(self, node: etree._Element) -> None:
        rows = [(row, is_header) for row, is_header in _rows(node)][:_MOST_ROWS]
        widest = max((len(list(_cells(row))) for row, _ in rows), default=0)
        inner = next(node.iter(f"{TEXT}h"), None) is not None or any(table is not node for table in node.iter(f"{TABLE}table"))
        if widest < 2 or inner:  # noqa: PLR2004 - it only lays out a page
            for row, _ in rows:
                for cell in _cells(row):
                    self._children(cell)
            self.finish()
            return
        depth, self.depth = self.depth, 0
        grid = [([self._cell(cell) for cell in _cells(row)], is_header) for row, is_header in rows]
        header = [cells for cells, is_header in grid if is_header]
        body = [cells for cells, is_header in grid if not is_header]
        is_marked = node.get(f"{TABLE}use-first-row-styles") == "true" and len(body) > 1
        if not header and body and (is_marked or self._is_header(rows[0][0], body)):
            header, body = body[:1], body[1:]
        self._add_code()
        self.builder.table(header_row(header), [row for row in body_rows(body) if any(row)])
        self.finish()
        self.depth = depth

    def _cell(self, cell: etree._Element) -> GridCell:
        """Return the words of a cell; what is drawn in it comes after the table."""
        paragraphs = (node for node in cell.iter(f"{TEXT}p", f"{TEXT}h") if _is_of(node, cell, (*_ASIDE, *_DRAWN)))
        text = squeeze(" ".join(self._inline(node) for node in paragraphs))
        across, down = (span_of(cell.get(f"{TABLE}number-{name}-spanned")) for name in ("columns", "rows"))
        return GridCell(text, across, down)

    def _is_header(self, row: etree._Element, body: list[list[GridCell]]) -> bool:
        """Say whether a first row is one of headings, by its styles or by what stands below."""
        styles = [node.get(f"{TEXT}style-name", "") for node in row.iter(f"{TEXT}p") if "".join(node.itertext()).strip()]
        if styles and len(body) > 1 and all(self.styles.is_a(style, "Table_20_Heading") for style in styles):
            return True
        is_bold = bool(styles) and all(self.styles.is_bold("paragraph", style) for style in styles)
        grid = body_rows(body)
        rows = [[Cell(text, "number" if _NUMBER.fullmatch(text) else "text") for text in line] for line in grid]
        if not rows:  # an empty form
            return False
        rows[0] = [cell._replace(is_bold=is_bold) for cell in rows[0]]
        return looks_like_header(rows)


def _is_of(node: etree._Element, root: etree._Element, barriers: Container[str]) -> bool:
    """Say whether a paragraph stands in an element itself, not in something inside it that is a barrier."""
    for parent in node.iterancestors():
        if parent is root:
            return True
        if parent.tag in barriers:
            return False
    return False


def _rows(table: etree._Element, *, is_header: bool = False) -> Iterator[tuple[etree._Element, bool]]:
    """Yield the rows of a table and whether each belongs to its header."""
    for node in table:
        if node.tag == f"{TABLE}table-row":
            yield node, is_header
        elif node.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from _rows(node, is_header=is_header or node.tag == f"{TABLE}table-header-rows")


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for node in row.iterchildren(f"{TABLE}table-cell"):
        for _ in range(min(max(as_number(node.get(f"{TABLE}number-columns-repeated"), 1), 1), MOST_COLUMNS)):
            yield node
