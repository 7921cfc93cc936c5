"""Find a few questions that the library's own headings ask and that it answers, to show someone who comes by first."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from typing import Final

from quoth.ask import Request
from quoth.errors import QuothError
from quoth.house import House
from quoth.types import Answer, Version

logger = logging.getLogger(__name__)

_SHOWN: Final = 4
_DOCUMENTS: Final = 40
_MOST_ASKED: Final = 24
_MOST_CHARACTERS: Final = 70


class Examples:
    """Example questions of one generation of the library, found in the background."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._lock = threading.Lock()
        self._generation = -1
        self._held: tuple[str, ...] = ()

    def of(self, generation: int) -> tuple[str, ...]:
        """Return the examples of this generation; none if they are still to be found, which this sets going."""
        if self._generation == generation:
            return self._held
        threading.Thread(target=self.refresh, name="examples", daemon=True).start()
        return ()

    def refresh(self) -> None:
        """Find the examples of the present generation, unless another thread is at it."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            generation = self._house.counts()[2]
            if generation != self._generation:
                self._held = tuple(self._answered())
                self._generation = generation
        except QuothError as error:
            logger.info("No example questions: %s", error)
        except Exception:  # they are an ornament: their absence must not show
            logger.exception("No example questions")
        finally:
            self._lock.release()

    def _answered(self) -> Iterator[str]:
        shown = 0
        for asked, question in enumerate(self._candidates()):
            if shown == _SHOWN or asked == _MOST_ASKED:
                return
            if isinstance(self._house.ask(Request(question=question)), Answer):
                shown += 1
                yield question

    def _candidates(self) -> Iterator[str]:
        """Yield one question a document, then a second one, from documents spread over the library."""
        held = [document.doc_id for document in self._house.documents() if document.passages]
        chosen = held[:: max(1, len(held) // _DOCUMENTS)][:_DOCUMENTS]
        versions = [self._house.document(doc_id)[1] for doc_id in chosen]
        asked = [questions_in(version) for version in versions]
        seen: set[str] = set()
        for turn in range(max(map(len, asked), default=0)):
            for questions in asked:
                if turn < len(questions) and questions[turn] not in seen:
                    seen.add(questions[turn])
                    yield questions[turn]


def questions_in(version: Version) -> tuple[str, ...]:
    """Return the questions that a document's headings ask; without any, one about its title."""
    headings = [
        block.span.of(version.text) for block in version.blocks if block.kind == "heading" and not block.is_boilerplate
    ]
    asked = [heading for heading in headings if heading.endswith("?") and len(heading) <= _MOST_CHARACTERS]
    openings = ("what ", "how ", "why ", "when ", "who ", "where ", "which ")
    asked += [f"{h}?" for h in (version.title, *headings) if h.lower().startswith(openings) and not h.endswith((".", "?"))]
    short = [question for question in dict.fromkeys(asked) if len(question) <= _MOST_CHARACTERS]
    return tuple(short) or ((f"What is said about {version.title}?",) if len(version.title) <= _MOST_CHARACTERS else ())
