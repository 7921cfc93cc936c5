"""The running text of JATS elements: inline marks add no space and lose none; what stands apart stays apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from quoth.reading.formats.xml import local_name
from quoth.reading.mathml import formula
from quoth.reading.raised import raised
from quoth.text.normalise import squeeze

_SILENT: Final = {"graphic", "inline-graphic", "object-id", "alt-text", "long-desc", "inline-supplementary-material-id",
                  "journal-id", "issn", "contrib-id", "institution-id", "annotation", "annotation-xml"}  # fmt: skip
# Their parts stand apart even where no space is written between them.
_PARTED: Final = {"element-citation", "citation", "nlm-citation", "name", "person-group", "string-name", "name-alternatives", "aff",
                  "caption", "list", "list-item", "fn", "table", "thead", "tbody", "tr", "table-wrap", "fig", "sec", "ref",
                  "ref-list", "back", "body", "abstract", "author-notes", "corresp", "def-list", "def-item", "kwd-group", "license",
                  "date", "fn-group", "title-group", "institution-wrap", "contrib", "contrib-group", "floats-group", "permissions",
                  "table-wrap-foot", "boxed-text", "address", "supplementary-material", "app", "app-group", "glossary", "notes",
                  "sub-article", "front-stub", "response", "mrow-group", "media", "disp-quote", "def"}  # fmt: skip
_MATHML: Final = "{http://www.w3.org/1998/Math/MathML}"
# A word, with or without a point after it, or the raised number of another source: a number right after it is raised, too.
_HANGING: Final = re.compile(r"(?:[^\W\d_][.,;:)\]\u2019\u201d\"']{0,3}|[\u00b9\u00b2\u00b3\u2070-\u2079][,\u2013-]?)$")
_APART: Final = {"p", "disp-formula", "disp-formula-group", "title", "break", "tr", "td", "th", "list-item", "label"}
_DOCUMENT: Final = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)


def running_text(element: etree._Element, parts: Sequence[etree._Element | str] | None = None) -> str:
    """Return the words of an element, or of some of its parts, as one text."""
    pieces: list[str] = []
    for part in [element] if parts is None else parts:
        if isinstance(part, str):
            pieces.append(part)
        else:
            _collect(part, pieces)
    return squeeze("".join(pieces))


def label_of(element: etree._Element) -> str:
    """Return an element's own label, as "Table 2"."""
    labels = [child for child in element if local_name(child) == "label"]
    return running_text(labels[0]) if labels else ""


def caption_of(element: etree._Element) -> str:
    """Return label and caption as one text."""
    captions = [running_text(child) for child in element if local_name(child) == "caption"]
    return squeeze(" ".join([label_of(element), *captions]))


def _collect(element: etree._Element, pieces: list[str]) -> None:  # noqa: PLR0911 - one return per sort of element
    name = local_name(element)
    if not name:
        # An entity that nobody defines: written as it stands.
        pieces.append(str(element.text or "") if element.tag is etree.Entity else "")
        return
    if name in _SILENT:
        return
    if name == "tex-math":
        pieces.append(_tex("".join(map(str, element.itertext()))))
        return
    if name == "sup":
        pieces.append(raised("".join(pieces[-3:]), _inside(element), is_reference=_points(element)))
        return
    if name == "alternatives":
        _collect_one(element, pieces)
        return
    if name == "xref" and len(element) == 1 and local_name(element[0]) == "sup" and not (element.text or "").strip():
        pieces.append(raised("".join(pieces[-3:]), _inside(element[0]), is_reference=True) + (element[0].tail or ""))
        return
    if element.tag.startswith(_MATHML):
        pieces.append(_formula(element))
        return
    if name == "xref" and _follows_xref(element):
        pieces.append(",")
    if name == "xref" and element.get("ref-type") in ("bibr", "fn") and _HANGING.search("".join(pieces[-5:])):
        pieces.append(raised("", _inside(element), is_reference=True))
        return
    apart = " " if name in _APART else ""
    pieces.append(apart)
    _collect_inside(element, name, pieces)
    pieces.append(apart)


def _follows_xref(element: etree._Element) -> bool:
    """Say whether two numbers of sources touch, as in "[2021]": the journal sets a comma between them."""
    before = element.getprevious()
    return before is not None and local_name(before) == "xref" and not before.tail and (before.text or " ")[-1].isdigit()


def _formula(element: etree._Element) -> str:
    name = local_name(element)
    if name in _SILENT:
        return ""
    parts = [_formula(child) for child in element if isinstance(child.tag, str)]
    return formula(name, parts) if parts else squeeze(element.text or "")


def _collect_inside(element: etree._Element, name: str, pieces: list[str]) -> None:
    pieces.append(element.text or "")
    is_parted = name in _PARTED or (name == "mixed-citation" and _is_bare(element))
    for child in element:
        if is_parted:
            pieces.append(_gap(pieces))
        _collect(child, pieces)
        pieces.append(child.tail or "")


def _is_bare(element: etree._Element) -> bool:
    """Say whether nothing but points and commas is written between the parts: the journal sets the spaces."""
    own = "".join([element.text or "", *(child.tail or "" for child in element)])
    return not any(c.isalnum() or c.isspace() for c in own)


def _gap(pieces: list[str]) -> str:
    """Return a space, unless what comes before was written to touch what follows."""
    before = next((piece for piece in reversed(pieces) if piece), " ")
    return "" if before[-1] in " \t\n([{-\u2013/\"'\u201c\u2018" else " "


def _collect_one(element: etree._Element, pieces: list[str]) -> None:
    """Collect the first form of a formula or table that has words; MathML before TeX."""
    forms = sorted(element, key=lambda child: local_name(child) == "tex-math")
    for form in forms:
        found: list[str] = []
        _collect(form, found)
        if any(piece.strip() for piece in found):
            pieces.extend(found)
            return


def _inside(element: etree._Element) -> str:
    pieces: list[str] = []
    _collect_inside(element, "", pieces)
    return "".join(pieces)


def _points(element: etree._Element) -> bool:
    return any(local_name(child) == "xref" for child in element)


def _tex(text: str) -> str:
    """Return a formula without the document that wraps it."""
    match = _DOCUMENT.search(text)
    return squeeze((match.group(1) if match else text).strip().strip("$"))
