"""Geometry: boxes stand where the page is displayed."""

from __future__ import annotations

import numpy as np
import pytest

from quoth.reading.printed.geometry import Frame


@pytest.mark.parametrize(
    ("quarters", "box"),
    [(0, (10, 170, 30, 190)), (1, (10, 10, 30, 30)), (2, (70, 10, 90, 30)), (3, (170, 70, 190, 90))],
)
def test_geometry_follows_the_pages_rotation(quarters: int, box: tuple[float, ...]) -> None:
    """A box in the lower left corner of a page must go round with the page, clockwise."""
    frame = Frame(left=100, bottom=0, right=200, top=200, quarters=quarters)
    edges = (np.array([edge], dtype=float) for edge in (110, 30, 130, 10))
    assert frame.displayed(*edges)[0].tolist() == list(box)


def test_geometry_knows_no_endless_boxes() -> None:
    """Coordinates that are no numbers or beyond all paper must be cut: they size arrays."""
    frame = Frame(left=0, bottom=0, right=100, top=100)
    edges = (np.array([edge]) for edge in (float("nan"), 1e30, float("inf"), -1e30))
    assert np.abs(frame.displayed(*edges)).max() <= 20_000
