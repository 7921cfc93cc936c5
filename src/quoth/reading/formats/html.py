"""Read HTML through selectolax (the lexbor HTML5 parser), also when it is saved with menus and advertising."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from quoth.reading.boilerplate import ASIDE_TAGS, is_aside, is_boilerplate
from quoth.reading.building import TextBuilder
from quoth.reading.formats.html_depth import flattened
from quoth.reading.formats.html_tables import read_table
from quoth.reading.formats.html_text import INLINE, SKIPPED, is_bare, is_hidden, is_note_mark, said, sizes, spoken
from quoth.reading.raised import raised
from quoth.text.normalise import squeeze

_STRONG: Final = frozenset({"strong", "b"})
_TITLES: Final = re.compile("h[1-6]")
_NOTES: Final = re.compile(r"(?:^|[-_\s])(?:footnotes?|endnotes?|rearnotes?)(?![-_\w]*ref)(?:$|[-_\s])", re.IGNORECASE)
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATES: Final = (
    "article:modified_time", "og:updated_time", "last-modified", "dcterms.modified", "dc.date.modified", "datemodified",
    "article:published_time", "dcterms.date", "dc.date", "dcterms.created", "citation_publication_date", "datepublished", "pubdate",
)  # fmt: skip
_OWNERS: Final = ("author", "dcterms.creator", "dc.creator", "article:author", "citation_author")
_MOST_HEADING_WORDS: Final = 25
# A region may be set aside only while it is the smaller part of the page; else the "menu" is the content.
_MOST_ASIDE_SHARE: Final = 0.6


def read_html(text: str, builder: TextBuilder) -> dict[str, str]:
    """Add the page's blocks to the builder and return its metadata: title, date, owner, whatever `<meta name>` says.

    Called again for a further page of the same document, as a book has them, it adds to what is counted.
    """
    tree = LexborHTMLParser(flattened(text))
    if tree.body is not None:
        size = _walk(tree.body, builder)
        builder.source_characters = (builder.source_characters or 0) + size
        pictures = len(tree.body.css("img, picture > source:only-child"))
        if pictures:
            builder.notes.append(f"{pictures} {'picture was' if pictures == 1 else 'pictures were'} not read.")
    return _metadata(tree)


def read_fragment(text: str, builder: TextBuilder) -> None:
    """Add a piece of HTML that stands in a document of another format, which counts its characters itself."""
    tree = LexborHTMLParser(flattened(text))
    if tree.body is not None:
        _walk(tree.body, builder)


def _walk(body: LexborNode, builder: TextBuilder) -> int:
    """Add the blocks; return how many visible characters there are."""
    size, nested = sizes(body)
    _Walk(builder, size, nested).walk(body)
    return size[body.mem_id]


def _metadata(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.css("meta[name][content], meta[property][content], meta[itemprop][content]"):
        attributes = meta.attributes
        name = (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").lower()
        found.setdefault(name, squeeze(attributes.get("content") or ""))
    title = tree.css_first("head > title")
    if title is not None and squeeze(title.text()):
        found["title"] = squeeze(title.text())
    dates = [found[name] for name in _DATES if _ISO_DATE.match(found.get(name, ""))]
    owners = [found[name] for name in _OWNERS if found.get(name)]
    for ours, theirs in (("date", dates), ("owner", owners)):
        if theirs and not found.get(ours):
            found[ours] = theirs[0]
    return found


@dataclass
class _Inline:
    """Running text being collected, and how much of it is linked or strong."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    strong: int = 0
    is_broken: bool = False


class _Open(NamedTuple):
    """An element that is open, and what it counts for."""

    tag: str
    is_list: bool = False
    is_section: bool = False
    is_note: bool = False
    is_aside: bool = False


class _Walk:
    """A depth-first walk without recursion: saved pages nest deeper than Python's stack."""

    def __init__(self, builder: TextBuilder, size: dict[int, int], nested: dict[int, int]) -> None:
        self.builder = builder
        self.size = size
        self.nested = nested
        self.total = 0
        self.inline = _Inline()
        self.blocks: list[_Open] = []
        self.terms: list[str] = []
        self.links = 0
        self.strongs = 0
        # Open elements of each sort: lists, sections, notes, and what stands aside.
        self.lists = self.sections = self.notes = self.asides = 0

    def walk(self, root: LexborNode) -> None:
        self.total = max(self.size[root.mem_id], 1)
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, is_leaving = stack.pop()
            if is_leaving:
                self._leave(node)
                continue
            children = self._enter(node)
            if children is not None:
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(children))
        self._flush()
        self._end_terms()

    def _enter(self, node: LexborNode) -> list[LexborNode] | None:
        """Take one node; return what is to be walked into, None to leave it at that."""
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text(deep=False))
        elif tag == "br":
            self._break()
        elif tag in SKIPPED or tag.startswith("-"):
            pass
        elif tag in INLINE:
            return self._enter_inline(node, tag)
        else:
            self._flush()
            return self._enter_block(node, tag)
        return None

    def _enter_inline(self, node: LexborNode, tag: str) -> list[LexborNode] | None:
        if is_hidden(node) or is_note_mark(node):
            return None
        if tag == "math":
            self._text(spoken(node))
            return None
        if tag == "sup" and is_bare(node):
            self._text(raised("".join(self.inline.parts[-3:]), node.text(deep=True)))
            return None
        self.links += tag == "a"
        self.strongs += tag in _STRONG
        return list(node.iter(include_text=True))

    def _enter_block(self, node: LexborNode, tag: str) -> list[LexborNode] | None:
        if tag == "table" and (table := read_table(node, self.size[node.mem_id], self.nested.get(node.mem_id))) is not None:
            aside = self._is_aside() or is_hidden(node)
            self._end_terms()
            self.builder.paragraph(table.caption, is_boilerplate=aside)
            self.builder.table(table.header, table.rows, is_boilerplate=aside)
            self._open(_Open(tag, is_aside=aside and not self._is_aside()))
            return table.nested
        if tag in ("pre", "listing", "xmp"):
            self._end_terms()
            self.builder.code(said(node, keeps_lines=True), is_boilerplate=self._is_aside() or is_hidden(node))
            return None
        if tag in ("dl", "ul", "ol"):
            self._end_terms()
        is_section = tag in ("article", "main", "section")
        is_note = _is_note(node)
        is_aside = not is_note and self._stands_aside(node, tag)
        self._open(_Open(tag, is_list=tag in ("ul", "ol"), is_section=is_section, is_note=is_note, is_aside=is_aside))
        return list(node.iter(include_text=True))

    def _open(self, block: _Open, by: int = 1) -> None:
        self.lists += by * block.is_list
        self.sections += by * block.is_section
        self.notes += by * block.is_note
        self.asides += by * block.is_aside
        if by > 0:
            self.blocks.append(block)

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in INLINE:
            self.links -= tag == "a"
            self.strongs -= tag in _STRONG
            return
        self._flush()
        if tag == "dl":
            self._end_terms()
        self._open(self.blocks.pop(), by=-1)

    def _text(self, text: str) -> None:
        size = len(squeeze(text))
        self.inline.parts.append(text)
        self.inline.is_broken = self.inline.is_broken and not size
        self.inline.linked += size if self.links else 0
        self.inline.strong += size if self.strongs else 0

    def _break(self) -> None:
        """Break the line; a second break in a row ends the paragraph."""
        if self.inline.is_broken:
            self._flush()
        self.inline.parts.append(" ")
        self.inline.is_broken = True

    def _stands_aside(self, node: LexborNode, tag: str) -> bool:
        if tag in ("body", "main", "article"):
            return False
        attributes = node.attributes
        if not attributes and tag not in ASIDE_TAGS and tag != "header":
            return False
        role = (attributes.get("role") or "").lower()
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        is_sources = tag == "ol" and "references" in names.split()
        page_header = tag == "header" and not self.sections
        if not (is_hidden(node) or page_header or is_sources or is_aside(tag, role, names)):
            return False
        return self.size[node.mem_id] < _MOST_ASIDE_SHARE * self.total

    def _is_aside(self) -> bool:
        return self.asides > 0

    def _end_terms(self) -> None:
        """Add the terms of a list of definitions that no definition follows."""
        terms, self.terms = self.terms, []
        for term in terms:
            self.builder.list_item(term, max(self.lists, 1), is_boilerplate=self._is_aside())

    def _flush(self) -> None:
        inline, self.inline = self.inline, _Inline()
        flat = squeeze("".join(inline.parts))
        if not flat:
            return
        tag = next((block.tag for block in reversed(self.blocks) if block.tag not in ("div", "p", "section")), "")
        is_boiler = self._is_aside() or is_boilerplate(flat, inline.linked)
        if tag == "dt":
            self.terms.append(flat)
            return
        if tag == "dd" and self.terms:
            term, self.terms = ", ".join(self.terms), []
            flat = f"{term} {flat}" if term.endswith((":", "?")) else f"{term}: {flat}"
        self._end_terms()
        if _TITLES.fullmatch(tag):
            self.builder.heading(flat, int(tag[1]), is_boilerplate=self._is_aside())
        elif self.notes:
            self.builder.footnote(flat, is_boilerplate=self._is_aside())
        elif tag in ("li", "dd") or self.lists:
            self.builder.list_item(flat, max(self.lists, 1), is_boilerplate=is_boiler)
        elif self._looks_like_heading(flat, inline) and tag != "figcaption" and not is_boiler:
            self.builder.heading(flat, 4)
        else:
            self.builder.paragraph(flat, is_boilerplate=is_boiler)

    @staticmethod
    def _looks_like_heading(flat: str, inline: _Inline) -> bool:
        """Say whether a paragraph is all strong and short: how many pages write a heading."""
        return (
            inline.strong >= 0.95 * len(flat)
            and len(flat.split()) <= _MOST_HEADING_WORDS
            and not flat.endswith((".", "!", ";"))
        )


def _is_note(node: LexborNode) -> bool:
    """Say whether an element holds footnotes, by its role, EPUB's type or its class."""
    attributes = node.attributes
    if not attributes:
        return False
    kinds = f"{attributes.get('role') or ''} {attributes.get('epub:type') or ''}".replace("doc-", "")
    return bool(_NOTES.search(kinds) or _NOTES.search(attributes.get("class") or ""))
