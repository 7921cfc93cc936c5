"""Read OpenDocument texts, spreadsheets and presentations (ODT, ODS, ODP and their templates) from their XML.

Read directly, through lxml: odfdo wraps each element in an object and leaves to its caller what matters here, which text is
visible and where it belongs. Scripts are never looked at and nothing outside the package is ever opened.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.odf_sheets import SheetsReader
from quoth.reading.formats.odf_styles import DRAW, OFFICE, PRESENTATION, STYLE, Styles, source_characters
from quoth.reading.formats.odf_text import Walk
from quoth.reading.office.packages import Package, note_damage
from quoth.reading.tables.sheets import add_sheet
from quoth.text.normalise import squeeze

_META: Final = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_FIELDS: Final = {
    f"{_DC}title": "title", f"{_META}initial-creator": "owner", f"{_DC}creator": "last modified by", f"{_DC}date": "modified",
    f"{_META}creation-date": "created", f"{_DC}subject": "subject", f"{_DC}description": "description",
    f"{_DC}language": "language", f"{_META}keyword": "keywords",
}  # fmt: skip
_DATE: Final = re.compile(r"(?:199|2\d\d)\d-\d\d-\d\d")  # earlier ones are the zero of some calendar
_HINT: Final = "Open it in the program that made it and save it again."
_MARGINS: Final = frozenset({"header", "footer", "date-time", "page-number"})


def read_odt(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Add the text's blocks to the builder and return its properties.

    Raises:
        ReadingError: It is protected by a password or damaged beyond reading.
    """
    package, body, styles = _open(data)
    walk = Walk(builder, styles)
    builder.source_characters = source_characters(body)
    walk.blocks(body)
    sheet = package.part("styles.xml") if package.has("styles.xml") else None
    seen: set[str] = set()
    for margin in () if sheet is None else sheet.iter(*(f"{STYLE}{name}" for name in ("header", "footer"))):
        for text in walk.lines(margin):
            if text not in seen:
                builder.paragraph(text, is_boilerplate=True)
                builder.source_characters += len(re.sub(r"\s", "", text))
            seen.add(text)
    walk.report()
    note_damage(package, builder)
    return _properties(package)


def read_ods(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Add the spreadsheet's sheets to the builder and return its properties.

    Raises:
        ReadingError: It is protected by a password or damaged beyond reading.
    """
    package = _package(data)
    reader = SheetsReader()
    content = package.data("content.xml")
    if content is None:
        raise ReadingError("its content is damaged: content.xml cannot be read.", _HINT)
    builder.pages = builder.source_characters = 0
    for number, sheet in enumerate(reader.sheets(content), start=1):
        builder.page = builder.pages = number
        builder.source_characters += sheet.visible_characters()
        if not add_sheet(sheet, builder):
            builder.blank_pages.append(number)
    if reader.is_damaged and not builder.pages:
        raise ReadingError("its content is damaged: content.xml is no whole XML.", _HINT)
    reader.report(builder)
    note_damage(package, builder)
    return _properties(package)


def read_odp(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Add the presentation's slides to the builder and return its properties.

    Raises:
        ReadingError: It is protected by a password or damaged beyond reading.
    """
    package, body, styles = _open(data)
    slides = list(body.iterfind(f"{DRAW}page"))
    builder.pages, builder.source_characters = len(slides), 0
    walk = Walk(builder, styles)
    for number, slide in enumerate(slides, start=1):
        builder.page = number
        builder.source_characters += source_characters(slide)
        _add_slide(slide, walk, builder)
        if styles.is_hidden_slide(slide.get(f"{DRAW}style-name", "")):
            builder.notes.append(f"Slide {number} is hidden; it was read all the same.")
    with_text = {block.page for block in builder.blocks}
    builder.blank_pages = [number for number in range(1, len(slides) + 1) if number not in with_text]
    walk.report()
    note_damage(package, builder)
    return _properties(package)


def _add_slide(slide: etree._Element, walk: Walk, builder: TextBuilder) -> None:
    """Add a slide: its title, what stands on it, its notes. Without a title it goes by its name."""
    shapes = [node for node in slide if isinstance(node.tag, str)]
    titles = [node for node in shapes if node.get(f"{PRESENTATION}class") == "title"]
    heading = squeeze(" ".join(line for node in titles for line in walk.lines(node)))
    if not heading and source_characters(slide):
        heading = slide.get(f"{DRAW}name", "")
    builder.heading(heading, 1)
    for node in shapes:
        role = node.get(f"{PRESENTATION}class")
        if node.tag == f"{PRESENTATION}notes":
            _add_notes(node, walk, builder)
        elif role in _MARGINS:
            for line in walk.lines(node):
                builder.paragraph(line, is_boilerplate=True)
        elif node not in titles:
            walk.shape(node)
    walk.finish()


def _add_notes(notes: etree._Element, walk: Walk, builder: TextBuilder) -> None:
    for node in notes.iterchildren(f"{DRAW}frame", f"{DRAW}custom-shape"):
        is_margin = node.get(f"{PRESENTATION}class") in _MARGINS
        for line in walk.lines(node):
            builder.footnote(line, is_boilerplate=is_margin)


def _package(data: bytes) -> Package:
    """Open the ZIP archive.

    Raises:
        ReadingError: It is none, or what it holds is encrypted.
    """
    package = Package(data)
    manifest = package.data("META-INF/manifest.xml") if package.has("META-INF/manifest.xml") else None
    if manifest and b"encryption-data" in manifest:
        raise ReadingError("it is protected by a password.", "Save a copy without a password.")
    return package


def _open(data: bytes) -> tuple[Package, etree._Element, Styles]:
    """Return the package, the body of its content, and its styles."""
    package = _package(data)
    root = package.part("content.xml")
    found = None if root is None else root.find(f"{OFFICE}body")
    body = None if found is None else next(found.iterchildren(etree.Element), None)
    if root is None or body is None:
        why = "cannot be read" if package.has("content.xml") else "is missing"
        raise ReadingError(f"its content is damaged: content.xml {why}.", _HINT)
    return package, body, Styles([root, package.part("styles.xml") if package.has("styles.xml") else None])


def _properties(package: Package) -> dict[str, str]:
    root = package.part("meta.xml") if package.has("meta.xml") else None
    found: dict[str, str] = {}
    for node in () if root is None else root.iter(*_FIELDS):
        if value := squeeze(node.text or ""):
            name = _FIELDS[str(node.tag)]
            found[name] = f"{found[name]}, {value}" if name == "keywords" and name in found else value
    dates = (_DATE.match(found.get(name, "")) for name in ("modified", "created"))
    if date := next((match.group() for match in dates if match), ""):
        found["date"] = date
    if "owner" not in found and "last modified by" in found:
        found["owner"] = found["last modified by"]
    return found
