"""The dense view: exact inner product over float16 vectors in FAISS."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np

from quoth.index.ranking import rank
from quoth.protocols import Matrix, Vector
from quoth.types import Hit


class DenseIndex:
    """Passage vectors by number. Inner product of unit vectors: the cosine, at most 1, higher is nearer."""

    def __init__(self, dim: int, inner: faiss.IndexIDMap2 | None = None) -> None:
        flat = faiss.IndexScalarQuantizer(dim, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        self._inner = inner if inner is not None else faiss.IndexIDMap2(flat)
        self._dim = dim

    @classmethod
    def load(cls, path: Path, dim: int) -> DenseIndex:
        """Load what `save` wrote.

        Raises:
            ValueError: The file is no such index.
        """
        try:
            # Not through downcast_index: what it returns does not keep the index alive.
            inner = faiss.deserialize_index(np.fromfile(path, dtype=np.uint8))
        except (RuntimeError, OSError) as error:
            raise ValueError(str(error)) from error
        if not isinstance(inner, faiss.IndexIDMap2) or inner.d != dim:
            raise ValueError(f"{path.name} holds another kind of index")
        return cls(dim, inner)

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        path.write_bytes(faiss.serialize_index(self._inner).data)

    def numbers(self) -> Sequence[int]:
        """Return the passage numbers held."""
        held: list[int] = faiss.vector_to_array(self._inner.id_map).tolist()
        return held

    def add(self, numbers: Sequence[int], vectors: Matrix) -> None:
        """Add passages by number, `(n, dim) float32` unit rows."""
        self._inner.add_with_ids(np.ascontiguousarray(vectors), np.asarray(numbers, dtype=np.int64))

    def remove(self, numbers: Sequence[int]) -> None:
        """Remove passages by number."""
        if numbers:
            self._inner.remove_ids(faiss.IDSelectorBatch(np.asarray(numbers, dtype=np.int64)))

    def search(self, vector: Vector, depth: int, among: Sequence[int] | None = None) -> tuple[Hit, ...]:
        """Return the nearest passages, best first, ties by number.

        Args:
            among: Only these passages; None for all.
        """
        if self._inner.ntotal == 0:
            return ()
        parameters = None
        if among is not None:
            parameters = faiss.SearchParameters()
            parameters.sel = faiss.IDSelectorBatch(np.asarray(among, dtype=np.int64))

        def fetch(most: int) -> list[tuple[float, int]]:
            scores, numbers = self._inner.search(vector[None, :], most, params=parameters)
            return [(float(s), int(n)) for s, n in zip(scores[0], numbers[0], strict=True) if n >= 0]

        return rank(fetch, depth, self._inner.ntotal, "dense")

    def cosines(self, vector: Vector, numbers: Sequence[int]) -> dict[int, float]:
        """Return the cosine of a vector and each of these passages; those not held are absent."""
        found: dict[int, float] = {}
        for number in numbers:
            try:
                found[number] = float(self._inner.reconstruct(int(number)) @ vector)
            except RuntimeError:
                continue
        return found
