"""Find words in one document, and its outline. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from quoth.types import Span, Version

MOST_SOUGHT: Final = 200
_MOST_HITS: Final = 200
_MOST_HEADINGS: Final = 400
_AROUND: Final = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Where words stand in a text, in order: the first 200 places, and whether there are more."""

    spans: tuple[Span, ...]
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HitLine:
    """A place of what is searched for: the words around it, and its address."""

    number: int
    before: str
    words: str
    after: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingLine:
    """A line of the outline."""

    text: str
    level: int
    link: str


# Address of what begins at a position of the text: a part of the document and a place in it.
LinkTo = Callable[[int, str], str]


def find_within(version: Version, sought: str) -> Hits:
    """Return where words stand in a text: the same letters in any case, any white space between words."""
    parts = sought[:MOST_SOUGHT].split()
    if not parts:
        return Hits(spans=(), has_more=False)
    pattern = re.compile(r"\s+".join(map(re.escape, parts)), re.IGNORECASE)
    found = [Span(*match.span()) for match in islice(pattern.finditer(version.text), _MOST_HITS + 1)]
    return Hits(spans=tuple(found[:_MOST_HITS]), has_more=len(found) > _MOST_HITS)


def hit_lines(version: Version, hits: tuple[Span, ...], link: LinkTo) -> tuple[HitLine, ...]:
    """Return each hit with the words around it."""
    text = version.text
    return tuple(
        HitLine(
            number=number,
            before=_last_words(text[max(0, hit.start - _AROUND) : hit.start]),
            words=hit.of(text),
            after=_first_words(text[hit.end : hit.end + _AROUND]),
            link=link(hit.start, f"hit-{number}"),
        )
        for number, hit in enumerate(hits, 1)
    )


def outline_of(version: Version, link: LinkTo) -> tuple[HeadingLine, ...]:
    """Return the headings of a document; none if it has but one."""
    lines = tuple(line for _, line in zip(range(_MOST_HEADINGS), _headings(version, link), strict=False))
    return lines if len(lines) > 1 else ()


def _headings(version: Version, link: LinkTo) -> Iterator[HeadingLine]:
    for block in version.blocks:
        if block.kind == "heading" and not block.is_boilerplate:
            text, start = block.span.of(version.text), block.span.start
            yield HeadingLine(text=text, level=min(max(block.level, 1), 4), link=link(start, f"at-{start}"))


def _last_words(text: str) -> str:
    line = text.rpartition("\n")[2]
    return "…" + line.partition(" ")[2] if len(line) == _AROUND else line


def _first_words(text: str) -> str:
    line = text.partition("\n")[0]
    return line.rpartition(" ")[0] + "…" if len(line) == _AROUND else line
