"""How much is let in at once: bounded queues before the house, and a limit on the size of a body."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quoth.errors import OverloadedError, ReadOnlyError

_MOST_JSON_BYTES: Final = 10_000_000
_MOST_FORM_BYTES: Final = 100_000
_MULTIPART: Final = 10_000  # what a form with a file needs besides the file
# How much more than the limit is read and thrown away, so that the sender hears the answer before the line goes dead.
_DRAIN: Final = 4


class Gate:
    """Lets a few in at once and the next few wait; the rest are told to come back."""

    def __init__(self, *, at_once: int, queue: int) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._queue = queue
        self._waiting = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn.

        Raises:
            OverloadedError: As many are waiting as may.
        """
        if self._free.locked() and self._waiting >= self._queue:
            raise OverloadedError(self._waiting)
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._free.release()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gates:
    """One gate for each kind of work, so that a long upload does not keep questions waiting, nor these the list."""

    asking: Gate
    writing: Gate
    browsing: Gate
    reporting: Gate


Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class _GatedRoute(APIRoute):
    """A route behind a gate. The body is read before the turn, so that a slow sender holds none."""

    def gate(self, gates: Gates, request: Request) -> Gate:
        """Choose the gate, by the path that was declared: that of the request may begin with where the app is mounted."""
        raise NotImplementedError

    def get_route_handler(self) -> Handler:
        """Return the handler, waiting at the gate."""
        handle = super().get_route_handler()

        async def handle_in_turn(request: Request) -> Response:
            desk = request.app.state.desk
            desk.rates.take(request.client.host if request.client else "")
            await request.body()
            gates: Gates = desk.gates
            gate = self.gate(gates, request)
            if gate is gates.writing and desk.house.settings.server.read_only:
                raise ReadOnlyError
            async with gate.turn():
                return await handle(request)

        return handle_in_turn


class AskingRoute(_GatedRoute):
    """A route that runs the encoder or searches texts."""

    def gate(self, gates: Gates, request: Request) -> Gate:  # noqa: ARG002 - the same for all requests
        """Wait with the questions."""
        return gates.asking


class DocumentRoute(_GatedRoute):
    """A route that reads or writes documents."""

    def gate(self, gates: Gates, request: Request) -> Gate:
        """Wait with the writers, if it writes."""
        is_pin = request.method == "POST" and self.path == "/v1/curated"
        return gates.writing if is_pin or request.method in ("PUT", "DELETE") else gates.browsing


class ReportRoute(_GatedRoute):
    """A route that reckons over all that was noted: one at a time, and never in the place of a question."""

    def gate(self, gates: Gates, request: Request) -> Gate:  # noqa: ARG002 - the same for all requests
        """Wait with the other reports."""
        return gates.reporting


class PageRoute(_GatedRoute):
    """A route that shows a page, with an answer where the address holds a question."""

    def gate(self, gates: Gates, request: Request) -> Gate:
        """Wait with the questions, if it asks one; with the writers, if it changes what answers."""
        if request.method == "POST" and self.path != "/feedback":
            return gates.writing
        return gates.asking if self.path == "/" and request.query_params.get("q") else gates.browsing


class LimitBody:
    """Refuses bodies that are too large, whether or not they say so beforehand."""

    def __init__(self, app: ASGIApp, most_upload_bytes: int) -> None:
        self._app = app
        self._most_upload_bytes = most_upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the bytes while the app reads them."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.lower(): value for name, value in scope["headers"]}
        said = headers.get(b"content-length", b"0")
        most = self._most_of(scope)
        is_too_large = said.isdigit() and int(said) > most
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            if is_too_large and b"expect" in headers:  # the sender waits for our word before it sends
                raise _too_large(most)
            message = await receive()
            taken += len(message.get("body", b""))
            if is_too_large or taken > most:
                await _drain(message, receive, (_DRAIN - 1) * most)
                raise _too_large(most)
            return message

        await self._app(scope, counted, send)

    def _most_of(self, scope: Scope) -> int:
        if scope["method"] == "PUT":
            return self._most_upload_bytes
        if scope["path"].startswith("/v1/"):
            return _MOST_JSON_BYTES
        return self._most_upload_bytes + _MULTIPART if scope["path"] == "/documents" else _MOST_FORM_BYTES


def _too_large(most: int) -> HTTPException:
    return HTTPException(413, f"The body is larger than the limit of {most:,} bytes.")


async def _drain(message: Message, receive: Callable[[], Awaitable[Message]], most: int) -> None:
    taken = 0
    while message.get("more_body") and taken <= most:
        message = await receive()
        taken += len(message.get("body", b""))
