"""What all requests share: the house, the gates, and whether everything is warmed up."""

from __future__ import annotations

import logging
import os
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Final, cast

from fastapi import Depends, Request

from quoth.ask import Request as Question
from quoth.contract import asking_of
from quoth.errors import QuothError
from quoth.house import House
from quoth.protocols import Vector
from quoth.server.examples import Examples
from quoth.server.form_tokens import FormTokens
from quoth.server.limits import Gate, Gates
from quoth.server.metrics import Metrics
from quoth.server.rates import Rates
from quoth.server.suggestions import Suggestions
from quoth.server.telling import tell
from quoth.server.texts import Texts, load_texts
from quoth.settings import ServerSettings
from quoth.types import Door, Outcome

logger = logging.getLogger(__name__)

# Threads of the pool that requests run in are 40; the gates together stay well below, so that /healthz always finds one.
_MOST_AT_ONCE: Final = 16
_MOST_VECTORS: Final = 2000
STARTING: Final = load_texts("en")("ask.starting")


class Warmth:
    """Loads the encoder and the indexes in the background, so that the port answers at once."""

    def __init__(self, house: House, examples: Examples) -> None:
        self._house = house
        self._examples = examples
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_warm = False
        self._error: QuothError | None = None
        self.message = STARTING

    @property
    def is_warm(self) -> bool:
        """Say whether questions are answered without waiting."""
        return self._is_warm

    def message_in(self, texts: Texts) -> str:
        """Return why questions are not answered at once."""
        if self._error is not None:
            told = tell(self._error, texts)
            return " ".join(filter(None, (told.message, told.hint, told.original)))
        return texts("ask.starting") if self.message == STARTING else texts("ask.not_started")

    def start(self) -> None:
        """Begin, unless it has begun or is done; after a failure, try again."""
        with self._lock:
            if self._is_warm or (self._thread and self._thread.is_alive()):
                return
            self._thread = threading.Thread(target=self._warm_up, name="warm-up", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Wait for what runs in the background: a thread inside a model when the program ends would bring it down (SIGABRT)."""
        self._examples.stop()
        if self._thread is not None:
            self._thread.join()

    def _warm_up(self) -> None:
        try:
            self._house.asker.warm_up()
            if self._examples.is_stopping:
                return
            self._house.ask(Question(question="Is everything there that an answer needs?"))
        except QuothError as error:
            if str(error) != self.message:  # tried again whenever someone asks, logged once
                logger.error("Not ready: %s", error)  # noqa: TRY400 - the message says it all
            self.message, self._error = str(error), error
            return
        except Exception:
            self.message, self._error = load_texts("en")("ask.not_started"), None
            logger.exception("Not ready")
            return
        self._is_warm = True
        self._examples.refresh()


class Vectors:
    """The vectors of questions, each reckoned once: those used longest ago are forgotten."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.of = lru_cache(maxsize=_MOST_VECTORS)(self._encode)

    def _encode(self, text: str) -> Vector:
        return self._house.encoder.encode_query(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What all requests share."""

    house: House
    gates: Gates
    warmth: Warmth
    examples: Examples
    forms: FormTokens
    metrics: Metrics
    rates: Rates
    suggestions: Suggestions
    vectors: Vectors

    def answer(self, question: Question, door: Door) -> Outcome:
        """Answer what somebody asked, count and note it."""
        outcome = self.house.ask(question)
        self.metrics.count(outcome, door)
        self.house.log.note(asking_of(outcome, door))
        return outcome


def make_desk(house: House, settings: ServerSettings) -> Desk:
    """Set up what all requests share."""
    at_once = min(os.cpu_count() or 1, _MOST_AT_ONCE)
    examples = Examples(house)
    return Desk(
        house=house,
        gates=Gates(
            asking=Gate(at_once=at_once, queue=settings.queue),
            writing=Gate(at_once=1, queue=settings.queue),
            browsing=Gate(at_once=4, queue=settings.queue),
            reporting=Gate(at_once=1, queue=settings.queue),
        ),
        warmth=Warmth(house, examples),
        examples=examples,
        forms=FormTokens(),
        metrics=Metrics(house),
        rates=Rates(settings.requests_per_minute),
        suggestions=Suggestions(house),
        vectors=Vectors(house),
    )


async def _desk(request: Request) -> Desk:
    return cast("Desk", request.app.state.desk)


async def _house(request: Request) -> House:
    return cast("Desk", request.app.state.desk).house


TheDesk = Annotated[Desk, Depends(_desk)]
TheHouse = Annotated[House, Depends(_house)]
