"""The cells of an Excel workbook as they look: its strings, its styles, and its sheets row by row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Final

from lxml import etree

from quoth.reading.office.packages import as_number
from quoth.reading.tables.numerals import BUILT_IN, is_date, shown, shown_text
from quoth.reading.tables.regions import Cell, Sheet

_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ISO: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?)?")
_PLACE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LAST_COLUMN: Final = 16_384
_MOST_STRINGS: Final = 5_000_000
_MOST_EMPTY: Final = 20_000_000
_MOST_AREAS: Final = 100_000


def text_of(node: etree._Element) -> str:
    """Return the words of a string: one text or several runs; how they are pronounced is left out."""
    parts: list[str] = []
    for child in node:
        if not isinstance(child.tag, str):
            continue
        name = etree.QName(child).localname
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.extend(text.text or "" for text in child.iterfind("{*}t"))
    return _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), "".join(parts))


def shared_strings(data: bytes, damaged: Callable[[], None]) -> list[str]:
    """Return the strings that cells share; where the list breaks off, `damaged` is called."""
    strings: list[str] = []
    try:
        for node in _elements(data, "{*}si"):
            strings.append(text_of(node))
            _forget(node)
            if len(strings) >= _MOST_STRINGS:
                break
    except etree.LxmlError:
        damaged()
    return strings


class Styles:
    """The number formats and bold fonts of a workbook, by the number of a cell's style."""

    def __init__(self, root: etree._Element | None, *, is_1904: bool) -> None:
        self.is_1904 = is_1904
        self._codes: list[str] = []
        self._bold: list[bool] = []
        if root is None:
            return
        codes = dict(BUILT_IN)
        for node in root.iterfind("{*}numFmts/{*}numFmt"):
            codes[as_number(node.get("numFmtId"), -1)] = node.get("formatCode", "")
        fonts = [_is_on(font.find("{*}b")) for font in root.iterfind("{*}fonts/{*}font")]
        for style in root.iterfind("{*}cellXfs/{*}xf"):
            self._codes.append(codes.get(as_number(style.get("numFmtId")), ""))
            font = as_number(style.get("fontId"))
            self._bold.append(0 <= font < len(fonts) and fonts[font])

    def code(self, style: int) -> str:
        """Return the number format of a style; empty for none."""
        return self._codes[style] if 0 <= style < len(self._codes) else ""

    def is_bold(self, style: int) -> bool:
        """Say whether a style's font is bold."""
        return 0 <= style < len(self._bold) and self._bold[style]


class SheetReader:
    """Reads one sheet, row by row, into a `Sheet`.

    Attributes:
        merged, filters: References of merged cells and of filtered tables.
        margins: Printed headers and footers, with their codes.
        uncalculated: Formulas without a stored result.
        hidden: Hidden rows and columns.
        is_cut, is_damaged: It holds more cells than there is room for; its XML breaks off.
    """

    def __init__(self, sheet: Sheet, styles: Styles, strings: list[str], room: int) -> None:
        self.sheet = sheet
        self.styles = styles
        self.strings = strings
        self.room = room
        self.merged: list[str] = []
        self.filters: list[str] = []
        self.margins: list[str] = []
        self.uncalculated = self.hidden = 0
        self.is_cut = self.is_damaged = False
        self._row = self._seen = 0

    def read(self, data: bytes) -> None:
        """Read the sheet's XML as far as it is whole and there is room."""
        names = ("row", "mergeCell", "pane", "autoFilter", "col", "oddHeader", "oddFooter", "evenHeader", "evenFooter",
                 "firstHeader", "firstFooter")  # fmt: skip
        try:
            for node in _elements(data, *(f"{{*}}{name}" for name in names)):
                self._take(node, etree.QName(node).localname)
                if self.is_cut:
                    return
        except etree.LxmlError:
            self.is_damaged = True

    def _take(self, node: etree._Element, name: str) -> None:
        match name:
            case "row":
                self._take_row(node)
                _forget(node)
            case "mergeCell" if len(self.merged) < _MOST_AREAS:
                self.merged.append(node.get("ref", ""))
                _forget(node)
            case "autoFilter":
                self.filters.append(node.get("ref", ""))
            case "pane" if node.get("state") in ("frozen", "frozenSplit"):
                self.sheet.frozen = (
                    int(float(node.get("ySplit") or 0)) if re.fullmatch(r"\d{1,7}(?:\.\d*)?", node.get("ySplit") or "") else 0
                )
            case "col" if node.get("hidden") in ("1", "true"):
                self.hidden += 1
            case _ if name.endswith(("Header", "Footer")):
                self.margins.append(node.text or "")

    def _take_row(self, node: etree._Element) -> None:
        self._row = as_number(node.get("r"), self._row + 1)
        before, column = self.sheet.cells, 0
        for child in node.iterfind("{*}c"):
            place = _PLACE.fullmatch(child.get("r") or "")
            column = _column(place.group(1)) if place else column + 1
            self._seen += 1
            if column > _LAST_COLUMN:
                continue
            self.sheet.put(self._row, column, self._cell(child))
            if self.sheet.cells >= self.room or self._seen > _MOST_EMPTY:
                self.is_cut = True
                return
        if node.get("hidden") in ("1", "true") and self.sheet.cells > before:
            self.hidden += 1

    def _cell(self, node: etree._Element) -> Cell:
        kind, style = node.get("t", "n"), as_number(node.get("s"))
        code, is_bold = self.styles.code(style), self.styles.is_bold(style)
        found = node.find("{*}v")
        if kind == "inlineStr":
            inline = node.find("{*}is")
            return Cell(shown_text("" if inline is None else text_of(inline), code), is_bold=is_bold)
        raw = "" if found is None else found.text or ""
        if not raw and kind != "str" and node.find("{*}f") is not None:
            self.uncalculated += 1
        match kind:
            case "s":
                number = as_number(raw.strip(), -1)
                text = self.strings[number] if 0 <= number < len(self.strings) else ""
                return Cell(shown_text(text, code), is_bold=is_bold)
            case "b":
                return Cell({"1": "TRUE", "0": "FALSE"}.get(raw.strip(), raw), is_bold=is_bold)
            case "str" | "e":
                return Cell(shown_text(_ESCAPE.sub(_unescaped, raw), code), is_bold=is_bold)
            case "d":
                return Cell(_iso(raw.strip()), "date", is_bold)
        return self._number(raw.strip(), code, is_bold=is_bold)

    def _number(self, raw: str, code: str, *, is_bold: bool) -> Cell:
        try:
            value = float(raw)
        except ValueError:
            return Cell(raw, is_bold=is_bold)
        kind = "date" if is_date(code) else "number"
        text = shown(value, code, is_1904=self.styles.is_1904)
        return Cell(text, "date" if kind == "date" else "number", is_bold)


def _elements(data: bytes, *tags: str) -> Iterator[etree._Element]:
    """Yield elements as they end. No entity is expanded, no file and no address is opened."""
    parsed = etree.iterparse(
        BytesIO(data), events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    for _, node in parsed:
        yield node


def _forget(node: etree._Element) -> None:
    """Free an element and those before it."""
    node.clear()
    parent = node.getparent()
    while parent is not None and (before := node.getprevious()) is not None:
        parent.remove(before)


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match.group(1), 16))


def _iso(raw: str) -> str:
    """Return a date that the cell itself states as one."""
    match = _ISO.match(raw)
    if match is None:
        return raw
    day, minutes, seconds = match.groups()
    if minutes is None or (minutes == "00:00" and seconds in (None, ":00")):
        return day
    return f"{day} {minutes}" + (seconds if seconds not in (None, ":00") else "")


def _is_on(node: etree._Element | None) -> bool:
    return node is not None and node.get("val", "1") not in ("0", "false")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
