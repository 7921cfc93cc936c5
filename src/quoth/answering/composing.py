"""From scored sentences to quotes: choose, widen so that each can stand alone, drop repeats, give every side its say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from quoth.answering import patterns
from quoth.text.words import content_words
from quoth.types import Block, Evidence, Query, Span, Version

# A quote is a readable unit: sentences of one block up to about this many characters; a whole list or table may be longer.
_MOST_CHARACTERS: Final = 400
_MOST_LIST_CHARACTERS: Final = 1500
# How far down, and how much less probable than the best, a sentence may be that sets the one side of a comparison apart.
_NEAR: Final = 10
_NEARLY: Final = 0.75
# Two quotes with this share of common words say the same.
_REPEAT_SHARE: Final = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A quote to be: a span of a version, the evidence for it, its side."""

    version: Version
    span: Span
    probability: float
    highlights: tuple[Span, ...]
    side: str | None = None


def compose(query: Query, evidence: Sequence[Evidence], k: int) -> tuple[Chosen, ...]:
    """Return at most `k` quotes, best first; for a comparison the first two sides come before repeats of one."""
    chosen: list[Chosen] = []
    for item in _by_side(query, evidence):
        if len(chosen) == k:
            break
        words = item.span.of(item.version.text)
        if any(words in other.span.of(other.version.text) for other in chosen):
            continue
        quote = choose(query, item)
        if any(_repeats(quote, other) for other in chosen):
            continue
        chosen.append(quote)
    return tuple(chosen)


def _by_side(query: Query, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """Put, for a comparison of several sides, the best sentence of each side not yet spoken for right after the best one.

    Of one side ("what distinguishes a CDMO") first comes the best sentence that sets it apart from all others, if it is nearly as probable as the best.
    """
    if query.kind != "comparison" or not query.topics or not evidence:
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


def choose(query: Query, item: Evidence) -> Chosen:
    """Make a quote of one sentence, widened to what a reader needs with it: its list or table, its item, its neighbours in the paragraph."""
    version = item.version
    place = version.place_at(item.span.start)
    span = item.span
    if place is not None:
        span = _whole_list(query, version, place, item.span) or _with_neighbours(item, version.blocks[place])
    return Chosen(
        version=version,
        span=span,
        probability=item.probability,
        highlights=tuple(h for h in item.highlights if span.holds(h)),
        side=side_of(query, span.of(version.text)),
    )


def _whole_list(query: Query, version: Version, place: int, sentence: Span) -> Span | None:
    """Return lead-in and members of the list or table at a sentence, where a part of it would be half an answer."""
    blocks = version.blocks
    block = blocks[place]
    is_lead_in = _leads_in(block, version) and sentence.end == block.span.end
    wants_all = query.kind in ("list", "procedure") and block.kind == "list_item"
    if not (is_lead_in or wants_all):
        return None
    first = last = place
    if wants_all:
        while first > 0 and _is_member(blocks[first - 1], block.kind):
            first -= 1
        if first > 0 and _leads_in(blocks[first - 1], version):
            first -= 1
    kinds = ("list_item",) if wants_all else ("list_item", "table_header", "table_row")
    while last + 1 < len(blocks) and _is_member(blocks[last + 1], *kinds):
        last += 1
    start = sentence.start if is_lead_in else blocks[first].span.start
    span = Span(start, blocks[last].span.end)
    return span if len(span) <= _MOST_LIST_CHARACTERS else None


def _is_member(block: Block, *kinds: str) -> bool:
    return block.kind in kinds and not block.is_boilerplate


def _leads_in(block: Block, version: Version) -> bool:
    return block.kind == "paragraph" and not block.is_boilerplate and block.span.of(version.text).endswith(":")


def _with_neighbours(item: Evidence, block: Block) -> Span:
    """Return the sentence with its neighbours in the block while there is room: first what it points back to, then what follows."""
    sentences = [span for span in item.stored.passage.sentences if block.span.holds(span)]
    if item.span not in sentences:
        return item.span
    text = item.version.text
    first = last = sentences.index(item.span)

    def fits(start: int, end: int) -> bool:
        return sentences[end].end - sentences[start].start <= _MOST_CHARACTERS

    while first > 0 and patterns.POINTS_BACK.match(sentences[first].of(text)) and fits(first - 1, last):
        first -= 1
    while last + 1 < len(sentences) and fits(first, last + 1):
        last += 1
    while first > 0 and fits(first - 1, last):
        first -= 1
    return Span(sentences[first].start, sentences[last].end)


def _repeats(quote: Chosen, other: Chosen) -> bool:
    """Say whether two quotes overlap or use nearly the same words."""
    if quote.version.doc_id == other.version.doc_id and quote.span.touches(other.span):
        return True
    mine, theirs = (
        {word.casefold() for word in content_words(chosen.span.of(chosen.version.text))} for chosen in (quote, other)
    )
    return len(mine & theirs) >= _REPEAT_SHARE * max(len(mine | theirs), 1)
