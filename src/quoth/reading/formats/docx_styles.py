"""What the styles and the numbering of a DOCX make of a paragraph: heading, list item, bold, hidden, how large."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from quoth.reading.office.packages import as_number, is_on

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL: Final = f"{W}val"
_HEADING: Final = re.compile(r"heading ([1-9])", re.IGNORECASE)
_CONTENTS: Final = re.compile(r"(?:toc|index|contents) ?\d|table of figures|toa heading|toc heading", re.IGNORECASE)
_CODE: Final = re.compile(r"html preformatted|preformatted text|source ?code|code(?: block)?|listing|macro", re.IGNORECASE)
_LONGEST_CHAIN: Final = 20
_BODY_LEVEL: Final = 9
_DEEPEST_HEADING: Final = 6
_DEFAULT_SIZE: Final = 20  # half points, where a document names none


@dataclass
class Styles:
    """The styles and numberings of a document, with what each inherits; what was asked of a style is kept."""

    nodes: dict[str, etree._Element] = field(default_factory=dict)
    default: str = ""
    size: int = _DEFAULT_SIZE
    formats: dict[tuple[str, int], str] = field(default_factory=dict)
    chains: dict[str, list[etree._Element]] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    named: dict[tuple[str, re.Pattern[str]], bool] = field(default_factory=dict)

    @classmethod
    def read(cls, styles: etree._Element | None, numbering: etree._Element | None) -> Styles:
        """Return what two parts of a package say; either may be missing."""
        found = cls()
        if styles is not None:
            for node in styles.iter(f"{W}style"):
                found.nodes[node.get(f"{W}styleId", "")] = node
                if node.get(f"{W}type") == "paragraph" and is_on(node, f"{W}default") and node.get(f"{W}default"):
                    found.default = node.get(f"{W}styleId", "")
            size = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
            found.size = as_number(size.get(VAL), _DEFAULT_SIZE) if size is not None else _DEFAULT_SIZE
        if numbering is not None:
            found.formats = _formats(numbering)
        return found

    def chain(self, style_id: str | None) -> list[etree._Element]:
        """Return a style and those it is based on."""
        key = style_id or ""
        if key not in self.chains:
            found: list[etree._Element] = []
            while (node := self.nodes.get(style_id or "")) is not None and len(found) < _LONGEST_CHAIN:
                found.append(node)
                based = node.find(f"{W}basedOn")
                style_id = None if based is None else based.get(VAL)
            self.chains[key] = found
        return self.chains[key]

    def of(self, paragraph: etree._Element) -> str:
        """Return the id of a paragraph's style."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.default if style is None else style.get(VAL, "")

    def heading_level(self, paragraph: etree._Element) -> int:
        """Return the level that makes a paragraph a heading, 0 where none does."""
        direct = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if direct is not None:
            return _outline(direct)
        style_id = self.of(paragraph)
        if style_id not in self.levels:
            self.levels[style_id] = _style_level(self.chain(style_id))
        return self.levels[style_id]

    def is_contents(self, paragraph: etree._Element) -> bool:
        """Say whether a paragraph belongs to a table of contents or an index."""
        return self._is_named(paragraph, _CONTENTS)

    def is_code(self, paragraph: etree._Element) -> bool:
        """Say whether a paragraph's style is for preformatted text."""
        return self._is_named(paragraph, _CODE)

    def _is_named(self, paragraph: etree._Element, pattern: re.Pattern[str]) -> bool:
        key = self.of(paragraph), pattern
        if key not in self.named:
            self.named[key] = any(pattern.fullmatch(_name(style)) for style in self.chain(key[0]))
        return self.named[key]

    def list_place(self, paragraph: etree._Element) -> tuple[int, str]:
        """Return the depth of a list item, 0 for what is none, and the format of its mark, such as `bullet`."""
        number, level = None, None
        direct = paragraph.find(f"{W}pPr/{W}numPr")
        inherited = (style.find(f"{W}pPr/{W}numPr") for style in self.chain(self.of(paragraph)))
        for node in (direct, *inherited):
            if node is None:
                continue
            if number is None and (found := node.find(f"{W}numId")) is not None:
                number = found.get(VAL, "")
            if level is None and (found := node.find(f"{W}ilvl")) is not None:
                level = as_number(found.get(VAL))
        if number is None or number == "0":
            return 0, ""
        level = min(max(level or 0, 0), 8)
        shown = self.formats.get((number, level), "none")
        return (0, "") if shown == "none" else (level + 1, shown)

    def switch(self, run: etree._Element, paragraph: etree._Element, name: str) -> bool:
        """Say whether a property such as bold is on for a run, by itself, its style or its paragraph's style."""
        node = self._run_property(run, paragraph, name)
        return is_on(node, VAL)

    def size_of(self, run: etree._Element, paragraph: etree._Element) -> int:
        """Return the size of a run's letters in half points."""
        node = self._run_property(run, paragraph, "sz")
        return self.size if node is None else as_number(node.get(VAL), self.size)

    def has_header_format(self, table: etree._Element) -> bool:
        """Say whether a table's style gives the first row a look of its own."""
        style = table.find(f"{W}tblPr/{W}tblStyle")
        chain = self.chain(None if style is None else style.get(VAL))
        return any(part.get(f"{W}type") == "firstRow" for node in chain for part in node.findall(f"{W}tblStylePr"))

    def _run_property(self, run: etree._Element, paragraph: etree._Element, name: str) -> etree._Element | None:
        direct = run.find(f"{W}rPr/{W}{name}")
        if direct is not None:
            return direct
        own = run.find(f"{W}rPr/{W}rStyle")
        for style_id in (None if own is None else own.get(VAL), self.of(paragraph)):
            for style in self.chain(style_id):
                if (found := style.find(f"{W}rPr/{W}{name}")) is not None:
                    return found
        return None


def _name(style: etree._Element) -> str:
    node = style.find(f"{W}name")
    return "" if node is None else node.get(VAL, "")


def _style_level(chain: list[etree._Element]) -> int:
    for style in chain:
        name = _name(style)
        if match := _HEADING.fullmatch(name):
            return min(int(match.group(1)), _DEEPEST_HEADING)
        if name.lower() == "title":
            return 1
        if (outline := style.find(f"{W}pPr/{W}outlineLvl")) is not None:
            return _outline(outline)
    return 0


def _outline(node: etree._Element) -> int:
    level = as_number(node.get(VAL), _BODY_LEVEL)
    return min(level + 1, _DEEPEST_HEADING) if 0 <= level < _BODY_LEVEL else 0


def _formats(numbering: etree._Element) -> dict[tuple[str, int], str]:
    """Return how each level of each numbering is shown; `none` where nothing is."""
    abstract: dict[str, dict[int, str]] = {}
    links: dict[str, str] = {}
    named: dict[str, str] = {}
    for node in numbering.findall(f"{W}abstractNum"):
        key = node.get(f"{W}abstractNumId", "")
        abstract[key] = {as_number(level.get(f"{W}ilvl")): _shown(level) for level in node.findall(f"{W}lvl")}
        if (link := node.find(f"{W}numStyleLink")) is not None:
            links[key] = link.get(VAL, "")
        if (name := node.find(f"{W}styleLink")) is not None:
            named[name.get(VAL, "")] = key
    found: dict[tuple[str, int], str] = {}
    for node in numbering.findall(f"{W}num"):
        base = node.find(f"{W}abstractNumId")
        key = "" if base is None else base.get(VAL, "")
        levels = dict(abstract.get(named.get(links.get(key, ""), key), {}))
        for override in node.findall(f"{W}lvlOverride"):
            if (level := override.find(f"{W}lvl")) is not None:
                levels[as_number(override.get(f"{W}ilvl"))] = _shown(level)
        found.update({(node.get(f"{W}numId", ""), level): shown for level, shown in levels.items()})
    return found


def _shown(level: etree._Element) -> str:
    form, text = level.find(f"{W}numFmt"), level.find(f"{W}lvlText")
    kind = "decimal" if form is None else form.get(VAL, "decimal")
    has_text = text is None or bool(text.get(VAL, "")) or level.find(f"{W}lvlPicBulletId") is not None
    return kind if has_text else "none"
