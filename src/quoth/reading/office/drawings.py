"""Charts and diagrams (SmartArt) inside Office documents: what they show as a table, what they say as a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from quoth.reading.building import TextBuilder
from quoth.reading.office.packages import A, Package, R, as_number, characters
from quoth.text.normalise import squeeze

C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_MOST_POINTS: Final = 5_000
_MOST_SERIES: Final = 100


@dataclass
class Drawings:
    """Reads the charts and diagrams that one part refers to.

    Attributes:
        characters: Visible characters in those read.
    """

    package: Package
    builder: TextBuilder
    characters: int = 0

    def read(self, node: etree._Element, part: str) -> None:
        """Add the charts and diagrams in an element of a part."""
        for chart in node.iter(f"{C}chart"):
            if (root := self._related(part, chart.get(f"{R}id"))) is not None:
                self.characters += characters(root, f"{A}t") + _chart_characters(root)
                _read_chart(root, self.builder)
        for diagram in node.iter(f"{DGM}relIds"):
            if (root := self._related(part, diagram.get(f"{R}dm"))) is not None:
                self.characters += characters(root, f"{A}t")
                _read_diagram(root, self.builder)

    def _related(self, part: str, key: str | None) -> etree._Element | None:
        relation = self.package.relations(part).get(key or "")
        return None if relation is None else self.package.part(relation.target)


def plain_text(node: etree._Element) -> str:
    """Return the words of a text body of DrawingML, paragraphs apart."""
    paragraphs = (
        "".join(part.text or "" if part.tag == f"{A}t" else " " for part in paragraph.iter(f"{A}t", f"{A}br"))
        for paragraph in node.iter(f"{A}p")
    )
    return squeeze(" ".join(paragraphs))


def _chart_characters(root: etree._Element) -> int:
    """Return the visible characters of a chart's data; categories, which every series repeats, once."""
    series = list(root.iter(f"{C}ser"))
    shared = [node for one in series[:1] for node in (*one.findall(f"{C}cat"), *one.findall(f"{C}xVal"))]
    own = [node for one in series for name in ("tx", "val", "yVal") for node in one.findall(f"{C}{name}")]
    return sum(characters(node, f"{C}v") for node in (*shared, *own))


def _read_chart(root: etree._Element, builder: TextBuilder) -> None:
    for words in root.iter(f"{C}title", f"{C}dLbl"):
        builder.paragraph(plain_text(words))
    groups: dict[tuple[tuple[int, str], ...], list[tuple[str, dict[int, str]]]] = {}
    for series in list(root.iter(f"{C}ser"))[:_MOST_SERIES]:
        categories = _points(series, "cat") or _points(series, "xVal")
        values = _points(series, "val") or _points(series, "yVal")
        groups.setdefault(tuple(sorted(categories.items())), []).append((_name(series), values))
    for shared, columns in groups.items():
        labels = dict(shared)
        places = sorted(set(labels).union(*(values for _, values in columns)))[:_MOST_POINTS]
        rows = [[labels.get(place, ""), *(values.get(place, "") for _, values in columns)] for place in places]
        if rows:
            builder.table(["", *(name for name, _ in columns)], rows)
        for name, values in columns:
            if not values and not rows:
                builder.paragraph(name)


def _name(series: etree._Element) -> str:
    found = series.find(f"{C}tx")
    return "" if found is None else squeeze(" ".join(v.text or "" for v in found.iter(f"{C}v")))


def _points(series: etree._Element, name: str) -> dict[int, str]:
    """Return the points of an axis by place. Outer levels of a category go before it, each up to the next of its level."""
    axis = series.find(f"{C}{name}")
    if axis is None:
        return {}
    inner, *outer = list(axis.iter(f"{C}lvl")) or [axis]
    found = {as_number(point.get("idx")): _value(point) for point in inner.iter(f"{C}pt")}
    for level in outer:
        starts = {as_number(point.get("idx")): _value(point) for point in level.iter(f"{C}pt")}
        label = ""
        for place in sorted(found):
            label = starts.get(place, label)
            found[place] = squeeze(f"{label} {found[place]}")
    return found


def _value(point: etree._Element) -> str:
    """Return a value without the noise of binary fractions: 0.30000000000000004 is 0.3."""
    text = squeeze(point.findtext(f"{C}v", ""))
    try:
        return f"{float(text):.15g}" if "." in text and len(text) > 15 else text  # noqa: PLR2004 - digits a float can hold
    except ValueError:
        return text


def _read_diagram(root: etree._Element, builder: TextBuilder) -> None:
    """Add the points of a diagram, from its root down, as a list."""
    points = {point.get("modelId", ""): point for point in root.iter(f"{DGM}pt")}
    children: dict[str, list[tuple[int, str]]] = {}
    for link in root.iter(f"{DGM}cxn"):
        if link.get("type", "parOf") == "parOf":
            children.setdefault(link.get("srcId", ""), []).append((as_number(link.get("srcOrd")), link.get("destId", "")))
    roots = [key for key, point in points.items() if point.get("type") == "doc"]
    stack = [(key, 0) for key in reversed([*roots, *points])]
    seen: set[str] = set()
    while stack:
        key, depth = stack.pop()
        if key in seen or key not in points:
            continue
        seen.add(key)
        if (body := points[key].find(f"{DGM}t")) is not None:
            builder.list_item(plain_text(body), max(depth, 1))
        below = sorted(children.get(key, []), reverse=True)
        stack.extend((child, depth + 1) for _, child in below)
