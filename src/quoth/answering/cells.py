"""What a row of a table states in answer to a question: what the row is about, the head of one column, and the cell where they meet.

A cell is read only where the question, or the words that answer it, point at its column; a row whose column is not clear states nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from quoth.answering.claims import Claim, asked_for, comparable, hull
from quoth.answering.tabled import cells_of
from quoth.protocols import Lexicon
from quoth.text.quantities import Quantity, quantities
from quoth.text.words import STOP_WORDS, words
from quoth.types import Block, Query, Span, Version

# What a column is headed where a question asks for it by another word.
_MEASURES: Final = (
    (re.compile(r"\b(?:tall|high)\b", re.IGNORECASE), "height"),
    (re.compile(r"\bdeep\b", re.IGNORECASE), "depth"),
    (re.compile(r"\bwide\b", re.IGNORECASE), "width"),
    (re.compile(r"\bheavy\b|\bweigh", re.IGNORECASE), "weight mass"),
    (re.compile(r"\b(?:warm|hot|cold|cool)\b", re.IGNORECASE), "temperature"),
    (re.compile(r"\bold\b", re.IGNORECASE), "age"),
    (re.compile(r"\bhow (?:big|large)\b", re.IGNORECASE), "size area volume"),
    (re.compile(r"\bhow long\b", re.IGNORECASE), "length duration time"),
    (re.compile(r"\bhow (?:fast|quickly)\b", re.IGNORECASE), "speed time growth"),
    (re.compile(r"\bhow often\b", re.IGNORECASE), "frequency interval"),
    (re.compile(r"\bcosts?\b|\bpa(?:y|id)\b|\bexpensive\b", re.IGNORECASE), "price cost fee"),
    (re.compile(r"\bs(?:ell|old)\b|\bturn over\b", re.IGNORECASE), "sales revenue turnover"),
    (re.compile(r"\bshare\b|\bper\s?cent(?:age)?\b|\bproportion\b", re.IGNORECASE), "share percentage"),
    (re.compile(r"\bwhen\b", re.IGNORECASE), "date year"),
)
# A row with fewer cells has no label and no column.
_LEAST: Final = 2


def claim_of_row(
    query: Query,
    lexicon: Lexicon,
    version: Version,
    block: Block,
    around: str,
    highlights: Sequence[Span] = (),
    dimension: str | None = None,
) -> Claim | None:
    """Return what a row states in answer to a question; None if that is no value or not clear which.

    Args:
        block: The row, below a header.
        around: The title and the headings it stands below.
        highlights: The words that answer, as spans of the row's text.
        dimension: What its value must measure, to be compared with another claim's; its column must then be named by the question.
    """
    header = version.block_at(block.header.start) if block.header is not None else None
    if header is None:
        return None
    text = block.span.of(version.text)
    cells = [cell.shifted(-block.span.start) for cell in cells_of(version, block)]
    heads = [_content(lexicon, cell.of(version.text)) for cell in cells_of(version, header)]
    found = quantities(text)
    subject = _content(lexicon, cells[0].of(text))
    place = _column(query, lexicon, cells, heads, found, highlights, dimension)
    if place is None or not any(c.isalpha() for term in subject for c in term):
        return None
    inside = [q for q in found if cells[place].holds(q.span)]
    value = asked_for(
        query, lexicon, text, [q for q in inside if dimension is None or comparable(q.dimension, dimension)], highlights
    )
    if value is None:
        return None
    about = [q for q in found if cells[0].holds(q.span)]
    head = quantities(cells_of(version, header)[place].of(version.text))
    dates = [q for q in head if q.dimension == "date"] or [q for q in found if q.dimension == "date" and q not in inside]
    own = heads[place]
    return Claim(
        text=text, around=around, label=cells[0].of(text), value=value, near=cells[0],
        others=tuple(q for q in (*inside, *about) if q is not value and (q.dimension != "date" or value.dimension == "date")),
        covered=frozenset(lexicon.terms(f"{text}\n{around}")) | frozenset().union(*heads), period=hull(dates),
        subject=subject, head=own, rivals=frozenset().union(*heads[1:]) - own - _content(lexicon, query.text),
    )  # fmt: skip


def _content(lexicon: Lexicon, text: str) -> frozenset[str]:
    """Return the stemmed words of a text that carry meaning."""
    return frozenset(term for word, _ in words(text) if word.casefold() not in STOP_WORDS for term in lexicon.terms(word))


def _column(
    query: Query,
    lexicon: Lexicon,
    cells: Sequence[Span],
    heads: Sequence[frozenset[str]],
    found: Sequence[Quantity],
    highlights: Sequence[Span],
    dimension: str | None,
) -> int | None:
    """Return the column that the question asks for: the one whose head it names best, else, for a first claim, the one that answers."""
    if len(cells) < _LEAST or len(cells) != len(heads):
        return None
    measures = [nouns for question, nouns in _MEASURES if question.search(query.text)]
    asked = _content(lexicon, " ".join([query.text, *measures]))
    holding = [
        place
        for place in range(1, len(cells))
        if any(cells[place].holds(q.span) and (dimension is None or comparable(q.dimension, dimension)) for q in found)
    ]
    named = {place: len(heads[place] & asked) for place in holding}
    most = max(named.values(), default=0)
    best = [place for place, n in named.items() if n == most]
    if most and len(best) == 1:
        return best[0]
    if most or dimension is None:
        best = [place for place in best if any(cells[place].touches(span) for span in highlights)]
        return best[0] if len(best) == 1 else None
    return None
