"""Ask the Quoth server, with the conversation so far, and remember when it is down, so that not every question tries."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from quoth.client import Client, Message, ServiceError
from quoth.contract import OutcomeModel
from quoth.library import Errands
from quoth.slack.errors import QuothAwayError
from quoth.types import FeedbackVerdict
from quoth.types.errands import Errand

_T = TypeVar("_T")
_BUSY: Final = frozenset({0, 429, 502, 503, 504})
_BROKEN: Final = 500
# What may be wrong between the bot and its server: a proxy, an address, the bot's key.
_BETWEEN: Final = frozenset({"http", "not_quoth", "no_key", "not_allowed", "unknown_host"})
_REST_S: Final = 1.0
_MOST_TURNS: Final = 10
_MOST_SAID: Final = 4000
# A question at the top of a direct message goes on with the one before it, if that is not older.
_GOES_ON_S: Final = 900.0


class Counter:
    """Asks, one server for all workers."""

    def __init__(self, client: Client, errands: Errands) -> None:
        self._client = client
        self._errands = errands
        self._lock = threading.Lock()
        self._rests_until = 0.0

    def ask(self, errand: Errand) -> OutcomeModel:
        """Return what Quoth says to a question.

        Raises:
            QuothAwayError: Nothing; it is to be asked later.
            ServiceError: It refuses the question.
        """
        messages = [*self._conversation(errand), Message(role="user", content=errand.said)]
        return self._try(lambda: self._client.chat(messages))

    def judge(self, answer_id: str, verdict: FeedbackVerdict, note: str | None, quote: int | None) -> None:
        """Pass feedback on.

        Raises:
            QuothAwayError, ServiceError: as above.
        """
        self._try(lambda: self._client.give_feedback(answer_id, verdict, note=note, quote=quote))

    def _conversation(self, errand: Errand) -> list[Message]:
        earlier: Sequence[Errand] = ()
        if errand.thread and errand.kind != "command":
            earlier = [
                one for one in self._errands.of_thread(errand.team, errand.channel, errand.thread) if one.number < errand.number
            ]
        if not earlier and errand.kind == "direct":
            since = errand.received_at - _GOES_ON_S
            asked = self._errands.of_person(errand.team, errand.person, since, errand.channel)
            earlier = [one for one in asked if one.number < errand.number and one.outcome]
        return [message for one in earlier[-_MOST_TURNS:] for message in _turn(one)]

    def _try(self, call: Callable[[], _T]) -> _T:
        if time.monotonic() < self._rests_until:
            raise QuothAwayError("It was away a moment ago.")
        try:
            result = call()
        except ServiceError as error:
            # A server error in other words than Quoth's comes from a proxy, or from a server that is just being stopped.
            is_away = error.status in _BUSY or (error.status >= _BROKEN and error.said == "http")
            if not is_away:
                self._is_back()
                raise
            with self._lock:
                self._rests_until = time.monotonic() + _REST_S
            raise QuothAwayError(error.message) from error
        self._is_back()
        return result

    def _is_back(self) -> None:
        """Let everything that waited for Quoth be due at once, if it was away."""
        with self._lock:
            was_away, self._rests_until = self._rests_until > 0, 0.0
        if was_away:
            self._errands.hurry(time.time())


def is_for_the_asker(error: ServiceError) -> bool:
    """Say whether an error is one of what was asked: what is wrong with the server is not for everybody's eyes."""
    return error.status < _BROKEN and error.said not in _BETWEEN


def _turn(errand: Errand) -> list[Message]:
    """Return a question and its answer as two messages: the question as understood, the answer as its quotes."""
    outcome = OutcomeModel.model_validate_json(errand.outcome or "", extra="ignore")
    said = "\n\n".join(quote.text for quote in outcome.quotes)[:_MOST_SAID]
    asked = Message(role="user", content=outcome.understood_as)
    return [asked, Message(role="assistant", content=said)] if said else [asked]
