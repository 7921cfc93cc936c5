"""Traces and judged questions made by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from quoth.evaluation.items import Gold, Item
from quoth.evaluation.judging import Judged, judge
from quoth.types import (
    Abstention,
    Answer,
    Citation,
    Evidence,
    Outcome,
    Passage,
    Query,
    Quote,
    Ranked,
    Span,
    StoredPassage,
    Timings,
    Trace,
    Version,
    sha256,
)

SENTENCES = ("Leave is 31 days.", "Parking is free.", "Zorbium is a polymer.")
TEXT = " ".join(SENTENCES)


def version(doc_id: str = "d.md", text: str = TEXT, text_sha256: str | None = None) -> Version:
    """Return a document version."""
    return Version(
        doc_id=doc_id, version=1, uri=f"file:///{doc_id}", title="D", text=text, text_sha256=text_sha256 or sha256(text), blocks=(),
        media_type="text/markdown", date=None, owner=None, stored_at="",
    )  # fmt: skip


def span_of(words: str, where: Version) -> Span:
    """Return where the words stand."""
    start = where.text.index(words)
    return Span(start, start + len(words))


def trace(
    *ranking: str, first: tuple[str, ...] = (), probability: float = 0.9, threshold: float = 0.5, read: int = 2, where: Version | None = None,
    ms: float = 1,
) -> Trace:  # fmt: skip
    """Return a trace over passages of one sentence each.

    Args:
        ranking: The passages found, best first.
        first: The sentences judged, best first, and so the quotes; answered if `probability` reaches `threshold`.
        read: How many passages were read.
    """
    where = where or version()
    stored = [
        StoredPassage(
            number=n, doc_id=where.doc_id, version=1,
            passage=Passage(span=span_of(words, where), context="", heading_path=(), page=None, sentences=(span_of(words, where),)),
        )
        for n, words in enumerate(ranking, 1)
    ]  # fmt: skip
    ranked = tuple(
        Ranked(stored=one, version=where, rank=n, fused=1 / n, lexical=None, lexical_rank=None, dense=0.5, dense_rank=n)
        for n, one in enumerate(stored, 1)
    )
    evidence = tuple(
        Evidence(stored=stored[0], span=span_of(words, where), score=1.0, probability=probability, version=where)
        for words in first
    )
    quotes = tuple(
        Quote(n=n, citation=Citation(version=where, span=span_of(words, where)), probability=probability)
        for n, words in enumerate(first, 1)
    )
    query = Query(question="q", text="q", kind="open", terms=())
    common: dict[str, Any] = {
        "answer_id": "a", "query": query, "probability": probability, "generation": 1,
        "timings": Timings(understand=0, search=0, read=0, compose=0, total=ms),
    }  # fmt: skip
    outcome: Outcome
    if probability >= threshold:
        outcome = Answer(**common, quotes=quotes)
    else:
        outcome = Abstention(**common, reason="low_probability", message="No.", nearest=quotes)
    return Trace(outcome=outcome, ranked=ranked, read=read, evidence=evidence, quotes=quotes, threshold=threshold)


def item(*golds: str, item_id: str = "i", kind: str | None = None, doc_id: str | None = None, start: int | None = None) -> Item:
    """Return a question with these gold answers."""
    answers = tuple(Gold(text=gold, doc_id=doc_id, start=start) for gold in golds)
    return Item(item_id=item_id, question="How long?", answers=answers, answerable=bool(golds), kind=kind)


def judged(one: Item, how: Trace, *, stands: bool = True, exact: bool = True) -> Judged:
    """Judge, with every gold answer standing in some document or none, and every citation exact or none."""
    return judge(one, how, lambda _: stands, lambda _: exact)


def asked(*probabilities: tuple[float, bool]) -> list[Judged]:
    """Return answered questions of these probabilities, right or wrong."""
    made: list[Judged] = []
    for n, (probability, is_right) in enumerate(probabilities):
        said = SENTENCES[0] if is_right else SENTENCES[1]
        one = judged(item("31 days", item_id=str(n)), trace(*SENTENCES, first=(said,), probability=probability, threshold=0))
        made.append(replace(one, item=replace(one.item, question=f"Question {n}?")))
    return made
