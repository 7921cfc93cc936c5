"""Read a scan kept as a picture, by character recognition."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.programs import find_program
from quoth.reading.recognising import Recognised, recognise_paragraphs

_MOST_PAGES: Final = 500
_MOST_PIXELS: Final = 80_000_000  # A4 at 900 dots per inch
_SCANNED_DPI: Final = 200  # of a picture that does not say
_LEAST_DPI, _MOST_DPI = 70, 2400


def read_picture(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Add the paragraphs of a PNG, JPEG or TIFF picture; a TIFF may have several pages.

    Raises:
        ReadingError: It is damaged or too large, or Tesseract is not installed.
    """
    if find_program("tesseract") is None:
        raise ReadingError(
            "it is a picture, and Tesseract, which reads the words on pictures, is not installed.",
            "Install Tesseract (Debian: apt install tesseract-ocr), or give the text.",
        )
    unclear = 0
    builder.notes.append("It was read by character recognition: check quotes against the picture.")
    for number in range(1, _MOST_PAGES + 1):
        try:
            page, pages, points_per_pixel = _page(data, number)
        except ReadingError as error:
            if number == 1:
                raise
            builder.notes.append(f"Pages from {number} on were not read: {error.message}")
            break
        unclear += _add(recognise_paragraphs(_png(page), number, points_per_pixel), number, builder)
        builder.page_size(number, page.width * points_per_pixel, page.height * points_per_pixel)
        builder.pages = pages
        if number == pages:
            break
    else:
        builder.notes.append(f"Only the first {_MOST_PAGES} pages were read.")
    if unclear:
        builder.notes.append(f"Words too unclear to be read: {unclear}.")
    return {}


def _add(found: Recognised | None, number: int, builder: TextBuilder) -> int:
    """Add the paragraphs of a page; return how many of its words could not be read."""
    builder.page = number
    paragraphs = () if found is None else found.paragraphs
    for paragraph in paragraphs:
        builder.printed("paragraph", paragraph)
    if not paragraphs:
        builder.blank_pages.append(number)
    return 0 if found is None else found.unclear


def _page(data: bytes, number: int) -> tuple[Image.Image, int, float]:
    """Return a page upright and grey, how many pages there are, and the points that a pixel is wide."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as image:
                pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
                image.seek(number - 1)
                _check_size(image)
                return _upright(image), pages, 72 / _dpi(image)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise ReadingError(
            f"it has more than {_MOST_PIXELS:,} points.", "Save it smaller: 300 dots per inch are enough."
        ) from error
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, IndexError, TypeError, AttributeError, OverflowError,
            ZeroDivisionError, RuntimeError, struct.error, zlib.error) as error:  # fmt: skip
        why = "it is cut short" if isinstance(error, UnidentifiedImageError) else str(error)
        raise ReadingError(f"its picture is damaged: {why}.", "Scan or save it again.") from error


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > _MOST_PIXELS:
        raise Image.DecompressionBombError


def _upright(image: Image.Image) -> Image.Image:
    """Return the picture as it is seen: turned as the camera says, on white where it is transparent."""
    turned = ImageOps.exif_transpose(image)
    if turned.has_transparency_data:
        seen = turned.convert("RGBA")
        ground = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(ground, seen).convert("L")
    if turned.mode in ("I;16", "I;16B", "I", "F"):
        return ImageOps.autocontrast(turned.convert("F").convert("L"))
    return turned.convert("L")


def _dpi(image: Image.Image) -> float:
    given = image.info.get("dpi") or (0, 0)
    try:
        dpi = float(given[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        dpi = 0.0
    return dpi if _LEAST_DPI <= dpi <= _MOST_DPI else _SCANNED_DPI


def _png(page: Image.Image) -> bytes:
    target = io.BytesIO()
    page.save(target, "PNG", compress_level=1)
    return target.getvalue()
