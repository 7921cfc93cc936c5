"""Retrieval on public sets: lexical, dense, fused, and fused by rank, from the same passages and the same code as `quoth ask`.

    python -m bench.retrieval [SET…]

BEIR sets: a document counts once, at its best passage; nDCG@10 with linear gain, R@100 not shown since each index returns
50 passages. QA sets: a passage is right if the gold answer begins in it. Success@k is "any right one in the first k".
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.sets import Question, Set, read_beir, read_qa
from quoth.chunking import chunk
from quoth.index.dense import DenseIndex
from quoth.index.lexical import LexicalIndex
from quoth.models import load_encoder
from quoth.protocols import Encoder
from quoth.retrieval import fuse, understand
from quoth.retrieval.fusing import lexical_ceiling
from quoth.settings import load_settings
from quoth.types import Document, StoredPassage

SETS: dict[str, Callable[[], Set]] = {
    "scifact": lambda: read_beir("scifact"),
    "bioasq_snippets": lambda: read_beir("bioasq_snippets"),
    "covid_faq": lambda: read_beir("covid_faq"),
    "qed_nq": lambda: read_qa("qed_nq", "dev"),
    "fda_qa": lambda: read_qa("fda_qa", "train"),
}
DEPTH = 50
AT_ONCE = 1024


@dataclass(frozen=True)
class Cut:
    """A set's passages, indexed."""

    stored: list[StoredPassage]
    documents: dict[str, Document]
    dense: DenseIndex
    lexical: LexicalIndex


def cut(data: Set, encoder: Encoder, folder: Path) -> Cut:
    """Chunk, encode (passages only) and index a set."""
    settings = load_settings()
    stored: list[StoredPassage] = []
    documents = {document.doc_id: document for document in data.documents}
    for document in data.documents:
        for passage in chunk(document, encoder, settings.chunking.max_tokens, settings.chunking.context_tokens):
            bare = replace(passage, sentences=())
            stored.append(StoredPassage(number=len(stored) + 1, doc_id=document.doc_id, version=1, passage=bare))
    dense = DenseIndex(encoder.dim)
    for start in range(0, len(stored), AT_ONCE):
        part = stored[start : start + AT_ONCE]
        encoded = encoder.encode_passages([item.passage for item in part], [documents[item.doc_id].text for item in part])
        dense.add([item.number for item in part], np.array([own for own, _ in encoded]))
    lexical = LexicalIndex(folder)
    lexical.add((item, item.passage.span.of(documents[item.doc_id].text)) for item in stored)
    return Cut(stored, documents, dense, lexical)


def rankings(question: str, made: Cut, encoder: Encoder) -> dict[str, list[int]]:
    """Return passage numbers by scorer, best first."""
    query = understand(question, (), made.lexical)
    vector = encoder.encode_query(query.text)
    lexical, dense = made.lexical.search(query.terms, DEPTH), made.dense.search(vector, DEPTH)
    ceiling = lexical_ceiling([made.lexical.idf(term) for term in query.terms])
    shares = {hit.number: hit.score / ceiling for hit in lexical}
    near = made.dense.cosines(vector, list(shares)) | {hit.number: hit.score for hit in dense}
    by_rank: dict[int, float] = {}
    for hits in (lexical, dense):
        for hit in hits:
            by_rank[hit.number] = by_rank.get(hit.number, 0) + 1 / (60 + hit.rank)
    return {
        "lexical": [hit.number for hit in lexical],
        "dense": [hit.number for hit in dense],
        "rank fusion": sorted(by_rank, key=lambda n: (-by_rank[n], n)),
        "fused": [hit.number for hit in fuse(shares, near)],
    }


def judge(question: Question, numbers: list[int], made: Cut) -> list[bool]:
    """Return for each ranked document (BEIR) or passage (QA) whether it is right."""
    found = [made.stored[number - 1] for number in numbers]
    if question.relevant:
        return [doc_id in question.relevant for doc_id in dict.fromkeys(item.doc_id for item in found)]
    starts = [start for _, start in question.golds]
    return [
        item.doc_id == question.doc_id and any(item.passage.span.start <= start < item.passage.span.end for start in starts)
        for item in found
    ]


def ndcg(right: list[bool], n_relevant: int, k: int = 10) -> float:
    gain = sum(1 / math.log2(rank + 1) for rank, hit in enumerate(right[:k], 1) if hit)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(n_relevant, k) + 1))
    return gain / ideal if ideal else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", choices=[*SETS, []])
    arguments = parser.parse_args()
    settings = load_settings()
    encoder = load_encoder(settings.encoder.model, settings.encoder.dtype, settings.encoder.threads, 64)
    print(
        "| set | questions | passages | scorer | Success@1 | Success@5 | Success@20 | nDCG@10 |\n|---|---|---|---|---|---|---|---|"
    )
    for name in arguments.sets or SETS:
        data = SETS[name]()
        questions = [question for question in data.questions if question.golds or question.relevant]
        with tempfile.TemporaryDirectory() as folder:
            made = cut(data, encoder, Path(folder))
            rows: dict[str, list[list[float]]] = {}
            for question in questions:
                for scorer, numbers in rankings(question.question, made, encoder).items():
                    right = judge(question, numbers, made)
                    figures = [float(any(right[:k])) for k in (1, 5, 20)] + [ndcg(right, len(question.relevant) or 1)]
                    rows.setdefault(scorer, []).append(figures)
        for scorer, values in rows.items():
            means = " | ".join(f"{value:.3f}" for value in np.mean(values, axis=0))
            print(f"| {name} | {len(questions)} | {len(made.stored)} | {scorer} | {means} |", flush=True)


if __name__ == "__main__":
    main()
