"""How near the machine's limits the two hot loops run: encoding against matrix speed, exact search against memory bandwidth.

python -m bench.limits
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
import torch

from bench.ingest import sentences
from quoth.index.dense import DenseIndex
from quoth.models import load_encoder
from quoth.models.running import number_format
from quoth.settings import load_settings
from quoth.types import Passage, Span

# MiniLM-L6: layers, width, width inside the feed-forward part.
LAYERS, WIDTH, INNER = 6, 384, 1536
_TEXTS: Final = 2000
_VECTORS: Final = 500_000
_BYTES: Final = 1 << 30


def best_of(times: int, run: Callable[[], object]) -> float:
    """Return the shortest of several runs, in seconds."""
    took: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        took.append(time.perf_counter() - began)
    return min(took)


def matrix_speed(dtype: torch.dtype) -> float:
    """Return the best measured speed of a square product, in operations a second."""
    best = 0.0
    for size in (512, 1024, 2048, 4096):
        one, other = (torch.randn(size, size).to(dtype) for _ in range(2))
        torch.matmul(one, other)
        best = max(best, 2 * size**3 / best_of(5, partial(torch.matmul, one, other)))
    return best


def operations(length: int) -> float:
    """Return the multiplications and additions of one text of so many tokens, embeddings and norms left out."""
    per_token = LAYERS * (2 * 4 * WIDTH**2 + 2 * 2 * WIDTH * INNER)
    attention = LAYERS * 2 * 2 * length * WIDTH
    return float(length * (per_token + attention))


def encoding() -> None:
    """Print how fast texts are encoded, and what share of the matrix speed that is."""
    settings = load_settings().encoder
    encoder = load_encoder(settings.model, settings.dtype, settings.threads, settings.batch_size)
    dtype = number_format(settings.dtype)
    texts = (sentences() * 20)[:_TEXTS]
    passages = [Passage(span=Span(0, len(text)), context="", heading_path=(), page=None, sentences=()) for text in texts]
    tokens = [count + 2 for count in encoder.count(texts)]
    encoder.encode_passages(passages[:64], texts[:64])
    took = best_of(3, lambda: encoder.encode_passages(passages, texts))
    speed, useful = matrix_speed(dtype), sum(map(operations, tokens)) / took
    print(
        f"encoding, {dtype}: {len(texts) / took:.0f} texts a second of {np.mean(tokens):.0f} tokens; {useful / 1e9:.0f} useful "
        f"G operations a second, {useful / speed:.1%} of the {speed / 1e9:.0f} that a matrix product reached on {torch.get_num_threads()} threads"
    )


def searching() -> None:
    """Print how fast exact search scans its vectors, and what share of the memory bandwidth that is."""
    rng = np.random.default_rng(0)
    index = DenseIndex(WIDTH)
    for start in range(0, _VECTORS, 50_000):
        rows = rng.standard_normal((50_000, WIDTH), dtype=np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        index.add(range(start, start + 50_000), rows)
    query = rows[0]
    index.search(query, 50)
    took = best_of(5, lambda: index.search(query, 50))
    scanned = _VECTORS * WIDTH * 2 / took
    block = torch.ones(_BYTES // 4)
    read = _BYTES / best_of(5, block.sum)
    print(
        f"exact search: {_VECTORS:,} float16 vectors in {took * 1000:.1f} ms, {scanned / 1e9:.1f} GB a second, {scanned / read:.0%} of the "
        f"{read / 1e9:.1f} that summing a gigabyte reached on {torch.get_num_threads()} threads"
    )


if __name__ == "__main__":
    with torch.inference_mode():
        encoding()
        searching()
