"""Where the documents contradict each other: the same measure of the same thing with different values, shown side by side, none picked.

Two sentences contradict each other if both are near the question and each other in meaning (less near where the second probably answers), if `answering.scope` finds nothing that sets them apart, and
if `text.quantities` says that their values cannot both be true. A row of a table is told by its label and column instead of by its meaning
(`answering.cells`). Rows of one table, items of one list and sentences below one heading were written side by side and raise no alarm, nor do sentences of several values of which one agrees, nor does an older edition of a document: it is cited as such. The limits below were set on made-up pairs and on the quantity questions
of our own tune part, for the built-in encoder (docs/benchmarks.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from quoth.answering.cells import claim_of_row
from quoth.answering.chosen import Chosen, Shown
from quoth.answering.claims import Claim, claim
from quoth.answering.composing import choose
from quoth.answering.scope import same_scope
from quoth.protocols import Lexicon, Vector
from quoth.text.quantities import Quantity
from quoth.text.words import STOP_WORDS, words
from quoth.types import Candidate, Disagreement, Evidence, MeasureValue, Query

# How many sentences are compared with the best one, and how probable they must be against it.
_MOST: Final = 16
_LEAST_SHARE: Final = 0.05
# More values than these no reader compares.
_MOST_VALUES: Final = 5
# The least cosine of a sentence with the question, and of two sentences with each other. A short question is near to nothing: two sentences that
# say almost the same need only be about as near to it as each other.
_NEAR_QUESTION: Final = 0.57
_NEAR_EACH_OTHER: Final = 0.6
_ALMOST_THE_SAME: Final = 0.9
_AS_NEAR: Final = 0.75
# What is this probable answers the question, too, in whatever words: then both cosines need only be this.
_ANSWERS: Final = 0.3
_NEAR_IF_IT_ANSWERS: Final = 0.5
# A few words that a paragraph or an item opens with, set off from what they are about: "Lonza. Its sales …".
_LABEL: Final = re.compile(r"((?:[^\s.:]+ ){0,4}[^\s.:]+)[.:]\s")
_LISTED: Final = frozenset({"list_item", "table_row"})
# Up to three words behind a count: "12 large reactors".
_COUNTED: Final = re.compile(r"(?:\s+(?!(?:and|or|to|in|of|per|for|at|on|from|with|by)\b)[^\W\d_]+){1,3}")
_HOW: Final = re.compile(r"\bhow\s+$", re.IGNORECASE)


class Meaning:
    """The vectors of a question and of the candidates' sentences."""

    def __init__(self, vector: Vector, candidates: Sequence[Candidate]) -> None:
        self._vector = vector
        self._rows = {
            (candidate.stored.passage_id, span): row
            for candidate in candidates
            for span, row in zip(candidate.stored.passage.sentences, candidate.sentence_vectors, strict=True)
        }

    def are_near(self, one: Evidence, other: Evidence, *, named: bool = False) -> bool:
        """Say whether the second sentence is near the question and the first sentence.

        A row of a table is near to nothing: it is told by its words, and only a sentence beside it must be near the question.

        Args:
            named: Whether the label of the second sentence's paragraph says that it is about what the question names.
        """
        mine, theirs = (self._rows[item.stored.passage_id, item.span] for item in (one, other))
        asked, alike = float(theirs @ self._vector), float(mine @ theirs)
        if _is_row(one) or _is_row(other):
            return _is_row(other) or asked >= _NEAR_QUESTION
        if named:
            return alike >= _NEAR_EACH_OTHER
        if other.probability >= _ANSWERS and min(asked, alike) >= _NEAR_IF_IT_ANSWERS:
            return True
        if alike >= _ALMOST_THE_SAME:
            return asked >= min(_NEAR_QUESTION, _AS_NEAR * float(mine @ self._vector))
        return asked >= _NEAR_QUESTION and alike >= _NEAR_EACH_OTHER


@dataclass(frozen=True, slots=True)
class _Stated:
    """What one sentence states."""

    item: Evidence
    claim: Claim


def disagree(query: Query, evidence: Sequence[Evidence], shown: Sequence[Chosen], lexicon: Lexicon, meaning: Meaning) -> Shown:
    """Return the quotes with those that contradict the first right behind it, and what they disagree on.

    Args:
        evidence: Best first.
        shown: The quotes of an answer, best first.
    """
    if not shown:
        return Shown(())
    first = next((item for item in evidence if item.version is shown[0].version and shown[0].span.holds(item.span)), None)
    stated = _state(query, first, lexicon) if first is not None else None
    if first is None or stated is None:
        return Shown(tuple(shown))
    alike = [stated]
    for item in evidence[:_MOST]:
        if (
            item is first
            or item.superseded_by is not None
            or item.probability < _LEAST_SHARE * first.probability
            or _side_by_side(first, item)
            or not meaning.are_near(first, item, named=_is_labelled(query, item, lexicon))
        ):
            continue
        other = _state(query, item, lexicon, stated.claim.value.dimension)
        if other is not None and same_scope(query, lexicon, stated.claim, other.claim):
            alike.append(other)
    if not any(_contradict(stated.claim, other.claim) for other in alike[1:]):
        return Shown(tuple(shown))
    alike.sort(key=lambda other: other is not stated and not _contradict(stated.claim, other.claim))
    quotes, places = _gather(query, _distinct(alike), shown)
    values = tuple(MeasureValue(value=one.claim.value.words.of(one.claim.text), n=place + 1) for one, place in places)
    return Shown(quotes, (Disagreement(measure=_measure(query), values=values),))


def _is_row(item: Evidence) -> bool:
    block = item.version.block_at(item.span.start)
    return block is not None and block.kind == "table_row"


def _label(item: Evidence) -> str:
    """Return what the paragraph or item of a sentence opens with, to say of whom it speaks."""
    block = item.version.block_at(item.span.start)
    label = _LABEL.match(block.span.of(item.version.text)) if block is not None else None
    return label.group(1) if label else ""


def _is_labelled(query: Query, item: Evidence, lexicon: Lexicon) -> bool:
    """Say whether the label of a sentence's paragraph is a name that the question has: such a sentence need not repeat it."""
    named = frozenset(lexicon.terms(_label(item)))
    return bool(named) and named <= frozenset(term for name in query.names for term in lexicon.terms(name))


def _side_by_side(one: Evidence, other: Evidence) -> bool:
    """Say whether two sentences stand in one paragraph, one list or table, or below one heading."""
    if one.version is not other.version:
        return False
    first, last = sorted(one.version.place_at(item.span.start) or 0 for item in (one, other))
    between = one.version.blocks[first : last + 1]
    if bool(between[0].heading_path) and between[0].heading_path == between[-1].heading_path:
        return True
    return first == last or all(block.kind == between[0].kind and block.kind in _LISTED for block in between)


def _state(query: Query, item: Evidence, lexicon: Lexicon, dimension: str | None = None) -> _Stated | None:
    block = item.version.block_at(item.span.start)
    if block is not None and block.kind == "table_header":
        return None
    text = item.span.of(item.version.text)
    if not any(c.isdigit() for c in text) and query.kind not in ("quantity", "date"):
        return None
    highlights = [span.shifted(-item.span.start) for span in item.highlights if span != item.span]
    around = "\n".join((item.version.title, *item.stored.passage.heading_path))
    if block is not None and block.kind == "table_row":
        highlights = [span.shifted(item.span.start - block.span.start) for span in highlights]
        found = claim_of_row(query, lexicon, item.version, block, around, highlights, dimension)
    else:
        found = claim(query, lexicon, text, around, highlights, dimension, _label(item))
    return None if found is None else _Stated(item, found)


def _values(claim: Claim) -> list[Quantity]:
    """Return the value and whatever else is of its dimension; counts of other things are not: "340 trucks from eleven depots"."""
    others = [q for q in claim.others if q.dimension == claim.value.dimension]
    if claim.value.dimension == "count" and (mine := _counted(claim.text, claim.value)):
        others = [q for q in others if not (theirs := _counted(claim.text, q)) or mine & theirs]
    return [claim.value, *others]


def _counted(text: str, quantity: Quantity) -> frozenset[str]:
    """Return the words right behind a count, without the s of a plural: some of them name what is counted."""
    found = _COUNTED.match(text, quantity.span.end)
    return frozenset(re.sub(r"(?:es|s)$", "", word.casefold()) for word in found.group().split()) if found else frozenset()


def _contradict(one: Claim, other: Claim) -> bool:
    return not any(mine.agrees_with(theirs) for mine in _values(one) for theirs in _values(other))


def _distinct(alike: Sequence[_Stated]) -> list[_Stated]:
    """Return one sentence for each value, the best one."""
    found: list[_Stated] = []
    for one in alike:
        if not any(one.claim.value.equals(other.claim.value) for other in found):
            found.append(one)
    return found[:_MOST_VALUES]


def _gather(
    query: Query, stated: Sequence[_Stated], shown: Sequence[Chosen]
) -> tuple[tuple[Chosen, ...], list[tuple[_Stated, int]]]:
    """Return the quotes, those that state a value first, and for each value the place of its quote.

    There are no more of them than before, unless the values need more.
    """
    quotes = [shown[0]]
    places: list[tuple[_Stated, int]] = []
    for one in stated:
        place = _place(one.item, quotes)
        if place is None:
            quotes.append(next((quote for quote in shown if _holds(quote, one.item)), None) or choose(query, one.item))
            place = len(quotes) - 1
        places.append((one, place))
    rest = [quote for quote in shown if quote not in quotes][: max(0, len(shown) - len(quotes))]
    return (*quotes, *rest), places


def _place(item: Evidence, quotes: Sequence[Chosen]) -> int | None:
    return next((place for place, quote in enumerate(quotes) if _holds(quote, item)), None)


def _holds(quote: Chosen, item: Evidence) -> bool:
    return quote.version is item.version and quote.span.holds(item.span)


def _measure(query: Query) -> str:
    """Return the question's own words, from the first to the last that carry meaning; "how fast" stays as it is asked."""
    kept = [span for word, span in words(query.text) if word.casefold() not in STOP_WORDS]
    if not kept:
        return query.text
    measure = query.text[kept[0].start : kept[-1].end]
    return f"how {measure}" if _HOW.search(query.text, 0, kept[0].start) else measure
