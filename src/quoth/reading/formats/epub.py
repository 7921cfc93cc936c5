"""Read EPUB books: the package says what is read in which order, each chapter is read as the web page it is."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from urllib.parse import unquote

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder, visible_characters
from quoth.reading.decoding import decode
from quoth.reading.formats.html import read_html
from quoth.reading.markup import parse_xml
from quoth.text.normalise import normalise, squeeze

_MOST_CHAPTER_BYTES: Final = 32 * 2**20
_MOST_BYTES: Final = 256 * 2**20
_MOST_CHAPTERS: Final = 10_000
_SAVE: Final = "Save it again with the program that made it."
# What only hides fonts from being copied is no protection of the text.
_FONT_ALGORITHMS: Final = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_CLOSED: Final = re.compile(r"<([a-zA-Z][\w:-]{0,40})(\s[^<>]{0,2000})?/>")
_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_REFERENCES: Final = frozenset({"noteref", "doc-noteref", "doc-backlink", "backlink"})
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def read_epub(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Add the book's blocks to the builder and return its title, authors and date."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _Book(archive).read(builder)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RecursionError) as error:
        raise ReadingError(f"its archive is damaged: {error}.", _SAVE) from error
    except RuntimeError as error:  # what zipfile raises for a file with a password
        raise ReadingError("it is protected by a password.", "Save it without a password.") from error


@dataclass(frozen=True, slots=True)
class _Item:
    path: str
    media_type: str
    properties: frozenset[str]


class _Book:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {info.filename: info for info in archive.infolist()}
        self.small = {name.lower(): name for name in self.names}
        self.bytes_left = _MOST_BYTES

    def read(self, builder: TextBuilder) -> dict[str, str]:
        package_path = self._package_path()
        package = parse_xml(self._file(package_path))
        items, order = _spine(package, posixpath.dirname(package_path))
        self._check_protection({items[name].path for name in order if name in items})
        missing = counted = pictures = 0
        for name in order[:_MOST_CHAPTERS]:
            item = items.get(name)
            if item is None or self._name(item.path) is None:
                missing += 1
            elif "nav" not in item.properties and _is_page(item):
                size, shown = _add_chapter(self._file(item.path), builder)
                counted, pictures = counted + size, pictures + shown
        builder.source_characters = counted
        if pictures:
            builder.notes.append("1 picture was not read." if pictures == 1 else f"{pictures} pictures were not read.")
        if missing:
            builder.notes.append(f"{missing} of its {len(order)} chapters are missing.")
        return _metadata(package)

    def _name(self, path: str) -> str | None:
        return path if path in self.names else self.small.get(path.lower())

    def _file(self, path: str) -> bytes:
        """Return a file of the archive, unpacked no further than the limits."""
        name = self._name(path)
        if name is None:
            raise ReadingError(f"its archive is damaged: {path} is missing.", _SAVE)
        most = min(_MOST_CHAPTER_BYTES, self.bytes_left)
        with self.archive.open(self.names[name]) as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise ReadingError("it unpacks to more than can be read.", "Split it, or save its text as web pages.")
        self.bytes_left -= len(data)
        return data

    def _package_path(self) -> str:
        if self._name("META-INF/container.xml") is not None:
            container = parse_xml(self._file("META-INF/container.xml"))
            for element in _elements(container, "rootfile"):
                if self._name(path := unquote(element.get("full-path", ""))) is not None:
                    return path
        found = sorted(name for name in self.names if name.lower().endswith(".opf"))
        if not found:
            raise ReadingError("it is no EPUB book: it has no package file.", _SAVE)
        return found[0]

    def _check_protection(self, pages: set[str]) -> None:
        if self._name("META-INF/encryption.xml") is None:
            return
        for encrypted in _elements(parse_xml(self._file("META-INF/encryption.xml")), "EncryptedData"):
            methods = {element.get("Algorithm", "") for element in _elements(encrypted, "EncryptionMethod")}
            paths = {unquote(element.get("URI", "")) for element in _elements(encrypted, "CipherReference")}
            if paths & pages and not methods <= _FONT_ALGORITHMS:
                raise ReadingError("it is protected against reading (DRM).", "Ask its publisher for a copy without protection.")


def _elements(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (element for element in root.iter("{*}" + name))


def _spine(package: etree._Element, folder: str) -> tuple[dict[str, _Item], list[str]]:
    """Return the files of the book by their ids, and the ids in reading order."""
    items = {
        element.get("id", ""): _Item(
            path=_path(folder, element.get("href", "")),
            media_type=element.get("media-type", ""),
            properties=frozenset(element.get("properties", "").split()),
        )
        for element in _elements(package, "item")
    }
    order = [element.get("idref", "") for element in _elements(package, "itemref")]
    if not order:
        order = [name for name, item in items.items() if _is_page(item)]
    return items, list(dict.fromkeys(order))


def _is_page(item: _Item) -> bool:
    return "html" in item.media_type or item.path.lower().endswith((".xhtml", ".html", ".htm", ".xml"))


def _path(folder: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(address.split("#", 1)[0])))


def _add_chapter(data: bytes, builder: TextBuilder) -> tuple[int, int]:
    """Add a chapter and return its visible characters and how many pictures it shows. Marks of notes are no words."""
    tree = LexborHTMLParser(_CLOSED.sub(_opened, decode(data)))
    pictures = len(tree.css("img, image"))
    tree.strip_tags(["script", "style", "head", "template", "svg", "img"], recursive=True)
    if tree.body is None:
        return 0, 0
    for node in tree.css("a, sup"):
        kinds = {*(node.attributes.get("epub:type") or "").split(), *(node.attributes.get("role") or "").split()}
        if kinds & _REFERENCES:
            node.decompose()
    read_html(normalise(tree.html or ""), builder)
    return visible_characters(normalise(tree.body.text(deep=True))), pictures


def _opened(match: re.Match[str]) -> str:
    r"""Write `<p/>` as `<p></p>`: in HTML the first alone would never end."""
    name, rest = match.group(1), match.group(2) or ""
    return match.group() if name.lower() in _VOID else f"<{name}{rest}></{name}>"


def _metadata(package: etree._Element) -> dict[str, str]:
    """Return what the package states. Dates: when it was published, else when it was last changed."""
    found: dict[str, str] = {}
    for ours, theirs in (
        ("title", "title"),
        ("owner", "creator"),
        ("publisher", "publisher"),
        ("language", "language"),
        ("subject", "subject"),
    ):
        values = [squeeze("".join(element.itertext())) for element in _elements(package, theirs)]
        if values := [value for value in values if value]:
            found[ours] = values[0] if ours == "title" else ", ".join(dict.fromkeys(values))
    dates = ["".join(element.itertext()).strip() for element in _elements(package, "date")]
    dates += [
        (element.text or "").strip() for element in _elements(package, "meta") if element.get("property") == "dcterms:modified"
    ]
    if date := next((date for date in dates if _DATE.match(date)), ""):
        found["date"] = date
    return found
