"""Running headers, footers and page numbers: lines that come back on page after page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from quoth.reading.printed.lines import Line
from quoth.reading.printed.markers import is_caption
from quoth.reading.printed.sheets import Sheet

_DIGITS: Final = re.compile(r"\d+")
_NUMBER: Final = re.compile(
    r"(?:page|seite|p\.|s\.)?[\s\-\u2013\u2014|\[(]*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|von)\s*\d{1,4})?[\s\-\u2013\u2014|\])]*",
    re.IGNORECASE,
)
_ZONE: Final = 0.13  # of the page's height, above and below
_OUTER: Final = 0.09  # where two pages are enough
_LEVEL: Final = 4.0  # points
_LEAST_PAGES: Final = 3
_LARGE: Final = 1.25  # times the usual size: a title, even if it comes back
_LONGEST: Final = 90  # letters: what is longer is text
_DEPTH: Final = 4  # lines from the top or the bottom


class _Document(NamedTuple):
    """How many pages there are and how large the running text is."""

    pages: int
    size: float


class _Seen(NamedTuple):
    """A line near the upper or lower edge, its height, and how deep it stands as a share of the page."""

    page: int
    height: float
    line: Line
    depth: float

    def steps(self) -> set[int]:
        """Return how far its numbers are from the number of the page."""
        return {int(digits[:9]) - self.page for digits in _DIGITS.findall(self.line.text)}


def find_furniture(sheets: Sequence[Sheet], usual: float) -> set[int]:
    """Return the `id` of each line that is a running header, a footer or a page number."""
    places: defaultdict[str, list[_Seen]] = defaultdict(list)
    everywhere: Counter[tuple[str, int, int]] = Counter()
    for sheet in sheets:
        for line, depth in _outermost(sheet):
            middle = (line.box[1] + line.box[3]) / 2
            places[_DIGITS.sub("#", line.text)].append(_Seen(sheet.number, middle, line, depth))
        everywhere.update({_spot(line) for line in sheet.lines()})
    found: set[int] = set()
    for seen in places.values():
        levels, steps = _levels(seen), _steps(seen)
        found |= {id(one.line) for one in seen if _comes_back(one, levels, steps, _Document(len(sheets), usual))}
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


def _levels(seen: Sequence[_Seen]) -> dict[int, set[int]]:
    """Return the pages on which a text stands, by height."""
    levels: defaultdict[int, set[int]] = defaultdict(set)
    for one in seen:
        levels[round(one.height / _LEVEL)].add(one.page)
    return levels


def _steps(seen: Sequence[_Seen]) -> dict[int, set[int]]:
    """Return the pages on which a number of the text is as far from the page's own."""
    steps: defaultdict[int, set[int]] = defaultdict(set)
    for one in seen:
        for step in one.steps():
            steps[step].add(one.page)
    return steps


def _comes_back(one: _Seen, levels: dict[int, set[int]], steps: dict[int, set[int]], document: _Document) -> bool:
    """Say whether a line stands at one height on several pages, or counts them."""
    level, line = round(one.height / _LEVEL), one.line
    level_pages = set().union(*(levels.get(level + step, set()) for step in (-1, 0, 1)))
    counted = max((len(steps[step]) for step in one.steps()), default=0)
    is_large = line.size > _LARGE * document.size
    is_odd = is_large or one.depth >= _ZONE or len(line.text) > _LONGEST or is_caption(line.text)
    most = max(_LEAST_PAGES, 0.5 * document.pages)
    if counted >= (most if is_large else _LEAST_PAGES) or len(level_pages) >= (most if is_odd else _LEAST_PAGES):
        return True
    return not is_odd and len(level_pages) > 1 and one.depth < _OUTER and document.pages <= _LEAST_PAGES
