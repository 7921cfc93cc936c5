"""Read articles of journals: JATS XML and its forerunner, the NLM DTD (the DTD itself is never loaded)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder, visible_characters
from quoth.reading.formats.jats_front import find, keywords, metadata_of, read_front, title_of
from quoth.reading.formats.jats_text import caption_of, label_of, running_text
from quoth.reading.formats.xml import elements, local_name, parse_named
from quoth.reading.tables.grid import Cell, body_rows, header_row, span_of
from quoth.text.normalise import squeeze

_SECTIONS: Final = {"sec", "ack", "app", "boxed-text", "notes", "glossary", "abstract", "trans-abstract", "bio", "statement",
                    "ref-list", "def-list", "fn-group", "list", "kwd-group", "verse-group"}  # fmt: skip
_BLOCKS: Final = _SECTIONS | {"p", "table-wrap", "fig", "disp-quote", "fn", "table", "preformat", "code", "supplementary-material",
                              "table-wrap-group", "fig-group", "table-wrap-foot", "chem-struct-wrap", "array", "media",
                              "speech", "question-wrap"}  # fmt: skip
# Said elsewhere, or no words of the text.
_SKIPPED: Final = {"title", "label", "graphic", "object-id", "caption", "permissions", "alternatives-text", "sec-meta", "alt-text",
                   "long-desc", "counts", "custom-meta-group", "col", "colgroup", "hr", "term-head", "def-head"}  # fmt: skip


def read_jats(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Add the article's blocks to the builder and return its title, authors, journal, date and DOI.

    Raises:
        ReadingError: It is no article, or its XML is broken.
    """
    root = parse_named(data)
    articles = [root] if local_name(root) == "article" else list(root.iter("{*}article"))
    if not articles:
        raise ReadingError("it holds no article.", "Save it as JATS XML, whose root is <article>.")
    builder.source_characters = sum(visible_characters(text) for article in articles for text in _printed(article))
    walk = _Walk(builder)
    for article in articles:
        walk.article(article)
    if walk.pictures:
        builder.notes.append(f"{walk.pictures} {'picture was' if walk.pictures == 1 else 'pictures were'} not read.")
    return metadata_of(articles[0])


def _printed(article: etree._Element) -> Iterator[str]:
    """Give the words of the parts that an article prints, apart from the further formats of one formula."""
    for meta in find(article, "front/article-meta"):
        for name in ("title-group", "abstract", "trans-abstract", "kwd-group", "aff", "author-notes", "permissions"):
            for part in meta.iterfind(f".//{{*}}{name}"):
                yield from _strings(part)
    for name in ("body", "back", "floats-group", "floats-wrap", "sub-article", "response"):
        for part in find(article, name):
            yield from _strings(part)


def _strings(part: etree._Element) -> Iterator[str]:
    for element in part.iter(etree.Element):
        parent = element.getparent()
        is_second = parent is not None and local_name(parent) == "alternatives" and local_name(element) == "tex-math"
        if not is_second and local_name(element) not in ("object-id", "alt-text", "institution-id", "contrib-id"):
            yield element.text or ""
        if element is not part:
            yield element.tail or ""


class _Walk:
    """Walks down the sections; libxml2 lets none nest deeper than 256."""

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.pictures = 0

    def article(self, article: etree._Element, depth: int = 1) -> None:
        for front in [*find(article, "front"), *find(article, "front-stub")]:
            read_front(front, self.builder, depth)
            meta = next(iter(find(front, "article-meta")), front)
            for part in [*find(meta, "abstract"), *find(meta, "trans-abstract")]:
                self._section(part, depth + 1, "" if find(part, "title") else "Abstract")
            for part in find(meta, "kwd-group"):
                self.builder.paragraph(keywords(part))
        for name in ("body", "back", "floats-group", "floats-wrap"):
            for part in find(article, name):
                self._children(part, depth + 1)
        for name in ("sub-article", "response"):
            for part in find(article, name):
                self.article(part, depth + 1)

    def _children(self, parent: etree._Element, depth: int, *, is_aside: bool = False) -> None:
        for child in elements(parent):
            self._block(child, depth, is_aside=is_aside)

    def _block(self, element: etree._Element, depth: int, *, is_aside: bool) -> None:  # noqa: C901, PLR0912 - one case per element
        match local_name(element):
            case "list":
                self._list(element, 1, is_aside=is_aside)
            case "def-list":
                self._definitions(element, depth, is_aside=is_aside)
            case "kwd-group":
                self.builder.paragraph(keywords(element), is_boilerplate=is_aside)
            case "ref-list":
                self._section(element, depth, is_aside=True)
            case "ref":
                self.builder.list_item(" ".join(running_text(part) for part in elements(element)), is_boilerplate=True)
            case name if name in _SECTIONS:
                self._section(element, depth, is_aside=is_aside)
            case "table-wrap":
                self._table_wrap(element, depth, is_aside=is_aside)
            case "table":
                self._table(element, is_aside=is_aside)
            case "fig" | "supplementary-material" | "chem-struct-wrap" | "media":
                self.pictures += len(element.findall(".//{*}graphic")) > 0
                self._note(caption_of(element), is_aside=is_aside)
                self._apart(element, depth, is_aside=is_aside)
            case "fn":
                self.builder.footnote(running_text(element), is_boilerplate=is_aside)
            case "preformat" | "code":
                self.builder.code("".join(map(str, element.itertext())), is_boilerplate=is_aside)
            case "disp-quote" | "speech" | "table-wrap-foot" | "app-group" | "fig-group" | "table-wrap-group" | "sec-group":
                self._note(caption_of(element), is_aside=is_aside)
                self._children(element, depth, is_aside=is_aside)
            case name if name not in _SKIPPED:
                self._running(element, depth, is_aside=is_aside)

    def _note(self, text: str, *, is_aside: bool) -> None:
        self.builder.paragraph(text, is_boilerplate=is_aside)

    def _section(self, element: etree._Element, depth: int, title: str = "", *, is_aside: bool = False) -> None:
        name = title_of(element) or title
        if name:
            label = label_of(element)
            self.builder.heading(f"{label} {name}" if label else name, min(depth, 6), is_boilerplate=is_aside)
        else:
            self._note(label_of(element), is_aside=is_aside)
        caption = find(element, "caption")
        for part in caption:
            self._children(part, depth + 1, is_aside=is_aside)
        self._children(element, depth + 1 if name else depth, is_aside=is_aside)

    def _running(self, element: etree._Element, depth: int, *, is_aside: bool, item: int = 0) -> None:
        """Add running text; what stands as a block of its own inside it comes after the words before it."""
        parts: list[etree._Element | str] = []

        def flush() -> None:
            text = running_text(element, parts)
            parts.clear()
            if item:
                self.builder.list_item(text, item, is_boilerplate=is_aside)
            else:
                self.builder.paragraph(text, is_boilerplate=is_aside)

        parts.append(element.text or "")
        for child in element:
            name = local_name(child)
            if name == "list" and item:
                flush()
                self._list(child, item + 1, is_aside=is_aside)
            elif name in _BLOCKS and not (name == "p" and item):
                flush()
                self._block(child, depth, is_aside=is_aside)
            elif not (name == "label" and item):
                if name == "p" and squeeze(running_text(element, parts)):
                    flush()
                parts.append(child)
            parts.append(child.tail or "")
        flush()

    def _list(self, element: etree._Element, level: int, *, is_aside: bool) -> None:
        self._note(title_of(element), is_aside=is_aside)
        for item in find(element, "list-item"):
            for child in elements(item):
                match local_name(child):
                    case "label":
                        continue
                    case "list":
                        self._list(child, level + 1, is_aside=is_aside)
                    case _:
                        self._running(child, 6, is_aside=is_aside, item=level)

    def _definitions(self, element: etree._Element, depth: int, *, is_aside: bool) -> None:
        if title := title_of(element):
            self.builder.heading(title, min(depth, 6), is_boilerplate=is_aside)
        for item in elements(element):
            if local_name(item) == "def-list":
                self._definitions(item, depth, is_aside=is_aside)
            elif local_name(item) == "def-item":
                terms = ", ".join(running_text(term) for term in find(item, "term"))
                meanings = " ".join(running_text(meaning) for meaning in find(item, "def"))
                self.builder.list_item(f"{terms}: {meanings}" if terms else meanings, is_boilerplate=is_aside)

    def _apart(self, element: etree._Element, depth: int, *, is_aside: bool) -> None:
        for child in elements(element):
            if local_name(child) in _BLOCKS:
                self._block(child, depth, is_aside=is_aside)

    def _table_wrap(self, element: etree._Element, depth: int, *, is_aside: bool) -> None:
        self._note(caption_of(element), is_aside=is_aside)
        tables = list(element.iterfind(".//{*}table"))
        for table in tables:
            self._table(table, is_aside=is_aside)
        self.pictures += not tables and len(element.findall(".//{*}graphic")) > 0
        for foot in find(element, "table-wrap-foot"):
            for part in elements(foot):
                notes = elements(part) if local_name(part) == "fn-group" else [part]
                for note in notes:
                    self.builder.footnote(running_text(note), is_boilerplate=is_aside)
        for child in elements(element):
            if local_name(child) in ("p", "fn", "fn-group", "list"):
                self._block(child, depth, is_aside=is_aside)

    def _table(self, element: etree._Element, *, is_aside: bool) -> None:
        head = [_cells(row) for row in element.iterfind("{*}thead/{*}tr")]
        rows = [row for path in ("{*}tr", "{*}tbody/{*}tr", "{*}tfoot/{*}tr") for row in element.iterfind(path)]
        while not head and rows and all(local_name(cell) == "th" for cell in elements(rows[0])):
            head.append(_cells(rows.pop(0)))
        self.builder.table(header_row(head), body_rows([_cells(row) for row in rows]), is_boilerplate=is_aside)


def _cells(row: etree._Element) -> list[Cell]:
    return [
        Cell(squeeze(running_text(cell)), span_of(cell.get("colspan")), span_of(cell.get("rowspan")))
        for cell in elements(row)
        if local_name(cell) in ("td", "th")
    ]
