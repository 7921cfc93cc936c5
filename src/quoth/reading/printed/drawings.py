"""The ruled lines, the small shapes that may be bullets and the pictures of a page, from its drawing objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pypdfium2.raw as pdfium

from quoth.reading.printed.geometry import Boxes, Frame

_MAX_OBJECTS: Final = 20_000
_MAX_SEGMENTS: Final = 400  # a path of more is a drawing, no table
_MAX_DEPTH: Final = 4
_THIN: Final = 3.0  # points
_LEAST_DOT, _LARGEST_DOT = 1.0, 9.0  # points
_MOST_DOTS: Final = 300  # a page of more is a chart

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final[_Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Drawings:
    """Straight lines along and across a page and how much of it pictures cover.

    Attributes:
        rules: Boxes as displayed, each thin one way.
        dots: Boxes as displayed of small shapes as wide as high.
        pictures: How many there are.
        covered: Share of the page that the largest covers.
    """

    rules: Boxes
    dots: Boxes
    pictures: int
    covered: float


def read_drawings(page: Any, frame: Frame) -> Drawings:  # noqa: ANN401 - a handle of PDFium
    """Find the ruled lines and pictures of a page."""
    found: list[tuple[float, float, float, float]] = []
    dots: list[tuple[float, float, float, float]] = []
    pictures: list[float] = []
    area = max(1.0, frame.size[0] * frame.size[1])
    for item, kind, matrix in _objects(page):
        box = _bounds(item, matrix)
        if box is None:
            continue
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append(min(1.0, (box[2] - box[0]) * (box[1] - box[3]) / area))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and len(found) < _MAX_OBJECTS:
            found.extend(_rules(item, box, matrix))
            if len(dots) <= _MOST_DOTS and _is_dot(box):
                dots.append(box)
    return Drawings(
        rules=_displayed(found, frame),
        dots=_displayed(dots if len(dots) <= _MOST_DOTS else [], frame),
        pictures=len(pictures),
        covered=max(pictures, default=0.0),
    )


def _displayed(boxes: Sequence[tuple[float, float, float, float]], frame: Frame) -> Boxes:
    edges = np.array(boxes, dtype=np.float64).reshape(-1, 4)
    return frame.displayed(edges[:, 0], edges[:, 1], edges[:, 2], edges[:, 3])


def _is_dot(box: tuple[float, float, float, float]) -> bool:
    width, height = box[2] - box[0], box[1] - box[3]
    return min(width, height) >= _LEAST_DOT and max(width, height) <= min(_LARGEST_DOT, 1.3 * min(width, height))


def _objects(page: Any) -> Iterator[tuple[Any, int, _Matrix]]:  # noqa: ANN401
    """Yield objects with their kind and the matrix around them, those inside forms too."""
    stack: list[tuple[Any, int, _Matrix, int]] = []
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page, index)
        stack.append((item, pdfium.FPDFPageObj_GetType(item), _IDENTITY, 0))
    left = _MAX_OBJECTS
    while stack and left:
        left -= 1
        item, kind, matrix, depth = stack.pop()
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield item, kind, matrix
            continue
        if depth == _MAX_DEPTH:
            continue
        inner = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(item, inner)
        own = _times((inner.a, inner.b, inner.c, inner.d, inner.e, inner.f), matrix)
        for index in range(min(pdfium.FPDFFormObj_CountObjects(item), _MAX_OBJECTS)):
            child = pdfium.FPDFFormObj_GetObject(item, index)
            stack.append((child, pdfium.FPDFPageObj_GetType(child), own, depth + 1))


def _bounds(item: Any, matrix: _Matrix) -> tuple[float, float, float, float] | None:  # noqa: ANN401
    """Return left, top, right, bottom of an object in the page's own plane."""
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *edges):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    x0, y0 = _at(matrix, left, bottom)
    x1, y1 = _at(matrix, right, top)
    return min(x0, x1), max(y0, y1), max(x0, x1), min(y0, y1)


def _rules(
    item: Any,  # noqa: ANN401
    box: tuple[float, float, float, float],
    matrix: _Matrix,
) -> Iterator[tuple[float, float, float, float]]:
    """Yield the straight lines of a path: itself if it is thin, else those of its segments."""
    left, top, right, bottom = box
    if min(right - left, top - bottom) < _THIN:
        if max(right - left, top - bottom) > _THIN:
            yield box
        return
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, own)
    whole = _times((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    start = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(item), _MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _at(whole, x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _straight(last, point)
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _straight(point, start)


def _straight(one: tuple[float, float], other: tuple[float, float]) -> Iterator[tuple[float, float, float, float]]:
    width, height = abs(one[0] - other[0]), abs(one[1] - other[1])
    if min(width, height) < 1 and max(width, height) > _THIN:
        yield min(one[0], other[0]), max(one[1], other[1]), max(one[0], other[0]), min(one[1], other[1])


def _at(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    """Return the matrix that does the inner one first."""
    a, b, c, d, _, _ = inner
    ex, ey = _at(outer, inner[4], inner[5])
    oa, ob, oc, od, _, _ = outer
    return oa * a + oc * b, ob * a + od * b, oa * c + oc * d, ob * c + od * d, ex, ey
