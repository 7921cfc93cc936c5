"""Quantities and dates in English prose: where they stand, and what they come to once units, ranges and bounds are normalised.

Units are converted by pint; counts ("six sites") and unknown units compare only with their like. Currencies are never converted.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final, Literal

from quoth.text.dates import dates
from quoth.text.numerals import ONES, TENS, half_digit, value
from quoth.text.units import SCALES, UNITS, dimension_of
from quoth.types import Span

Bound = Literal["exact", "about", "least", "most"]

_SYMBOL: Final = 2  # a unit of so few letters is a symbol and has no plural
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:\.\d+)?"
_SPELLED = rf"(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(list(ONES)[1:10])}))?|{'|'.join(sorted(ONES, key=len, reverse=True))}|a dozen|half a"
_SCALE = r"hundred|thousand|million|billion|trillion|mio|mn|bn|tn|k|b|m"
_MONEY = r"US\$|[$\u20ac\u00a3\u00a5]|USD|EUR|GBP|CHF|JPY|KRW|RMB|CNY|INR"
_MONEY_AFTER = r"(?:US |Swiss )?(?:dollars?|euros?|francs?)|pounds? sterling|yen|won|yuan|renminbi|rupees?|USD|EUR|GBP|CHF|JPY|KRW|RMB|CNY|INR|\u20ac"
_UNIT = "|".join(
    re.escape(unit) + ("(?:s|es)?" if (len(unit) > _SYMBOL and unit.isalpha()) or " " in unit else "")
    for unit in sorted(UNITS, key=len, reverse=True)
)
_RANGE = r"\s?(?:-|\u2013|\u2014|to|and)\s?"
_NUMBER = rf"(?:{_DIGITS}|\b(?:{_SPELLED})\b)"
_QUANTITY: Final = re.compile(
    rf"(?P<before>{_MONEY})?\s?(?<![\w.,])(?<![A-Za-z]-)(?P<sign>[-\u2212](?=\d))?(?P<low>{_NUMBER})(?:\s?(?P<low_scale>{_SCALE})\b)?(?P<low_unit>\s?(?:%|\u00b0[CF]))?"
    rf"(?:(?P<between>{_RANGE})(?:{_MONEY})?\s?(?P<high_sign>[-\u2212](?=\d))?(?P<high>{_NUMBER}))?"
    rf"(?:\s?(?P<scale>{_SCALE})\b)?"
    rf"(?:\s?-?(?:(?:working|business|calendar|consecutive|full|paid|whole)\s)?(?P<unit>%|per\s?cent\b|percentage points?\b|{_MONEY_AFTER}\b|(?:{_UNIT})(?![\w/\u00b2\u00b3])|[a-z\u00b5]{{1,5}}/[a-z]{{1,5}}\b))?"
    r"(?P<rate>\s?(?:/|per |an? (?=day|week|month|year|hour|batch|tonne|patient|person|head|quarter|square|cubic)|every )\s?\d*\s?[\w\u00b3]+)?",
    re.IGNORECASE,
)
_LATER_RATE: Final = re.compile(
    r"(?:\s[\w-]+){1,4}?\s((?:a|per|each|every) (?:second|minute|hour|day|week|month|quarter|year|batch)\b)", re.IGNORECASE
)
# "most" is tried before "least": "not above" is a bound from above. Neither may begin inside a word ("cover 30 %").
_MOST: Final = re.compile(
    r"(?<!\w)(?:(?:not|never|cannot|can't|mustn't)\s(?:be\s)?(?:\w{1,20}\s)?(?:exceed(?:s|ing)?|above|over|more than)|no (?:more|later|longer|higher) than|"
    r"(?<!no )(?<!not )(?:less|fewer|lower|shorter) than|under|below|up to|at most|maximum of|within|until)\s*(?:a maximum of\s*)?$",
    re.IGNORECASE,
)
_LEAST: Final = re.compile(
    r"(?<!\w)(?:(?:more|greater|higher|longer) than|over|above|exceed(?:s|ing)?|at least|(?:no|not) (?:less|fewer|lower|shorter) than|minimum of|upwards? of|"
    r"from(?: the age of)?)\s*$",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"(?<!\w)(?:(?:just|slightly|marginally|a (?:little|bit|touch)) (?:over|above|more than|under|below|less than|short of)|about|around|approximately|approx\.|roughly|some|nearly|almost|circa|ca\.|close to|an estimated|nearing|~|\u2248)\s*$",
    re.IGNORECASE,
)
_BOUNDS: Final[tuple[tuple[Bound, re.Pattern[str]], ...]] = (("about", _ABOUT), ("most", _MOST), ("least", _LEAST))
_HALF_OPEN: Final = frozenset({"least", "most"})
_NEAR_SHARE: Final = 0.1
_HEDGED_SHARE: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A stated value: as an interval in base units, with how exact it is meant to be.

    Attributes:
        span: Where it stands, hedges and bounds ("more than") left out.
        words: The same with its hedge or bound, as one would read it aloud.
        dimension: What compares: "%", a currency, a dimension of units, "count", "date", with what it is per.
        low, high: The interval; infinite on the open side of a bound.
        margin: How far two values may lie apart and still say the same.
    """

    span: Span
    words: Span
    dimension: str
    low: float
    high: float
    bound: Bound
    margin: float

    def agrees_with(self, other: Quantity) -> bool:
        """Say whether both can be true of one thing. Two bounds of one sort agree only if they are the same."""
        margin = max(self.margin, other.margin)
        if self.bound == other.bound and self.bound in _HALF_OPEN:
            return abs(self._edge - other._edge) <= margin
        return self.low - margin <= other.high and other.low - margin <= self.high

    def equals(self, other: Quantity) -> bool:
        """Say whether both state the same value in the same way, give or take what rounding hides."""
        margin = max(self.margin, other.margin)
        near = all(a == b or abs(a - b) <= margin for a, b in ((self.low, other.low), (self.high, other.high)))
        return self.dimension == other.dimension and near

    @property
    def _edge(self) -> float:
        return self.low if self.bound == "least" else self.high


def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities and dates of a text, in order. A number with a unit is no year, whatever its size."""
    numbers = [_quantity(text, match) for match in _QUANTITY.finditer(text)]
    measured = [number for number in numbers if number.dimension != "count"]
    days = [
        _bounded(text, span, "date", first, last, 0.0)
        for span, first, last in dates(text)
        if not any(span.touches(number.span) for number in measured)
    ]
    counted = [one for one in numbers if one.dimension == "count" and not any(one.span.touches(day.span) for day in days)]
    return tuple(sorted([*days, *measured, *counted], key=lambda quantity: quantity.span))


def _quantity(text: str, match: re.Match[str]) -> Quantity:
    unit, before = match["unit"], match["before"]
    scale = _scale(match["scale"], is_money=bool(before)) or 1.0
    if match["scale"] and match["scale"].casefold() == "m" and not before:
        unit, scale = "m", 1.0
    low_scale = _scale(match["low_scale"], is_money=bool(before)) or (scale if match["high"] else 1.0)
    if match["low_scale"] and not match["high"]:
        if match["low_scale"].casefold() == "m" and not before:
            unit = unit or "m"
            low_scale = 1.0
        scale = low_scale
    numbers = [value(match["low"]) * (low_scale if match["high"] else scale) * (-1 if match["sign"] else 1)]
    if match["high"]:
        numbers.append(value(match["high"]) * scale * (-1 if match["high_sign"] else 1))
    is_sum = False
    if match["low_scale"] and match["between"] and match["between"].strip() == "and" and numbers[1] < low_scale:
        numbers, is_sum = [sum(numbers)], True  # "two hundred and fifty"
    if len(numbers) == 2 and numbers[0] > numbers[1]:  # noqa: PLR2004 - "between 9 and 3 of them" is no range
        numbers = numbers[:1]
    dimension, convert = dimension_of(before or unit or match["low_unit"] or "")
    rate = _rate(match["rate"] or _later_rate(text, match.end())) if dimension != "%" else ""
    unsure = half_digit(match["high"]) if is_sum else half_digit(match["low"]) * (low_scale if match["high"] else scale)
    margin = min(unsure, _NEAR_SHARE * abs(numbers[0]))
    low, high = convert(numbers[0]), convert(numbers[-1])
    margin = abs(convert(numbers[0] + margin) - low)
    first = next(name for name in ("before", "sign", "low") if match[name])
    span = Span(match.start(first), _end(match))
    return _bounded(text, span, dimension + rate, low, high, margin)


def _bounded(text: str, span: Span, dimension: str, low: float, high: float, margin: float) -> Quantity:
    before = text[max(0, span.start - 32) : span.start]
    bound: Bound = "exact"
    start = span.start
    for name, pattern in _BOUNDS:
        if match := pattern.search(before):
            bound = name
            start = span.start - len(before) + match.start()
            break
    if bound in _HALF_OPEN and low != high:
        bound = "exact"
    elif bound == "least":
        high = math.inf
    elif bound == "most":
        low = -math.inf
    elif bound == "about":
        margin = max(margin, _HEDGED_SHARE * abs(low))
    return Quantity(span=span, words=Span(start, span.end), dimension=dimension, low=low, high=high, bound=bound, margin=margin)


def _end(match: re.Match[str]) -> int:
    ends = [match.end(name) for name in ("low", "low_scale", "low_unit", "high", "scale", "unit") if match[name]]
    if match["unit"] and match["rate"]:
        ends.append(match.end("rate"))
    return max(ends)


def _scale(words: str | None, *, is_money: bool) -> float | None:
    if not words:
        return None
    if words.casefold() in ("b", "m") and not is_money:
        return None
    return SCALES.get(words.casefold())  # None for what only looks like one: case folding knows a dotless i


def _later_rate(text: str, end: int) -> str | None:
    """Return what a number is per, if that stands a few words behind it: "ten requests a second", "38 tonnes of product a year"."""
    found = _LATER_RATE.match(text, end)
    return found[1] if found else None


def _rate(words: str | None) -> str:
    if not words:
        return ""
    word = re.sub(r"^(?:/|per|an?|every)\s*", "", words.strip().casefold())
    return f" per {word.rstrip('s') or word}"
