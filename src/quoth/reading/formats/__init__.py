"""One file per format. Each reads a document into a `TextBuilder` and returns its metadata (title, date, owner, …).

A text reader takes decoded, normalised text; a byte reader takes the file's bytes. Each raises `ReadingError` for what it
cannot read. Libraries are imported when their format is first met, so that a worker starts quickly.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final, cast

from quoth.reading.building import TextBuilder

TextReader = Callable[[str, TextBuilder], dict[str, str]]
ByteReader = Callable[[bytes, TextBuilder], dict[str, str]]

# Media type -> the module below and its function.
_TEXT: Final = {
    "text/plain": ("plain", "read_plain"),
    "text/markdown": ("markdown", "read_markdown"),
    "text/html": ("html", "read_html"),
    "text/x-rst": ("restructured", "read_restructured"),
    "text/asciidoc": ("asciidoc", "read_asciidoc"),
    "text/org": ("org", "read_org"),
    "text/csv": ("delimited", "read_csv"),
    "text/tab-separated-values": ("delimited", "read_tsv"),
    "application/json": ("json", "read_json"),
    "application/x-ndjson": ("json", "read_json_lines"),
    "application/x-ipynb+json": ("json", "read_notebook"),
}
_BYTES: Final = {
    "application/pdf": ("pdf", "read_pdf"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx", "read_docx"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ("pptx", "read_pptx"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx", "read_xlsx"),
    "application/vnd.ms-excel": ("xls", "read_xls"),
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": ("xls", "read_xls"),
    "application/msword": ("legacy", "read_doc"),
    "application/vnd.ms-powerpoint": ("legacy", "read_ppt"),
    "application/vnd.oasis.opendocument.text": ("opendocument", "read_odt"),
    "application/vnd.oasis.opendocument.spreadsheet": ("opendocument", "read_ods"),
    "application/vnd.oasis.opendocument.presentation": ("opendocument", "read_odp"),
    "application/rtf": ("rtf", "read_rtf"),
    "application/epub+zip": ("epub", "read_epub"),
    "message/rfc822": ("eml", "read_eml"),
    "application/vnd.ms-outlook": ("msg", "read_msg"),
    "application/jats+xml": ("jats", "read_jats"),
    "application/xml": ("xml", "read_xml"),
    "image/png": ("picture", "read_picture"),
    "image/jpeg": ("picture", "read_picture"),
    "image/tiff": ("picture", "read_picture"),
}
FORMATS: Final = frozenset(_TEXT) | frozenset(_BYTES)


def text_reader(media_type: str) -> TextReader | None:
    """Return the reader of a format that is text, or None if it is read from bytes."""
    found = _TEXT.get(media_type)
    return None if found is None else cast("TextReader", _load(*found))


def byte_reader(media_type: str) -> ByteReader:
    """Return the reader of a format that is read from bytes.

    Raises:
        KeyError: There is no such format.
    """
    return cast("ByteReader", _load(*_BYTES[media_type]))


def _load(module: str, function: str) -> object:
    return getattr(import_module(f"{__name__}.{module}"), function)
