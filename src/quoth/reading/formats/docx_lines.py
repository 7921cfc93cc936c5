"""One paragraph of a DOCX: its visible words, and what hangs on it: notes, comments, text boxes, drawings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from quoth.reading.building import visible_characters
from quoth.reading.formats.docx_styles import VAL, Styles, W
from quoth.reading.office.equations import equation
from quoth.reading.office.packages import A, M, as_number, characters, is_on, local_name
from quoth.reading.office.symbols import in_unicode, symbol
from quoth.text.normalise import squeeze

_V: Final = "{urn:schemas-microsoft-com:vml}"
_BULLET: Final = re.compile(r"\s*[\u2022\u25aa\u2023\u25e6\u25cf\u25cb\u25a0\u00b7\uf0b7\uf0a7]\s+")
_SPACES: Final = {f"{W}tab", f"{W}ptab", f"{W}br", f"{W}cr"}
_PICTURES: Final = {f"{W}drawing", f"{W}pict", f"{W}object"}
_NOTES: Final = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote", f"{W}commentReference": "comment"}
_SKIPPED: Final = {f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{W}sdtEndPr", f"{W}rt", f"{W}rubyPr", f"{W}instrText", f"{W}delText"}


@dataclass
class Line:
    """A paragraph as read.

    Attributes:
        notes: What it refers to: kind and id.
        hanging: Its text boxes and drawings, in order.
        turns_before, turns: Page breaks that Word has stored before its first word and within it.
        runs: Its visible runs and their number of visible characters.
    """

    element: etree._Element
    parts: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    hanging: list[etree._Element] = field(default_factory=list)
    turns_before: int = 0
    turns: int = 0
    hidden: int = 0
    pictures: int = 0
    objects: int = 0
    unknown: int = 0
    runs: list[tuple[etree._Element, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return its words."""
        return "".join(self.parts)

    @property
    def bare(self) -> str:
        """Return its words without a bullet that was typed before them."""
        return _BULLET.sub("", self.text, count=1) if self.has_bullet else self.text

    @property
    def has_bullet(self) -> bool:
        """Say whether a bullet was typed before its words."""
        return _BULLET.match(self.text) is not None


def read_line(paragraph: etree._Element, styles: Styles) -> Line:
    """Read a paragraph."""
    line = Line(paragraph)
    fields: list[_Field] = []
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag == f"{W}r":
            _read_run(node, line, fields, styles)
        elif node.tag == f"{M}oMath":
            line.parts.append(equation(node) + " " * (_next_tag(node) == node.tag))
        elif node.tag not in _SKIPPED:
            stack.extend(reversed(node))
    return line


def _next_tag(node: etree._Element) -> str:
    following = node.getnext()
    return "" if following is None else str(following.tag)


@dataclass
class _Field:
    """A field whose code or result is being read; what its code holds is not seen."""

    start: int
    shown: str
    is_code: bool = True


def _read_run(run: etree._Element, line: Line, fields: list[_Field], styles: Styles) -> None:
    if styles.switch(run, line.element, "vanish"):
        line.hidden += characters(run, f"{W}t")
        for node in run.iter(f"{W}fldChar"):
            _turn_field(node, line, fields)
        return
    before = len(line.parts)
    fonts = run.find(f"{W}rPr/{W}rFonts")
    font = "" if fonts is None else fonts.get(f"{W}ascii", "")
    own_mark = any(is_on(node, f"{W}customMarkFollows") and node.get(f"{W}customMarkFollows") for node in run)
    stack = list(reversed(run))
    while stack:
        node = stack.pop()
        if node.tag == f"{W}t":
            line.parts.append("" if own_mark else in_unicode(node.text or "", font))
        elif node.tag == f"{W}fldChar":
            _turn_field(node, line, fields)
        elif node.tag == f"{W}lastRenderedPageBreak":
            line.turns_before += not line.text.strip()
            line.turns += bool(line.text.strip())
        elif node.tag in _PICTURES:
            _hang(node, line)
        elif node.tag not in _SKIPPED and not _read_mark(node, line):
            stack.extend(reversed(node))
    if size := visible_characters("".join(line.parts[before:])):
        line.runs.append((run, size))


def _read_mark(node: etree._Element, line: Line) -> bool:
    """Take an element that stands for a character or a note; say whether it was one."""
    if node.tag in _SPACES:
        line.parts.append("\n" if node.tag in {f"{W}br", f"{W}cr"} else "\t")
    elif node.tag == f"{W}noBreakHyphen":
        line.parts.append("-")
    elif node.tag == f"{W}sym":
        code = node.get(f"{W}char", "")
        found = symbol(int(code, 16), node.get(f"{W}font", "")) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else None
        line.parts.append(found or "")
        line.unknown += found is None
    elif node.tag in _NOTES:
        line.notes.append((_NOTES[node.tag], node.get(f"{W}id", "")))
    elif node.tag == f"{M}oMath":
        line.parts.append(equation(node))
    else:
        return False
    return True


def _turn_field(node: etree._Element, line: Line, fields: list[_Field]) -> None:
    """Follow a field from its code to its result; a field that never ends in its paragraph hides nothing."""
    kind = node.get(f"{W}fldCharType")
    if kind == "begin":
        fields.append(_Field(len(line.parts), _form_value(node)))
    elif fields and kind == "separate" and fields[-1].is_code:
        del line.parts[fields[-1].start :]
        fields[-1].is_code = False
    elif fields and kind == "end":
        field_ = fields.pop()
        if field_.is_code:
            del line.parts[field_.start :]
            line.parts.append(field_.shown)


def _form_value(node: etree._Element) -> str:
    """Return what a form field without a result shows: a box, ticked or not, or the chosen entry of a list."""
    if (box := node.find(f"{W}ffData/{W}checkBox")) is not None:
        state = box.find(f"{W}checked")
        state = box.find(f"{W}default") if state is None else state
        return "\u2612" if is_on(state, VAL) else "\u2610"
    if (entries := node.find(f"{W}ffData/{W}ddList")) is not None:
        chosen = entries.find(f"{W}result")
        place = 0 if chosen is None else as_number(chosen.get(VAL))
        texts = [entry.get(VAL, "") for entry in entries.findall(f"{W}listEntry")]
        return texts[place] if 0 <= place < len(texts) else ""
    return ""


def _hang(node: etree._Element, line: Line) -> None:
    """Keep the text boxes, charts and diagrams of a drawing; count what is only a picture."""
    shown = {local_name(part) for part in node.iter()}
    if shown & {"txbxContent", "chart", "relIds", "textpath"} or node.find(f".//{A}t") is not None:
        line.hanging.append(node)
    elif node.tag == f"{W}object":
        line.objects += 1
    elif shown & {"blip", "imagedata"}:
        line.pictures += 1


def boxes(drawing: etree._Element) -> list[etree._Element]:
    """Return the text boxes of a drawing, not those inside them."""
    found, stack = [], [drawing]
    while stack:
        node = stack.pop()
        if node.tag == f"{W}txbxContent":
            found.append(node)
        else:
            stack.extend(reversed(node))
    return found


def loose_text(drawing: etree._Element) -> list[str]:
    """Return the words of a drawing that stand in no text box: lettering in shapes and locked canvases."""
    lettering = [node.get("string", "") for node in drawing.iter(f"{_V}textpath")]
    canvas = ["".join(t.text or "" for t in paragraph.iter(f"{A}t")) for paragraph in drawing.iter(f"{A}p")]
    return [squeeze(text) for text in (*lettering, *canvas) if text.strip()]
