"""Dates in English prose, as the days from the first to the last that they may mean."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from quoth.types import Span

_MONTHS: Final = {name.casefold(): n for n, name in enumerate(calendar.month_name) if name}
_MONTH_NAME = "|".join(_MONTHS)
_DATE: Final = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_MONTH_NAME})(?:,?\s+(?P<year>\d{{4}}))?|"
    rf"(?P<us_month>{_MONTH_NAME})\s+(?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<us_year>\d{{4}})|"
    rf"(?P<only_month>{_MONTH_NAME})\s+(?P<only_year>\d{{4}})|(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<bare>(?:1[5-9]|20)\d\d)s?)\b(?!\s?(?:%|\w*\d))",
    re.IGNORECASE,
)


def dates(text: str) -> Iterator[tuple[Span, float, float]]:
    """Yield where each date stands, and its first and last day as ordinals."""
    for match in _DATE.finditer(text):
        if match["iso"]:
            year, month, day = (int(part) for part in match["iso"].split("-"))
        else:
            year = int(match["year"] or match["us_year"] or match["only_year"] or match["bare"] or 0)
            month = _MONTHS.get((match["month"] or match["us_month"] or match["only_month"] or "").casefold(), 0)
            day = int(match["day"] or match["us_day"] or 0)
        if (days := _days(year, month, day)) is not None:
            yield Span(*match.span()), *days


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
