"""The last step: what was said becomes an answer or an abstention."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quoth.answering.deciding import message_of, unknown_words
from quoth.answering.senses import spelt_out, unsettled
from quoth.library import Snapshot
from quoth.types import (
    Abstention,
    Answer,
    Citation,
    Comparison,
    Disagreement,
    Evidence,
    MeantQuestion,
    Outcome,
    Query,
    Quote,
    Reason,
    Sense,
    Timings,
    sha256,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """All that an outcome is made of.

    Attributes:
        evidence: Best first.
        probability: How probably it answers.
        reason: Why not to answer; None to answer.
        is_pinned: The first quote was pinned to the question.
    """

    query: Query
    evidence: tuple[Evidence, ...]
    probability: float
    reason: Reason | None
    quotes: tuple[Quote, ...]
    disagreements: tuple[Disagreement, ...]
    comparison: Comparison | None
    is_pinned: bool


def outcome_of(snapshot: Snapshot, said: Said, timings: Timings) -> Outcome:
    """Return the answer, or the abstention with its reason and what helps."""
    generation, reason = snapshot.generation(), said.reason
    common: dict[str, Any] = {
        "answer_id": _answer_id(said.query, generation, said.quotes, reason),
        "query": said.query,
        "probability": 1.0 if said.is_pinned else said.probability,
        "generation": generation,
        "timings": timings,
    }
    if reason is None:
        return Answer(**common, quotes=said.quotes, disagreements=said.disagreements, comparison=said.comparison)
    senses = unsettled(said.query, said.evidence) if reason == "ambiguous" else ()
    return Abstention(
        **common,
        reason=reason,
        message=message_of(reason, said.query, senses),
        nearest=said.quotes if reason in ("low_probability", "ambiguous") else (),
        unknown_words=unknown_words(reason, said.query),
        meanings=_meant(snapshot, said.query, senses),
    )


def _meant(snapshot: Snapshot, query: Query, senses: Sequence[Sense]) -> tuple[MeantQuestion, ...]:
    """Return the senses as questions, each with the words that explain the acronym so, where they still stand."""
    found: list[MeantQuestion] = []
    for sense in senses:
        version = snapshot.version(sense.where.doc_id, sense.where.version)
        if version is not None:
            question = spelt_out(query.text, sense.short, sense.long)
            citation = Citation(version=version, span=sense.where.span)
            found.append(MeantQuestion(acronym=sense.short, meaning=sense.long, question=question, citation=citation))
    return tuple(found)


def _answer_id(query: Query, generation: int, quotes: Sequence[Quote], reason: str | None) -> str:
    """Return a name that is the same for the same outcome: 16 hex digits of a hash of what was asked and said."""
    said = [
        (q.citation.version.doc_id, q.citation.version.text_sha256, q.citation.span.start, q.citation.span.end) for q in quotes
    ]
    pinned = [(q.curated.owner, q.curated.until) for q in quotes if q.curated]
    return sha256(json.dumps([query.question, query.text, generation, reason, said, *pinned]))[:16]
