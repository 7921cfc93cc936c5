"""Running headers, footers and page numbers: lines that come back on page after page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from quoth.reading.printed.lines import Line
from quoth.reading.printed.markers import is_caption
from quoth.reading.printed.sheets import Sheet

_DIGITS: Final = re.compile(r"\d+")
_NUMBER: Final = re.compile(
    r"(?:page|seite|p\.|s\.)?[\s\-–—|\[(]*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|von)\s*\d{1,4})?[\s\-–—|\])]*", re.IGNORECASE
)  # noqa: RUF001
_ZONE: Final = 0.13  # of the page's height, above and below
_OUTER: Final = 0.09  # where two pages are enough
_LEVEL: Final = 4.0  # points
_LEAST_PAGES: Final = 3
_LARGE: Final = 1.25  # times the usual size: a title, even if it comes back
_LONGEST: Final = 90  # letters: what is longer is text
_DEPTH: Final = 4  # lines from the top or the bottom


def find_furniture(sheets: Sequence[Sheet], usual: float) -> set[int]:
    """Return the `id` of each line that is a running header, a footer or a page number."""
    places: defaultdict[str, list[tuple[int, float, Line, float]]] = defaultdict(list)
    everywhere: Counter[tuple[str, int, int]] = Counter()
    for sheet in sheets:
        for line, depth in _outermost(sheet):
            places[_DIGITS.sub("#", line.text)].append((sheet.number, (line.box[1] + line.box[3]) / 2, line, depth))
        everywhere.update({_spot(line) for line in sheet.lines()})
    found = {id(one[2]) for seen in places.values() for one in seen if _comes_back(one, seen, len(sheets), usual)}
    found |= {
        id(line) for sheet in sheets for line, depth in _outermost(sheet) if depth < _OUTER and _NUMBER.fullmatch(line.text)
    }
    often = {spot for spot, count in everywhere.items() if count >= max(_LEAST_PAGES + 1, 0.6 * len(sheets))}
    return found | {id(line) for sheet in sheets for line in sheet.lines() if _spot(line) in often}


def _spot(line: Line) -> tuple[str, int, int]:
    return line.text, round(line.box[0] / 2), round(line.box[1] / 2)


def _outermost(sheet: Sheet) -> list[tuple[Line, float]]:
    """Return the lines near the upper and lower edge, with their distance from it as a share of the height."""
    height = max(sheet.height, 1.0)
    lines = sorted(sheet.lines(), key=lambda line: line.box[1])
    top = [(line, line.box[3] / height) for line in lines[: 2 * _DEPTH]]
    bottom = [(line, 1 - line.box[1] / height) for line in lines[-2 * _DEPTH :]]
    ends = {id(line) for line, _ in (*top[:1], *bottom[-1:])}
    return [(line, depth) for line, depth in (*top, *bottom) if 0 <= depth < _ZONE or id(line) in ends]


def _counts(one: tuple[int, float, Line, float], seen: Sequence[tuple[int, float, Line, float]]) -> bool:
    """Say whether a number on the line goes up with the pages."""
    steps = {int(digits[:9]) - one[0] for digits in _DIGITS.findall(one[2].text)}
    same = {page for page, _, line, _ in seen if steps & {int(digits[:9]) - page for digits in _DIGITS.findall(line.text)}}
    return len(same) >= _LEAST_PAGES


def _comes_back(
    one: tuple[int, float, Line, float], seen: Sequence[tuple[int, float, Line, float]], pages: int, usual: float
) -> bool:
    number, height, line, depth = one
    if _counts(one, seen):
        return True
    others = {other for other, level, _, _ in seen if other != number and abs(level - height) <= _LEVEL}
    is_odd = line.size > _LARGE * usual or depth >= _ZONE or len(line.text) > _LONGEST or is_caption(line.text)
    if is_odd and len(others) + 1 < max(_LEAST_PAGES, 0.5 * pages):
        return False
    if len(others) + 1 >= _LEAST_PAGES:
        return True
    return bool(others) and depth < _OUTER and pages <= _LEAST_PAGES
