"""Read PPTX and its kin (PPTM, PPSX, POTX, Strict) from their XML: slide by slide, speaker's notes and comments beside."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from quoth.reading.building import TextBuilder
from quoth.reading.formats.pptx_shapes import TITLES, P, is_margin, ordered, paragraph_text, paragraphs, placeholder, read_table
from quoth.reading.office.drawings import DGM, C, Drawings
from quoth.reading.office.packages import A, M, Package, R, Relation, characters, count, note_damage, open_main, reading_of
from quoth.text.normalise import squeeze

_MOST_TITLE_WORDS: Final = 30
_TEXTS: Final = (f"{A}t", f"{M}t")
# What Office wrote about a picture by itself.
_MACHINE_MADE: Final = re.compile(
    r"automatically generated|^(?:picture|image|graphic|content placeholder) \d+$|^\S+\.\w{3,4}$", re.IGNORECASE
)


def read_pptx(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Add the presentation's blocks to the builder and return its properties.

    Raises:
        ReadingError: The archive or its main part is damaged.
    """
    with reading_of("presentation"):
        package, name, root = open_main(data, "ppt/presentation.xml")
        properties = package.properties()
        _Reader(package, name, builder).read(root)
    for extra in ("pages", "words"):
        properties.pop(extra, None)
    note_damage(package, builder)
    return properties


class _Reader:
    """Walks the slides of a presentation and adds their blocks."""

    def __init__(self, package: Package, name: str, builder: TextBuilder) -> None:
        self.package = package
        self.builder = builder
        self.relations = package.relations(name)
        self.drawings = Drawings(package, builder)
        self.parents: dict[str, list[etree._Element]] = {}
        self.authors = self._authors()
        self.part = ""
        self.alternatives: list[str] = []
        self.characters = self.pictures = self.objects = 0

    def read(self, root: etree._Element) -> None:
        """Add every slide in the order of the show."""
        keys = [node.get(f"{R}id", "") for node in root.iterfind(f"{P}sldIdLst/{P}sldId")]
        parts = [self.relations[key].target for key in keys if key in self.relations]
        hidden: list[int] = []
        self.builder.pages = len(parts)
        for number, part in enumerate(parts, 1):
            self.builder.page = number
            before = len(self.builder.blocks)
            slide = self.package.part(part)
            if slide is None:
                self.builder.blank_pages.append(number)
                continue
            if slide.get("show", "1") in {"0", "false"}:
                hidden.append(number)
            self._read_slide(slide, part, number)
            if all(block.is_boilerplate for block in self.builder.blocks[before:]):
                self.builder.blank_pages.append(number)
        self.builder.source_characters = self.characters + self.drawings.characters
        self._add_remarks(hidden)

    def _read_slide(self, slide: etree._Element, part: str, number: int) -> None:
        self.part = part
        self.alternatives = []
        self.characters += characters(slide, *_TEXTS)
        relations = self.package.relations(part)
        parents = self._parents(relations)
        tree = slide.find(f"{P}cSld/{P}spTree")
        before = len(self.builder.blocks)
        if tree is not None:
            self._add_title(tree, number)
            self._add_shapes(tree, parents)
        if all(block.is_boilerplate for block in self.builder.blocks[before:]):
            for text in self.alternatives:
                self.builder.footnote(text)
        for relation in relations.values():
            if relation.kind == "notesSlide":
                self._add_notes(relation.target)
            elif relation.kind == "comments":
                self._add_comments(relation.target)

    def _parents(self, relations: dict[str, Relation]) -> list[etree._Element]:
        """Return the layout and the master of a slide, read once each."""
        layout = next((r.target for r in relations.values() if r.kind == "slideLayout"), None)
        if layout is None:
            return []
        if layout not in self.parents:
            masters = (r.target for r in self.package.relations(layout).values() if r.kind == "slideMaster")
            found = (self.package.part(name) for name in (layout, next(masters, "")) if self.package.has(name))
            self.parents[layout] = [root for root in found if root is not None]
        return self.parents[layout]

    def _add_title(self, tree: etree._Element, number: int) -> None:
        """Open the slide's section. One without a title ends the section before all the same."""
        shapes = [shape for shape in tree.iterfind(f"{P}sp") if placeholder(shape).kind in TITLES]
        is_cover = number == 1 and any(placeholder(shape).kind == "ctrTitle" for shape in shapes)
        level = 1 if is_cover else 2
        self.builder.close_sections(level)
        texts = [paragraph_text(node) for shape in shapes for node in shape.iterfind(f"{P}txBody/{A}p")]
        title = squeeze(" ".join(texts))
        if len(title.split()) > _MOST_TITLE_WORDS:
            for text in texts:
                self.builder.paragraph(text)
        else:
            self.builder.heading(title, level)

    def _add_shapes(self, tree: etree._Element, parents: list[etree._Element]) -> None:
        for shape in ordered(tree, parents):
            if shape.tag == f"{P}grpSp":
                self._add_shapes(shape, parents)
            elif shape.tag == f"{P}graphicFrame":
                self._add_frame(shape)
            elif shape.tag == f"{P}pic":
                self.pictures += 1
                self._keep_alternative(shape)
            elif placeholder(shape).kind not in TITLES or tree.tag != f"{P}spTree":
                self._add_text(shape, parents)

    def _add_text(self, shape: etree._Element, parents: list[etree._Element]) -> None:
        body = shape.find(f"{P}txBody")
        is_aside = is_margin(shape)
        for paragraph in [] if body is None else paragraphs(shape, body, parents):
            if paragraph.depth and not is_aside:
                self.builder.list_item(paragraph.text, paragraph.depth)
            else:
                self.builder.paragraph(paragraph.text, is_boilerplate=is_aside)

    def _add_frame(self, frame: etree._Element) -> None:
        for table in frame.iterfind(f"{A}graphic/{A}graphicData/{A}tbl"):
            caption, header, rows = read_table(table)
            self.builder.paragraph(caption)
            self.builder.table(header, rows)
        if next(frame.iter(f"{C}chart", f"{DGM}relIds"), None) is not None:
            self.drawings.read(frame, self.part)
        self.objects += next(frame.iter(f"{P}oleObj"), None) is not None
        self._keep_alternative(frame)

    def _keep_alternative(self, shape: etree._Element) -> None:
        """Keep what a picture's author wrote for those who do not see it."""
        for node in shape.iter(f"{P}cNvPr"):
            text = squeeze(node.get("descr", ""))
            if text and not _MACHINE_MADE.search(text):
                self.alternatives.append(text)

    def _add_notes(self, part: str) -> None:
        root = self.package.part(part)
        tree = None if root is None else root.find(f"{P}cSld/{P}spTree")
        if tree is None:
            return
        for shape in tree.iter(f"{P}sp"):
            if is_margin(shape):
                continue
            self.characters += characters(shape, *_TEXTS)
            for body in shape.iterfind(f"{P}txBody"):
                for paragraph in body.iterfind(f"{A}p"):
                    self.builder.footnote(paragraph_text(paragraph))

    def _authors(self) -> dict[str, str]:
        """Return who comments, by id; old and new comments name them in parts of their own."""
        found: dict[str, str] = {}
        for relation in self.relations.values():
            if relation.kind in {"commentAuthors", "authors"} and (root := self.package.part(relation.target)) is not None:
                found.update({node.get("id", ""): node.get("name", "") for node in root})
        return found

    def _add_comments(self, part: str) -> None:
        """Add comments and the answers to them, each said by whom."""
        root = self.package.part(part)
        for node in () if root is None else root.iter("{*}cm", "{*}reply"):
            author = self.authors.get(node.get("authorId", ""), "")
            bodies = [child for child in node if isinstance(child.tag, str) and child.tag.endswith(("}text", "}txBody"))]
            texts = [body.text or "" if body.tag.endswith("}text") else _joined(body) for body in bodies]
            text = squeeze(" ".join(texts))
            self.characters += len("".join(text.split()))
            self.builder.footnote(f"{author}: {text}" if author and text else text)

    def _add_remarks(self, hidden: list[int]) -> None:
        notes = self.builder.notes
        if hidden:
            numbers = ", ".join(map(str, hidden))
            notes.append(
                f"Slide {numbers} is hidden in the show." if len(hidden) == 1 else f"Slides {numbers} are hidden in the show."
            )
        if self.pictures:
            notes.append(f"{count(self.pictures, 'picture')} not read.")
        if self.objects:
            notes.append(f"{count(self.objects, 'embedded object')} not read.")


def _joined(body: etree._Element) -> str:
    return " ".join(paragraph_text(node) for node in body.iterfind(f"{A}p"))
