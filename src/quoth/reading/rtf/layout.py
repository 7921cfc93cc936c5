"""Make blocks of the paragraphs, cells and notes of an RTF document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from quoth.reading.building import TextBuilder
from quoth.text.normalise import squeeze

_HEADING_NAME = re.compile(
    r"^(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift|nagłówek|otsikko)\s*([1-9])$", re.IGNORECASE
)
_BULLET = re.compile(r"^\s*[\u2022\u25aa\u25cf\u25e6\u2023\u2043\u25a0\u25a1\u25cb\u00b7\uf0b7]\s+")
_LAST_LEVEL: Final = 6
_BODY_TEXT: Final = 9
_LONGEST_CHAIN: Final = 10
_MOST_BESIDE: Final = 100_000


@dataclass(slots=True)
class Style:
    """What RTF says of a paragraph, or of a style in its style sheet."""

    number: int = 0
    outline: int | None = None
    based_on: int = 0
    list_number: int = 0
    list_level: int = 0
    table_level: int = 0

    @property
    def is_special(self) -> bool:
        """Whether a paragraph of this style is more than running text."""
        return bool(self.number or self.outline is not None or self.list_number or self.table_level)

    def take(self, word: str, number: int | None) -> None:
        """Take a control word; those that change nothing here are passed over."""
        value = max(number or 0, 0)
        match word:
            case "pard":
                self.number, self.outline, self.list_number, self.list_level, self.table_level = 0, None, 0, 0, 0
            case "s":
                self.number = value
            case "outlinelevel":
                self.outline = value
            case "sbasedon":
                self.based_on = value
            case "ls":
                self.list_number = value
            case "ilvl":
                self.list_level = value
            case "intbl":
                self.table_level = max(self.table_level, 1)
            case "itap":
                self.table_level = value


@dataclass(slots=True)
class _Row:
    cells: list[list[str]]
    is_header: bool
    is_bold: bool


@dataclass(slots=True)
class _Table:
    rows: list[_Row] = field(default_factory=list)
    row: list[list[str]] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)


class Layout:
    """Collects what stands together and adds it to the builder.

    Attributes:
        styles: Number -> name and properties, from the style sheet.
        bullet: What stands before the paragraph as its bullet or number.
        entry: A hidden entry for the table of contents; the heading itself where nothing else is printed.
        beside: Notes and text boxes met since the last block.
        margins: Headers and footers of the pages.
    """

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.styles: dict[int, tuple[str, Style]] = {}
        self.bullet = ""
        self.entry = ""
        self.beside: list[tuple[str, str]] = []
        self.margins: list[str] = []
        self.tables: dict[int, _Table] = {}
        self.is_header = False
        self.letters = [0, 0]

    def saw(self, text: str, *, is_bold: bool) -> None:
        """Note how much of a row is bold: that is how most headers of tables are marked."""
        self.letters[is_bold] += len(text.strip())

    def row(self, *, is_header: bool) -> None:
        """Note whether the row that is described is marked as one that repeats on each page."""
        self.is_header = is_header

    def paragraph(self, text: str, style: Style) -> None:
        """End a paragraph."""
        if style.table_level:
            self.tables.setdefault(style.table_level, _Table()).cell.append(self._with_bullet(text))
            return
        self.end_tables()
        entry, self.entry = self.entry, ""
        if not text.strip() and entry:
            self.builder.heading(entry, 1)
        for part in re.split(r"\n\s*\n", text):
            self._add(part, style)
        self.bullet = ""
        self._add_beside()

    def _with_bullet(self, text: str) -> str:
        bullet, self.bullet = self.bullet, ""
        return f"{bullet} {text}" if any(map(str.isalnum, bullet)) else text

    def _add(self, text: str, style: Style) -> None:
        if not text.strip():
            return
        name = self.styles.get(style.number, ("", style))[0].lower()
        level = self._heading_level(name, style)
        bare = _BULLET.sub("", text)
        if level:
            self.builder.heading(self._with_bullet(text), level)
        elif self.bullet or style.list_number or bare != text:
            self.builder.list_item(bare, min(style.list_level, _BODY_TEXT) + 1)
        else:
            self.builder.paragraph(text, is_boilerplate=bool(re.match(r"toc \d", name)))

    def _heading_level(self, name: str, style: Style) -> int:
        outline = style.outline
        if outline is None and (match := _HEADING_NAME.match(name)):
            outline = int(match.group(1)) - 1
        if outline is None and name == "title":
            outline = 0
        number = style.number
        for _ in range(_LONGEST_CHAIN):
            if outline is not None or number not in self.styles:
                break
            above = self.styles[number][1]
            outline = above.outline
            if above.based_on == number:
                break
            number = above.based_on
        return 0 if outline is None or outline >= _BODY_TEXT else min(outline + 1, _LAST_LEVEL)

    def cell(self, text: str, *, is_nested: bool, level: int) -> None:
        """End a cell."""
        table = self.tables.setdefault(max(level, 2) if is_nested else 1, _Table())
        table.cell.append(self._with_bullet(text))
        table.row.append([part for part in table.cell if part.strip()])
        table.cell = []

    def end_row(self, *, is_nested: bool, level: int) -> None:
        """End a row."""
        table = self.tables.setdefault(max(level, 2) if is_nested else 1, _Table())
        if table.row:
            table.rows.append(_Row(table.row, self.is_header, is_bold=self.letters[0] == 0 < self.letters[1]))
        table.row = []
        self.letters = [0, 0]

    def end_tables(self) -> None:
        """Add the tables that just ended: the outer one, then those inside its cells."""
        for _, table in sorted(self.tables.items()):
            if table.cell:
                table.row.append([part for part in table.cell if part.strip()])
            if table.row:
                table.rows.append(_Row(table.row, is_header=False, is_bold=False))
            self._add_table(table.rows)
        self.tables.clear()
        self.letters = [0, 0]

    def _add_table(self, rows: list[_Row]) -> None:
        if max((len(row.cells) for row in rows), default=0) <= 1:
            for row in rows:  # a frame around text is no table
                for part in (part for cell in row.cells for part in cell):
                    self.builder.paragraph(part)
            return
        texts = [[squeeze(" ".join(cell)) for cell in row.cells] for row in rows]
        is_headed = len(rows) > 1 and (rows[0].is_header or (rows[0].is_bold and not all(row.is_bold for row in rows)))
        if any(any(row) for row in texts):
            self.builder.table(texts[0] if is_headed else [], texts[1:] if is_headed else texts)

    def _add_beside(self) -> None:
        for kind, text in self.beside[:_MOST_BESIDE]:
            add = self.builder.footnote if kind == "note" else self.builder.paragraph
            add(text)
        self.beside.clear()

    def finish(self) -> None:
        """Add what is left, and the headers and footers, once each."""
        self.end_tables()
        self._add_beside()
        for margin in dict.fromkeys(map(squeeze, self.margins)):
            self.builder.paragraph(margin, is_boilerplate=True)
