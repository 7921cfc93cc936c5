"""What a line begins with: the bullet or number of a list item, the number of a heading, the name of a caption."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_BULLET: Final = re.compile("[•◦▪▫‣\u2043∙·●○◯■□▢◆◇►▶▸➢➤➔→✓✔✗✘❖※*\u2013\u2014-]$|[\uf000-\uf0ff]$|o$")
_NUMBER: Final = re.compile(r"(\(?)(\d{1,3}|[A-Za-z]|[IVXivx]{1,5})([.)])$")
_SECTION: Final = re.compile(
    r"(?:(\d{1,2}(?:\.\d{1,3}){0,5})\.?|(?:chapter|part|section|appendix|annex|article)\s+[\dA-Z]{1,5}[.:]?)\s", re.IGNORECASE
)
_CAPTION: Final = re.compile(
    r"(?:fig(?:ure|\.)?|table|chart|exhibit|box|plate|scheme|abbildung|tabelle|tableau|tabla)\s*[\dIVX]+(?:[.\-]\d+)*[a-z]?\s*(?:[.:|\u2013\u2014-]|[A-Z(]|$)",
    re.IGNORECASE,
)
_NOTE: Final = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|[*†‡§¶#]{1,3}|\d{1,3}\s|\[\d{1,3}\]|\(\d{1,3}\)")
_ROMAN: Final = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class Marker:
    """What stands before a list item.

    Attributes:
        style: What all items of a list share; nothing if the bullet is no character.
        values: The numbers it may stand for; none for a bullet.
    """

    style: str
    values: tuple[int, ...] = ()


def marker_of(word: str) -> Marker | None:
    """Return the list marker that a word is, if it is one."""
    if _BULLET.match(word):
        return Marker(word)
    match = _NUMBER.match(word)
    if match is None:
        return None
    opening, name, closing = match.groups()
    if name.isdigit():
        return Marker(f"{opening}1{closing}", (int(name),))
    values = [ord(name.lower()) - ord("a") + 1] if len(name) == 1 else []
    if set(name.lower()) <= set(_ROMAN):
        values.append(_roman(name.lower()))
    return Marker(f"{opening}{'a' if name.islower() else 'A'}{closing}", tuple(values))


def _roman(name: str) -> int:
    digits = [_ROMAN[letter] for letter in name]
    after = [*digits[1:], 0]
    return sum(-one if one < other else one for one, other in zip(digits, after, strict=True))


def section_depth(text: str) -> int:
    """Return how many numbers a heading begins with: 2 for "3.1 Scope", 0 for none."""
    match = _SECTION.match(text + " ")
    if match is None:
        return 0
    return match.group(1).count(".") + 1 if match.group(1) else 1


def is_caption(text: str) -> bool:
    """Say whether a text begins as the caption of a figure or table does."""
    return _CAPTION.match(text) is not None


def begins_note(text: str) -> bool:
    """Say whether a text begins with the mark of a footnote."""
    return _NOTE.match(text) is not None
