"""Find acronyms that a text explains: "contract research organisation (CRO)" and "CRO (contract research organisation)".

Source: Schwartz and Hearst 2003, "A simple algorithm for identifying abbreviation definitions in biomedical text", PSB 8,
451-462. Beyond it, a short form needs two capitals or a capital and a digit ("(Berlin)" is none), words whose initials spell
the short form come first ("contract commercial organisation (CCO)"), and no long form begins with "of" or "and".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from quoth.text.words import LINKS
from quoth.types import Span

_BRACKETS: Final = re.compile(r"(?<=\s)\(([^()\n]{2,200})\)")
_PART: Final = re.compile(r"[^\W_]+")
_SENTENCE_END: Final = re.compile(r"[.;:!?]\s|\n\s*\n")
_LAST_WORD: Final = re.compile(r"(\S+)\s+$")
_NO_WORDS: Final = re.compile(r"[()\[\]%=<>]")
_MOST_CHARACTERS: Final = 10
_MOST_WORDS: Final = 2
_EDGES: Final = " \t\n\"'\u201c\u201d\u2018\u2019,;:*_"
# No long form is longer: 20 words of a chemical name.
_MOST_BEFORE: Final = 400


@dataclass(frozen=True, slots=True)
class Pair:
    """An acronym and its long form, as spans of the text that explains it."""

    short: Span
    long: Span

    @property
    def span(self) -> Span:
        """Return the span that holds both."""
        return Span(min(self.short.start, self.long.start), max(self.short.end, self.long.end))


def find_acronyms(text: str) -> tuple[Pair, ...]:
    """Return the acronyms that a text explains, in order. Linear in its length."""
    found: list[Pair] = []
    for bracket in _BRACKETS.finditer(text):
        inside = _trimmed(text, bracket.start(1), _first_part(bracket))
        start = _sentence_start(text, bracket.start())
        if is_short_form(inside.of(text)):
            pair = _explained(text, inside, Span(start, bracket.start()))
        else:
            pair = _explained(text, _word_before(text, start, bracket.start()), inside)
        if pair is not None:
            found.append(pair)
    return tuple(found)


def is_short_form(text: str) -> bool:
    """Say whether this may be an acronym: at most two words, 2 to 10 characters, two capitals or a capital and a digit."""
    if not (1 < len(text) <= _MOST_CHARACTERS and len(text.split()) <= _MOST_WORDS and text[0].isalnum()) or _NO_WORDS.search(
        text
    ):
        return False
    capitals = sum(c.isupper() for c in text)
    return capitals > 1 or (capitals == 1 and any(c.isdigit() for c in text))


def singular(short: str) -> str:
    """Return "CRO" for "CROs": the one form under which an acronym is known."""
    return short[:-1] if len(short) > 2 and short[-1] == "s" and short[-2].isupper() else short  # noqa: PLR2004


def _explained(text: str, short: Span, where: Span) -> Pair | None:
    """Return the acronym with its long form, which ends where `where` ends."""
    if not is_short_form(short.of(text)):
        return None
    characters = [c for c in short.of(text) if c.isalnum()]
    start = _by_initials(characters, text, where)
    start = _match(characters, text, where) if start is None else start
    if start is None:
        return None
    long = _trimmed(text, start, where.end)
    words = re.split(r"[\s-]+", long.of(text))
    most = min(len(characters) + 5, 2 * len(characters))
    is_longer = len(long) > len(short) and len(words) <= most and not _NO_WORDS.search(long.of(text))
    return Pair(short, long) if is_longer and short.of(text) not in re.split(r"[\s,/()]+", long.of(text)) else None


def _by_initials(characters: list[str], text: str, where: Span) -> int | None:
    """Return where the words begin whose initials are the characters, small words between them left out."""
    left = list(characters)
    place = where.end
    for match in reversed(list(_PART.finditer(text, where.start, where.end))):
        if match.group().lower() in LINKS and not left[-1].islower():
            continue
        if match.group()[0].lower() != left.pop().lower():
            return None
        place = match.start()
        if not left:
            return _word_start(text, where, place)
    return None


def _match(characters: list[str], text: str, where: Span) -> int | None:
    """Return where the shortest long form begins that holds the characters in order, the first one at the start of a word."""
    place = where.end
    for left, character in reversed(list(enumerate(characters))):
        place -= 1
        while place >= where.start and (
            text[place].lower() != character.lower() or (left == 0 and place > where.start and text[place - 1].isalnum())
        ):
            place -= 1
        if place < where.start:
            return None
        if left == 0 and text[place : place + 3].strip().lower() in LINKS:
            return _match(characters[:1], text, Span(where.start, place))
    return _word_start(text, where, place)


def _word_start(text: str, where: Span, place: int) -> int:
    return max(where.start, *(text.rfind(white, where.start, place) + 1 for white in " \t\n"))


def _first_part(bracket: re.Match[str]) -> int:
    """Return where the first of several remarks in a bracket ends: "(CRO, see below)"."""
    cut = re.search(r"[,;]\s", bracket.group(1))
    return bracket.start(1) + cut.start() if cut else bracket.end(1)


def _sentence_start(text: str, end: int) -> int:
    first = max(0, end - _MOST_BEFORE)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, first, end)]
    return ends[-1] if ends else first


def _word_before(text: str, start: int, end: int) -> Span:
    match = _LAST_WORD.search(text[start:end])
    return Span(end, end) if match is None else _trimmed(text, start + match.start(1), start + match.end(1))


def _trimmed(text: str, start: int, end: int) -> Span:
    """Return the span without quotation marks, commas and white space at its ends."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)
