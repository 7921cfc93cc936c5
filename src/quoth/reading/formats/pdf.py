"""PDF: the text of its pages with the place of each word, through PDFium; scans through Tesseract."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder, Word
from quoth.reading.printed.composing import compose
from quoth.reading.printed.drawings import Drawings, read_drawings
from quoth.reading.printed.extras import annotations_of, attachments_of, metadata_of, outline_of
from quoth.reading.printed.geometry import Frame
from quoth.reading.printed.glyphs import Glyphs, read_glyphs
from quoth.reading.printed.hyphens import vocabulary
from quoth.reading.printed.paragraphs import Piece
from quoth.reading.printed.sheets import Sheet, lay_out
from quoth.reading.printed.words import read_words
from quoth.reading.printed.writing import write
from quoth.reading.programs import find_program
from quoth.reading.recognising import recognise_paragraphs

_MAX_PAGES: Final = 20_000
_GARBLED: Final = 0.3  # of a page's characters without a name: its text is no text
_SCAN_SCALE: Final = 300 / 72
_MOST_PIXELS: Final = 40_000_000


@dataclass(slots=True)
class _Found:
    """What the pages of a document hold.

    Attributes:
        scanned: By page, the paragraphs that Tesseract has read.
        beside: By page, what was filled in or noted.
    """

    sheets: list[Sheet] = field(default_factory=list)
    scanned: dict[int, list[tuple[Word, ...]]] = field(default_factory=dict)
    beside: dict[int, list[list[Word]]] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    pictured: list[int] = field(default_factory=list)
    pictures: int = 0
    characters: int = 0
    unclear: int = 0
    hidden: int = 0


def read_pdf(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Add the text of a PDF page by page.

    Raises:
        ReadingError: It cannot be opened, or holds no text.
    """
    document = _opened(data)
    try:
        found = _Found()
        count = len(document)
        for index in range(min(count, _MAX_PAGES)):
            _read_page(document, index, found, builder)
        outline = outline_of(document)
        metadata = metadata_of(document)
        builder.attachments, lost = attachments_of(document)
    except pypdfium2.PdfiumError as error:
        raise ReadingError(f"its PDF is damaged: {error}.", "Print or export it again.") from error
    finally:
        document.close()
    pieces = compose(found.sheets, _loose(found), outline)
    write(pieces, builder, vocabulary(found.sheets))
    _report(found, builder, count, lost)
    return metadata


def _loose(found: _Found) -> list[Piece]:
    """Return what has no lines: scanned paragraphs, fields and notes."""
    scanned = [Piece(page=number, words=list(words)) for number, paragraphs in found.scanned.items() for words in paragraphs]
    beside = [Piece(page=number, kind="footnote", words=words) for number, notes in found.beside.items() for words in notes]
    return [*scanned, *beside]


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise ReadingError("it is protected by a password.", "Save it without one and give that file.") from error
        raise ReadingError("its PDF is damaged: it cannot be opened.", "Print or export it again.") from error


def _read_page(document: pypdfium2.PdfDocument, index: int, found: _Found, builder: TextBuilder) -> None:
    """Read one page and close it. A page that fails is noted."""
    number = index + 1
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        found.broken.append(number)
        return
    try:
        frame = _frame(page)
        builder.page_size(number, *frame.size)
        _read_beside(page, number, frame, found)
        drawings = read_drawings(page.raw, frame)
        found.pictures += drawings.pictures
        textpage = page.get_textpage()
        try:
            glyphs = read_glyphs(textpage.raw, frame)
        finally:
            textpage.close()
        _read_print(page, number, glyphs, drawings, found)
    except pypdfium2.PdfiumError:
        found.broken.append(number)
    finally:
        page.close()


def _frame(page: pypdfium2.PdfPage) -> Frame:
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page.raw, rect) or rect.right <= rect.left or rect.top <= rect.bottom:
        rect.left, rect.bottom, rect.right, rect.top = 0, 0, 612, 792
    return Frame(rect.left, rect.bottom, rect.right, rect.top, pdfium.FPDFPage_GetRotation(page.raw) % 4)


def _read_print(page: pypdfium2.PdfPage, number: int, glyphs: Glyphs, drawings: Drawings, found: _Found) -> None:
    size = _frame(page).size
    words = read_words(glyphs, *size)
    visible = sum(map(len, words.texts))
    is_garbled = visible > 0 and glyphs.unknown > _GARBLED * visible
    if visible and not is_garbled:
        found.characters += visible
        sheet = lay_out(words, drawings, number, size)
        found.hidden += sheet.hidden
        found.sheets.append(sheet)
        return
    if is_garbled:
        found.garbled.append(number)
    if drawings.pictures or is_garbled:
        found.pictured.append(number)
        _recognise(page, number, found)


def _recognise(page: pypdfium2.PdfPage, number: int, found: _Found) -> None:
    """Read a page from its picture, if Tesseract is installed."""
    if find_program("tesseract") is None:
        return
    width, height = page.get_size()
    scale = min(_SCAN_SCALE, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    target = io.BytesIO()
    page.render(scale=scale, grayscale=True).to_pil().save(target, "PNG", compress_level=1)
    read = recognise_paragraphs(target.getvalue(), number, 1 / scale)
    if read is not None and read.paragraphs:
        found.scanned[number] = list(read.paragraphs)
        found.characters += sum(len(word.text) for paragraph in read.paragraphs for word in paragraph)
        found.unclear += read.unclear


def _read_beside(page: pypdfium2.PdfPage, number: int, frame: Frame, found: _Found) -> None:
    """Take down what was filled in or noted. What a page then prints of it is read with the page."""
    if pdfium.FPDFPage_GetAnnotCount(page.raw) <= 0:
        return
    beside = [words for words in annotations_of(page.raw, number, frame) if words]
    if beside:
        found.beside[number] = beside
        found.characters += sum(len(word.text) for words in beside for word in words)


def _report(found: _Found, builder: TextBuilder, count: int, lost: int) -> None:
    """Say which pages could not be read and what else was left out.

    Raises:
        ReadingError: None could be.
    """
    builder.pages = count
    builder.source_characters = found.characters
    written = {block.page_at(place) for block in builder.blocks for place in (block.span.start, *block.turns)}
    builder.blank_pages = [number for number in range(1, count + 1) if number not in written]
    unread = [number for number in found.pictured if number not in found.scanned]
    if not builder.blocks:
        _refuse(found, count)
    said = (
        (found.scanned, "read from its picture by character recognition: check quotes against it"),
        (unread if find_program("tesseract") is None else (), "a picture; Tesseract, which could read it, is not installed"),
        (unread if find_program("tesseract") is not None else (), "a picture on which no words were found"),
        (found.garbled, "without a text layer that can be read: its fonts do not say which letters they draw"),
        (found.broken, "damaged and was not read"),
    )
    builder.notes += [f"Page {_listed(pages)}: {what}." for pages, what in said if pages]
    if found.unclear:
        builder.notes.append(f"Words too unclear to be read: {found.unclear}.")
    if found.hidden:
        builder.notes.append(f"Characters that are invisible or off the page, kept but never quoted: {found.hidden}.")
    if found.pictures > len(found.scanned):
        builder.notes.append(f"Pictures that were not read: {found.pictures - len(found.scanned)}.")
    if count > _MAX_PAGES:
        builder.notes.append(f"Only the first {_MAX_PAGES:,} pages were read.")
    if lost:
        builder.notes.append(f"Attachments that could not be taken out: {lost}.")


def _refuse(found: _Found, count: int) -> None:
    """Say why there is no text at all."""
    if found.pictured and find_program("tesseract") is None:
        raise ReadingError(
            "it is a scan: its pages are pictures without text, and Tesseract, which reads them, is not installed.",
            "Install Tesseract (Debian: apt install tesseract-ocr), or give the text.",
        )
    if found.pictured:
        raise ReadingError(
            "it is a scan on which no words were found.", "Scan it again, larger and sharper.", has_lost_its_text=True
        )
    if len(found.broken) == count:
        raise ReadingError("its PDF is damaged: no page can be read.", "Print or export it again.")
    raise ReadingError("its pages hold no text.", "Nothing to do, or delete it.", has_lost_its_text=True)


def _listed(pages: Iterable[int]) -> str:
    """Return page numbers in words, neighbours as a range."""
    runs: list[list[int]] = []
    for number in sorted(pages):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{first}–{last}" if last > first else f"{first}" for first, last in runs)  # noqa: RUF001
