"""Rows: what is stored is what was there."""

from __future__ import annotations

import numpy as np

from quoth.library.rows import vectors_from_bytes, vectors_to_bytes


def test_vectors_survive_their_bytes() -> None:
    """Unit rows must come back in shape, within half precision."""
    rows = np.random.default_rng(0).normal(size=(5, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    back = vectors_from_bytes(vectors_to_bytes(rows), 16)
    assert back.shape == (5, 16)
    assert np.abs(back - rows).max() < 2**-11
