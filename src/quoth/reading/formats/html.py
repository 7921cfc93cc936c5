"""Read HTML through selectolax (the lexbor HTML5 parser), also when it is saved with menus and advertising."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from quoth.reading.boilerplate import is_aside, is_boilerplate
from quoth.reading.building import TextBuilder
from quoth.text.normalise import squeeze

_SKIPPED: Final = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "math", "canvas", "iframe", "object", "select", "button",
     "input", "textarea", "video", "audio", "img"}
)  # fmt: skip
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q",
     "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr", "big", "strike"}
)  # fmt: skip
_STRONG: Final = frozenset({"strong", "b"})
_MOST_HEADING_WORDS: Final = 25
# A region may be set aside only while it is the smaller part of the page; else the "menu" is the content.
_MOST_ASIDE_SHARE: Final = 0.6
# Measuring a region reads all its text: a page of nested menus would cost the square of its depth.
_DEEPEST_ASIDE: Final = 200


def read_html(text: str, builder: TextBuilder) -> dict[str, str]:
    """Add the page's blocks to the builder and return its metadata: title, date, owner, whatever `<meta name>` says."""
    tree = LexborHTMLParser(text)
    tree.strip_tags(sorted(_SKIPPED - {"head"}), recursive=True)
    if tree.body is not None:
        _Walk(builder, total=len(tree.body.text(deep=True))).walk(tree.body)
    return _metadata(tree)


def _metadata(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.css("meta[name][content], meta[property][content]"):
        name = (meta.attributes.get("name") or meta.attributes.get("property") or "").lower()
        found.setdefault(name, squeeze(meta.attributes.get("content") or ""))
    title = tree.css_first("head > title")
    if title is not None and squeeze(title.text()):
        found["title"] = squeeze(title.text())
    for ours, theirs in (
        ("date", "article:published_time"),
        ("date", "dcterms.date"),
        ("owner", "author"),
        ("owner", "dcterms.creator"),
    ):
        if theirs in found:
            found.setdefault(ours, found[theirs])
    return found


@dataclass
class _Inline:
    """Running text being collected, and how much of it is linked or strong."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    strong: int = 0


class _Walk:
    """A depth-first walk without recursion: saved pages nest deeper than Python's stack."""

    def __init__(self, builder: TextBuilder, total: int) -> None:
        self.builder = builder
        self.total = max(total, 1)
        self.inline = _Inline()
        self.blocks: list[str] = []
        self.links = 0
        self.strongs = 0
        self.asides = 0
        self.lists = 0

    def walk(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, is_leaving = stack.pop()
            if is_leaving:
                self._leave(node)
            elif self._enter(node):
                stack.append((node, True))
                children = list(node.iter(include_text=True))
                stack.extend((child, False) for child in reversed(children))
        self._flush()

    def _enter(self, node: LexborNode) -> bool:  # noqa: PLR0911 - one return per sort of node
        """Take one node; say whether to walk into it."""
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text(deep=False))
            return False
        if tag in _SKIPPED or tag.startswith("-"):
            return False
        if tag == "br":
            self.inline.parts.append(" ")
            return False
        if tag in _INLINE:
            self.links += tag == "a"
            self.strongs += tag in _STRONG
            return True
        self._flush()
        if tag == "table" and (table := _table(node)) is not None:
            if (caption := node.css_first("caption")) is not None:
                self.builder.paragraph(caption.text(deep=True), is_boilerplate=self._is_aside())
            self.builder.table(table[0], table[1:], is_boilerplate=self._is_aside())
            return False
        if tag == "pre":
            self.builder.code(node.text(deep=True), is_boilerplate=self._is_aside())
            return False
        self.blocks.append(tag)
        self.lists += tag in ("ul", "ol")
        self.asides += self._stands_aside(node, tag)
        return True

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _INLINE:
            self.links -= tag == "a"
            self.strongs -= tag in _STRONG
            return
        self._flush()
        self.asides -= self._stands_aside(node, tag)
        self.lists -= tag in ("ul", "ol")
        self.blocks.pop()

    def _text(self, text: str) -> None:
        size = len(squeeze(text))
        self.inline.parts.append(text)
        self.inline.linked += size if self.links else 0
        self.inline.strong += size if self.strongs else 0

    def _stands_aside(self, node: LexborNode, tag: str) -> bool:
        if tag in ("body", "main", "article") or len(self.blocks) > _DEEPEST_ASIDE:
            return False
        attributes = node.attributes
        role = (attributes.get("role") or "").lower()
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        hidden = "hidden" in attributes or attributes.get("aria-hidden") == "true"
        page_header = tag == "header" and not {"article", "main", "section"} & set(self.blocks)
        if not (hidden or page_header or is_aside(tag, role, names)):
            return False
        return len(node.text(deep=True)) < _MOST_ASIDE_SHARE * self.total

    def _is_aside(self) -> bool:
        return self.asides > 0

    def _flush(self) -> None:
        inline, self.inline = self.inline, _Inline()
        flat = squeeze("".join(inline.parts))
        if not flat:
            return
        tag = next((t for t in reversed(self.blocks) if t not in ("div", "p", "section")), "")
        is_boiler = self._is_aside() or is_boilerplate(flat, inline.linked)
        if re.fullmatch("h[1-6]", tag):
            self.builder.heading(flat, int(tag[1]), is_boilerplate=self._is_aside())
        elif tag in ("li", "dd", "dt") or self.lists:
            self.builder.list_item(flat, max(self.lists, 1), is_boilerplate=is_boiler)
        elif self._looks_like_heading(flat, inline) and not is_boiler:
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


def _table(node: LexborNode) -> list[list[str]] | None:
    """Return header and rows of a data table; None for a table that only lays out a page."""
    if node.css_first("td table, th table") is not None:
        return None
    if node.css_first("h1, h2, ul, ol, p + p") is not None and node.css_first("th") is None:
        return None
    rows: list[list[str]] = []
    header: list[str] = []
    for row in node.css("tr"):
        cells = [child for child in row.iter() if child.tag in ("td", "th")]
        texts = [squeeze(cell.text(deep=True, separator=" ")) for cell in cells]
        if not header and not rows and cells and all(cell.tag == "th" for cell in cells):
            header = texts
        elif texts:
            rows.append(texts)
    if max((len(row) for row in rows), default=0) < 2:  # noqa: PLR2004 - one column is a list
        return None
    return [header, *rows]
