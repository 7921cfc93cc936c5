"""What an HTML element says: hidden and foreign parts left out, raised and lowered letters written so that they stay themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborNode

from quoth.reading.mathml import formula
from quoth.reading.raised import raised
from quoth.text.normalise import squeeze

SKIPPED: Final = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "canvas", "iframe", "object", "select", "button", "input",
     "textarea", "video", "audio", "img", "annotation", "annotation-xml", "datalist", "map", "rp", "noframes", "frameset"}
)  # fmt: skip
INLINE: Final = frozenset({
    "a", "abbr", "acronym", "b", "basefont", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "nobr", "output", "q", "rb", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr", "o:p", "math",
})  # fmt: skip
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_NOTE_MARK: Final = re.compile(
    r"\[?(?:(?:note|nb|n)[\s.]*)?(?:\d{1,4}|[ivx]{1,5}|[a-z]|[*\u2020\u2021\u00a7\u00b6]{1,3})[\])]?(?:[,\s]+\d{1,4})*"
)
_BACK: Final = re.compile(r"[\^\u2191\u21a9\u21b5\u2b11]\ufe0e?")
_LONGEST_MARK: Final = 16
_DEEPEST_FORMULA: Final = 40


def is_hidden(node: LexborNode) -> bool:
    """Say whether a browser does not show an element."""
    attributes = node.attributes
    if not attributes:
        return False
    if next(children_of(node, "math"), None) is not None:
        return False  # the words of a formula that is shown as a picture
    return (
        "hidden" in attributes or attributes.get("aria-hidden") == "true" or bool(_HIDDEN.search(attributes.get("style") or ""))
    )


def is_note_mark(node: LexborNode) -> bool:
    """Say whether an inline element is the raised number of a note, or the link that leads back from it."""
    if node.tag not in ("sup", "a") or not _is_tiny(node):
        return False
    words = squeeze(node.text(deep=True))
    if node.tag == "a":
        role = (node.attributes.get("role") or "").lower()
        is_back = bool(_BACK.fullmatch(words)) or role == "doc-backlink"
        is_raised = role == "doc-noteref" or (node.css_first("sup") is not None and bool(_NOTE_MARK.fullmatch(words)))
        return is_back or is_raised
    return bool(_NOTE_MARK.fullmatch(words)) and node.css_first("a") is not None


def said(node: LexborNode, tables: list[LexborNode] | None = None, *, keeps_lines: bool = False) -> str:
    """Return the words of an element as running text, without recursion.

    Args:
        tables: Where to put the tables inside it, which are no running text.
        keeps_lines: Keep line breaks, as in `<pre>`.
    """
    parts: list[str] = []
    stack: list[LexborNode | str] = list(reversed(list(node.iter(include_text=True))))
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            parts.append(one)
            continue
        tag = one.tag or ""
        if tag == "-text":
            parts.append(one.text(deep=False))
        elif tag == "br":
            parts.append("\n" if keeps_lines else " ")
        elif tables is not None and tag == "table":
            tables.append(one)
        elif tag in SKIPPED or tag.startswith("-") or is_hidden(one) or is_note_mark(one):
            parts.append(" " if tag not in INLINE and not tag.startswith("-") else "")
        elif tag == "math":
            parts.append(spoken(one))
        elif tag == "sup" and is_bare(one):
            parts.append(raised("".join(parts[-3:]), one.text(deep=True)))
        else:
            gap = "" if tag in INLINE or keeps_lines else " "
            parts.append(" \u2022 " if tag == "li" and not keeps_lines else gap)
            stack.append(gap)
            stack.extend(reversed(list(one.iter(include_text=True))))
    text = "".join(parts)
    return text if keeps_lines else squeeze(text)


def is_bare(node: LexborNode) -> bool:
    """Say whether an element holds text only."""
    return next(iter(node.iter()), None) is None


def spoken(node: LexborNode, depth: int = 0) -> str:
    """Return a formula, or a part of one, as a line of text."""
    if node.tag in SKIPPED:
        return ""
    parts = list(node.iter())
    if not parts or depth > _DEEPEST_FORMULA:
        return squeeze(node.text(deep=True))
    return formula(node.tag or "", [spoken(part, depth + 1) for part in parts])


def _is_tiny(node: LexborNode) -> bool:
    """Say whether an element holds some words, and no more than the mark of a note does."""
    size = 0
    for place, one in enumerate(node.traverse(include_text=True)):
        size += len("".join(one.text(deep=False).split())) if one.tag == "-text" else 0
        if size > _LONGEST_MARK or place > _LONGEST_MARK:
            return False
    return size > 0


def sizes(root: LexborNode) -> tuple[dict[int, int], dict[int, int]]:
    """Return for each element its visible characters and, for each table, those of the tables right inside it; in one pass."""
    size: dict[int, int] = {}
    nested: dict[int, int] = {}
    tables: list[int] = []
    count = 0
    stack: list[tuple[LexborNode, int]] = [(root, -1)]
    while stack:
        node, before = stack.pop()
        tag = node.tag or ""
        if before >= 0:
            size[node.mem_id] = count - before
            if tag == "table":
                tables.pop()
                if tables:
                    nested[tables[-1]] = nested.get(tables[-1], 0) + count - before
        elif tag == "-text":
            count += sum(map(len, node.text(deep=False).split()))
        elif tag not in SKIPPED and not tag.startswith("-"):
            if tag == "table":
                tables.append(node.mem_id)
                if len(tables) > 1:
                    nested.setdefault(tables[-2], 0)
            stack.append((node, count))
            stack.extend((child, -1) for child in reversed(list(node.iter(include_text=True))))
    return size, nested


def children_of(node: LexborNode, *tags: str) -> Iterator[LexborNode]:
    """Give the child elements with one of these names."""
    return (child for child in node.iter() if child.tag in tags)
