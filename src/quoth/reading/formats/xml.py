"""Read XML of any vocabulary: the words of its elements in order, records that are alike as tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Final

from lxml import etree

from quoth.reading.building import TextBuilder, visible_characters
from quoth.reading.markup import parse_xml
from quoth.text.normalise import squeeze

# Either a stretch in which an ampersand is only an ampersand, or the name of a character.
_NAMED = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|&([A-Za-z][A-Za-z0-9]{1,31});", re.DOTALL)
_OWN: Final = {b"amp", b"lt", b"gt", b"quot", b"apos"}
_WORDY = re.compile(r"[^\W\d_]{2,}\S*\s+[^\W\d_]{2,}")
_MARKUP = re.compile(r"</?(?:p|div|br|a|h[1-6]|ul|li|span|table)\b[^>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_SKIPPED_ATTRIBUTES: Final = {"class", "style", "href", "src", "schemaLocation", "xmlns", "select", "match", "test"}
_FIELDS: Final = {
    "title": "title", "creator": "owner", "author": "owner", "owner": "owner", "date": "date", "modified": "date",
    "updated": "date",
}  # fmt: skip
_MOST_HEADINGS: Final = 200
_MOST_HEADING_WORDS: Final = 25
_MOST_FIELD_WORDS: Final = 12
_FEWEST_RECORDS: Final = 2
_FEWEST_FIELDS: Final = 2


def read_xml(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Add the document's blocks to the builder and return the title, author and date that its first elements state."""
    root = parse_named(data)
    builder.source_characters = sum(map(visible_characters, _strings(root)))
    _Walk(builder).walk(root)
    return _metadata(root)


def parse_named(data: bytes) -> etree._Element:
    """Parse XML in which the characters that HTML names, as in `&eacute;`, need no DTD.

    Raises:
        ReadingError: As `parse_xml`.
    """
    return parse_xml(_NAMED.sub(_spelt, data))


def _spelt(match: re.Match[bytes]) -> bytes:
    name = match.group(1)
    if name is None or name in _OWN:
        return match.group()
    characters = html5.get(f"{name.decode('ascii')};")
    return match.group() if characters is None else "".join(f"&#{ord(c)};" for c in characters).encode("ascii")


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace; empty for what is no element."""
    tag = element.tag
    return etree.QName(tag).localname if isinstance(tag, str) else ""


def elements(parent: etree._Element) -> list[etree._Element]:
    """Return the child elements: no comments, no processing instructions, no unknown entities."""
    return [child for child in parent if isinstance(child.tag, str)]


def _strings(root: etree._Element) -> Iterator[str]:
    """Give every text and every attribute of words of the document."""
    for element in root.iter(etree.Element):
        text = element.text or ""
        yield _TAG.sub("", text) if len(_MARKUP.findall(text)) > 1 else text
        yield element.tail or ""
        yield from (text for _, text in _said(element))


def _said(element: etree._Element) -> list[tuple[str, str]]:
    """Return the attributes that hold words a person would read."""
    named = ((etree.QName(name).localname, str(value)) for name, value in element.attrib.items())
    return [(name, value) for name, value in named if name not in _SKIPPED_ATTRIBUTES and _WORDY.search(value)]


def _metadata(root: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in [root, *elements(root), *(below for child in elements(root)[:1] for below in elements(child))]:
        ours = _FIELDS.get(local_name(element).lower())
        text = squeeze(element.text or "")
        if ours and text and not len(element):
            found.setdefault(ours, text)
    return found


class _Walk:
    """Walks down the elements; libxml2 lets none nest deeper than 256."""

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.headings = 0

    def walk(self, root: etree._Element) -> None:
        self._element(root, depth=0)

    def _element(self, element: etree._Element, depth: int) -> None:
        for name, value in _said(element):
            self.builder.list_item(f"{_spaced(name)}: {value}")
        children = elements(element)
        if not children or _is_mixed(element):
            self._running(element)
            return
        if (table := _records(children)) is not None:
            self.builder.table(*table)
            return
        self._fields_and_parts(element, children, depth)

    def _fields_and_parts(self, element: etree._Element, children: list[etree._Element], depth: int) -> None:
        title = next((c for c in children if local_name(c).lower() in ("title", "heading", "head", "name")), None)
        named = squeeze("".join(title.itertext())) if title is not None and not len(title) else ""
        if named and len(named.split()) <= _MOST_HEADING_WORDS and self.headings < _MOST_HEADINGS:
            self.headings += 1
            self.builder.heading(named, min(depth + 1, 6))
            children = [child for child in children if child is not title]
        names = [local_name(child) for child in children]
        for child, name in zip(children, names, strict=True):
            if not len(child) and len((child.text or "").split()) <= _MOST_FIELD_WORDS and not _is_repeated(names, name):
                self._field(child, name)
            else:
                self._element(child, depth + 1)
        # What stands between elements that hold elements only.
        for child in elements(element):
            self.builder.paragraph(child.tail or "")

    def _field(self, child: etree._Element, name: str) -> None:
        if text := squeeze(child.text or ""):
            self.builder.list_item(f"{_spaced(name)}: {text}")
        for key, value in _said(child):
            self.builder.list_item(f"{_spaced(key)}: {value}")

    def _running(self, element: etree._Element) -> None:
        text = "".join(str(part) for part in element.itertext())
        if len(_MARKUP.findall(text)) > 1:
            from quoth.reading.formats.html import read_fragment

            read_fragment(text, self.builder)
            return
        if len(text.split()) <= _MOST_FIELD_WORDS and not text.rstrip().endswith((".", "!", "?")):
            self.builder.list_item(text)
            return
        for paragraph in re.split(r"\n[ \t]*\n", text):
            self.builder.paragraph(paragraph)


def _spaced(name: str) -> str:
    return re.sub(r"[-_.]+", " ", name).strip() or name


def _is_short(text: str) -> bool:
    return len(text.split()) <= _MOST_HEADING_WORDS


def _is_long(text: str) -> bool:
    return not _is_short(text) or _MARKUP.search(text) is not None


def _is_repeated(names: list[str], name: str) -> bool:
    return names.count(name) > len(names) // 2 and len(names) > 1


def _is_mixed(element: etree._Element) -> bool:
    """Say whether words stand between its elements: then they are marks in running text."""
    own = [element.text or "", *(child.tail or "" for child in element)]
    return any(text.strip() for text in own)


def _records(children: list[etree._Element]) -> tuple[list[str], list[list[str]]] | None:
    """Return header and rows if the elements are records: all of one name, each of the same few plain fields."""
    if len(children) < _FEWEST_RECORDS or len({child.tag for child in children}) > 1:
        return None
    names: dict[str, None] = {}
    rows: list[dict[str, str]] = []
    for child in children:
        fields = elements(child)
        given = {etree.QName(name).localname: squeeze(str(value)) for name, value in child.attrib.items()}
        row = given | {local_name(field): squeeze(field.text or "") for field in fields}
        is_plain = not any(len(field) or _said(field) for field in fields) and not (child.text or "").strip()
        if not is_plain or len(row) != len(fields) + len(given) or any(map(_is_long, row.values())):
            return None
        names.update(dict.fromkeys(row))
        rows.append(row)
    if len(names) < _FEWEST_FIELDS or sum(map(len, rows)) < len(names) * len(rows) / 2:
        return None
    return [_spaced(name) for name in names], [[row.get(name, "") for name in names] for row in rows]
