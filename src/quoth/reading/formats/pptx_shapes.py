"""The shapes of a slide in reading order, their paragraphs, and what they inherit from layout and master."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from quoth.reading.office.equations import equation
from quoth.reading.office.packages import A, M, as_number, characters
from quoth.reading.office.symbols import in_unicode

P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
TITLES: Final = frozenset({"title", "ctrTitle"})
MARGINS: Final = frozenset({"dt", "ftr", "hdr", "sldNum"})
_SHAPES: Final = frozenset({f"{P}sp", f"{P}cxnSp", f"{P}pic", f"{P}graphicFrame", f"{P}grpSp"})
_LINE: Final = 230_000  # EMU, a quarter of an inch: tops closer than that stand on one line
_BULLETS: Final = tuple(f"{A}{name}" for name in ("buChar", "buAutoNum", "buBlip"))
_DEEPEST_LEVEL: Final = 9


@dataclass(frozen=True)
class Placeholder:
    """What a shape fills in its layout; the kind is empty for a shape that fills nothing."""

    kind: str = ""
    place: str = ""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: its words, the depth of its list item or 0."""

    text: str
    depth: int


def placeholder(shape: etree._Element) -> Placeholder:
    """Return what a shape fills."""
    node = next((node for part in shape for node in part.findall(f"{P}nvPr/{P}ph")), None)
    return Placeholder() if node is None else Placeholder(node.get("type", "obj"), node.get("idx", "0"))


def ordered(tree: etree._Element, parents: list[etree._Element]) -> list[etree._Element]:
    """Return the shapes of a slide or group as they are read: title first, then from top to bottom, left to right.

    Where a slide holds nothing but what its layout lays out, the order of the layout's author stands.
    """
    shapes = [node for node in tree if node.tag in _SHAPES]
    kinds = [placeholder(shape).kind for shape in shapes]
    titles = [shape for shape, kind in zip(shapes, kinds, strict=True) if kind in TITLES]
    others = [shape for shape, kind in zip(shapes, kinds, strict=True) if kind not in TITLES | MARGINS]
    margins = [shape for shape, kind in zip(shapes, kinds, strict=True) if kind in MARGINS]
    if not all(placeholder(shape).kind for shape in others):
        others = _by_place(others, parents)
    return [*titles, *others, *margins]


def _by_place(shapes: list[etree._Element], parents: list[etree._Element]) -> list[etree._Element]:
    placed = sorted(((*_place(shape, parents), number) for number, shape in enumerate(shapes)), key=lambda p: (p[0], p[2]))
    lines: list[list[tuple[int, int, int]]] = []
    for top, left, number in placed:
        if not lines or top - lines[-1][0][0] > _LINE:
            lines.append([])
        lines[-1].append((top, left, number))
    return [shapes[number] for line in lines for _, _, number in sorted(line, key=lambda p: p[1:])]


def _place(shape: etree._Element, parents: list[etree._Element]) -> tuple[int, int]:
    """Return the top and left edge of a shape, or of the one it inherits from."""
    for node in (shape, *inherited(shape, parents)):
        offset = next((off for path in (f"{P}spPr/{A}xfrm", f"{P}grpSpPr/{A}xfrm", f"{P}xfrm") for off in node.findall(f"{path}/{A}off")), None)  # fmt: skip
        if offset is not None:
            return as_number(offset.get("y")), as_number(offset.get("x"))
    return 0, 0


def inherited(shape: etree._Element, parents: list[etree._Element]) -> Iterator[etree._Element]:
    """Yield the shapes of layout and master that a placeholder takes after: the same place, then the same kind."""
    own = placeholder(shape)
    if not own.kind:
        return
    kind = own.kind
    for number, parent in enumerate(parents):
        found = [(placeholder(node), node) for node in parent.iterfind(f"{P}cSld/{P}spTree/{P}sp")]
        same = [node for other, node in found if other.kind and not number and other.place == own.place]
        alike = [node for other, node in found if _family(other.kind) == _family(kind)]
        match = next(iter([*same, *alike]), None)
        if match is not None:
            kind = placeholder(match).kind
            yield match


def _family(kind: str) -> str:
    if kind in TITLES:
        return "title"
    return kind if kind in MARGINS or not kind else "body"


def paragraphs(shape: etree._Element, body: etree._Element, parents: list[etree._Element]) -> list[Paragraph]:
    """Return the paragraphs of a text body that hold words."""
    styles = [style for node in (shape, *inherited(shape, parents)) for style in node.iterfind(f"{P}txBody/{A}lstStyle")]
    own = placeholder(shape)
    if own.kind and parents:
        name = {"title": "titleStyle", "body": "bodyStyle"}.get(_family(own.kind), "otherStyle")
        styles += parents[-1].findall(f"{P}txStyles/{P}{name}")
    found = []
    for node in body.iterfind(f"{A}p"):
        text = paragraph_text(node)
        if text.strip():
            found.append(Paragraph(text, _depth(node, styles)))
    return found


def is_margin(shape: etree._Element) -> bool:
    """Say whether a shape holds a footer, a date or a slide's number, by its placeholder or because its words are such a field."""
    if placeholder(shape).kind in MARGINS:
        return True
    fields = [node for node in shape.iter(f"{A}fld") if node.get("type", "").startswith(("slidenum", "datetime"))]
    return bool(fields) and characters(shape, f"{A}t") == sum(characters(node, f"{A}t") for node in fields)


def paragraph_text(node: etree._Element) -> str:
    """Return the words of a paragraph of DrawingML; line breaks and equations in place."""
    parts: list[str] = []
    stack = list(reversed(node))
    while stack:
        child = stack.pop()
        if child.tag == f"{A}t":
            font = child.getparent().find(f"{A}rPr/{A}sym")
            parts.append(in_unicode(child.text or "", "" if font is None else font.get("typeface", "")))
        elif child.tag == f"{A}br":
            parts.append("\n")
        elif child.tag == f"{M}oMath":
            parts.append(equation(child))
        else:
            stack.extend(reversed(child))
    return "".join(parts)


def _depth(node: etree._Element, styles: list[etree._Element]) -> int:
    """Return the depth of a list item; 0 where no bullet or number is shown."""
    own = node.find(f"{A}pPr")
    level = min(max(as_number(None if own is None else own.get("lvl")), 0), _DEEPEST_LEVEL - 1)
    for properties in (own, *(style.find(f"{A}lvl{level + 1}pPr") for style in styles)):
        if properties is None:
            continue
        if properties.find(f"{A}buNone") is not None:
            return 0
        if any(properties.find(tag) is not None for tag in _BULLETS):
            return level + 1
    return 0


def read_table(table: etree._Element) -> tuple[str, list[str], list[list[str]]]:
    """Return a table's caption, if its first row is one cell across, its header and its rows; merged cells once."""
    nodes = [row for row in table.iterfind(f"{A}tr") if any(t.text and t.text.strip() for t in row.iter(f"{A}t", f"{M}t"))]
    caption = ""
    if len(nodes) > 1 and _is_whole(nodes[0]):
        caption = " ".join(_cells(nodes.pop(0)))
    look = table.find(f"{A}tblPr")
    is_marked = look is not None and look.get("firstRow") in {"1", "true"}
    has_header = len(nodes) > 1 and (is_marked or (_is_bold(nodes[0]) and not _is_bold(nodes[1])))
    rows = [_cells(node) for node in nodes]
    return caption, rows[0] if has_header else [], rows[has_header:]


def _is_whole(row: etree._Element) -> bool:
    cells = row.findall(f"{A}tc")
    return 1 < as_number(cells[0].get("gridSpan")) == len(cells) if cells else False


def _is_bold(row: etree._Element) -> bool:
    runs = [run for run in row.iter(f"{A}r") if "".join(t.text or "" for t in run.findall(f"{A}t")).strip()]
    return bool(runs) and all(node is not None and node.get("b") in {"1", "true"} for node in (r.find(f"{A}rPr") for r in runs))


def _cells(row: etree._Element) -> list[str]:
    return [_cell(cell) for cell in row.iterfind(f"{A}tc")]


def _cell(cell: etree._Element) -> str:
    if {cell.get("hMerge", "0"), cell.get("vMerge", "0")} & {"1", "true"}:
        return ""
    return " ".join(paragraph_text(node) for node in cell.iterfind(f"{A}txBody/{A}p"))
