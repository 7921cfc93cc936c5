"""Read Excel workbooks (XLSX, XLSM, templates) as they look: values in their number formats, never formulas, never macros.

The XML is read directly, through lxml: openpyxl refuses workbooks for what it finds in styles and drawings nobody quotes, keeps
every cell as an object and must read everything twice to know which formulas have no stored result; calamine knows no number
formats, so that 11.5 % would be quoted as 0.115.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.xlsx_cells import SheetReader, Styles, shared_strings, text_of
from quoth.reading.office.packages import A, Package, R, Relation, count, note_damage, open_main
from quoth.reading.tables.regions import Area, Sheet
from quoth.reading.tables.sheets import MOST_CELLS, add_sheet, note_cut, note_shown

_MAIN: Final = "xl/workbook.xml"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?", re.IGNORECASE)
_PRINT_CODE: Final = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|K\d\d[+-]\d{3}|\d+|[A-Z])', re.IGNORECASE)
_CHART_TITLES: Final = "{*}title"
_MOST_SHEETS: Final = 5000


def read_xlsx(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Add the workbook's sheets to the builder and return its properties.

    Raises:
        ReadingError: It is protected by a password or damaged beyond reading.
    """
    refuse_protected(data)
    package, name, root = open_main(data, _MAIN)
    workbook = _Workbook(package, name, root)
    builder.source_characters = 0
    sheets = list(workbook.sheets())
    builder.pages = len(sheets)
    for number, (title, state, relation) in enumerate(sheets, start=1):
        builder.page = number
        sheet = workbook.read(title, relation)
        builder.source_characters += sheet.visible_characters()
        if not add_sheet(sheet, builder):
            builder.blank_pages.append(number)
        elif state != "visible":
            builder.notes.append(f"Sheet {title} is hidden; it was read all the same.")
    workbook.report(builder)
    note_damage(package, builder)
    return package.properties()


def refuse_protected(data: bytes) -> None:
    """Raise `ReadingError` for an Office file that is encrypted: an old container around a new file."""
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise ReadingError("it is protected by a password.", "Save a copy without a password.")


def area_of(reference: str) -> Area | None:
    """Return the area that a reference such as `B2:D9` names; None if it names none."""
    match = _REFERENCE.fullmatch(reference.strip())
    if match is None:
        return None
    left, top, right, bottom = match.groups()
    return Area(int(top), _column(left), int(bottom or top), _column(right or left))


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - 64
    return number


class _Workbook:
    """What the sheets of a workbook share, and what is to be said about all of them."""

    def __init__(self, package: Package, name: str, root: etree._Element) -> None:
        self.package = package
        self.root = root
        self.relations = package.relations(name)
        properties = root.find("{*}workbookPr")
        is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        styles = self._target("styles")
        strings = self._target("sharedStrings")
        self.styles = Styles(package.part(styles) if styles else None, is_1904=is_1904)
        data = package.data(strings) if strings else None
        self.strings = shared_strings(data, lambda: package.damaged.append(strings)) if data else []
        self.room = MOST_CELLS
        self.cut: list[str] = []
        self.uncalculated = self.hidden_rows = self.pictures = 0
        self.damaged: list[str] = []

    def _target(self, kind: str) -> str:
        return next((r.target for r in self.relations.values() if r.kind == kind and self.package.has(r.target)), "")

    def sheets(self) -> Iterator[tuple[str, str, Relation]]:
        """Yield name, state and part of each sheet, in order; sheets of macros are passed over."""
        for node in list(self.root.iterfind("{*}sheets/{*}sheet"))[:_MOST_SHEETS]:
            identity = node.get(f"{R}id") or node.get("{http://purl.oclc.org/ooxml/officeDocument/relationships}id") or ""
            relation = self.relations.get(identity)
            if relation is not None and relation.kind in ("worksheet", "chartsheet", "dialogsheet"):
                yield node.get("name", ""), node.get("state", "visible"), relation

    def read(self, title: str, relation: Relation) -> Sheet:
        """Return a sheet with what belongs to it."""
        sheet = Sheet(name=title)
        data = self.package.data(relation.target) if self.room > 0 else b""
        reader = SheetReader(sheet, self.styles, self.strings, self.room)
        if data:
            reader.read(data)
        self.room -= sheet.cells
        self.uncalculated += reader.uncalculated
        self.hidden_rows += reader.hidden
        if reader.is_cut or self.room <= 0:
            self.cut.append(title)
        if reader.is_damaged:
            self.damaged.append(title)
        sheet.merged = [area for text in reader.merged if (area := area_of(text))]
        sheet.tables = [area for text in reader.filters if (area := area_of(text))]
        sheet.margins = [flat for text in reader.margins if (flat := _printed(text))]
        self._add_related(sheet, relation.target)
        return sheet

    def _add_related(self, sheet: Sheet, name: str) -> None:
        """Add tables, comments and what is drawn on a sheet."""
        related = self.package.relations(name)
        threads = {part for part in related.values() if part.kind == "threadedComment"}
        for part in related.values():
            root = self.package.part(part.target) if part.kind in ("table", "comments", "threadedComment", "drawing") else None
            if root is None:
                continue
            if part.kind == "table" and root.get("headerRowCount", "1") != "0":
                sheet.tables.extend(filter(None, [area_of(root.get("ref", ""))]))
            elif part.kind == "comments":
                sheet.comments.extend(_comments(root, is_threaded=bool(threads)))
            elif part.kind == "threadedComment":
                sheet.comments.extend(node.findtext("{*}text") or "" for node in root.iterfind("{*}threadedComment"))
            elif part.kind == "drawing":
                self._add_drawing(sheet, part.target, root)

    def _add_drawing(self, sheet: Sheet, name: str, root: etree._Element) -> None:
        """Add the words of text boxes and the titles of charts; pictures are counted."""
        self.pictures += sum(1 for _ in root.iter("{*}pic"))
        for body in root.iter("{*}txBody"):
            sheet.texts.extend(_paragraphs(body))
        for part in self.package.relations(name).values():
            chart = self.package.part(part.target) if part.kind in ("chart", "chartEx") else None
            for title in () if chart is None else chart.iter(_CHART_TITLES):
                sheet.texts.extend([" ".join(_paragraphs(title))])

    def report(self, builder: TextBuilder) -> None:
        """Say what was not read, or not as it looks."""
        for title in self.cut[:1]:
            note_cut(builder, title)
        for title in self.damaged:
            builder.notes.append(f"Sheet {title} is damaged; what comes before the damage was read.")
        note_shown(builder, hidden=self.hidden_rows, uncalculated=self.uncalculated)
        if self.pictures:
            builder.notes.append(f"{count(self.pictures, 'picture')} not read.")


def _comments(root: etree._Element, *, is_threaded: bool) -> Iterator[str]:
    """Yield the notes on cells; those that only stand in for a thread are passed over."""
    for node in root.iter("{*}comment"):
        text = "".join(text_of(part) for part in node.iterfind("{*}text"))
        if not (is_threaded and text.startswith("[Threaded comment]")):
            yield text


def _paragraphs(body: etree._Element) -> list[str]:
    """Return the paragraphs of a text body, empty ones left out."""
    found = []
    for paragraph in body.iter(f"{A}p"):
        words = (" " if node.tag == f"{A}br" else node.text or "" for node in paragraph.iter(f"{A}t", f"{A}br"))
        if text := "".join(words).strip():
            found.append(text)
    return found


def _printed(text: str) -> str:
    """Return the words of a printed header or footer without its codes: page numbers, fonts, sides."""
    flat = text.replace("&&", "\0")
    return _PRINT_CODE.sub(" ", flat).replace("\0", "&").strip(" /-")
