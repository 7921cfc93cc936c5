"""Gather quotes, best first: what one of them already says, in nearly the same words, becomes a further citation of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from quoth.answering.chosen import Chosen, Place
from quoth.answering.repeats import Wording, say_the_same, stand_for_each_other, stands_within
from quoth.types import Evidence, LanguageCode

# Fewer words stand in two places by chance.
_LEAST_WORDS: Final = 3


class Gathering:
    """The quotes of an answer as they are found."""

    def __init__(self, most: int, language: LanguageCode = "en") -> None:
        self._most = most
        self._language: Final = language
        self._sentences: list[Wording] = []
        self.quotes: list[Chosen] = []

    def take(self, item: Evidence, choose: Callable[[Evidence], Chosen]) -> None:
        """Make a quote of a sentence, or a further citation of a quote that says the same; leave it if it is quoted already or there is no room.

        Args:
            choose: Makes the quote.
        """
        if any(quote.holds(item) for quote in self.quotes):
            return
        said = self._wording(item.span.of(item.version.text))
        for place, quote in enumerate(self.quotes):
            if said.text in quote.text or self._repeats(item, said, place):
                if len(said.folded) >= _LEAST_WORDS:
                    self._note(place, item, choose(item))
                return
        if len(self.quotes) < self._most:
            self._add(item, said, choose(item))

    def _wording(self, text: str) -> Wording:
        return Wording(text, self._language)

    def _repeats(self, item: Evidence, said: Wording, place: int) -> bool:
        quote, before = self.quotes[place], self._sentences[place]
        if item.superseded_by == quote.version.doc_id:
            return stand_for_each_other(said, before) or stands_within(said, self._wording(quote.text))
        return say_the_same(said, before)

    def _add(self, item: Evidence, said: Wording, quote: Chosen) -> None:
        if any(_overlap(quote, other) for other in self.quotes):
            block = item.version.block_at(item.span.start)
            if block is None or block.kind != "table_row":
                return
            # A row further down: its header is in the quote of the other row.
            quote = replace(quote, span=item.span, supplied=())
        words = self._wording(quote.text)
        for place, other in enumerate(self.quotes):
            if say_the_same(words, self._wording(other.text)):
                self._note(place, item, quote)
                return
        self._sentences.append(said)
        self.quotes.append(quote)

    def _note(self, place: int, item: Evidence, copy: Chosen) -> None:
        """Cite the copy of a quote: all of it if all of it is said there, else the sentence."""
        quote = self.quotes[place]
        span = copy.span if say_the_same(self._wording(copy.text), self._wording(quote.text)) else item.span
        held = [(other.version, other.span) for other in self.quotes] + [(p.version, p.span) for p in quote.also]
        if not any(version.doc_id == item.version.doc_id and other.touches(span) for version, other in held):
            found = Place(version=item.version, span=span, superseded_by=item.superseded_by)
            self.quotes[place] = replace(quote, also=(*quote.also, found))


def _overlap(one: Chosen, other: Chosen) -> bool:
    return one.version.doc_id == other.version.doc_id and one.span.touches(other.span)
