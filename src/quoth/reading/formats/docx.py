"""Read DOCX and its kin (DOCM, DOTX, DOTM, Strict) from their XML: the body in order, notes beside it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from lxml import etree

from quoth.reading.building import Attachment, TextBuilder
from quoth.reading.formats.docx_headings import bold_headings
from quoth.reading.formats.docx_lines import Line, boxes, loose_text, read_line
from quoth.reading.formats.docx_story import Tally, drop_deleted, story_blocks
from quoth.reading.formats.docx_styles import Styles, W
from quoth.reading.formats.docx_tables import Cell, Row, header_rows, join_header, read_rows, table_cells
from quoth.reading.office.drawings import Drawings
from quoth.reading.office.packages import M, Package, R, as_number, characters, note_damage, open_main, reading_of
from quoth.text.normalise import squeeze

_TEXTS: Final = (f"{W}t", f"{M}t")


def read_docx(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Add the document's blocks to the builder and return its properties.

    Raises:
        ReadingError: The archive or its main part is damaged.
    """
    with reading_of("document"):
        package, name, root = open_main(data, "word/document.xml")
        reader = _Reader(package, name, builder)
        properties = package.properties()
        reader.read(root, properties)
    note_damage(package, builder)
    return properties


class _Reader:
    """Walks a document's stories and adds their blocks."""

    def __init__(self, package: Package, name: str, builder: TextBuilder) -> None:
        self.package = package
        self.name = name
        self.builder = builder
        self.relations = package.relations(name)
        self.styles = Styles.read(self._one("styles"), self._one("numbering"))
        self.drawings = Drawings(package, builder)
        self.tally = Tally()
        self.characters = 0
        self.notes = {kind: self._notes(kind) for kind in ("footnote", "endnote", "comment")}
        self.headings: dict[etree._Element, int] = {}
        self.code: list[str] = []

    def read(self, root: etree._Element, properties: dict[str, str]) -> None:
        """Add everything: the body, what it never refers to, headers and footers."""
        self.tally.deleted += drop_deleted(root)
        self.characters += characters(root, *_TEXTS)
        self._number_pages(root, properties)
        body = root.find(f"{W}body")
        container = root if body is None else body
        self.headings = bold_headings(list(story_blocks(container)), self.styles)
        self._read_story(container)
        for kind, notes in self.notes.items():
            for node in list(notes.values()):
                self._add_note(kind, node)
        self._add_margins(root)
        self.builder.source_characters = self.characters + self.drawings.characters
        self.builder.notes.extend(self.tally.remarks())

    def _one(self, kind: str) -> etree._Element | None:
        target = next((relation.target for relation in self.relations.values() if relation.kind == kind), None)
        return None if target is None else self.package.part(target)

    def _notes(self, kind: str) -> dict[str, etree._Element]:
        """Return the notes of a kind by id, without the lines that separate them from the text."""
        root = self._one(f"{kind}s")
        if root is None:
            return {}
        self.tally.deleted += drop_deleted(root)
        found = {n.get(f"{W}id", ""): n for n in root.iter(f"{W}{kind}") if n.get(f"{W}type", "normal") == "normal"}
        self.characters += sum(characters(node, *_TEXTS) for node in found.values())
        return found

    def _number_pages(self, root: etree._Element, properties: dict[str, str]) -> None:
        """Number pages if Word has stored every break; one break too few and the numbers would lie."""
        if as_number(properties.pop("words", None)) > 0:
            self.builder.pages = as_number(properties.get("pages")) or None
        breaks = sum(1 for _ in root.iter(f"{W}lastRenderedPageBreak"))
        if self.builder.pages == breaks + 1 or (breaks and self.builder.pages is None):
            self.builder.page, self.builder.pages = 1, breaks + 1

    def _turn(self, pages: int) -> None:
        if self.builder.page is not None:
            self.builder.page += pages

    def _read_story(self, container: etree._Element) -> None:
        for node in story_blocks(container):
            if node.tag == f"{W}p":
                line = read_line(node, self.styles)
                self._turn(line.turns_before)
                self._add_line(line)
                self._turn(line.turns)
                self._hang(line)
            elif node.tag == f"{W}tbl":
                self._end_code()
                self._read_table(node)
            else:
                self._attach(node)
        self._end_code()

    def _add_line(self, line: Line) -> None:
        text = squeeze(line.text)
        if not text:
            return
        node, styles = line.element, self.styles
        if styles.is_code(node):
            self.code.append(line.text.expandtabs())
            return
        self._end_code()
        level = styles.heading_level(node)
        depth, _ = styles.list_place(node)
        if styles.is_contents(node):
            self.builder.paragraph(text, is_boilerplate=True)
        elif level or (level := self.headings.get(node, 0)):
            self.builder.heading(text, level)
        elif depth or line.has_bullet:
            self.builder.list_item(line.bare, max(depth, 1))
        else:
            self.builder.paragraph(text)

    def _end_code(self) -> None:
        if self.code:
            self.builder.code("\n".join(self.code))
            self.code = []

    def _hang(self, line: Line) -> None:
        """Add what hangs on a line after it."""
        self.tally.add(line)
        if line.notes or line.hanging:
            self._end_code()
        for kind, key in line.notes:
            if (note := self.notes[kind].pop(key, None)) is not None:
                self._add_note(kind, note)
        for drawing in line.hanging:
            for text in loose_text(drawing):
                self.builder.paragraph(text)
            for box in boxes(drawing):
                self._read_story(box)
            self.drawings.read(drawing, self.name)

    def _add_note(self, kind: str, node: etree._Element) -> None:
        author = node.get(f"{W}author", "") if kind == "comment" else ""
        text = squeeze(" ".join(line.text for line in self._lines(node)))
        self.builder.footnote(f"{author}: {text}" if author and text else text)

    def _lines(self, container: etree._Element) -> list[Line]:
        """Return the lines of a small story, tables flattened."""
        lines = [read_line(node, self.styles) for node in container.iter(f"{W}p")]
        for line in lines:
            self.tally.add(line)
        return lines

    def _read_table(self, table: etree._Element) -> None:
        """Add a table, then what its cells hold beside words; a table that only lays out a page is walked into."""
        rows = table_cells(table)
        if all(len(cells) <= 1 for cells in rows) or any(self._is_section(cell) for cells in rows for cell in cells):
            for cells in rows:
                for cell in cells:
                    self._read_story(cell)
            return
        nested: list[etree._Element] = []
        hanging: list[Line] = []
        grid = read_rows(table, lambda cell: self._read_cell(cell, nested, hanging))
        if len(grid) > 1 and grid[0].is_whole:
            self._turn(grid[0].turns)
            self.builder.paragraph(squeeze(" ".join(grid.pop(0).cells)))
        heads = header_rows(table, grid, self.styles)
        if grid:
            self._turn(sum(row.turns for row in grid[:heads]))
            self.builder.table(join_header(grid[:heads]), self._turning(grid[heads:]))
        for line in hanging:
            self._hang(line)
        for inner in nested:
            self._read_table(inner)

    def _turning(self, rows: list[Row]) -> Iterator[list[str]]:
        """Yield rows, each on its page."""
        for row in rows:
            self._turn(row.turns)
            yield row.cells

    def _read_cell(self, cell: etree._Element, nested: list[etree._Element], hanging: list[Line]) -> Cell:
        lines = []
        for node in story_blocks(cell):
            if node.tag == f"{W}p":
                lines.append(read_line(node, self.styles))
            elif node.tag == f"{W}tbl":
                nested.append(node)
            else:
                self._attach(node)
        hanging.extend(lines)
        spoken = [line for line in lines if line.text.strip()]
        words = [self._cell_line(line, is_alone=len(spoken) == 1) for line in spoken]
        strong = all(self.styles.switch(run, line.element, "b") for line in spoken for run, _ in line.runs)
        return Cell(squeeze(" ".join(words)), strong, sum(line.turns_before + line.turns for line in lines))

    def _cell_line(self, line: Line, *, is_alone: bool) -> str:
        """Return a line of a cell; several under bullets keep them, or they would run together."""
        is_bulleted = line.has_bullet or self.styles.list_place(line.element)[1] == "bullet"
        return f"\u2022 {line.bare}" if is_bulleted and not is_alone else line.text

    def _is_section(self, cell: etree._Element) -> bool:
        """Say whether a cell holds a heading and text under it."""
        levels = [
            self.styles.heading_level(node) if node.tag == f"{W}p" else 0
            for node in story_blocks(cell)
            if next(node.iter(*_TEXTS), None) is not None
        ]
        return any(levels) and not all(levels)

    def _attach(self, node: etree._Element) -> None:
        """Hand on a document that is embedded whole."""
        relation = self.relations.get(node.get(f"{R}id", ""))
        data = None if relation is None else self.package.data(relation.target)
        if relation is not None and data is not None:
            self.builder.attachments.append(Attachment(posixpath.basename(relation.target), data))

    def _add_margins(self, root: etree._Element) -> None:
        """Add headers and footers, each text once."""
        self.builder.page = None
        seen: set[str] = set()
        for node in root.iter(f"{W}headerReference", f"{W}footerReference"):
            relation = self.relations.get(node.get(f"{R}id", ""))
            if relation is None or relation.target in seen:
                continue
            seen.add(relation.target)
            part = self.package.part(relation.target)
            if part is None:
                continue
            drop_deleted(part)
            for line in self._lines(part):
                text = squeeze(line.text)
                if text and text not in seen:
                    seen.add(text)
                    self.characters += len("".join(text.split()))
                    self.builder.paragraph(text, is_boilerplate=True)
