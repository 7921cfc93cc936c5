"""How an outcome came about: for those who measure it and those who ask why."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.types.asking import Evidence
from quoth.types.documents import StoredPassage, Version
from quoth.types.outcomes import Outcome, Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A passage where search ranked it.

    Attributes:
        rank: In the fused ranking, from 1.
        fused: The score of that ranking.
        lexical: BM25 as a share of the most this query can reach; None if the passage has no word of it, or is beyond the search depth.
        lexical_rank: From 1; None likewise.
        dense: The cosine of query and passage; None likewise.
        dense_rank: From 1; None beyond the search depth.
    """

    stored: StoredPassage
    version: Version
    rank: int
    fused: float
    lexical: float | None
    lexical_rank: int | None
    dense: float | None
    dense_rank: int | None

    @property
    def text(self) -> str:
        """Return the words of the passage."""
        return self.stored.passage.span.of(self.version.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """An outcome and the steps that led to it.

    Attributes:
        ranked: Every passage that either index found, best first.
        read: How many of them, from the top, the reader was given.
        evidence: The sentences that were judged, best first.
        quotes: What is answered, or would be if the probability sufficed.
        threshold: The least probability of an answer.
    """

    outcome: Outcome
    ranked: tuple[Ranked, ...]
    read: int
    evidence: tuple[Evidence, ...]
    quotes: tuple[Quote, ...]
    threshold: float
