"""The characters of one page with their boxes, sizes and styles, fetched from PDFium in bulk."""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Final

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from quoth.reading.printed.geometry import Boxes, Frame

BOLD: Final = 1
HIDDEN: Final = 2
LED: Final = 4  # dots lead to it
SKEWED: Final = -1  # the text runs neither along nor across the page
LINE_HYPHEN: Final = 0x02  # PDFium's sign for a hyphen at the end of a line

_MAX_GLYPHS = 500_000  # a page of an atlas has 50,000
_BOLD_NAME = re.compile(r"bold|black|heavy|semib|demi(?!ng)|cmbx|-bd\b|\.b$", re.IGNORECASE)
_BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18
_INVISIBLE_MODES = (3, 7)
_STROKED_MODE = 2
_TINY = 1.5  # points
_NAMELESS = np.array([0, 1, *range(3, 9), 11, 12, *range(14, 32), *range(0xE000, 0xF000), *range(0xF100, 0xF900), 0xFFFD])

# The handles as plain addresses: making an object of each costs more than the call.
_text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """All characters of a page, in PDFium's order, as arrays of one length.

    Attributes:
        codes: Code points; white space stands between words.
        boxes: As displayed.
        sizes: Points.
        quarters: Direction of the text as displayed, in quarter turns against the clock; SKEWED if none.
        styles: BOLD, HIDDEN, added up.
        runs: The piece of the page's content that it belongs to.
        unknown: How many visible ones the fonts do not name.
    """

    codes: NDArray[np.int64]
    boxes: Boxes
    sizes: NDArray[np.float64]
    quarters: NDArray[np.int64]
    styles: NDArray[np.int64]
    runs: NDArray[np.int64]
    unknown: int


def read_glyphs(textpage: Any, frame: Frame) -> Glyphs:  # noqa: ANN401 - a handle of PDFium
    """Fetch the characters of a text page."""
    n = max(0, min(pdfium.FPDFText_CountChars(textpage), _MAX_GLYPHS))
    handle = ctypes.cast(textpage, ctypes.c_void_p)
    codes = np.fromiter(map(pdfium.FPDFText_GetUnicode, repeat(textpage, n), range(n)), dtype=np.int64, count=n)
    found = (run or 0 for run in map(_text_object, repeat(handle, n), range(n)))
    runs = np.fromiter(found, dtype=np.uint64, count=n).view(np.int64)
    edges = _edges(textpage, n)
    starts = np.flatnonzero(np.diff(runs, prepend=runs[:1] - 1)) if n else np.zeros(0, dtype=np.int64)
    looks = np.zeros((len(starts), 3))
    fonts: dict[int, int] = {}
    for place, start in enumerate(starts.tolist()):
        looks[place] = _look(textpage, start, int(runs[start]), frame.quarters, fonts)
    look = np.repeat(looks, np.diff(starts, append=n), axis=0)
    boxes = frame.displayed(edges[:, 0], edges[:, 1], edges[:, 2], edges[:, 3])
    sizes = np.where(look[:, 0] > 0, look[:, 0], _heights(boxes, look[:, 1]))
    boxes = _mended(textpage, boxes, sizes, look[:, 1], frame)
    styles = look[:, 2].astype(np.int64)
    styles[(sizes < _TINY) & (sizes > 0)] |= HIDDEN
    return Glyphs(
        codes=codes,
        boxes=boxes,
        sizes=sizes,
        quarters=look[:, 1].astype(np.int64),
        styles=styles,
        runs=runs,
        unknown=_unknown(textpage, codes, starts),
    )


def _edges(textpage: Any, n: int) -> Boxes:  # noqa: ANN401
    """Return left, top, right and bottom in the page's own plane, from the font's ascent to its descent."""
    rects = (pdfium.FS_RECTF * n)()
    for _ in map(pdfium.FPDFText_GetLooseCharBox, repeat(textpage, n), range(n), rects):
        pass
    return np.frombuffer(rects, dtype=np.float32).reshape(n, 4).astype(np.float64)


def _look(textpage: Any, index: int, run: int, page_quarters: int, fonts: dict[int, int]) -> tuple[float, int, int]:  # noqa: ANN401
    """Return size, direction and style of the run that begins with a character."""
    matrix = pdfium.FS_MATRIX()
    if not run or not pdfium.FPDFText_GetMatrix(textpage, index, matrix):
        return 0.0, 0, 0
    size = pdfium.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    turns = math.atan2(matrix.b, matrix.a) / (math.pi / 2) - page_quarters
    quarters = round(turns)
    run_object = ctypes.cast(run, pdfium.FPDF_PAGEOBJECT)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(run_object)
    font = pdfium.FPDFTextObj_GetFont(run_object)
    key = ctypes.cast(font, ctypes.c_void_p).value or 0
    if key not in fonts:
        fonts[key] = _font_style(font) if key else 0
    style = fonts[key] | (HIDDEN if mode in _INVISIBLE_MODES else 0) | (BOLD if mode == _STROKED_MODE else 0)
    return abs(size), quarters % 4 if abs(turns - quarters) < 0.08 else SKEWED, style  # noqa: PLR2004 - seven degrees


def _font_style(font: Any) -> int:  # noqa: ANN401
    """Say whether a font is bold, by what it says of itself."""
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace")
    flags = max(0, pdfium.FPDFFont_GetFlags(font))
    is_bold = _BOLD_NAME.search(name) or flags & _FORCE_BOLD or pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
    return BOLD if is_bold else 0


def _heights(boxes: Boxes, quarters: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how tall the boxes are across their text's direction."""
    across = quarters % 2 == 1
    return np.where(across, boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])


def _mended(
    textpage: Any,  # noqa: ANN401
    boxes: Boxes,
    sizes: NDArray[np.float64],
    quarters: NDArray[np.float64],
    frame: Frame,
) -> Boxes:
    """Give characters of fonts with absurd ascents the box of their ink."""
    heights = _heights(boxes, quarters)
    odd = np.flatnonzero((quarters >= 0) & (sizes > 0) & ((heights > 2.2 * sizes) | (heights < 0.4 * sizes)))
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in odd.tolist():
        if pdfium.FPDFText_GetCharBox(textpage, index, left, right, bottom, top) and top.value > bottom.value:
            edges = (np.array([edge.value]) for edge in (left, top, right, bottom))
            boxes[index] = frame.displayed(*edges)[0]
    return boxes


def _unknown(textpage: Any, codes: NDArray[np.int64], starts: NDArray[np.int64]) -> int:  # noqa: ANN401
    """Count visible characters that have no code point of their own, or whose font maps none."""
    private = np.isin(codes, _NAMELESS)
    failed = sum(pdfium.FPDFText_HasUnicodeMapError(textpage, start) == 1 for start in starts[:50].tolist())
    if failed and failed >= 0.5 * min(len(starts), 50):
        return int((codes > 32).sum())  # noqa: PLR2004
    return int(private.sum())
