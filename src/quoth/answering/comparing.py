"""Lay a comparison out as a table of the documents' own words: a column for each side, a row for each respect in which the documents speak of them.

Where a document has such a table itself (a column or a row named after each side), its cells are taken. Else each side is asked about on its own, and what
answers stands in its cell; headings under which several sides are spoken of alike make further rows. A cell without words is one of which the documents say nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from quoth.answering.chosen import Chosen
from quoth.answering.composing import choose
from quoth.answering.tabled import CellOf, RowOf, names, rows_of_tables
from quoth.protocols import Lexicon
from quoth.types import Candidate, Cell, Comparison, ComparisonRow, Evidence, Query, Span

# A cell answers for its side from this probability on; below it the documents do not say.
_LEAST: Final = 0.3
_MOST_HEADINGS: Final = 3
# In a cell stands the sentence that answers, and what follows it in its quote up to about so many characters.
_MOST_IN_CELL: Final = 320
# Where the question leaves one side open: how many others are taken, from how many of the best sentences.
_MOST_OPEN: Final = 2
_LOOKED_AT: Final = 40


def open_sides(topics: Sequence[str], evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Return what the documents set against the one topic whose counterpart the question leaves open, most often named first.

    Counterparts end as the topic does: in the same noun ("development contract", "service contract"), or for acronyms in the same letter, which stands for it (CMO, CRO, CDMO).
    """
    if len(topics) != 1:
        return ()
    topic = topics[0]
    counts: dict[str, float] = defaultdict(float)
    pattern = _counterpart(topic)
    for item in evidence[:_LOOKED_AT]:
        text = item.span.of(item.version.text)
        if not names(text, topic):
            continue
        for found in dict.fromkeys(match.group(1) for match in pattern.finditer(text)):
            if not names(found, topic) and not names(topic, found):
                counts[found] += item.probability
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))[:_MOST_OPEN]


def _counterpart(topic: str) -> re.Pattern[str]:
    bare = topic.rstrip("s")
    if " " not in bare and bare.isupper():
        return re.compile(rf"\b([A-Z]{{1,5}}{re.escape(bare[-1])})s?\b")
    return re.compile(rf"\b((?:[a-z][\w-]+ )?[a-z][\w-]+ {re.escape(topic.rsplit(maxsplit=1)[-1].rstrip('s'))})s?\b")


def rows_of(
    sides: Sequence[str],
    respect: Sequence[str],
    asked: Mapping[str, tuple[Query, Sequence[Evidence]]],
    candidates: Iterable[Candidate],
    evidence: Sequence[Evidence],
    lexicon: Lexicon,
) -> tuple[RowOf, ...]:
    """Return the rows of a comparison.

    Args:
        respect: The words of the question that say in what respect; none for every one.
        asked: For each side what was asked about it alone and what was found, best first.
        candidates: All that search found, best first: their tables are looked through.
        evidence: What was found for the question itself, best first.
    """
    wanted = frozenset(lexicon.terms(" ".join(respect)))
    first = _row_of_answers(sides, respect, asked)
    tabled = rows_of_tables(sides, wanted, candidates, evidence, lexicon)
    if tabled:
        return (first, *tabled) if any(first.cells) and not respect else tabled
    beside = () if respect else _from_headings(sides, asked, lexicon)
    return (first, *beside) if any(first.cells) else beside


def _row_of_answers(
    sides: Sequence[str], respect: Sequence[str], asked: Mapping[str, tuple[Query, Sequence[Evidence]]]
) -> RowOf:
    cells = []
    for side in sides:
        query, evidence = asked[side]
        best = next((item for item in evidence if _is_about(item, side)), None)
        cells.append(_cell(query, best, side) if best is not None and best.probability >= _LEAST else None)
    return RowOf(aspect=" ".join(respect), cells=tuple(cells))


def _cell(query: Query, item: Evidence, side: str) -> CellOf:
    quote = replace(choose(query, item), side=side)
    end = item.span.end
    for sentence in item.stored.passage.sentences:
        if quote.span.holds(sentence) and end < sentence.end <= item.span.start + _MOST_IN_CELL:
            end = sentence.end
    return CellOf(span=Span(item.span.start, end), quote=quote)


def _is_about(item: Evidence, side: str) -> bool:
    """Say whether a sentence, or what it stands under, names a side. A row of a table is about what stands in its first cell."""
    block = item.version.block_at(item.span.start)
    if block is not None and block.kind == "table_row":
        return names(block.span.of(item.version.text).partition("|")[0], side)
    around = (item.span.of(item.version.text), *item.stored.passage.heading_path, item.version.title)
    return any(names(text, side) for text in around)


def _from_headings(
    sides: Sequence[str], asked: Mapping[str, tuple[Query, Sequence[Evidence]]], lexicon: Lexicon
) -> tuple[RowOf, ...]:
    """Return a row for each heading under which several sides are spoken of, each in a place of its own."""
    under: dict[frozenset[str], dict[str, tuple[str, CellOf]]] = {}
    for side in sides:
        query, evidence = asked[side]
        for item in evidence:
            path = item.stored.passage.heading_path
            if not path or item.probability < _LEAST or not _is_about(item, side):
                continue
            key = frozenset(lexicon.terms(path[-1])) - frozenset(lexicon.terms(" ".join(sides)))
            if key and side not in under.setdefault(key, {}):
                under[key][side] = (path[-1], _cell(query, item, side))
    shared = [row for row in under.values() if len(row) > 1 and len({cell.quote.span for _, cell in row.values()}) > 1]
    return tuple(
        RowOf(aspect=next(iter(row.values()))[0], cells=tuple(row[side][1] if side in row else None for side in sides))
        for row in shared[:_MOST_HEADINGS]
    )


def lay_out(sides: Sequence[str], rows: Sequence[RowOf], shown: Sequence[Chosen]) -> tuple[tuple[Chosen, ...], Comparison]:
    """Return the quotes with those that the cells need behind them, and the table with each cell's quote by its number."""
    quotes = list(shown)

    def place(cell: CellOf) -> Cell:
        found = next((n for n, quote in enumerate(quotes) if _holds(quote, cell)), None)
        if found is None:
            found = len(quotes)
            quotes.append(cell.quote)
        return Cell(n=found + 1, span=cell.span.shifted(-quotes[found].span.start))

    laid = tuple(
        ComparisonRow(aspect=row.aspect, cells=tuple(None if cell is None else place(cell) for cell in row.cells))
        for row in rows
    )
    return tuple(quotes), Comparison(sides=tuple(sides), rows=laid, beside=len(shown))


def _holds(quote: Chosen, cell: CellOf) -> bool:
    return quote.version is cell.quote.version and quote.span.holds(cell.span)
