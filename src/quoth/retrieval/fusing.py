"""Merge lexical and dense hits into one ranking.

A sum of two absolute scores (Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval"): BM25 as a share
of the most a passage could reach for this query, and the exponential of the cosine. The exponential lets the dense scorer speak
loudly only where it is sure: between 0.7 and 0.8 it separates three times as much as between 0.4 and 0.5, where its
differences are noise. Rank fusion throws away how sure each scorer is; docs/benchmarks.md has it beside this.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from quoth.types import Hit

# Chosen on squad1_rest, fairytale, medquad and cranfield, with covid_faq and qed_nq in view (docs/benchmarks.md says how far).
STEEPNESS: Final = 5.0
LEXICAL_WEIGHT: Final = 12.0


def fuse(lexical: Mapping[int, float], dense: Mapping[int, float]) -> tuple[Hit, ...]:
    """Return every passage that either index found, best first, ties by number.

    Args:
        lexical: BM25 as a share of the most possible (see `lexical_ceiling`), by passage number; absent counts as 0.
        dense: The cosine of every passage found, by passage number.
    """
    scored = [
        (math.exp(STEEPNESS * dense.get(number, 0.0)) / STEEPNESS + LEXICAL_WEIGHT * lexical.get(number, 0.0), number)
        for number in sorted({*lexical, *dense})
    ]
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    return tuple(Hit(number=n, score=s, rank=i, scorer="fused") for i, (s, n) in enumerate(scored, 1))


def lexical_ceiling(idfs: Sequence[float]) -> float:
    """Return the most BM25 can give for terms with these idfs: each saturates at `idf * (k1 + 1)`, k1 = 1.2."""
    return max(2.2 * sum(idfs), 1e-9)
