"""Which words of a sentence to highlight: those the reader marks, else the short answer where the kind has one, else the sentence."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from quoth.answering.patterns import shapes_of
from quoth.text.words import words
from quoth.types import Query, Span

# Word pieces this probable answer; runs of them this near each other are one highlight.
_MARKED: Final = 0.5
_GAP: Final = 2
# Where a number or a date is asked for and this much of its sentence would be marked, those word pieces are that are no further behind the best one than this, in logits;
# above the surest there is only rounding.
_MEASURED: Final = frozenset({"quantity", "date"})
_ALL_OF_IT: Final = 0.8
_BEHIND: Final = 1.6
_SUREST: Final = 0.99
# A reader's eye wants phrases, not scattered words: where an answer is more than a name or a number, runs at most so many
# characters apart are shown as one.
_BRIDGE: Final = 20
# Fewer words than these are no phrase: they would say less than the sentence without a mark.
_LEAST_WORDS: Final = 3
# What stands between two runs is shown with them, however long, where leaving it out would turn their sense.
_TURNS: Final = re.compile(r"\b(?:not|no|nor|never|neither|without|except|unless|only|cannot)\b|n['\u2019]t\b", re.IGNORECASE)
_POINTS: Final = ".,'\u2019:/"
_CURRENCIES: Final = "$\u20ac\u00a3\u00a5"
_SMALL: Final = frozenset(
    "a an the and or of to in on at for from with by as is are was were be been it its that this which".split()
)
_SHORT: Final = frozenset({"quantity", "date", "who", "where"})


def highlight(text: str, span: Span, query: Query, tokens: Sequence[tuple[Span, float]] = ()) -> tuple[Span, ...]:
    """Return spans of the document's text inside the sentence.

    Args:
        tokens: The sentence's word pieces with the probability that they answer, if a trained reader read it.
    """
    if marked := tuple(runs(text, span, tokens, _MARKED)):
        if query.kind in _SHORT:
            if query.kind in _MEASURED and sum(map(len, marked)) >= _ALL_OF_IT * len(span):
                marked = tuple(runs(text, span, tokens, _near_best(tokens)))
            shown = _phrases(text, marked, 0)
            return tuple(one for one in shown if _says_something(text, one)) or shown
        shown = tuple(_rounded(text, span, one) for one in _phrases(text, marked, _BRIDGE))
        return tuple(one for one in shown if len(words(one.of(text))) >= _LEAST_WORDS) or (span,)
    shapes = shapes_of(query.language)
    pattern = {"quantity": shapes.measure, "date": shapes.date}.get(query.kind)
    if pattern is None:
        return (span,)
    asked = query.text.casefold()
    found = [
        Span(*match.span()).shifted(span.start)
        for match in pattern.finditer(span.of(text))
        if match.group().strip().casefold() not in asked
    ]
    return tuple(found) or (span,)


def _near_best(tokens: Sequence[tuple[Span, float]]) -> float:
    """Return how probable a word piece must be to be marked where the whole sentence would be: nearly as much as the best one."""
    best = min(max(share for _, share in tokens), _SUREST)
    return max(_MARKED, 1 / (1 + math.exp(_BEHIND) * (1 - best) / best))


def _says_something(text: str, span: Span) -> bool:
    """Say whether a highlight holds more than small words: a lone "and" tells nobody anything."""
    return any(word.casefold() not in _SMALL for word, _ in words(span.of(text)))


def _rounded(text: str, sentence: Span, phrase: Span) -> Span:
    """Return a phrase with the last few characters of its sentence, and with the end of a bracket that it opens."""
    end = phrase.end
    if sentence.end - end <= _BRIDGE:
        end = sentence.end
    opened = text.rfind("(", phrase.start, end)
    if opened >= 0 and ")" not in text[opened:end] and 0 <= (close := text.find(")", end, end + _BRIDGE)) < sentence.end:
        end = close + 1
    start = sentence.start if phrase.start - sentence.start <= _BRIDGE // 2 else phrase.start
    return Span(start, end)


def _phrases(text: str, marked: Iterable[Span], bridge: int) -> tuple[Span, ...]:
    """Return the runs, those joined that stand near each other or have a word between them that turns their sense."""
    found: list[Span] = []
    for run in marked:
        if found and (run.start - found[-1].end <= bridge or _TURNS.search(text, found[-1].end, run.start)):
            found[-1] = Span(found[-1].start, run.end)
        else:
            found.append(run)
    return tuple(found)


def runs(text: str, sentence: Span, tokens: Sequence[tuple[Span, float]], least: float) -> Iterator[Span]:
    """Yield the runs of word pieces that are at least so probable, widened to whole words."""
    run: Span | None = None
    for piece, share in tokens:
        if share < least:
            continue
        word = _whole_word(text, sentence, piece)
        if run and word.start - run.end <= _GAP:
            run = Span(run.start, max(run.end, word.end))
            continue
        if run:
            yield run
        run = word
    if run:
        yield run


def _whole_word(text: str, sentence: Span, piece: Span) -> Span:
    start, end = piece.start, piece.end
    while start > sentence.start and _is_inside(text, start):
        start -= 1
    while end < sentence.end and _is_inside(text, end):
        end += 1
    return Span(start, end)


def _is_inside(text: str, place: int) -> bool:
    """Say whether a place lies inside a word or a number: nobody must read ".2 billion" where 6.2 billion stands."""
    before, after = text[place - 1], text[place]
    if _in_word(before) and _in_word(after):
        return True
    if before.isdigit() and after in _POINTS:
        return text[place + 1 : place + 2].isdigit()
    if before in _POINTS and after.isdigit():
        return text[place - 2 : place - 1].isdigit()
    return (before in _CURRENCIES and after.isdigit()) or (before.isdigit() and after == "%")


def _in_word(character: str) -> bool:
    """Say whether a character belongs to words: a letter, a digit, or a mark that combines with one."""
    return character.isalnum() or unicodedata.category(character).startswith("M")
