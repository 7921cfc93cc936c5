"""Tell what a ZIP or OLE container holds from the names of its parts, without unpacking it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

import olefile

from quoth.errors import ReadingError
from quoth.reading.sniffing.signatures import refused

ZIP_MARKS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04")
OLE_MARK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SLIDES: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BINARY_SHEET: Final = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
_EXPORT: Final = "Export it as PDF or .docx."
_MOST_BYTES: Final = 1_000_000  # of a part that names the others
# What the main part says it is, and the folder where it stands as a rule.
_OFFICE: Final = (
    (re.compile(rb"ms-excel\.sheet\.binary\.macroEnabled\.main", re.IGNORECASE), "xl/workbook.bin", _BINARY_SHEET),
    (re.compile(rb"(?:wordprocessingml|ms-word)[.\w-]*\.main\+xml", re.IGNORECASE), "word/", _WORD),
    (re.compile(rb"(?:presentationml|ms-powerpoint)[.\w-]*\.main\+xml", re.IGNORECASE), "ppt/", _SLIDES),
    (re.compile(rb"(?:spreadsheetml|ms-excel)[.\w-]*\.main\+xml", re.IGNORECASE), "xl/", _SHEET),
)
_OPEN: Final = re.compile(r"application/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)(?:-template|-master|-web)*\Z")
_OPEN_ROOT: Final = re.compile(rb"application/vnd\.oasis\.opendocument\.[a-z-]+|application/epub\+zip")
_APPLE: Final = re.compile(r"(?:^|/)(?:Index\.zip|Index/Document\.iwa|index\.apxl|buildVersionHistory\.plist|\.iwph|\.iwpv2)$")
# A part's name (or its beginning), what the ZIP is, what helps.
_OTHER: Final = (
    ("visio/", "a Visio drawing", "Export it as PDF."),
    ("FixedDocSeq.fdseq", "an XPS document", "Print it to PDF."),
    ("FixedDocumentSequence.fdseq", "an XPS document", "Print it to PDF."),
    ("AndroidManifest.xml", "a program", "Leave it out; it holds nothing to quote."),
    ("META-INF/MANIFEST.MF", "a program", "Leave it out; it holds nothing to quote."),
    ("doc.kml", "a map", "Leave it out; it holds nothing to quote."),
)
# A stream's name, what the OLE file is, what helps.
_STREAMS: Final = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("PP40", "application/vnd.ms-powerpoint"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
)
_REFUSED_STREAMS: Final = (
    ("VisioDocument", "a Visio drawing", "Export it as PDF."),
    ("Quill", "a Publisher document", "Export it as PDF."),
    ("WksSSWorkBook", "a Works sheet", "Save it as .xlsx."),
    ("MatOST", "a Works document", _EXPORT),
    ("StarWriterDocument", "a StarOffice document", _EXPORT),
    ("StarCalcDocument", "a StarOffice sheet", "Save it as .xlsx."),
    ("StarDrawDocument3", "a StarOffice presentation", "Save it as .pptx."),
    ("HwpSummaryInformation", "a Hangul document", _EXPORT),
    ("Catalog", "a folder of small pictures", "Leave it out; it holds nothing to quote."),
)


def kind_of_zip(data: bytes) -> str:
    """Return the media type of the document that a ZIP archive is.

    Raises:
        ReadingError: It is damaged, protected, or no document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            types = _read(archive, "[Content_Types].xml")
            mimetype = _read(archive, "mimetype").decode("latin-1").strip()
            manifest = _read(archive, "META-INF/manifest.xml")
    except (zipfile.BadZipFile, ValueError, KeyError, IndexError, OSError, EOFError, NotImplementedError) as error:
        raise ReadingError("its ZIP container is damaged: it may be cut short.", "Copy or download it again.") from error
    names = [name.replace("\\", "/") for name in names]
    found = _open_document(mimetype, names, manifest) or _office_document(types, names)
    if found is None:
        raise _no_document(names)
    return found


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the beginning of a part; nothing if it is absent, broken or encrypted."""
    try:
        with archive.open(name) as part:
            return part.read(_MOST_BYTES)
    except (KeyError, RuntimeError, zipfile.BadZipFile, zlib.error, EOFError):
        return b""


def _open_document(mimetype: str, names: list[str], manifest: bytes) -> str | None:
    if not mimetype and "content.xml" in names and (root := _OPEN_ROOT.search(manifest)):
        mimetype = root.group().decode("ascii")
    if mimetype == "application/epub+zip" or "META-INF/container.xml" in names:
        if "META-INF/rights.xml" in names or "META-INF/sinf.xml" in names:
            raise ReadingError("it is protected by digital rights management.", "Ask its publisher for an open copy.")
        return "application/epub+zip"
    if mimetype.startswith("application/vnd.sun.xml."):
        raise refused("an OpenOffice 1 document", "Save it as .odt, .ods or .odp.")
    if not mimetype.startswith("application/vnd.oasis.opendocument."):
        return None
    if b"encryption-data" in manifest:
        raise _protected()
    if match := _OPEN.match(mimetype):
        return f"application/vnd.oasis.opendocument.{match.group(1)}"
    raise refused("an OpenDocument drawing, formula, chart or database", "Export it as PDF.")


def _office_document(types: bytes, names: list[str]) -> str | None:
    for main, _, media_type in _OFFICE:
        if main.search(types):
            return media_type
    for _, folder, media_type in _OFFICE:
        if any(name.startswith(folder) for name in names):
            return media_type
    return None


def _no_document(names: list[str]) -> ReadingError:
    if any(_APPLE.search(name) for name in names):
        if any(name.endswith((".iwph", ".iwpv2")) for name in names):
            return _protected()
        return refused("an Apple Pages, Numbers or Keynote document", "Export it as PDF.")
    for part, what, hint in _OTHER:
        if any(name.startswith(part) for name in names):
            return refused(what, hint)
    return ReadingError("it is a ZIP archive, not a document.", "Unpack it.", has_lost_its_text=True)


def kind_of_ole(data: bytes) -> str:
    """Return the media type of the document that an OLE file is.

    Raises:
        ReadingError: It is damaged, protected, or no document.
    """
    names = ole_streams(data)
    if "EncryptedPackage" in names:
        raise _protected()
    for name, media_type in _STREAMS:
        if name in names:
            return media_type
    for name, what, hint in _REFUSED_STREAMS:
        if any(stream.strip("\x05") == name for stream in names):
            raise refused(what, hint)
    raise refused("an OLE file of an unknown kind", "Open it in the program that made it and export it as PDF.")


def ole_streams(data: bytes) -> frozenset[str]:
    """Return the names of an OLE file's streams and storages at its root.

    Raises:
        ReadingError: It is damaged.
    """
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return frozenset(str(path[0]) for path in ole.listdir(streams=True, storages=True))
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ReadingError(f"its OLE container is damaged: {error}.", "Save it again with the program that made it.") from error


def _protected() -> ReadingError:
    return ReadingError("it is protected by a password.", "Save a copy without the password.")
