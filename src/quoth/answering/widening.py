"""Widen a sentence to what can be read alone: what it points back to, what limits it, its list, its header, its neighbours while there is room.

Everything is a stretch of one version. What a reader needs and what is too far away to be in one stretch is supplied as a second one.
A pronoun whose noun stands only in the heading above is left alone: headings are never quoted, and every citation carries them.
"""

from __future__ import annotations

from dataclasses import dataclass

from quoth.answering import pointing
from quoth.answering.around import Around
from quoth.answering.beside import NOTHING, Beside
from quoth.answering.items import SERIES
from quoth.answering.lists import MOST_ANNOUNCED, NEEDED, USUAL, lead_in, list_at, row, whole_list
from quoth.types import Evidence, Query, Span, Version


@dataclass(frozen=True, slots=True)
class Widened:
    """A sentence with what belongs to it, in one stretch, and what a reader needs besides."""

    span: Span
    supplied: tuple[Span, ...] = ()


def widen(query: Query, item: Evidence, beside: Beside = NOTHING) -> Widened:
    """Return what is quoted of one sentence.

    Never longer than the limits in `lists`, unless the sentence, item or row alone is.

    Args:
        beside: What else was read: the neighbour that answers better is taken first, and a list of several right items as a whole.
    """
    version = item.version
    place = version.place_at(item.span.start)
    if place is None:
        return Widened(item.span)
    block = version.blocks[place]
    around = Around(item, beside, query.language)
    if block.kind == "table_row":
        span, header = row(version, place, item.span, around)
        return Widened(span, () if header is None else (header,))
    sentence = around.whole(item.span, MOST_ANNOUNCED)
    is_list = query.kind in SERIES or beside.is_series(version, item.span)
    if whole := whole_list(version, place, sentence, around, is_asked_for=is_list):
        return Widened(whole)
    widened = _prose(version, sentence, around, is_series=is_list)
    return _item(version, place, widened, around) if block.kind == "list_item" else widened


def _prose(version: Version, sentence: Span, around: Around, *, is_series: bool) -> Widened:
    """Return a sentence with what it points back to, what limits it, for a series the rest of it, and its neighbours while there is room."""
    text = version.text
    span, supplied = sentence, list[Span]()
    while around.leaning.points_back(text[span.start : span.end]) and (before := _back(version, span, around)) is not None:
        if span.end - before.start > NEEDED:
            supplied += [before] if len(before) <= NEEDED else []
            break
        span = Span(before.start, span.end)
    if (before := around.before(span, beyond=False)) is not None and around.leaning.is_verdict(before.of(text)):
        span = Span(before.start, span.end)
    span, limit = _limited(version, span, around, NEEDED)
    if limit is not None:
        supplied.append(limit)
    if is_series:
        span = _series(version, span, around)
    return Widened(_filled(version, sentence, span, around), tuple(supplied))


def _back(version: Version, span: Span, around: Around) -> Span | None:
    """Return what stands right before a span that points back: a sentence, or a whole list if it follows one."""
    before = around.before(span)
    place = None if before is None else version.place_at(before.start)
    if before is None or place is None or version.blocks[place].kind != "list_item" or version.place_at(span.start) == place:
        return before
    whole = list_at(version, place, around)
    return whole if span.end - whole.start <= NEEDED else lead_in(version, place, around)


def _limited(version: Version, span: Span, around: Around, most: int) -> tuple[Span, Span | None]:
    """Return a span with what it announces or what limits it right behind, and the first sentence of these for which there is no room."""
    text = version.text
    while (after := around.after(span)) is not None and (text[span.end - 1] == ":" or around.leaning.limits(after.of(text))):
        if after.end - span.start > most:
            return span, after if len(after) <= NEEDED else None
        span = Span(span.start, after.end)
    return span, None


def _series(version: Version, span: Span, around: Around) -> Span:
    """Return a span with the rest of its series: "First, …", "Then, …"."""
    text = version.text

    def fits(start: int, end: int) -> bool:
        return end - start <= MOST_ANNOUNCED

    while (
        (before := around.before(span)) is not None
        and around.leaning.goes_on(text[span.start : span.end])
        and fits(before.start, span.end)
    ):
        span = Span(before.start, span.end)
    while (after := around.after(span)) is not None and around.leaning.goes_on(after.of(text)) and fits(span.start, after.end):
        span = Span(span.start, after.end)
    return span


def _filled(version: Version, sentence: Span, span: Span, around: Around) -> Span:
    """Return a span with the neighbours of its sentence in the block while there is room, the one that answers better first, what follows before what precedes."""
    block = version.block_at(sentence.start)
    while block is not None:
        grown: list[tuple[float, Span]] = []
        if block.span.holds(Span(sentence.start, span.end)) and (after := around.after(span, beyond=False)):
            more, limit = _limited(version, Span(span.start, after.end), around, USUAL)
            grown += [(around.score(after), more)] if limit is None else []
        if block.span.start <= span.start and (before := around.before(span, beyond=False)):
            start = _unpointed(version, before, around)
            grown += [] if start is None else [(around.score(before), Span(start, span.end))]
        fitting = [one for one in grown if len(one[1]) <= USUAL]
        if not fitting:
            break
        span = max(fitting, key=lambda one: one[0])[1]
    return span


def _unpointed(version: Version, sentence: Span, around: Around) -> int | None:
    """Return where a sentence begins together with what it points back to in its block; None if that is not there."""
    while around.leaning.points_back(sentence.of(version.text)):
        further = around.before(sentence, beyond=False)
        if further is None:
            return None
        sentence = further
    return sentence.start


def _item(version: Version, place: int, widened: Widened, around: Around) -> Widened:
    """Return a list item with its lead-in, where the item is no sentence of its own, points back to it, or holds under its conditions only."""
    lead = lead_in(version, place, around)
    text, span = version.text, widened.span
    if lead is None or lead.start >= span.start or not _needs(version, place, lead, around):
        return widened
    whole = list_at(version, place, around)
    start = min(whole.start, lead.start)
    if whole.end - start <= USUAL:
        return Widened(Span(start, whole.end), widened.supplied)
    is_next = not text[lead.end : span.start].strip()
    if span.end - lead.start <= (NEEDED if is_next else USUAL):
        return Widened(Span(lead.start, span.end), widened.supplied)
    return Widened(span, (lead, *widened.supplied)) if len(lead) <= NEEDED else widened


def _needs(version: Version, place: int, lead: Span, around: Around) -> bool:
    words = version.blocks[place].span.of(version.text)
    return (
        not pointing.is_complete(words)
        or around.leaning.points_back(words)
        or around.leaning.sets_condition(lead.of(version.text))
    )
