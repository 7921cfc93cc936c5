"""From scored sentences to quotes: choose, widen so that each can stand alone, drop repeats, give every side its say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from quoth.answering import patterns
from quoth.text.words import content_words
from quoth.types import Block, Evidence, Query, Span, Version

# A quote stays readable at a glance; a whole list may be longer.
_MOST_CHARACTERS: Final = 700
_MOST_LIST_CHARACTERS: Final = 1500
# A neighbour joins a quote when its own probability is at least this share of the best's.
_NEIGHBOUR_SHARE: Final = 0.5
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
    by_place = {(item.version.doc_id, item.span.start): item for item in evidence}
    chosen: list[Chosen] = []
    for item in _by_side(query, evidence):
        if len(chosen) == k:
            break
        quote = _widen(query, item, by_place)
        if any(_repeats(quote, other) for other in chosen):
            continue
        chosen.append(quote)
    return tuple(chosen)


def _by_side(query: Query, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """Put, for a comparison of several sides, the best sentence of each side not yet spoken for right after the best one."""
    if query.kind != "comparison" or len(query.topics) < 2 or not evidence:  # noqa: PLR2004
        return evidence
    first = [evidence[0]]
    for topic in query.topics:
        if any(_names(item, topic) for item in first):
            continue
        found = next((item for item in evidence if _names(item, topic)), None)
        if found is not None:
            first.append(found)
    return [*first, *(item for item in evidence if item not in first)]


def _names(item: Evidence, topic: str) -> bool:
    return topic.casefold() in item.span.of(item.version.text).casefold()


def side_of(query: Query, text: str) -> str | None:
    """Return the side of a comparison that a quote speaks of: the one it names, or all of them joined."""
    if query.kind != "comparison" or len(query.topics) < 2:  # noqa: PLR2004
        return None
    named = [topic for topic in query.topics if topic.casefold() in text.casefold()]
    return " / ".join(named) or None


def _widen(query: Query, item: Evidence, by_place: dict[tuple[str, int], Evidence]) -> Chosen:
    """Widen one sentence: the whole list for a list, the sentence before where it points back, neighbours that answer too."""
    version = item.version
    block = version.block_at(item.span.start)
    span, highlights = item.span, list(item.highlights)
    if block is not None:
        whole = _whole_list(query, version, block, item.span)
        if whole is not None:
            span = whole
        elif block.kind in ("paragraph", "list_item"):
            span = _with_neighbours(item, block, by_place)
    text = span.of(version.text)
    return Chosen(
        version=version,
        span=span,
        probability=item.probability,
        highlights=tuple(h for h in highlights if span.holds(h)),
        side=side_of(query, text),
    )


def _whole_list(query: Query, version: Version, block: Block, sentence: Span) -> Span | None:
    """Return the lead-in and all items of the list at a sentence, where the question wants the list; None otherwise."""
    blocks = version.blocks
    place = next(i for i, other in enumerate(blocks) if other.span == block.span)
    is_lead_in = block.kind == "paragraph" and block.span.of(version.text).rstrip().endswith(":")
    if is_lead_in and sentence.end < block.span.end:
        return None
    wants_all = query.kind in ("list", "procedure") and block.kind == "list_item"
    if not (is_lead_in or wants_all):
        return None
    first = last = place
    if wants_all:
        while first > 0 and blocks[first - 1].kind == "list_item" and not blocks[first - 1].is_boilerplate:
            first -= 1
    while last + 1 < len(blocks) and blocks[last + 1].kind == "list_item" and not blocks[last + 1].is_boilerplate:
        last += 1
    start = sentence.start if is_lead_in else blocks[first].span.start
    if wants_all and first > 0:
        before = blocks[first - 1]
        if before.kind == "paragraph" and before.span.of(version.text).rstrip().endswith(":") and not before.is_boilerplate:
            start = before.span.start
    span = Span(start, blocks[last].span.end)
    return span if len(span) <= _MOST_LIST_CHARACTERS else None


def _with_neighbours(item: Evidence, block: Block, by_place: dict[tuple[str, int], Evidence]) -> Span:
    """Return the sentence with the one before it if it points back, and with neighbours in its block that answer too."""
    sentences = [span for span in item.stored.passage.sentences if block.span.holds(span)]
    if item.span not in sentences:
        return item.span
    place = sentences.index(item.span)
    first = last = place
    text = item.version.text
    while first > 0 and patterns.POINTS_BACK.match(sentences[first].of(text)) and place - first < 2:  # noqa: PLR2004
        first -= 1

    def answers_too(span: Span) -> bool:
        other = by_place.get((item.version.doc_id, span.start))
        return other is not None and other.probability >= _NEIGHBOUR_SHARE * item.probability

    while last + 1 < len(sentences) and last - first < 2 and answers_too(sentences[last + 1]):  # noqa: PLR2004
        last += 1
    while first > 0 and last - first < 2 and answers_too(sentences[first - 1]):  # noqa: PLR2004
        first -= 1
    span = Span(sentences[first].start, sentences[last].end)
    return span if len(span) <= _MOST_CHARACTERS else item.span


def _repeats(quote: Chosen, other: Chosen) -> bool:
    """Say whether two quotes overlap or use nearly the same words."""
    if quote.version.doc_id == other.version.doc_id and quote.span.touches(other.span):
        return True
    mine, theirs = (
        {word.casefold() for word in content_words(chosen.span.of(chosen.version.text))} for chosen in (quote, other)
    )
    return len(mine & theirs) >= _REPEAT_SHARE * max(len(mine | theirs), 1)
