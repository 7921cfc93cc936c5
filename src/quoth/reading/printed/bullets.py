"""Bullets that are drawn as shapes, as browsers do, not printed as characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from quoth.reading.printed.geometry import Boxes
from quoth.reading.printed.lines import Line

_HIGH: Final = 0.55  # sizes: a bullet is no higher than a small letter
_FAR: Final = 2.0  # sizes from a bullet to its item
_NEAR: Final = 0.15
_LEVEL: Final = 0.3  # sizes between the middles


def with_bullets(lines: Sequence[Line], dots: Boxes) -> list[Line]:
    """Return the lines of a page, those marked that have a small shape before their first word and nothing between."""
    return (
        [replace(line, is_dotted=True) if _has_bullet(line, dots, lines) else line for line in lines]
        if len(dots)
        else list(lines)
    )


def _has_bullet(line: Line, dots: Boxes, lines: Sequence[Line]) -> bool:
    left, top, _, bottom = line.box
    gaps, heights = left - dots[:, 2], dots[:, 3] - dots[:, 1]
    is_beside = np.abs((dots[:, 1] + dots[:, 3]) / 2 - (top + bottom) / 2) < _LEVEL * line.size
    found = dots[(gaps > _NEAR * line.size) & (gaps < _FAR * line.size) & (heights < _HIGH * line.size) & is_beside]
    if " " not in line.text and not any((np.abs(dots[:, 0] - dot[0]) < 1).sum() > 1 for dot in found):
        return False  # the name of a place on a map
    return any(not _is_after_text(dot[0], line, lines) for dot in found)


def _is_after_text(dot: float, line: Line, lines: Sequence[Line]) -> bool:
    """Say whether other words stand close before a shape: it is part of a drawing or of the line."""
    return any(
        abs(other.box[3] - line.box[3]) < line.size / 2 and dot - _FAR * line.size < other.box[2] < line.box[0]
        for other in lines
        if other is not line
    )
