"""Put lines of print together: a hyphen that only breaks a line goes, one that belongs to the word stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from quoth.reading.building import Word
from quoth.reading.printed.lines import Line
from quoth.reading.printed.sheets import Sheet

_HYPHENS: Final = ("-", "\u2010", "\u00ad")
_EDGES: Final = re.compile(r"^\W+|\W+$")
_LEAST_PART: Final = 4  # letters
_GROWS_ON: Final = frozenset(
    "under over with inter super trans down every some micro multi fore after there where here".split()
)
_STANDS_ALONE: Final = frozenset(("self", "non", "well", "ex", "all", "half", "cross", "quasi", "so", "e", "x", "t"))


def vocabulary(sheets: Iterable[Sheet]) -> frozenset[str]:
    """Return the words that stand whole within lines, in lower case, and the parts of compounds: what a broken word is judged by."""
    found: set[str] = set()
    is_broken = False
    for line in (line for sheet in sheets for line in sheet.lines()):
        words = line.text.lower().split(" ")[is_broken:]
        is_broken = line.text.endswith(_HYPHENS)
        if is_broken:
            words = words[:-1]
        found.update(_EDGES.sub("", word) for word in words)
        for compound in (word for word in words if "-" in word):
            head, tail = compound.split("-", 1)
            found.update((f"{_EDGES.sub('', head)}-", f"-{_EDGES.sub('', tail)}"))
    return frozenset(found)


def joined_words(lines: Sequence[Line], known: frozenset[str]) -> list[Word]:
    """Return the words of lines that follow each other, words broken at a line's end whole again."""
    result: list[Word] = []
    for line in lines:
        words = line.words()
        if result and words and result[-1].text.endswith(_HYPHENS) and len(result[-1].text) > 1:
            words[0] = words[0]._replace(is_joined=_goes_on(result[-1].text, words[0].text))
            if words[0].is_joined and not _keeps_hyphen(result[-1].text, words[0].text, known):
                result[-1] = result[-1]._replace(text=result[-1].text[:-1])
        result += words
    return result


def _goes_on(before: str, after: str) -> bool:
    """Say whether the hyphen joins two words: not "pre- and post-", not a dash at a line's end."""
    if before.endswith("\u00ad"):
        return True
    return (
        before[-2].isalnum() and after[0].isalnum() and after.lower() not in ("and", "or", "und", "oder", "et", "ou", "y", "o")
    )


def _keeps_hyphen(before: str, after: str, known: frozenset[str]) -> bool:
    if before.endswith("\u00ad"):
        return False
    if any(c in before for c in "/@_"):
        return True  # an address
    first, second = _EDGES.sub("", before.lower()), _EDGES.sub("", after.lower())
    if not after[0].islower() or not before[-2].isalpha() or "-" in first or f"{first}-{second}" in known:
        return True
    if first + second in known:
        return False
    if (f"-{second}" in known and first in known) or (f"{first}-" in known and second in known):
        return True
    both = first in known and second in known and min(len(first), len(second)) >= _LEAST_PART
    return first in _STANDS_ALONE or (both and first not in _GROWS_ON)
