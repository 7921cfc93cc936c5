"""Draw one page of a document as it is printed, through PDFium; a picture is its own page."""

from __future__ import annotations

import io
from typing import Final

import pypdfium2
from PIL import Image, ImageOps, ImageSequence

from quoth.errors import ReadingError

# Wide enough to be read on a dense screen; a page of any proportions costs no more than so many pixels.
WIDTH: Final = 1400
_MOST_PIXELS: Final = 12_000_000


def render_page(data: bytes, media_type: str, page: int) -> bytes:
    """Return one page, counted from 1, as PNG.

    Raises:
        ReadingError: There is no such page, or it cannot be drawn.
    """
    try:
        picture = _printed(data, page) if media_type == "application/pdf" else _scanned(data, page)
    except (pypdfium2.PdfiumError, OSError, ValueError, IndexError, Image.DecompressionBombError) as error:
        raise ReadingError(f"its page {page} cannot be drawn: {error}.", "Open the original instead.") from error
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def _printed(data: bytes, page: int) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    try:
        drawn = document[page - 1]
        width, height = drawn.get_size()
        scale = min(WIDTH / max(width, 1), (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
        bitmap = drawn.render(scale=scale, may_draw_forms=False)
        picture: Image.Image = bitmap.to_pil().convert("RGB").copy()
        return picture
    finally:
        document.close()


def _scanned(data: bytes, page: int) -> Image.Image:
    with Image.open(io.BytesIO(data)) as stack:
        picture = ImageOps.exif_transpose(ImageSequence.Iterator(stack)[page - 1]).convert("RGB")
        picture.thumbnail((WIDTH, _MOST_PIXELS // WIDTH))
        return picture
