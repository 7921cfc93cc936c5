"""The sheets of an OpenDocument spreadsheet, read row by row: the text that each cell shows."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from lxml import etree

from quoth.reading.building import TextBuilder
from quoth.reading.formats.odf_styles import DRAW, FO, OFFICE, STYLE, TABLE, TEXT
from quoth.reading.office.packages import as_number, count
from quoth.reading.tables.numerals import plain
from quoth.reading.tables.regions import Area, Cell, Sheet
from quoth.reading.tables.sheets import MOST_CELLS, note_cut, note_shown

_LAST_COLUMN: Final = 16_384
_LAST_ROW: Final = 1_048_576
_MOST_SPACES: Final = 100
_KINDS: Final = {"float": "number", "percentage": "number", "currency": "number", "date": "date", "time": "date"}
_STORED: Final = ("value", "date-value", "time-value", "boolean-value", "string-value")


class SheetsReader:
    """Reads the content of a spreadsheet.

    Attributes:
        cut: The sheet at which there was no more room; empty if there was.
        is_damaged: The XML breaks off.
    """

    def __init__(self) -> None:
        self.cut = ""
        self.is_damaged = False
        self._room = MOST_CELLS
        self._bold: set[str] = set()
        self._hidden_tables: set[str] = set()
        self._hidden_sheets: list[str] = []
        self._hidden = self._uncalculated = self._drawn = 0
        self._row = 0

    def report(self, builder: TextBuilder) -> None:
        """Say what was not read, or is not seen."""
        if self.cut:
            note_cut(builder, self.cut)
        for name in self._hidden_sheets:
            builder.notes.append(f"Sheet {name} is hidden; it was read all the same.")
        note_shown(builder, hidden=self._hidden, uncalculated=self._uncalculated)
        if self._drawn:
            builder.notes.append(f"{count(self._drawn, 'picture')} not read.")
        if self.is_damaged:
            builder.notes.append("Its XML is damaged; what comes before the damage was read.")

    def sheets(self, data: bytes) -> Iterator[Sheet]:
        """Yield the sheets in order, as far as the XML is whole and there is room."""
        sheet: Sheet | None = None
        try:
            for event, node in _events(data):
                if node.tag == f"{TABLE}table" and _is_sheet(node):
                    if event == "start":
                        sheet, self._row = self._opened(node), 0
                        continue
                    if sheet is not None:
                        yield sheet
                    sheet = None
                    _forget(node)
                elif event == "end":
                    self._take(node, sheet)
                if self.cut:
                    break
        except etree.LxmlError:
            self.is_damaged = True
        if sheet is not None:
            yield sheet

    def _opened(self, node: etree._Element) -> Sheet:
        name = node.get(f"{TABLE}name", "")
        if node.get(f"{TABLE}style-name") in self._hidden_tables:
            self._hidden_sheets.append(name)
        return Sheet(name=name)

    def _take(self, node: etree._Element, sheet: Sheet | None) -> None:
        if node.tag == f"{STYLE}style":
            self._take_style(node)
        elif sheet is None:
            return
        elif node.tag == f"{TABLE}table-row" and _is_sheet(_table_of(node)):
            is_header = node.getparent() is not None and node.getparent().tag == f"{TABLE}table-header-rows"
            self._take_row(node, sheet)
            if is_header:
                sheet.frozen = max(sheet.frozen, self._row)
            _forget(node)
        elif node.tag == f"{TABLE}shapes":
            self._take_drawn(node, sheet)
        elif node.tag == f"{TABLE}table-column" and node.get(f"{TABLE}visibility") in ("collapse", "filter"):
            self._hidden += 1

    def _take_style(self, node: etree._Element) -> None:
        name = node.get(f"{STYLE}name", "")
        if any(part.get(f"{FO}font-weight") == "bold" for part in node.iterfind(f"{STYLE}text-properties")):
            self._bold.add(name)
        if any(part.get(f"{TABLE}display") == "false" for part in node.iterfind(f"{STYLE}table-properties")):
            self._hidden_tables.add(name)

    def _take_row(self, node: etree._Element, sheet: Sheet) -> None:
        times = min(max(as_number(node.get(f"{TABLE}number-rows-repeated"), 1), 1), _LAST_ROW)
        cells: list[tuple[int, Cell]] = []
        column = 0
        for child in node.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            wide = min(max(as_number(child.get(f"{TABLE}number-columns-repeated"), 1), 1), _LAST_COLUMN)
            cell = self._cell(child)
            if cell.text.strip():
                cells.extend((column + place + 1, cell) for place in range(min(wide, _LAST_COLUMN - column)))
            self._take_beside(child, sheet, self._row + 1, column + 1)
            column += wide
            if column >= _LAST_COLUMN:
                break
        if cells and node.get(f"{TABLE}visibility") in ("collapse", "filter"):
            self._hidden += times
        for place in range(times if cells else 0):
            for at, cell in cells:
                sheet.put(self._row + 1 + place, at, cell)
            self._room -= len(cells)
            if self._room <= 0:
                self.cut = sheet.name or "1"
                break
        self._row += times

    def _take_beside(self, node: etree._Element, sheet: Sheet, row: int, column: int) -> None:
        """Keep what belongs to a cell beside its words: how far it reaches, comments, what is drawn on it."""
        across = as_number(node.get(f"{TABLE}number-columns-spanned"), 1)
        down = as_number(node.get(f"{TABLE}number-rows-spanned"), 1)
        if across > 1 or down > 1:
            sheet.merged.append(Area(row, column, row + max(down, 1) - 1, column + max(across, 1) - 1))
        for child in node:
            if child.tag == f"{OFFICE}annotation":
                sheet.comments.append("\n".join(_words(part) for part in child.iter(f"{TEXT}p")))
            elif str(child.tag).startswith(DRAW):
                self._take_drawn(child, sheet)

    def _take_drawn(self, node: etree._Element, sheet: Sheet) -> None:
        self._drawn += sum(1 for _ in node.iter(f"{DRAW}frame") if _.find(f"{DRAW}text-box") is None)
        sheet.texts.extend(text for part in node.iter(f"{TEXT}p") if (text := _words(part).strip()))

    def _cell(self, node: etree._Element) -> Cell:
        """Return a cell as it is shown; where the file keeps no shown text, its plain value."""
        kind = node.get(f"{OFFICE}value-type", "")
        is_bold = node.get(f"{TABLE}style-name") in self._bold
        text = "\n".join(_words(part) for part in node.iterchildren(f"{TEXT}p", f"{TEXT}h"))
        if not text.strip() and kind:
            text = next((value for name in _STORED if (value := node.get(f"{OFFICE}{name}"))), "")
            text = _plain(text) if _KINDS.get(kind) == "number" else text
        if not text and not kind and node.get(f"{TABLE}formula"):
            self._uncalculated += 1
        found = _KINDS.get(kind)
        return Cell(text, "number" if found == "number" else "date" if found else "text", is_bold)


def _words(node: etree._Element) -> str:
    """Return the words of a paragraph."""
    parts = [node.text or ""]
    for child in node:
        if child.tag == f"{TEXT}s":
            parts.append(" " * min(max(as_number(child.get(f"{TEXT}c"), 1), 1), _MOST_SPACES))
        elif child.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            parts.append(" ")
        elif child.tag != f"{OFFICE}annotation" and isinstance(child.tag, str):
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _plain(value: str) -> str:
    try:
        return plain(float(value))
    except ValueError:
        return value


def _is_sheet(node: etree._Element | None) -> bool:
    """Say whether a table is a sheet, not a part of a cell, a chart or a list of changes."""
    parent = None if node is None else node.getparent()
    return parent is not None and parent.tag in (f"{OFFICE}spreadsheet", f"{TABLE}table-group")


def _table_of(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors(f"{TABLE}table"), None)


def _events(data: bytes) -> Iterator[tuple[str, etree._Element]]:
    """Yield the starts and ends of elements. No entity is expanded, no file and no address is opened."""
    names = ("table", "table-row", "table-column", "shapes")
    yield from etree.iterparse(
        BytesIO(data), events=("start", "end"), tag=(*(f"{TABLE}{name}" for name in names), f"{STYLE}style"),
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip


def _forget(node: etree._Element) -> None:
    """Free an element and those before it."""
    node.clear()
    parent = node.getparent()
    while parent is not None and (before := node.getprevious()) is not None:
        parent.remove(before)
