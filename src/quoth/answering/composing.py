"""From scored sentences to quotes: choose, widen so that each can stand alone, drop repeats, give every side its say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from quoth.answering import patterns
from quoth.answering.beside import NOTHING, Beside
from quoth.answering.chosen import Chosen
from quoth.answering.gathering import Gathering
from quoth.answering.widening import widen
from quoth.types import Evidence, Query

# How far down, and how much less probable than the best, a sentence may be that sets the one side of a comparison apart.
_NEAR: Final = 10
_NEARLY: Final = 0.6


def compose(query: Query, evidence: Sequence[Evidence], k: int) -> tuple[Chosen, ...]:
    """Return at most `k` quotes, best first; for a comparison the first two sides come before repeats of one."""
    gathered = Gathering(k, query.language)
    beside = Beside.of(evidence)
    for item in _by_side(query, evidence):
        gathered.take(item, partial(choose, query, beside=beside))
    return tuple(gathered.quotes)


def _by_side(query: Query, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """Put, for a comparison of several sides, the best sentence of each side not yet spoken for right after the best one.

    In English alone: in no other language is a comparison taken apart. Of one side ("what distinguishes a CDMO") first comes the best sentence that sets it apart from all others, if it is nearly as probable as the best.
    """
    if query.kind != "comparison" or query.language != "en" or not query.topics or not evidence:
        return evidence
    if len(query.topics) == 1:
        least = _NEARLY * evidence[0].probability
        near = (item for item in evidence[:_NEAR] if item.probability >= least)
        apart = next((item for item in near if patterns.stands_apart(item.span.of(item.version.text), query.topics[0])), None)
        return evidence if apart is None else [apart, *(item for item in evidence if item is not apart)]
    first = [evidence[0]]
    for topic in query.topics:
        if any(_names(item, topic) for item in first):
            continue
        found = next((item for item in evidence if _names(item, topic)), None)
        if found is not None:
            first.append(found)
    return [*first, *(item for item in evidence if item not in first)]


def _names(item: Evidence, topic: str) -> bool:
    return _speaks_of(item.span.of(item.version.text), topic)


def _speaks_of(text: str, topic: str) -> bool:
    """Say whether a text names a topic as a word of its own, in the singular or the plural."""
    return re.search(rf"\b{re.escape(topic)}(?:s|es)?\b", text, re.IGNORECASE) is not None


def side_of(query: Query, text: str) -> str | None:
    """Return the side of a comparison that a quote speaks of: the one it names, or all of them joined."""
    if query.kind != "comparison" or len(query.topics) < 2:  # noqa: PLR2004
        return None
    named = [topic for topic in query.topics if _speaks_of(text, topic)]
    return " / ".join(named) or None


def choose(query: Query, item: Evidence, beside: Beside = NOTHING) -> Chosen:
    """Make a quote of one sentence, widened to what a reader needs with it.

    Args:
        beside: What else was read.
    """
    version = item.version
    widened = widen(query, item, beside)
    return Chosen(
        version=version,
        span=widened.span,
        probability=item.probability,
        highlights=tuple(h for h in item.highlights if widened.span.holds(h)),
        side=side_of(query, widened.span.of(version.text)),
        supplied=widened.supplied,
        superseded_by=item.superseded_by,
    )
