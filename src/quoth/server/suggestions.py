"""What somebody who types may want to ask: curated questions, what the documents' headings ask or name, and frequent ones where the owner wants that."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
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


@dataclass(frozen=True, slots=True)
class _Held:
    """What may be suggested, each after its words as they are compared; read from a generation at a moment."""

    generation: int
    at: float
    entries: tuple[tuple[str, Suggestion], ...]

    def fits(self, generation: int, now: float) -> bool:
        return self.generation == generation and now - self.at <= _FRESH_S


class Suggestions:
    """What may be suggested, read anew when the library has changed, and every minute for what is frequent.

    Somebody who types waits for a look at the generation and nothing else; whoever comes while another reads anew waits for that.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._reading = threading.Lock()
        self._held = _Held(-1, 0.0, ())
        self._headings: tuple[int, tuple[str, ...]] = (-1, ())

    def matching(self, typed: str) -> tuple[Suggestion, ...]:
        """Return the best suggestions for what was typed so far: every word of it begins a word of theirs."""
        wanted = [f" {word}" for word in _words(typed[:_MOST_TYPED])]
        if not wanted or len(typed.strip()) < _LEAST_TYPED:
            return ()
        fitting = (one for folded, one in self._all() if all(word in folded for word in wanted))
        return tuple(islice(fitting, _SHOWN))

    def _all(self) -> Sequence[tuple[str, Suggestion]]:
        generation = self._house.generation()
        if not self._held.fits(generation, time.monotonic()):
            with self._reading:
                now = time.monotonic()
                if not self._held.fits(generation, now):  # nobody did meanwhile
                    unique: dict[str, Suggestion] = {}
                    for one in self._every():
                        unique.setdefault(f" {' '.join(_words(one.text))}", one)
                    self._held = _Held(generation, now, tuple(unique.items()))
        return self._held.entries

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
