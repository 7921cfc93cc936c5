"""Which sense of an acronym the evidence speaks of, and whether that settles what the question means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from quoth.protocols import Lexicon
from quoth.text.languages import language_of
from quoth.types import Evidence, Query, Rewording, Sense

# Two senses are both meant only if the second is at least so probable, as a share of the first, and likely enough to be shown.
_RIVAL_SHARE: Final = 0.4
_LEAST: Final = 0.05
_MOST: Final = 4
# Questions that ask for the senses themselves are answered with them.
_ASKS_MEANING: Final = re.compile(
    r"\b(?:stands? for|short for|abbreviat\w+|acronym\w*|senses? of|what (?:does|do) .{1,40} mean|definitions? of)\b",
    re.IGNORECASE,
)


def unsettled(query: Query, evidence: Sequence[Evidence]) -> tuple[Sense, ...]:
    """Return the senses between which neither the question nor the evidence decides; nothing if one is clear.

    A sentence speaks of a sense if its document explains the acronym so and not otherwise, and its passage uses the word.

    Args:
        evidence: Best first.
    """
    if query.meant is not None or len(query.senses) < 2 or _asks_meaning(query):  # noqa: PLR2004 - one sense is clear
        return ()
    best: dict[str, float] = {}
    for one in evidence:
        spoken = [sense for sense in query.senses if one.stored.doc_id in sense.doc_ids]
        if len(spoken) == 1 and _uses(one, spoken[0]):
            best[spoken[0].long] = max(best.get(spoken[0].long, 0.0), one.probability)
    top = max(best.values(), default=0.0)
    rivals = [m for m in query.senses if best.get(m.long, 0.0) >= max(_RIVAL_SHARE * top, _LEAST)]
    rivals.sort(key=lambda sense: (-best[sense.long], sense.long))
    return tuple(rivals[:_MOST]) if len(rivals) > 1 else ()


def _asks_meaning(query: Query) -> bool:
    questions = language_of(query.language).questions
    return (_ASKS_MEANING if questions is None else questions.meaning).search(query.text) is not None


def of_the_sense_meant(query: Query, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence without what uses an acronym in a sense that the question does not mean."""
    meant = query.meant
    if meant is None:
        return tuple(evidence)
    others = [sense for sense in query.senses if sense != meant]
    return tuple(
        one
        for one in evidence
        if one.stored.doc_id in meant.doc_ids
        or not any(one.stored.doc_id in sense.doc_ids and _uses(one, sense) for sense in others)
    )


def spelt_out(text: str, short: str, long: str) -> str:
    """Return the question with an acronym written out: "What is a chief medical officer (CMO)?"."""
    return re.sub(
        rf"(?<!\w){re.escape(short)}(s?)(?!\w)", lambda m: f"{long} ({m.group()})", text, count=1, flags=re.IGNORECASE
    )


def decided_by(query: Query, lexicon: Lexicon, quote: str) -> Query:
    """Return the query, spelt out where the first quote has the other form of an acronym or synonym and not the question's own."""
    held = lexicon.terms(quote)
    text = query.text
    for one in query.rewordings:
        if one.why in ("acronym", "synonym") and _stands_in(one, held) and not set(one.terms) <= set(held):
            place = re.search(rf"(?<!\w){re.escape(one.words)}(?!\w)", text)
            text = text if place is None else f"{text[: place.end()]} ({one.read_as}){text[place.end() :]}"
    return query if text == query.text else replace(query, spelt_out=text)


def _stands_in(one: Rewording, held: Sequence[str]) -> bool:
    length = len(one.read_terms)
    return any(tuple(held[place : place + length]) == one.read_terms for place in range(len(held) - length + 1))


def _uses(one: Evidence, sense: Sense) -> bool:
    text = one.stored.passage.span.of(one.version.text)
    return bool(re.search(rf"(?<!\w){re.escape(sense.short)}", text)) or any(
        long.casefold() in text.casefold() for long in sense.longs
    )
