"""What an OpenDocument file calls its elements, which of them are no part of its text, and what its styles say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from quoth.reading.building import visible_characters
from quoth.reading.office.packages import as_number

_NAMES: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT: Final = f"{_NAMES}text:1.0}}"
TABLE: Final = f"{_NAMES}table:1.0}}"
DRAW: Final = f"{_NAMES}drawing:1.0}}"
OFFICE: Final = f"{_NAMES}office:1.0}}"
STYLE: Final = f"{_NAMES}style:1.0}}"
PRESENTATION: Final = f"{_NAMES}presentation:1.0}}"
FO: Final = f"{_NAMES}xsl-fo-compatible:1.0}}"
_SVG: Final = f"{_NAMES}svg-compatible:1.0}}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"

# No part of the text: deleted words, the marks of notes and lists, descriptions, forms, pictures as text.
SILENT: Final = frozenset(
    {f"{TEXT}tracked-changes", f"{TEXT}note-citation", f"{TEXT}number", f"{TEXT}ruby-text", f"{_DC}creator", f"{_DC}date",
     f"{_SVG}title", f"{_SVG}desc", f"{OFFICE}binary-data", f"{OFFICE}forms", f"{OFFICE}scripts", f"{OFFICE}event-listeners",
     f"{TABLE}tracked-changes", f"{_NAMES}meta:1.0}}creator-initials", f"{_NAMES}meta:1.0}}date-string"}
)  # fmt: skip
_DEEPEST_STYLE: Final = 20


def source_characters(root: etree._Element) -> int:
    """Return the visible characters of all text nodes but those that are no part of the text."""
    total, stack = 0, [root]
    while stack:
        node = stack.pop()
        if node.tag not in SILENT and isinstance(node.tag, str):
            total += visible_characters(node.text or "")
            stack.extend(node)
        total += visible_characters(node.tail or "") if node is not root else 0
    return total


class Styles:
    """What the styles of a document say about its text."""

    def __init__(self, roots: Iterable[etree._Element | None]) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        for root in roots:
            for node in () if root is None else root.iter(f"{STYLE}style"):
                self._styles.setdefault((node.get(f"{STYLE}family", ""), node.get(f"{STYLE}name", "")), node)

    def _chain(self, family: str, name: str) -> Iterator[etree._Element]:
        """Yield a style and those that it builds on."""
        for _ in range(_DEEPEST_STYLE):
            node = self._styles.get((family, name))
            if node is None:
                return
            yield node
            name = node.get(f"{STYLE}parent-style-name", "")

    def _text(self, family: str, name: str, attribute: str) -> str:
        for node in self._chain(family, name):
            for part in node.iterfind(f"{STYLE}text-properties"):
                if (value := part.get(attribute)) is not None:
                    return str(value)
        return ""

    def is_hidden(self, family: str, name: str) -> bool:
        """Say whether text in a style is not shown."""
        return self._text(family, name, f"{TEXT}display") == "none"

    def is_bold(self, family: str, name: str) -> bool:
        """Say whether text in a style is bold."""
        return self._text(family, name, f"{FO}font-weight") in {"bold", "600", "700", "800", "900"}

    def is_raised(self, name: str) -> bool:
        """Say whether text in a style stands above the line."""
        position = self._text("text", name, f"{STYLE}text-position")
        return position.startswith("super") or bool(re.match(r"[1-9]\d*(?:\.\d+)?%", position))

    def heading_level(self, name: str) -> int:
        """Return the outline level of a paragraph style; 0 for running text."""
        for node in self._chain("paragraph", name):
            if level := as_number(node.get(f"{STYLE}default-outline-level")):
                return level
            if node.get(f"{STYLE}name") == "Title":
                return 1
        return 0

    def is_a(self, name: str, ancestor: str) -> bool:
        """Say whether a paragraph style is, or builds on, a style of a certain name."""
        return name == ancestor or any(node.get(f"{STYLE}name") == ancestor for node in self._chain("paragraph", name))

    def is_hidden_slide(self, name: str) -> bool:
        """Say whether a slide in a style is left out of the show."""
        nodes = self._chain("drawing-page", name)
        parts = (part for node in nodes for part in node.iterfind(f"{STYLE}drawing-page-properties"))
        return any(part.get(f"{PRESENTATION}visibility") == "hidden" for part in parts)
