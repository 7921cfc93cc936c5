"""Open Office Open XML packages (DOCX, PPTX, their templates and macro files): parts, relations, properties.

Straight from the ZIP archive, so that one damaged or missing part costs that part only. Macros are never looked at and
nothing outside the package is ever opened.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final, NamedTuple
from urllib.parse import unquote

from lxml import etree

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder, visible_characters
from quoth.reading.markup import parse_xml
from quoth.text.normalise import squeeze

MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_TERMS: Final = "{http://purl.org/dc/terms/}"
_CP: Final = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_PROPERTIES: Final = {
    f"{_DC}title": "title", f"{_DC}creator": "owner", f"{_TERMS}modified": "modified", f"{_TERMS}created": "created",
    f"{_DC}subject": "subject", f"{_DC}description": "description", f"{_DC}language": "language",
    f"{_CP}keywords": "keywords", f"{_CP}category": "category", f"{_CP}lastModifiedBy": "last modified by",
    f"{_CP}revision": "revision", f"{_CP}contentStatus": "status",
}  # fmt: skip
# ISO 29500 Strict writes the same words in other namespaces.
_STRICT: Final = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_DATE: Final = re.compile(r"(?:199|2\d\d)\d-\d\d-\d\d")  # earlier ones are the zero of some calendar
# What programs enter as a title when nobody does.
_NO_TITLE: Final = re.compile(
    r"(?:.{0,24}\bpower ?point\b.{0,24}|word document|document\d*|untitled\W*\d*|slide \d+)", re.IGNORECASE
)
# The author and the only date in the templates that python-docx and python-pptx start from: nobody's.
_TEMPLATES: Final = {"python-docx": "2013-12-23", "Steve Canny": "2013-01-27"}
_BY_WHOM_AND_WHEN: Final = frozenset({"owner", "last modified by", "modified", "created"})
_EXTENDED: Final = frozenset({"company", "pages", "words", "application"})
_BROKEN_PART: Final = (KeyError, ValueError, OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, etree.LxmlError)
# What walking a tree that makes no sense may raise.
_NONSENSE: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError, etree.LxmlError)
_HINT: Final = "Open it in the program that made it and save it again."


class Relation(NamedTuple):
    """What a part refers to.

    Attributes:
        kind: The last word of its type: `footnotes`, `image`, `slideLayout`, …
        target: The name of the part.
    """

    kind: str
    target: str


class Package:
    """The parts of a package.

    Attributes:
        damaged: The parts that could not be read, or not whole.
    """

    def __init__(self, data: bytes) -> None:
        """Open it.

        Raises:
            ReadingError: It is no ZIP archive, or a broken one.
        """
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._names = {name.replace("\\", "/").lstrip("/").lower(): name for name in self._zip.namelist()}
        except (*_BROKEN_PART, NotImplementedError) as error:
            raise ReadingError(f"its ZIP archive is damaged: {squeeze(str(error)) or 'it ends early'}.", _HINT) from error
        self.damaged: list[str] = []

    def main(self, usual: str) -> str:
        """Return the name of the main part; `usual` is what it is called where the package does not say."""
        return next((r.target for r in self.relations("").values() if r.kind == "officeDocument" and self.has(r.target)), usual)

    def has(self, name: str) -> bool:
        """Say whether there is such a part."""
        return name.lower() in self._names

    def data(self, name: str) -> bytes | None:
        """Return the bytes of a part; None if it is missing or damaged."""
        try:
            return self._zip.read(self._names[name.lower()])
        except _BROKEN_PART:
            self._damage(name)
            return None

    def part(self, name: str) -> etree._Element | None:
        """Return the root of a part, alternatives settled; None if it is missing or damaged.

        Of XML that breaks off, what comes before the break is kept.
        """
        data = self.data(name)
        if data is None:
            return None
        data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)
        try:
            root = parse_xml(data)
        except ReadingError:
            self._damage(name)
            root = _mend(data)
        if root is not None:
            _settle(root)
        return root

    def relations(self, name: str) -> dict[str, Relation]:
        """Return what a part (or, for "", the package) refers to inside the package, by id."""
        folder, base = posixpath.split(name)
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        root = self.part(path) if self.has(path) else None
        found: dict[str, Relation] = {}
        for node in () if root is None else root:
            kind, target = node.get("Type", "").rpartition("/")[2], unquote(node.get("Target", ""))
            if node.get("TargetMode") == "External" or not target:
                continue
            inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[node.get("Id", "")] = Relation(kind, inside)
        return found

    def properties(self) -> dict[str, str]:
        """Return title, owner, date and other properties as the package states them."""
        found: dict[str, str] = {}
        for node in self._stated("core-properties"):
            if (name := _PROPERTIES.get(node.tag)) and (value := squeeze(node.text or "")):
                found[name] = value
        for node in self._stated("extended-properties", "extendedProperties"):
            name = local_name(node).lower()
            if name in _EXTENDED and (value := squeeze(node.text or "")):
                found[name] = value
        return _sifted(found)

    def _stated(self, *kinds: str) -> Iterator[etree._Element]:
        for relation in self.relations("").values():
            if relation.kind in kinds and (root := self.part(relation.target)) is not None:
                yield from root

    def _damage(self, name: str) -> None:
        if name not in self.damaged:
            self.damaged.append(name)


@contextmanager
def reading_of(what: str) -> Iterator[None]:
    """Turn whatever a tree that makes no sense raises into one error."""
    try:
        yield
    except _NONSENSE as error:
        raise ReadingError(f"its {what} is damaged: its parts make no sense.", _HINT) from error


def open_main(data: bytes, usual: str) -> tuple[Package, str, etree._Element]:
    """Return a package, the name of its main part and that part.

    Raises:
        ReadingError: There is none, or nothing of it can be read.
    """
    package = Package(data)
    name = package.main(usual)
    root = package.part(name)
    if root is None:
        why = "cannot be read" if package.has(name) else "is missing"
        raise ReadingError(f"its main part is damaged: {name} {why}.", _HINT)
    return package, name, root


def _sifted(found: dict[str, str]) -> dict[str, str]:
    """Leave out what a program entered and nobody meant; add the date."""
    title = re.sub(r"^Microsoft (?:Word|PowerPoint) - ", "", found.pop("title", ""))
    if title and not _NO_TITLE.fullmatch(title):
        found["title"] = title
    for author, date in _TEMPLATES.items():
        if author in {found.get("owner"), found.get("last modified by")} and found.get("modified", "").startswith(date):
            found = {name: value for name, value in found.items() if name not in _BY_WHOM_AND_WHEN}
    dates = (_DATE.match(found.get(name, "")) for name in ("modified", "created"))
    if date := next((match.group() for match in dates if match), ""):
        found["date"] = date
    return found


def note_damage(package: Package, builder: TextBuilder) -> None:
    """Say which parts are damaged."""
    if package.damaged:
        parts = ", ".join(sorted(package.damaged)[:5]) + (" and others" if len(package.damaged) > 5 else "")  # noqa: PLR2004
        builder.notes.append(f"Parts of it are damaged, their text may be missing: {parts}.")


def local_name(node: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def count(number: int, what: str) -> str:
    """Say how many there are: `1 picture was`, `3 pictures were`."""
    return f"{number:,} {what} was" if number == 1 else f"{number:,} {what}s were"


def as_number(value: str | None, default: int = 0) -> int:
    """Return a whole number that a file states, or the default where it states something else."""
    return int(value) if value and re.fullmatch(r"-?\d{1,12}", value) else default


def is_on(node: etree._Element | None, value: str) -> bool:
    """Say whether a switch such as `<w:b/>` is there and on; `value` names its attribute."""
    return node is not None and node.get(value, "true") not in {"0", "false", "off", "none"}


def characters(root: etree._Element, *tags: str) -> int:
    """Return the visible characters in all elements of some tags."""
    return sum(visible_characters(node.text or "") for node in root.iter(*tags))


def _mend(data: bytes) -> etree._Element | None:
    """Parse XML that is broken as far as it goes. A DTD, which no package may hold, is refused."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
        recover=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        return None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        return None
    etree.strip_tags(root, etree.Entity)  # references to nothing stay as they are written
    return root


def _settle(root: etree._Element) -> None:
    """Put in place of each `mc:AlternateContent` its first branch that holds text, else its first branch."""
    for node in list(root.iter(f"{MC}AlternateContent")):
        branches = [child for child in node if child.tag in (f"{MC}Choice", f"{MC}Fallback")]
        spoken = (branch for branch in branches if "".join(branch.itertext()).strip())
        chosen = next(spoken, branches[0] if branches else None)
        parent = node.getparent()
        if parent is None:
            continue
        place = parent.index(node)
        parent[place : place + 1] = [] if chosen is None else list(chosen)
