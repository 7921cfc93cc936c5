"""What numbers are counted in: scales, currencies and units as people write them, brought to base units by pint. Currencies are never converted."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final

SCALES: Final = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "mio": 1e6, "m": 1e6,
    "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
CURRENCIES: Final = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "us dollar": "USD", "\u20ac": "EUR", "eur": "EUR", "euro": "EUR",
    "\u00a3": "GBP", "gbp": "GBP", "pound sterling": "GBP", "pounds sterling": "GBP", "chf": "CHF", "franc": "CHF", "swiss franc": "CHF", "\u00a5": "JPY", "jpy": "JPY",
    "yen": "JPY", "krw": "KRW", "won": "KRW", "rmb": "CNY", "cny": "CNY", "yuan": "CNY", "renminbi": "CNY", "inr": "INR", "rupee": "INR",
}  # fmt: skip
# How people write units, and what pint calls them.
UNITS: Final = {
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
_FOLDED: Final = {name.casefold(): unit for name, unit in UNITS.items()}


def dimension_of(unit: str) -> tuple[str, Callable[[float], float]]:
    """Return what a unit measures and a function to its base unit. A unit that nobody knows ("EU/mg") measures only itself."""
    unit = re.sub(r"\s+", " ", unit.strip().casefold())
    if not unit:
        return "count", float
    if unit in ("%", "per cent", "percent") or unit.startswith("percentage point"):
        return "%", float
    for name in (unit, unit.removesuffix("s")):
        if name in CURRENCIES:
            return CURRENCIES[name], float
    for name in (unit, unit.removesuffix("s"), unit.removesuffix("es")):
        if name in _FOLDED:
            return _converter(_FOLDED[name])
    return unit, float


@cache
def _converter(unit: str) -> tuple[str, Callable[[float], float]]:
    registry = _registry()
    measures = str(registry.parse_expression(unit).dimensionality) if not unit.startswith("deg") else "[temperature]"

    def convert(value: float) -> float:
        return float(registry.Quantity(value, unit).to_base_units().magnitude)

    return measures, convert


@cache
def _registry() -> Any:  # noqa: ANN401 - pint makes its class at run time
    from pint import UnitRegistry

    return UnitRegistry(autoconvert_offset_to_baseunit=True)
