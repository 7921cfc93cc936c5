"""Put what a quote needs and could not hold, its header row or its lead-in, right behind it as a quote of its own."""

from __future__ import annotations

from dataclasses import replace

from quoth.answering.chosen import Chosen, Shown
from quoth.types import Span


def supply(shown: Shown) -> Shown:
    """Return the quotes with those that belong to them, each right behind its own, and the disagreements numbered anew.

    What another quote already holds is not said again.
    """
    quotes: list[Chosen] = []
    numbers: dict[int, int] = {}
    for n, quote in enumerate(shown.quotes, 1):
        place = len(quotes)
        numbers[n] = place + 1
        quotes.append(quote)
        for span in sorted(quote.supplied):
            if not any(_holds(other, quote, span) for other in (*shown.quotes, *quotes)):
                quotes.append(_supplement(quote, span, place))
    disagreements = tuple(
        replace(one, values=tuple(replace(value, n=numbers[value.n]) for value in one.values)) for one in shown.disagreements
    )
    return Shown(tuple(quotes), disagreements)


def _supplement(quote: Chosen, span: Span, place: int) -> Chosen:
    return Chosen(
        version=quote.version, span=span, probability=quote.probability, superseded_by=quote.superseded_by, belongs_to=place
    )  # fmt: skip


def _holds(other: Chosen, quote: Chosen, span: Span) -> bool:
    return other.version.doc_id == quote.version.doc_id and other.span.holds(span)
