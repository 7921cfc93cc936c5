"""Quantities and dates in English prose: where they stand, and what they come to once units, ranges and bounds are normalised.

Units are converted by pint; counts ("six sites") and unknown units compare only with their like. Currencies are never converted.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Literal

from quoth.types import Span

Bound = Literal["exact", "about", "least", "most"]

_SCALES: Final = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "mio": 1e6, "m": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
_CURRENCIES: Final = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "us dollar": "USD", "\u20ac": "EUR", "eur": "EUR", "euro": "EUR",
    "\u00a3": "GBP", "gbp": "GBP", "pound sterling": "GBP", "pounds sterling": "GBP", "chf": "CHF", "franc": "CHF", "swiss franc": "CHF", "\u00a5": "JPY", "jpy": "JPY",
    "yen": "JPY", "krw": "KRW", "won": "KRW", "rmb": "CNY", "cny": "CNY", "yuan": "CNY", "renminbi": "CNY", "inr": "INR", "rupee": "INR",
}  # fmt: skip
# How people write units, and what pint calls them.
_UNITS: Final = {
    "\u00b0c": "degC", "degree celsius": "degC", "degrees celsius": "degC", "\u00b0f": "degF", "degree fahrenheit": "degF", "degrees fahrenheit": "degF",
    "m\u00b2": "m**2", "m2": "m**2", "square metre": "m**2", "square meter": "m**2", "square foot": "ft**2", "square feet": "ft**2", "sq ft": "ft**2",
    "m\u00b3": "m**3", "m3": "m**3", "cubic metre": "m**3", "cubic meter": "m**3", "square kilometre": "km**2", "square kilometer": "km**2",
    "km\u00b2": "km**2", "hectare": "hectare", "ha": "hectare", "tonne": "tonne", "metric ton": "tonne", "t": "tonne", "ton": "tonne",
    "kilogram": "kg", "kilo": "kg", "kg": "kg", "gram": "g", "g": "g", "milligram": "mg", "mg": "mg", "microgram": "ug", "\u00b5g": "ug", "pound": "lb", "lb": "lb",
    "litre": "litre", "liter": "litre", "l": "litre", "hl": "hectolitre", "hectolitre": "hectolitre", "ml": "ml", "millilitre": "ml", "milliliter": "ml",
    "kilometre": "km", "kilometer": "km", "km": "km", "metre": "m", "meter": "m", "m": "m", "centimetre": "cm", "centimeter": "cm", "cm": "cm",
    "millimetre": "mm", "millimeter": "mm", "mm": "mm", "micrometre": "um", "\u00b5m": "um", "mile": "mile", "foot": "ft", "feet": "ft", "inch": "inch",
    "second": "second", "minute": "minute", "min": "minute", "hour": "hour", "h": "hour", "day": "day", "week": "week", "fortnight": "fortnight", "month": "month", "year": "year", "decade": "decade", "kw": "kW", "mw": "MW", "gw": "GW", "kwh": "kWh", "mwh": "MWh", "bar": "bar", "rpm": "rpm",
}  # fmt: skip
_FOLDED: Final = {name.casefold(): unit for name, unit in _UNITS.items()}
_ONES: Final = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS: Final = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_MONTHS: Final = {name.casefold(): n for n, name in enumerate(calendar.month_name) if name}

_SYMBOL: Final = 2  # a unit of so few letters is a symbol and has no plural
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:\.\d+)?"
_SPELLED = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(list(_ONES)[1:10])}))?|{'|'.join(sorted(_ONES, key=len, reverse=True))}|a dozen|half a"
_SCALE = r"hundred|thousand|million|billion|trillion|mio|mn|bn|tn|k|b|m"
_MONEY = r"US\$|[$\u20ac\u00a3\u00a5]|USD|EUR|GBP|CHF|JPY|KRW|RMB|CNY|INR"
_MONEY_AFTER = r"(?:US |Swiss )?(?:dollars?|euros?|francs?)|pounds? sterling|yen|won|yuan|renminbi|rupees?|USD|EUR|GBP|CHF|JPY|KRW|RMB|CNY|INR|\u20ac"
_UNIT = "|".join(
    re.escape(unit) + ("(?:s|es)?" if (len(unit) > _SYMBOL and unit.isalpha()) or " " in unit else "")
    for unit in sorted(_UNITS, key=len, reverse=True)
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
    r"(?<!\w)(?:about|around|approximately|approx\.|roughly|some|nearly|almost|circa|ca\.|close to|an estimated|nearing|~|\u2248)\s*$",
    re.IGNORECASE,
)
_BOUNDS: Final[tuple[tuple[Bound, re.Pattern[str]], ...]] = (("most", _MOST), ("least", _LEAST), ("about", _ABOUT))
_HALF_OPEN: Final = frozenset({"least", "most"})
_MONTH_NAME = "|".join(_MONTHS)
_DATE: Final = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_MONTH_NAME})(?:,?\s+(?P<year>\d{{4}}))?|"
    rf"(?P<us_month>{_MONTH_NAME})\s+(?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<us_year>\d{{4}})|"
    rf"(?P<only_month>{_MONTH_NAME})\s+(?P<only_year>\d{{4}})|(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<bare>(?:1[5-9]|20)\d\d)s?)\b(?!\s?(?:%|\w*\d))",
    re.IGNORECASE,
)
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
    dates = [one for one in _dates(text) if not any(one.span.touches(number.span) for number in measured)]
    counted = [one for one in numbers if one.dimension == "count" and not any(one.span.touches(day.span) for day in dates)]
    return tuple(sorted([*dates, *measured, *counted], key=lambda quantity: quantity.span))


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
    numbers = [_value(match["low"]) * (low_scale if match["high"] else scale) * (-1 if match["sign"] else 1)]
    if match["high"]:
        numbers.append(_value(match["high"]) * scale * (-1 if match["high_sign"] else 1))
    if match["low_scale"] and match["between"] and match["between"].strip() == "and" and numbers[1] < low_scale:
        numbers = [sum(numbers)]  # "two hundred and fifty"
    if len(numbers) == 2 and numbers[0] > numbers[1]:  # noqa: PLR2004 - "between 9 and 3 of them" is no range
        numbers = numbers[:1]
    dimension, convert = _dimension(before or unit or match["low_unit"] or "")
    rate = _rate(match["rate"] or _later_rate(text, match.end())) if dimension != "%" else ""
    margin = min(_half_digit(match["low"]) * (low_scale if match["high"] else scale), _NEAR_SHARE * abs(numbers[0]))
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


def _dates(text: str) -> list[Quantity]:
    found = []
    for match in _DATE.finditer(text):
        if match["iso"]:
            year, month, day = (int(part) for part in match["iso"].split("-"))
        else:
            year = int(match["year"] or match["us_year"] or match["only_year"] or match["bare"] or 0)
            month = _MONTHS.get((match["month"] or match["us_month"] or match["only_month"] or "").casefold(), 0)
            day = int(match["day"] or match["us_day"] or 0)
        days = _days(year, month, day)
        if days is not None:
            found.append(_bounded(text, Span(*match.span()), "date", *days, 0.0))
    return found


def _days(year: int, month: int, day: int) -> tuple[float, float] | None:
    """Return first and last day, as ordinals; None where no year is given or no such day exists."""
    if not year:
        return None
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return float(first.toordinal()), float(last.toordinal())


def _value(words: str) -> float:
    words = words.casefold()
    if words[0].isdigit():
        return float(re.sub(r"[,\s]", "", words))
    if words == "a dozen":
        return 12.0
    if words == "half a":
        return 0.5
    return float(sum(_TENS.get(part, _ONES.get(part, 0)) for part in re.split(r"[- ]", words)))


def _half_digit(words: str) -> float:
    """Return half a unit of the last digit: what rounding may have hidden."""
    if not words[0].isdigit():
        return 0.5
    decimals = words.rpartition(".")[2] if "." in words else ""
    return 0.5 * float(10 ** -len(decimals))


def _scale(words: str | None, *, is_money: bool) -> float | None:
    if not words:
        return None
    if words.casefold() in ("b", "m") and not is_money:
        return None
    return _SCALES.get(words.casefold())  # None for what only looks like one: case folding knows a dotless i


def _later_rate(text: str, end: int) -> str | None:
    """Return what a number is per, if that stands a few words behind it: "ten requests a second", "38 tonnes of product a year"."""
    found = _LATER_RATE.match(text, end)
    return found[1] if found else None


def _rate(words: str | None) -> str:
    if not words:
        return ""
    word = re.sub(r"^(?:/|per|an?|every)\s*", "", words.strip().casefold())
    return f" per {word.rstrip('s') or word}"


def _dimension(unit: str) -> tuple[str, Callable[[float], float]]:
    """Return what a unit measures and a function to its base unit. A unit that nobody knows ("EU/mg") measures only itself."""
    unit = re.sub(r"\s+", " ", unit.strip().casefold())
    if not unit:
        return "count", float
    if unit in ("%", "per cent", "percent") or unit.startswith("percentage point"):
        return "%", float
    for name in (unit, unit.removesuffix("s")):
        if name in _CURRENCIES:
            return _CURRENCIES[name], float
    for name in (unit, unit.removesuffix("s"), unit.removesuffix("es")):
        if name in _FOLDED:
            return _converter(_FOLDED[name])
    return unit, float


@cache
def _converter(unit: str) -> tuple[str, Callable[[float], float]]:
    registry = _registry()
    dimension = str(registry.parse_expression(unit).dimensionality) if not unit.startswith("deg") else "[temperature]"

    def convert(value: float) -> float:
        return float(registry.Quantity(value, unit).to_base_units().magnitude)

    return dimension, convert


@cache
def _registry() -> Any:  # noqa: ANN401 - pint makes its class at run time
    from pint import UnitRegistry

    return UnitRegistry(autoconvert_offset_to_baseunit=True)
