"""The dense index: cosines, deletions, files."""

from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest

from quoth.index.dense import DenseIndex
from quoth.protocols import Matrix

_DIM = 16


def _rows(n: int, seed: int = 0) -> Matrix:
    rows = np.random.default_rng(seed).normal(size=(n, _DIM)).astype(np.float32)
    unit: Matrix = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def _index(n: int) -> DenseIndex:
    index = DenseIndex(_DIM)
    index.add(range(1, n + 1), _rows(n))
    return index


def test_dense_search_finds_the_largest_cosines() -> None:
    """Hits must be those of plain arithmetic, within half precision."""
    query = _rows(1, seed=1)[0]
    hits = _index(200).search(query, 10)
    wanted = np.argsort(-(_rows(200) @ query))[:10] + 1
    assert [hit.number for hit in hits] == wanted.tolist()
    assert hits[0].score == pytest.approx(float((_rows(200) @ query).max()), abs=2e-3)


def test_dense_ties_are_broken_by_number() -> None:
    """Of many equal passages the lowest numbers must be found, whatever the depth."""
    index = DenseIndex(_DIM)
    index.add([9, 3, 7, 1, 5], np.repeat(_rows(1), 5, axis=0))
    assert [hit.number for hit in index.search(_rows(1)[0], 2)] == [1, 3]


def test_dense_search_keeps_to_the_passages_allowed() -> None:
    """Only the passages named may be found; none named finds none."""
    query = _rows(1, seed=1)[0]
    assert {hit.number for hit in _index(50).search(query, 10, among=[4, 8, 999])} == {4, 8}
    assert _index(50).search(query, 10, among=[]) == ()


def test_dense_removal_takes_effect_at_once() -> None:
    """A removed passage must not be found any more, the others must; removing it again is no error."""
    index = _index(20)
    index.remove([5, 5, 999])
    index.remove([5])
    assert sorted(index.numbers()) == [n for n in range(1, 21) if n != 5]
    assert index.search(_rows(20)[4], 1)[0].number != 5
    assert 5 not in index.cosines(_rows(1)[0], [4, 5])


def test_dense_empty_index_finds_nothing() -> None:
    """An index without passages must answer with nothing."""
    assert DenseIndex(_DIM).search(_rows(1)[0], 5) == ()


def test_dense_index_survives_its_file(tmp_path: Path) -> None:
    """A loaded index must be whole and its own: alive after everything it was loaded from is gone."""
    _index(300).save(tmp_path / "dense.faiss")
    for _ in range(20):
        loaded = DenseIndex.load(tmp_path / "dense.faiss", _DIM)
        gc.collect()
        assert loaded.search(_rows(300)[7], 1)[0].number == 8
        loaded.add([301], _rows(1, seed=3))


@pytest.mark.parametrize("data", [b"", b"IxM2", b"not an index at all", b"\x00" * 4000])
def test_dense_file_that_is_none_is_refused(tmp_path: Path, data: bytes) -> None:
    """Anything but an index must be refused as a ValueError."""
    (tmp_path / "dense.faiss").write_bytes(data)
    with pytest.raises(ValueError, match="."):
        DenseIndex.load(tmp_path / "dense.faiss", _DIM)


def test_dense_file_of_another_dimension_is_refused(tmp_path: Path) -> None:
    """An index of another encoder must be refused."""
    _index(3).save(tmp_path / "dense.faiss")
    with pytest.raises(ValueError, match="another kind"):
        DenseIndex.load(tmp_path / "dense.faiss", _DIM * 2)
