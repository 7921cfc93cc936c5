"""When to try again, how long to wait before, and what the last failure means. Pure: nothing is sent, nobody waits here."""

from __future__ import annotations

import json
import random
from typing import Final, Generic

import httpx

from quoth.client.calls import Call, R
from quoth.errors import ServiceError, UnreachableError

# The server, or the proxy before it, did not take the request: it may come back.
_BUSY: Final = frozenset({429, 502, 503, 504})
# A proxy says these also when the server may have taken it.
_UNSURE: Final = frozenset({502, 504})
_FIRST_WAIT_S: Final = 0.25
_MOST_WAIT_S: Final = 8.0
_MOST_SAID: Final = 200


class Tries(Generic[R]):
    """The tries of one call: ask after each what to do."""

    def __init__(self, call: Call[R], where: str, retries: int) -> None:
        self._call = call
        self._where = where
        self._left = retries
        self._wait_s = _FIRST_WAIT_S

    def after_failure(self, error: httpx.TransportError) -> float:
        """Return how long to wait before the next try, in seconds.

        Raises:
            UnreachableError: It is not to be tried again.
        """
        never_sent = isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout))
        if self._left and (never_sent or self._call.is_repeatable):
            return self._next_wait()
        raise UnreachableError(self._where, f"{type(error).__name__}: {error}") from error

    def after_response(self, response: httpx.Response) -> float | None:
        """Return how long to wait before the next try, in seconds; None if the response is final."""
        status = response.status_code
        if status not in _BUSY or status == self._call.also or not self._left:
            return None
        if status in _UNSURE and not self._call.is_repeatable:
            return None
        said = response.headers.get("retry-after", "")
        return max(self._next_wait(), min(float(said), _MOST_WAIT_S) if said.isdigit() else 0.0)

    def result(self, response: httpx.Response) -> R:
        """Return what a final response holds.

        Raises:
            ServiceError: The server refused, or what came is not what a Quoth server says.
        """
        if not response.is_success and response.status_code != self._call.also:
            raise _refusal(response)
        try:
            return self._call.read(response.content)
        except ValueError as error:
            raise ServiceError(
                response.status_code,
                "not_quoth",
                f"{response.url} did not answer as Quoth does: {error}.",
                "Check the address.",
            ) from error

    def _next_wait(self) -> float:
        self._left -= 1
        wait_s, self._wait_s = self._wait_s, min(2 * self._wait_s, _MOST_WAIT_S)
        return wait_s * random.uniform(0.75, 1.25)  # noqa: S311 - so that clients do not come back all at once


def _refusal(response: httpx.Response) -> ServiceError:
    """Return the error that the server named, or one that says what else came."""
    status = response.status_code
    try:
        said = json.loads(response.content)["error"]
        return ServiceError(status, str(said["code"]), str(said["message"]), str(said["hint"]))
    except (ValueError, KeyError, TypeError):
        text = " ".join(response.text.split())[:_MOST_SAID]
        return ServiceError(status, "http", f"{response.url} answered {status}: {text or response.reason_phrase}.")
