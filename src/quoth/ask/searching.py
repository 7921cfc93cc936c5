"""Search both indexes and fuse what they find: for the reader, the passages it is given; for a trace, all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quoth.index.views import View
from quoth.library import Snapshot
from quoth.protocols import Vector
from quoth.retrieval import fuse
from quoth.retrieval.fusing import lexical_ceiling
from quoth.types import Candidate, Hit, Query, Ranked


@dataclass(frozen=True, slots=True)
class Scores:
    """What the indexes say: each one's hits, BM25 shares and cosines by passage number, and everything fused."""

    lexical: Sequence[Hit]
    dense: Sequence[Hit]
    shares: dict[int, float]
    near: dict[int, float]
    fused: Sequence[Hit]


def score(view: View, query: Query, vector: Vector, depth: int, among: Sequence[int] | None) -> Scores:
    """Ask both indexes for their best `depth` passages, of all or of those numbered in `among`."""
    lexical = view.lexical.search(query.terms, depth, among, query.rewordings)
    dense = view.dense.search(vector, depth, among)
    ceiling = lexical_ceiling([view.lexical.idf(term) for term in query.terms])
    shares = {hit.number: hit.score / ceiling for hit in lexical}
    near = view.dense.cosines(vector, list(shares)) | {hit.number: hit.score for hit in dense}
    return Scores(lexical, dense, shares, near, fuse(shares, near))


def ranked(snapshot: Snapshot, scores: Scores, numbers: Sequence[int]) -> tuple[Ranked, ...]:
    """Return those of the passages found that have these numbers, best first."""
    stored = snapshot.passages(numbers)
    versions = snapshot.versions_of(stored.values())
    lexical = {hit.number: hit.rank for hit in scores.lexical}
    dense = {hit.number: hit.rank for hit in scores.dense}
    return tuple(
        Ranked(
            stored=passage, version=versions[passage.doc_id, passage.version], rank=hit.rank, fused=hit.score,
            lexical=scores.shares.get(hit.number), lexical_rank=lexical.get(hit.number),
            dense=scores.near.get(hit.number), dense_rank=dense.get(hit.number),
        )
        for hit in scores.fused
        if (passage := stored.get(hit.number)) is not None
    )  # fmt: skip


def candidates(snapshot: Snapshot, scores: Scores, most: int, dim: int) -> tuple[Candidate, ...]:
    """Return the best passages with what a reader needs, best first.

    Args:
        most: How many.
        dim: Of the sentence vectors.
    """
    numbers = [hit.number for hit in scores.fused[:most]]
    stored, vectors = snapshot.passages(numbers), snapshot.sentence_vectors(numbers, dim)
    versions = snapshot.versions_of(stored.values())
    found: list[Candidate] = []
    for hit in scores.fused[:most]:
        passage = stored.get(hit.number)
        if passage is None:
            continue  # deleted since this view was made
        version = versions[passage.doc_id, passage.version]
        found.append(
            Candidate(
                stored=passage, version=version, sentence_vectors=vectors[hit.number],
                lexical=scores.shares.get(hit.number, 0.0), dense=scores.near.get(hit.number, 0.0), fused=hit.score, rank=hit.rank,
            )
        )  # fmt: skip
    return tuple(found)
