"""Which blocks of a version make up a list: its items, and what announces them."""

from __future__ import annotations

from typing import Final

from quoth.types import Block, QuestionKind, Span, Version

# What a whole list answers.
SERIES: Final[frozenset[QuestionKind]] = frozenset({"list", "procedure"})


def first_item(version: Version, sentence: Span) -> int | None:
    """Return the place of the first item of the list that a sentence stands in, or announces; None if neither."""
    blocks, place = version.blocks, version.place_at(sentence.start)
    if place is None:
        return None
    if is_item(blocks[place]):
        return first_of(version, place)
    announces = is_lead_in(blocks[place], version) and sentence.end == blocks[place].span.end
    return place + 1 if announces and place + 1 < len(blocks) and is_item(blocks[place + 1]) else None


def first_of(version: Version, place: int) -> int:
    """Return the place of the first item of the list at a place."""
    while place > 0 and is_item(version.blocks[place - 1]):
        place -= 1
    return place


def is_item(block: Block) -> bool:
    """Say whether a block is an item that may be quoted."""
    return block.kind == "list_item" and is_quotable(block)


def is_lead_in(block: Block, version: Version) -> bool:
    """Say whether a paragraph announces what follows."""
    return block.kind == "paragraph" and is_quotable(block) and block.span.of(version.text).endswith(":")


def is_quotable(block: Block) -> bool:
    """Say whether a block may be part of a quote."""
    return block.kind != "heading" and not block.is_boilerplate
