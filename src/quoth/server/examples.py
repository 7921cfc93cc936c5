"""Find a few questions that the library's own headings ask and that it answers, to show someone who comes by first."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from itertools import chain, zip_longest
from typing import Final

from quoth.ask import Request
from quoth.errors import QuothError
from quoth.house import House
from quoth.library import read_answering
from quoth.text.words import content_words
from quoth.types import Answer, Version

logger = logging.getLogger(__name__)

_SHOWN: Final = 4
_DOCUMENTS: Final = 40
_MOST_ASKED: Final = 24
_MOST_CHARACTERS: Final = 70
# A heading says less above its page than alone: "What can go wrong?". So it must hold two words that mean something, and be answered well.
_LEAST_WORDS: Final = 2
_SURE: Final = 0.75
_OPENS_A_QUESTION: Final = re.compile(
    r"(?:what|how|why|when|who|where|which) (?:is|are|was|were|do|does|did|can|should|must|may|will)\b[^.:,]*$", re.IGNORECASE
)
_LEANS_BACK: Final = re.compile(r"(?:and|but|so|or)\b", re.IGNORECASE)


class Examples:
    """Example questions of one generation of the library, found in the background."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._generation = -1
        self._held: tuple[str, ...] = ()

    def of(self, generation: int) -> tuple[str, ...]:
        """Return the examples of this generation; none if they are still to be found, which this sets going."""
        if self._generation == generation:
            return self._held
        threading.Thread(target=self.refresh, name="examples", daemon=True).start()
        return ()

    @property
    def is_stopping(self) -> bool:
        """Say whether the server is being stopped."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """End the search after the question at hand: a thread still reckoning when the program ends would bring it down."""
        self._stopping.set()
        with self._lock:
            pass

    def refresh(self) -> None:
        """Find the examples of the present generation, unless another thread is at it."""
        if not self._lock.acquire(blocking=False):
            return
        try:
            generation = self._house.generation()
            if generation != self._generation:
                found = tuple(self._answered())
                if not self._stopping.is_set():
                    self._held, self._generation = found, generation
        except QuothError as error:
            logger.info("No example questions: %s", error)
        except Exception:  # they are an ornament: their absence must not show
            logger.exception("No example questions")
        finally:
            self._lock.release()

    def _answered(self) -> Iterator[str]:
        shown = 0
        for asked, question in enumerate(self._candidates()):
            if shown == _SHOWN or asked == _MOST_ASKED or self._stopping.is_set():
                return
            outcome = self._house.ask(Request(question=question))
            if isinstance(outcome, Answer) and outcome.probability >= _SURE:
                shown += 1
                yield question

    def _candidates(self) -> Iterator[str]:
        """Yield what headings ask, one question a document and then a second one; then questions about titles."""
        with self._house.library.reading() as snapshot:
            held = read_answering(snapshot)
        chosen = held[:: max(1, len(held) // _DOCUMENTS)][:_DOCUMENTS]
        versions = [self._house.document(doc_id)[1] for doc_id in chosen]
        asked = [questions_in(version) for version in versions]
        turns = sorted(chain(*zip_longest(*asked, fillvalue="")), key=_says_little)  # in turn, those that say most first
        if self._house.settings.library.language != "en":
            versions = []  # the question about a title is English
        about = (f"What is said about {version.title}?" for version in versions if len(version.title) <= _MOST_CHARACTERS // 2)
        yield from dict.fromkeys(question for question in chain(turns, about) if question)


def _says_little(question: str) -> bool:
    """Say whether a question leaves open what it is about to whoever sees it without its page: "What can go wrong?"."""
    return len(content_words(question)) <= _LEAST_WORDS


def questions_in(version: Version) -> tuple[str, ...]:
    """Return the questions that a document's headings ask, leaving out those that lean on the one before."""
    headings = [version.title]
    headings += [
        block.span.of(version.text) for block in version.blocks if block.kind == "heading" and not block.is_boilerplate
    ]
    asked = [heading for heading in headings if heading.endswith("?") or _OPENS_A_QUESTION.match(heading)]
    whole = [heading if heading.endswith("?") else f"{heading}?" for heading in asked if not _LEANS_BACK.match(heading)]
    return tuple(dict.fromkeys(q for q in whole if len(q) <= _MOST_CHARACTERS and len(content_words(q)) >= _LEAST_WORDS))
