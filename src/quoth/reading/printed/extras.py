"""What a PDF holds beside its pages' print: its outline, its fields and notes, its attachments, what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from quoth.reading.building import Attachment, Word
from quoth.reading.printed.geometry import Frame
from quoth.reading.printed.headings import Outline, folded

_MAX_BOOKMARKS: Final = 5_000
_MAX_ANNOTATIONS: Final = 2_000
_MAX_ATTACHMENTS: Final = 100
_MAX_ATTACHED: Final = 50_000_000  # bytes
_DATE: Final = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?")
_MADE_TITLE: Final = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel) - .*|untitled.*|.*\.(?:docx?|pptx?|xlsx?|indd|qxd|pdf|rtf|tex|dvi|pub|pmd|wpd|ps|fm)|(?:document|powerpoint presentation|slide|title|unknown)\W*\d*|\W*)$",
    re.IGNORECASE,
)
_FIELDS: Final = {"title": "Title", "owner": "Author", "subject": "Subject", "keywords": "Keywords"}
_NOTES: Final = (pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_STAMP)
_WORDY: Final = ("Tx", "Ch")  # fields that hold words: text and choice


def metadata_of(document: pypdfium2.PdfDocument) -> dict[str, str]:
    """Return what the document says of itself. A title that a program has made up is left out."""
    found = {name: document.get_metadata_value(key).strip() for name, key in _FIELDS.items()}
    if _MADE_TITLE.match(found["title"]):
        found["title"] = ""
    for key in ("ModDate", "CreationDate"):
        match = _DATE.match(document.get_metadata_value(key))
        if match and "date" not in found and "1980" <= match.group(1) <= "2100":
            found["date"] = "-".join((match.group(1), match.group(2) or "01", match.group(3) or "01"))
    return {name: value for name, value in found.items() if value}


def outline_of(document: pypdfium2.PdfDocument) -> Outline:
    """Return the document's bookmarks by page."""
    outline: dict[int, dict[str, int]] = {}
    for bookmark in islice(document.get_toc(max_depth=6), _MAX_BOOKMARKS):
        target = bookmark.get_dest()
        index = target.get_index() if target is not None else None
        title = folded(bookmark.get_title())
        if index is not None and title:
            titles = outline.setdefault(index + 1, {})
            titles.setdefault(title, bookmark.level + 1)
            titles.setdefault(title.lstrip("0123456789") or title, bookmark.level + 1)
    return outline


def attachments_of(document: pypdfium2.PdfDocument) -> tuple[list[Attachment], int]:
    """Return the files inside the document, and how many could not be taken out."""
    found: list[Attachment] = []
    lost = 0
    size = 0
    count = max(0, document.count_attachments())
    for index in range(min(count, _MAX_ATTACHMENTS)):
        try:
            attachment = document.get_attachment(index)
            data = bytes(attachment.get_data())
        except pypdfium2.PdfiumError:
            lost += 1
            continue
        size += len(data)
        if size > _MAX_ATTACHED:
            return found, lost + count - index
        found.append(Attachment(attachment.get_name(), data))
    return found, lost + max(0, count - _MAX_ATTACHMENTS)


def annotations_of(page: Any, number: int, frame: Frame) -> Iterator[list[Word]]:  # noqa: ANN401
    """Yield the filled-in fields and the notes of a page, each as words."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind == pdfium.FPDF_ANNOT_WIDGET and _string(annotation, "FT") in _WORDY:
            yield _words(annotation, _string(annotation, "V"), number, frame)
        elif kind in _NOTES:
            yield _words(annotation, _string(annotation, "Contents"), number, frame)
        pdfium.FPDFPage_CloseAnnot(annotation)


def _string(annotation: Any, key: str) -> str:  # noqa: ANN401
    name = key.encode()
    length = pdfium.FPDFAnnot_GetStringValue(annotation, name, None, 0)
    if not 2 < length < 200_000:  # noqa: PLR2004
        return ""
    buffer = (pdfium.FPDF_WCHAR * (length // 2))()
    pdfium.FPDFAnnot_GetStringValue(annotation, name, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")


def _words(annotation: Any, text: str, number: int, frame: Frame) -> list[Word]:  # noqa: ANN401
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rect)
    edges = (np.array([edge]) for edge in (rect.left, rect.top, rect.right, rect.bottom))
    left, top, right, bottom = frame.displayed(*edges)[0].tolist()
    return [Word(word, number, (left, top, right, bottom)) for word in text.split()]
