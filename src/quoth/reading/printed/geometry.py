"""Boxes on a page: as it is displayed, and turned so that its text runs from left to right.

A box is left, top, right, bottom in points from the upper left corner; many are an array `(n, 4)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quoth.types import Box

Boxes = NDArray[np.float64]
_FARTHEST: Final = 20_000.0  # points: no sheet of paper is larger


@dataclass(frozen=True, slots=True)
class Frame:
    """What part of a page's own plane is displayed, and how it is turned.

    Attributes:
        left, bottom, right, top: The displayed part in the page's own points, y upwards.
        quarters: Quarter turns clockwise.
    """

    left: float
    bottom: float
    right: float
    top: float
    quarters: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height as displayed."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarters % 2 else (width, height)

    def displayed(self, left: Boxes, top: Boxes, right: Boxes, bottom: Boxes) -> Boxes:
        """Return boxes of the page's own plane, y upwards, as they are displayed."""
        west, east = left - self.left, right - self.left
        north, south = self.top - top, self.top - bottom
        upright = np.clip(np.nan_to_num(np.stack([west, north, east, south], axis=-1)), -_FARTHEST, _FARTHEST)
        return turned(upright, self.quarters, self.right - self.left, self.top - self.bottom)


def turned(boxes: Boxes, quarters: int, width: float, height: float) -> Boxes:
    """Return the boxes of a page of this width and height after quarter turns clockwise of the whole page."""
    left, top, right, bottom = boxes[..., 0], boxes[..., 1], boxes[..., 2], boxes[..., 3]
    match quarters % 4:
        case 1:
            edges = [height - bottom, left, height - top, right]
        case 2:
            edges = [width - right, height - bottom, width - left, height - top]
        case 3:
            edges = [top, width - right, bottom, width - left]
        case _:
            edges = [left, top, right, bottom]
    return np.stack(edges, axis=-1)


def union(boxes: Boxes) -> Box:
    """Return the smallest box around all."""
    left, top = boxes[:, :2].min(axis=0).tolist()
    right, bottom = boxes[:, 2:].max(axis=0).tolist()
    return (left, top, right, bottom)
