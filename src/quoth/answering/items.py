"""Which blocks of a version make up a list: its items, and what announces them."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

from quoth.text.numerals import ONES, value
from quoth.types import Block, QuestionKind, Span, Version

# What a whole list answers.
SERIES: Final[frozenset[QuestionKind]] = frozenset({"list", "procedure"})
# So many items of the form "term: what it means", and this share of a list's, make it a glossary.
_MANY_TERMS: Final = 12
_MOST_OF_THEM: Final = 0.8
_TERM: Final = re.compile(r"[^.:;]{1,60}: \S")
# "in three stages.", "the following 4 criteria.": a number of things at a sentence's end.
_SO_MANY: Final = re.compile(rf"\b({'|'.join(list(ONES)[2:13])}|[2-9]|1[0-2])(?: [a-z-]+){{0,2}} [a-z-]+s\.$", re.IGNORECASE)


def first_item(version: Version, sentence: Span) -> int | None:
    """Return the place of the first item of the list that a sentence stands in, or announces; None if neither."""
    blocks, place = version.blocks, version.place_at(sentence.start)
    if place is None:
        return None
    if is_item(blocks[place]):
        return None if is_glossary(version, place) else first_of(version, place)
    announces = is_lead_in(version, place) and sentence.end == blocks[place].span.end
    return place + 1 if announces and place + 1 < len(blocks) and is_item(blocks[place + 1]) else None


def first_of(version: Version, place: int) -> int:
    """Return the place of the first item of the list at a place."""
    while place > 0 and is_item(version.blocks[place - 1]):
        place -= 1
    return place


def is_glossary(version: Version, place: int) -> bool:
    """Say whether the list at a place explains terms one by one: each entry stands for itself, and nobody asks for all of them."""
    first = first_of(version, place)
    if first > 0 and is_lead_in(version, first - 1):
        return False
    start = max(first, place - 2 * _MANY_TERMS)  # enough of a long list to tell
    texts = [b.span.of(version.text) for b in takewhile(is_item, version.blocks[start : start + 4 * _MANY_TERMS])]
    return len(texts) >= _MANY_TERMS and sum(bool(_TERM.match(text)) for text in texts) >= _MOST_OF_THEM * len(texts)


def is_item(block: Block) -> bool:
    """Say whether a block is an item that may be quoted."""
    return block.kind == "list_item" and is_quotable(block)


def is_lead_in(version: Version, place: int) -> bool:
    """Say whether a paragraph announces what follows: with a colon, or with the number of its items or rows."""
    block = version.blocks[place]
    if block.kind != "paragraph" or not is_quotable(block):
        return False
    text = block.span.of(version.text)
    if text.endswith(":"):
        return True
    match = _SO_MANY.search(text)
    return match is not None and _members(version, place + 1) == value(match.group(1))


def _members(version: Version, place: int) -> int:
    """Return how many items or rows the list or table that begins at a place has, headers and items below items not counted."""
    blocks, n = version.blocks, 0
    if place < len(blocks) and is_item(blocks[place]):
        level = blocks[place].level
        while place < len(blocks) and is_item(blocks[place]):
            n += blocks[place].level == level
            place += 1
        return n
    while place < len(blocks) and blocks[place].kind in ("table_header", "table_row") and is_quotable(blocks[place]):
        n += blocks[place].kind == "table_row"
        place += 1
    return n


def is_quotable(block: Block) -> bool:
    """Say whether a block may be part of a quote."""
    return block.kind != "heading" and not block.is_boilerplate
