"""What somebody who types may want to ask: curated questions, what the documents' headings ask or name, and frequent ones where the owner wants that."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from quoth.house import House
from quoth.library import read_frequent, read_headings, read_pins

Kind = Literal["curated", "frequent", "heading"]
_SHOWN: Final = 6
_LEAST_TYPED: Final = 2
_MOST_TYPED: Final = 200
_MOST_CHARACTERS: Final = 90
_FRESH_S: Final = 60.0
_LEAST_ASKED: Final = 3
_MOST_HEADINGS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, or what one may be about."""

    text: str
    kind: Kind


class Suggestions:
    """What may be suggested, read anew when the library has changed, and every minute for what is frequent."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._lock = threading.Lock()
        self._held: tuple[tuple[str, Suggestion], ...] = ()
        self._read: tuple[int, float] = (-1, 0.0)
        self._headings: tuple[int, tuple[str, ...]] = (-1, ())

    def matching(self, typed: str) -> tuple[Suggestion, ...]:
        """Return the best suggestions for what was typed so far: every word of it begins a word of theirs."""
        wanted = [f" {word}" for word in _words(typed[:_MOST_TYPED])]
        if not wanted or len(typed.strip()) < _LEAST_TYPED:
            return ()
        found: list[Suggestion] = []
        for folded, suggestion in self._all():
            if all(word in folded for word in wanted):
                found.append(suggestion)
                if len(found) == _SHOWN:
                    break
        return tuple(found)

    def _all(self) -> Sequence[tuple[str, Suggestion]]:
        with self._lock:
            generation, now = self._house.counts()[2], time.monotonic()
            read, at = self._read
            if read != generation or now - at > _FRESH_S:
                unique: dict[str, Suggestion] = {}
                for one in self._every():
                    unique.setdefault(f" {' '.join(_words(one.text))}", one)
                self._held = tuple(unique.items())
                self._read = (generation, now)
            return self._held

    def _every(self) -> Iterator[Suggestion]:
        """Yield the suggestions, those that surely answer first."""
        with self._house.library.reading() as snapshot:
            pins, generation = read_pins(snapshot), snapshot.generation()
            if self._headings[0] != generation:
                self._headings = generation, read_headings(snapshot)
        for pin in pins:
            yield from (Suggestion(question, "curated") for question in pin.questions)
        log = self._house.log
        if self._house.settings.server.suggest_asked and log.is_on and log.keep_questions:
            with self._house.library.notes() as notebook:
                frequent = read_frequent(notebook, log.since(), _LEAST_ASKED)
            yield from (Suggestion(question, "frequent") for question in frequent)
        names = [heading for heading in self._headings[1][:_MOST_HEADINGS] if 1 < len(heading) <= _MOST_CHARACTERS]
        yield from (Suggestion(name, "heading") for name in names if name.endswith("?"))
        yield from (Suggestion(name, "heading") for name in names if not name.endswith("?"))


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.casefold()).split()
