"""Curated answers at the moment of asking: the pins of one generation by what their questions ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from typing import Final

from quoth.answering.curating import key_of
from quoth.errors import UsageError
from quoth.library import Snapshot, locate, read_pins
from quoth.protocols import Lexicon
from quoth.text.languages import ENGLISH, Language
from quoth.types import Citation, Curated, Pin, Version

_MOST_QUESTIONS: Final = 50
_MOST_CHARACTERS: Final = 10_000
_MOST_OWNER: Final = 200
Today = Callable[[], str]
_Keys = dict[tuple[str, ...], list[Pin]]
_NONE: Final[tuple[int, _Keys]] = (-1, {})


def today_utc() -> str:
    """Return the present day, ISO 8601, UTC."""
    return datetime.now(UTC).date().isoformat()


def check_pin(pin: Pin, live: Version, today: Today = today_utc) -> Pin:
    """Return the pin with the words of its document.

    Raises:
        UsageError: What it says cannot be.
    """
    size, span = len(live.text), pin.span
    if not 1 <= len(pin.questions) <= _MOST_QUESTIONS:
        raise UsageError(
            f"A pin has 1 to {_MOST_QUESTIONS} questions; {len(pin.questions)} were given.", "Name each with --question."
        )
    if not pin.owner.strip() or len(pin.owner) > _MOST_OWNER or not pin.owner.isprintable():
        raise UsageError(f"An owner has 1 to {_MOST_OWNER} characters.", "Name who answers for it.")
    if not 0 <= span.start < span.end <= size or len(span) > _MOST_CHARACTERS or not span.of(live.text).strip():
        raise UsageError(
            f"{span.start} to {span.end} is no quote of {live.doc_id}: its text has {size:,} characters, a quote at most "
            f"{_MOST_CHARACTERS:,}, and not of white space alone.",
            "Take `start` and `end` from the citation of an answer.",
        )
    if pin.until is not None and (_day(pin.until) is None or pin.is_over(today())):
        raise UsageError(f"{pin.until} is no day to come.", "Give the last day on which it is to answer as YYYY-MM-DD.")
    return replace(pin, words=span.of(live.text))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None  # it also reads weeks


class CuratedAnswers:
    """Finds the pin for a question. Pinning raises the generation, so the pins of one generation never change."""

    def __init__(self, today: Today = today_utc, language: Language = ENGLISH) -> None:
        self._today = today
        self._language = language
        self._held = _NONE

    def find(
        self, snapshot: Snapshot, lexicon: Lexicon, question: str, doc_ids: Sequence[str]
    ) -> tuple[Citation, Curated] | None:
        """Return the words pinned to a question last that still stand, or None.

        Args:
            doc_ids: Patterns of the documents that may answer; empty for all.
        """
        keys = self._at(snapshot, lexicon)
        if not keys:
            return None
        today = self._today()
        for pin in keys.get(key_of(question, lexicon, self._language), ()):
            if pin.is_over(today):
                continue
            _, citation = locate(snapshot, pin)
            if citation is not None and _may_answer(citation.version.doc_id, doc_ids):
                return citation, Curated(owner=pin.owner, until=pin.until)
        return None

    def _at(self, snapshot: Snapshot, lexicon: Lexicon) -> _Keys:
        generation = snapshot.generation()
        held = self._held
        if held[0] != generation:
            keys: _Keys = {}
            for pin in read_pins(snapshot):
                for key in dict.fromkeys(key_of(question, lexicon, self._language) for question in pin.questions):
                    keys.setdefault(key, []).append(pin)
            held = self._held = (generation, keys)
        return held[1]


def _may_answer(doc_id: str, patterns: Sequence[str]) -> bool:
    return not patterns or any(fnmatchcase(doc_id, pattern) for pattern in patterns)
