"""Retrieval metrics as trec_eval and ir-measures define them; `tests/property/test_metrics.py` checks them against ir-measures.

A run is the ranked list of what was found; what is relevant carries a grade of at least 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def success(hits: Sequence[bool], k: int) -> float:
    """Return 1 if one of the first `k` is relevant, else 0 (Success@k)."""
    return float(any(hits[:k]))


def reciprocal_rank(hits: Sequence[bool]) -> float:
    """Return one over the rank of the first that is relevant; 0 if none is (RR)."""
    return next((1 / rank for rank, hit in enumerate(hits, 1) if hit), 0.0)


def recall(run: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """Return the share of all that is relevant among the first `k` (R@k)."""
    return sum(name in grades for name in run[:k]) / len(grades)


def average_precision(run: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the mean, over all that is relevant, of the precision at its rank; 0 for what was not found (AP)."""
    found, total = 0, 0.0
    for rank, name in enumerate(run, 1):
        if name in grades:
            found += 1
            total += found / rank
    return total / len(grades)


def ndcg(run: Sequence[str], grades: Mapping[str, int], k: int) -> float:
    """Return the discounted gain of the first `k` as a share of the best possible (nDCG@k; Järvelin and Kekäläinen 2002)."""
    gains = [grades.get(name, 0) for name in run[:k]]
    return _dcg(gains) / _dcg(sorted(grades.values(), reverse=True)[:k])


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
