"""Write Office equations on one line: a fraction's halves must not run together, nor a power into its base."""

from __future__ import annotations

from typing import Final

from lxml import etree

from quoth.reading.office.packages import M
from quoth.text.normalise import squeeze

_DEEPEST: Final = 40
# Element -> what stands before each of its parts.
_MARKS: Final = {
    "f": {"den": "/"},
    "sSup": {"sup": "^"},
    "sSub": {"sub": "_"},
    "sSubSup": {"sub": "_", "sup": "^"},
    "sPre": {"sub": "_", "sup": "^"},
    "nary": {"sub": "_", "sup": "^", "e": " "},
    "rad": {"e": "\u221a"},
    "limLow": {"lim": "_"},
    "limUpp": {"lim": "^"},
    "func": {"e": " "},
}
_LONG_HALVES: Final = {"num", "den", "sup", "sub", "lim"}


def equation(node: etree._Element, depth: int = 0) -> str:
    """Return an `m:oMath`, or any part of one, as a line of text."""
    if depth > _DEEPEST:
        return squeeze("".join(text.text or "" for text in node.iter(f"{M}t")))
    return "".join(_part(child, depth + 1) for child in node if isinstance(child.tag, str))


def _part(node: etree._Element, depth: int) -> str:
    name = node.tag.removeprefix(M)
    if node.tag == f"{M}t":
        return node.text or ""
    if name in _MARKS:
        return _marked(node, _MARKS[name], depth)
    if name == "d":
        opening, closing = _sign(node, "begChr", "("), _sign(node, "endChr", ")")
        return opening + _sign(node, "sepChr", "|").join(equation(part, depth) for part in node.findall(f"{M}e")) + closing
    if name == "m":
        rows = (", ".join(equation(cell, depth) for cell in row.findall(f"{M}e")) for row in node.findall(f"{M}mr"))
        return "[" + "; ".join(rows) + "]"
    if name == "eqArr":
        return "; ".join(equation(part, depth) for part in node.findall(f"{M}e"))
    return equation(node, depth)


def _marked(node: etree._Element, marks: dict[str, str], depth: int) -> str:
    text = _sign(node, "chr", "\u222b") if node.tag == f"{M}nary" else ""
    for child in node:
        name = child.tag.removeprefix(M) if isinstance(child.tag, str) else ""
        inner = equation(child, depth)
        if inner.strip():
            text += marks.get(name, "") + (f"({inner})" if name in _LONG_HALVES and _is_long(inner) else inner)
    return text


def _is_long(text: str) -> bool:
    return len(text) > 1 and not text.strip().isalnum()


def _sign(node: etree._Element, name: str, default: str) -> str:
    """Return a sign that an element's properties name, such as an opening bracket."""
    found = node.find(f"{M}{node.tag.removeprefix(M)}Pr/{M}{name}")
    return default if found is None else str(found.get(f"{M}val", ""))
