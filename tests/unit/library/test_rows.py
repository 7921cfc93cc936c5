"""Rows: what is stored is what was there."""

from __future__ import annotations

import json

import numpy as np
import pytest

from quoth.library.rows import block_from_row, block_to_row, vectors_from_bytes, vectors_to_bytes
from quoth.types import Block, Span


@pytest.mark.parametrize(
    "block",
    [
        Block(kind="heading", span=Span(0, 3), level=2, heading_path=("A", "B")),
        Block(kind="table_row", span=Span(5, 9), header=Span(0, 4), page=7),
        Block(kind="paragraph", span=Span(0, 1), is_boilerplate=True),
    ],
)
def test_block_survives_its_row(block: Block) -> None:
    """A block must come back equal from JSON, header span, page and path included."""
    assert block_from_row(json.loads(json.dumps(block_to_row(block)))) == block


def test_vectors_survive_their_bytes() -> None:
    """Unit rows must come back in shape, within half precision."""
    rows = np.random.default_rng(0).normal(size=(5, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    back = vectors_from_bytes(vectors_to_bytes(rows), 16)
    assert back.shape == (5, 16)
    assert np.abs(back - rows).max() < 2**-11
