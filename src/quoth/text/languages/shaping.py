"""Build what languages have in common out of their words: shapes of answers, leaning sentences, definitions, units asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from quoth.text.languages.language import NEVER, Leaning

_OPENING: Final = r"[\"'\u201c\u201e\u00ab\u2018(\[*_\s]*"
# So many letters of a noun are the same in the singular and the plural.
_STEM: Final = 5
_DIGITS: Final = r"\d[\d.,\u00a0\u202f]*(?:[ \u00a0\u202f]\d{3})*"


def any_of(words: str) -> re.Pattern[str]:
    """Return a pattern of whole words: alternatives of a regular expression, case ignored."""
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def number(spelt: str) -> re.Pattern[str]:
    """Return a pattern of numbers, in digits or as one of the words."""
    return re.compile(rf"\d|(?<!\w)(?:{spelt})(?!\w)", re.IGNORECASE)


def measure(spelt: str, units: str) -> re.Pattern[str]:
    """Return a pattern of numbers, in digits or as one of the words, with money, a percent sign or one of the units."""
    value = rf"(?:(?<![\w.,]){_DIGITS}|(?<!\w)(?:{spelt}))"
    money = r"[$\u20ac\u00a3\u00a5]|(?:USD|EUR|CHF|GBP|JPY)(?!\w)"
    return re.compile(rf"(?:{money})\s?{_DIGITS}|{value}\s?(?:%|\u00b0\s?[CF](?!\w)|{money}|(?:{units})(?!\w))", re.IGNORECASE)


def date(months: str) -> re.Pattern[str]:
    """Return a pattern of years, of dates in digits and of months by name."""
    return re.compile(
        rf"(?<!\d)(?:1[89]|20)\d\d(?!\d)|(?<!\d)\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|(?<!\w)(?:{months})(?!\w)", re.IGNORECASE
    )


def unit_asked(
    asked: Sequence[tuple[str, str]], how_many: str, value: re.Pattern[str]
) -> Callable[[str], re.Pattern[str] | None]:
    """Return a function from a question of quantity to what a number must come with to answer it.

    Args:
        asked: What a question says, and what an answer must then hold; tried in order.
        how_many: A pattern whose first group is what is counted.
        value: What counts it.
    """
    table = [(any_of(question), re.compile(unit, re.IGNORECASE)) for question, unit in asked]
    counted = re.compile(how_many, re.IGNORECASE)

    def unit_of(question: str) -> re.Pattern[str] | None:
        for pattern, unit in table:
            if pattern.search(question):
                return unit
        if match := counted.search(question):
            return re.compile(rf"(?:{value.pattern}).{{0,40}}(?<!\w){re.escape(match.group(1)[:_STEM])}", re.IGNORECASE)
        return None

    return unit_of


def defines(articles: str, verbs: str, called: str) -> Callable[[str, str], float]:
    """Return a function that says how strongly a sentence (first) defines a topic (second), in [0, 1].

    Args:
        articles: What may stand before the topic, as a pattern with the blank behind it.
        verbs: What defines a subject.
        called: What comes right before a name that is given.
    """

    def strength(sentence: str, topic: str) -> float:
        name = rf"{re.escape(topic)}\w{{0,2}}"
        opening = (
            rf"^{_OPENING}(?:{articles})?(?:\w+\s){{0,2}}?{_OPENING}{name}[\"'\u201c\u201d\u00bb*]*(?:\s*\([^)]{{1,60}}\))?"
        )
        if re.search(rf"{opening}\s*,?\s*(?:{verbs}|[:|])", sentence, re.IGNORECASE):
            return 1.0
        if re.search(rf"^.{{0,90}}\(\s*{name}\s*[,);].{{0,12}}(?<!\w)(?:{verbs})", sentence, re.IGNORECASE):
            return 1.0
        if re.search(rf"\({name}\)|(?<!\w)(?:{called})\s+(?:{articles})?{_OPENING}{name}", sentence, re.IGNORECASE):
            return 0.6
        return 0.4 if re.search(rf"{opening}(?!\w)", sentence, re.IGNORECASE) else 0.0

    return strength


def no_strength(_sentence: str, _topics: Sequence[str]) -> float:
    """Return 0: nothing is known of this."""
    return 0.0


def leaning(back: str, limits: str, goes_on: str, verdict: str, condition: str, unit: str, *, but: str = "") -> Leaning:
    """Return how sentences lean on others.

    Args:
        back, limits, goes_on: What such a sentence opens with.
        verdict: All of it, up to its last few words.
        condition: Words anywhere in it.
        unit: What says in which unit something is counted.
        but: What a sentence may open with that only looks as if it pointed back.
    """
    opens_back, opens_limit, opens_next, opens_else = (
        re.compile(rf"{_OPENING}(?:{words})(?!\w)", re.IGNORECASE) if words else NEVER for words in (back, limits, goes_on, but)
    )
    whole = re.compile(rf"(?:{verdict})(?!\w)[^.!?]{{0,60}}[.!]", re.IGNORECASE)
    within, counted = any_of(condition), re.compile(unit, re.IGNORECASE)
    return Leaning(
        points_back=lambda text: opens_back.match(text) is not None and opens_else.match(text) is None,
        limits=lambda text: opens_limit.match(text) is not None,
        goes_on=lambda text: opens_next.match(text) is not None,
        is_verdict=lambda text: whole.fullmatch(text.strip()) is not None,
        sets_condition=lambda text: within.search(text) is not None,
        names_unit=lambda text: counted.search(text) is not None,
    )
