"""Accents that are printed apart from their letter, as TeX's old fonts do: they go on the letter they stand over."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from quoth.reading.printed.glyphs import Glyphs

_COMBINING: Final = {
    0x60: 0x300, 0xB4: 0x301, 0x2C6: 0x302, 0x2DC: 0x303, 0xAF: 0x304, 0x2D8: 0x306, 0x2D9: 0x307, 0xA8: 0x308, 0x2DA: 0x30A,
    0x2DD: 0x30B, 0x2C7: 0x30C, 0xB8: 0x327, 0x2DB: 0x328,
}  # fmt: skip
_NEAR: Final = 60  # characters before and after: PDFium misplaces accents within their line
_SPACE: Final = 0.16  # of the size: no space is narrower
_SPACE_CODE: Final = 32


def with_accents(glyphs: Glyphs) -> Glyphs:
    """Return the glyphs, each spacing accent that stands over a letter as a mark behind it."""
    marks = np.flatnonzero(np.isin(glyphs.codes, list(_COMBINING)) & (glyphs.quarters == 0))
    if not len(marks):
        return glyphs
    codes = glyphs.codes.copy()
    order = np.arange(len(codes), dtype=np.float64)
    keep = np.ones(len(codes), dtype=bool)
    for mark in marks.tolist():
        letter = _letter(glyphs, mark)
        if letter is None:
            continue
        codes[mark] = _COMBINING[int(codes[mark])]
        order[mark] = letter + 0.5
        _close(glyphs, mark, keep)
    glyphs.boxes[:] = np.where((order % 1 > 0)[:, None], glyphs.boxes[np.floor(order).astype(int)], glyphs.boxes)
    chosen = np.argsort(order, kind="stable")
    chosen = chosen[keep[chosen]]
    return replace(
        glyphs,
        codes=codes[chosen],
        boxes=glyphs.boxes[chosen],
        sizes=glyphs.sizes[chosen],
        quarters=glyphs.quarters[chosen],
        styles=glyphs.styles[chosen],
        runs=glyphs.runs[chosen],
    )


def _letter(glyphs: Glyphs, mark: int) -> int | None:
    """Return the letter that an accent stands over or under."""
    middle = (glyphs.boxes[mark, 0] + glyphs.boxes[mark, 2]) / 2
    near = [index for index in range(max(0, mark - _NEAR), min(len(glyphs.codes), mark + _NEAR + 1)) if index != mark]
    over = [
        index
        for index in near
        if chr(int(glyphs.codes[index])).isalpha()
        and glyphs.boxes[index, 0] - 0.5 < middle < glyphs.boxes[index, 2] + 0.5
        and abs(glyphs.boxes[index, 3] - glyphs.boxes[mark, 3]) < 0.6 * glyphs.sizes[index]
    ]
    return min(over, key=lambda index: (abs(float(glyphs.boxes[index, [0, 2]].mean() - middle)), index), default=None)


def _close(glyphs: Glyphs, mark: int, keep: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
    """Drop the spaces around an accent unless what stands beside it is a space apart."""
    before, after = mark - 1, mark + 1
    while before >= 0 and glyphs.codes[before] == _SPACE_CODE:
        before -= 1
    while after < len(glyphs.codes) and glyphs.codes[after] == _SPACE_CODE:
        after += 1
    if before < 0 or after == len(glyphs.codes):
        return
    one, other = glyphs.boxes[before], glyphs.boxes[after]
    if -glyphs.sizes[mark] < other[0] - one[2] < _SPACE * glyphs.sizes[mark]:
        keep[before + 1 : mark] = False
        keep[mark + 1 : after] = False
