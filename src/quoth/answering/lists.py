"""Lists and tables: the whole list where a part of it is half an answer, the lead-in of one item, the header of one row."""

from __future__ import annotations

from typing import Final

from quoth.answering.around import Around
from quoth.answering.items import first_of, is_glossary, is_item, is_lead_in, is_quotable
from quoth.types import Span, Version

# The usual room of a quote, in characters; what a reader needs with it may take more, up to about twice that.
USUAL: Final = 400
NEEDED: Final = 800
# A list that is asked for is quoted whole up to about two printed pages: half of it would be a wrong answer. One that is merely announced, up to less.
MOST_LIST: Final = 4000
MOST_ANNOUNCED: Final = 1500
_NUMBER: Final = frozenset("0123456789")


def whole_list(version: Version, place: int, sentence: Span, around: Around, *, is_asked_for: bool) -> Span | None:
    """Return lead-in and members of the list or table at a sentence, where a part of it would be half an answer; None where it would not, or is too long.

    Args:
        sentence: A sentence of the block at `place`.
        is_asked_for: The question wants a list or a procedure.
    """
    blocks = version.blocks
    block = blocks[place]
    announces = is_lead_in(version, place) and sentence.end == block.span.end
    if not (announces or (is_asked_for and block.kind == "list_item" and not is_glossary(version, place))):
        return None
    start = sentence.start if announces else _start(version, place, around)
    last, kinds = place, ("list_item",) if block.kind == "list_item" else ("list_item", "table_header", "table_row")
    while last + 1 < len(blocks) and blocks[last + 1].kind in kinds and is_quotable(blocks[last + 1]):
        last += 1
    if announces and last == place:
        return None
    whole = Span(start, blocks[last].span.end)
    limit = around.after(whole)
    most = MOST_LIST if is_asked_for else MOST_ANNOUNCED
    if limit is not None and around.leaning.limits(limit.of(version.text)) and limit.end - start <= most:
        whole = Span(start, limit.end)
    return whole if len(whole) <= most else None


def lead_in(version: Version, place: int, around: Around) -> Span | None:
    """Return the sentence that introduces a list item: the end of the item above it, or of the paragraph before the list."""
    first = first_of(version, place)
    level = version.blocks[place].level
    for above in range(place - 1, first - 1, -1):
        block = version.blocks[above]
        if block.level < level:
            if block.span.of(version.text).endswith(":"):
                return around.sentences(above)[-1]
            level = block.level
    if first > 0 and is_lead_in(version, first - 1):
        return around.sentences(first - 1)[-1]
    return None


def list_at(version: Version, place: int, around: Around) -> Span:
    """Return the whole run of list items at a place, with its lead-in if it has one."""
    last = place
    while last + 1 < len(version.blocks) and is_item(version.blocks[last + 1]):
        last += 1
    return Span(_start(version, place, around), version.blocks[last].span.end)


def row(version: Version, place: int, sentence: Span, around: Around) -> tuple[Span, Span | None]:
    """Return a table row with its header and what stands between, if that is short; else the row, and the header apart.

    Where the row's numbers have their unit in the paragraph that introduces the table, the header begins there.

    Args:
        sentence: The row, or a piece of one too long to be quoted whole.
    """
    block = version.blocks[place]
    whole = block.span if len(block.span) <= MOST_ANNOUNCED else sentence
    top = _top(version, place)
    if top == place:
        return whole, None
    head = version.blocks[top]
    above = Span(head.span.start, block.header.end if block.header else head.span.end)
    caption = _caption(version, top, around)
    if (
        caption is not None
        and not around.leaning.names_unit(above.of(version.text))
        and _NUMBER & set(block.span.of(version.text))
    ):
        above = Span(caption.start, above.end)
    if whole.end - above.start <= max(USUAL, len(whole) + len(above) + 2):
        return Span(above.start, whole.end), None
    return whole, above


def _top(version: Version, place: int) -> int:
    """Return the place of a row's header, or of the row itself if there is none that may be quoted."""
    blocks = version.blocks
    header = blocks[place].header
    if header is None:
        return place
    above = version.place_at(header.start)
    if above is None or above >= place or blocks[above].kind not in ("table_header", "table_row"):
        return place
    rows = blocks[above + 1 : place]
    is_one = all(b.kind == "table_row" and b.header == header for b in rows)
    return above if is_one and is_quotable(blocks[above]) and all(map(is_quotable, rows)) else place


def _caption(version: Version, top: int, around: Around) -> Span | None:
    """Return the last sentence of the paragraph right before a table, if it says in what the table counts."""
    if top == 0:
        return None
    before, head = version.blocks[top - 1], version.blocks[top]
    if before.kind != "paragraph" or not is_quotable(before) or before.heading_path != head.heading_path:
        return None
    last = around.sentences(top - 1)[-1]
    return last if around.leaning.names_unit(last.of(version.text)) and len(last) <= USUAL else None


def _start(version: Version, place: int, around: Around) -> int:
    """Return where the list at a place begins: with its lead-in, and with what that points back to."""
    first = first_of(version, place)
    if first == 0 or not is_lead_in(version, first - 1):
        return version.blocks[first].span.start
    start = around.sentences(first - 1)[-1]
    while around.leaning.points_back(start.of(version.text)) and (before := around.before(start, beyond=False)) is not None:
        start = Span(before.start, start.end)
    return start.start
