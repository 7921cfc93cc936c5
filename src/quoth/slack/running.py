"""Run the bot: over Socket Mode or HTTP, until told to stop. What is under way then is finished."""

from __future__ import annotations

import asyncio
import logging
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import uvicorn
from slack_bolt.adapter.asgi import SlackRequestHandler
from slack_bolt.adapter.asgi.http_request import AsgiHttpRequest
from slack_bolt.adapter.asgi.http_response import AsgiHttpResponse
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.oauth import OAuthFlow
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from quoth.errors import SettingsError
from quoth.slack.app import STOP_S, Bot

logger = logging.getLogger(__name__)

# Slack sends far less.
_MOST_BYTES: Final = 1_000_000
_FIRST_WAIT_S: Final = 1.0
_MOST_WAIT_S: Final = 60.0
_PING_S: Final = 10.0
_PATIENCE_S: Final = 5
Json = dict[str, Any]


class Door(SlackRequestHandler):
    """What Slack's requests come in by: `/slack/events`, and `/slack/install` where workspaces install the bot."""

    async def __call__(self, scope: Json, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        """Answer one request; what is no UTF-8 anywhere never comes from Slack."""
        if scope["type"] == "http" and not _is_text(scope):
            refused = AsgiHttpResponse(status=400, headers={"content-type": ["text/plain"]}, body="malformed request")
            await send(refused.get_response_start())
            await send(refused.get_response_body())
            return
        await super().__call__(scope, receive, send)

    async def dispatch(self, request: AsgiHttpRequest) -> BoltResponse:
        """Check and pass on one request, in a thread: it waits for the database."""
        taken = bytearray()
        while True:
            message = await request.receive()
            taken.extend(message.get("body", b""))
            if len(taken) > _MOST_BYTES:
                return BoltResponse(status=413)
            if not message.get("more_body"):
                break
        headers = request.get_headers()
        if not _looks_signed(headers):
            return BoltResponse(status=401, body={"error": "invalid request"})
        try:
            made = BoltRequest(body=bytes(taken).decode(), query=request.query_string, headers=headers)
        except Exception as error:  # noqa: BLE001 - Bolt reads it before it checks who signed it, and anything may come
            logger.info("What came is nothing that Slack sends: %s", error)
            return BoltResponse(status=400, body={"error": "malformed request"})
        return await asyncio.to_thread(self.app.dispatch, made)

    async def handle_installation(self, request: AsgiHttpRequest) -> BoltResponse:
        """Show the page with the button that installs the bot."""
        return await asyncio.to_thread(self._flow.handle_installation, _without_body(request))

    async def handle_callback(self, request: AsgiHttpRequest) -> BoltResponse:
        """Take the token of a workspace that installs the bot."""
        return await asyncio.to_thread(self._flow.handle_callback, _without_body(request))

    @property
    def _flow(self) -> OAuthFlow:
        flow = self.app.oauth_flow
        assert flow is not None  # noqa: S101 - Bolt's handler comes here only where there is one
        return flow


def _without_body(request: AsgiHttpRequest) -> BoltRequest:
    return BoltRequest(body="", query=request.query_string, headers=request.get_headers())


def _is_text(scope: Json) -> bool:
    try:
        for part in (scope["query_string"], *(part for header in scope["headers"] for part in header)):
            part.decode()
    except UnicodeDecodeError:
        return False
    return True


def _looks_signed(headers: Mapping[str, object]) -> bool:
    """Say whether a time and a signature are there, in a form that Bolt can check without failing."""
    when, signature = (str(headers.get(name, "")) for name in ("x-slack-request-timestamp", "x-slack-signature"))
    return re.fullmatch(r"[0-9]{1,12}", when) is not None and signature.isascii()


def run_http(bot: Bot, host: str, port: int) -> None:
    """Serve Slack's requests until told to stop.

    Raises:
        SettingsError: The address cannot be used.
    """
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=512)
    except OSError as error:
        raise SettingsError(
            f"The Slack bot cannot listen on {host}, port {port}: {error.strerror or error}.",
            "Set QUOTH_SLACK__HOST to an address of this machine and QUOTH_SLACK__PORT to a free port.",
        ) from error
    with listener, _stopped_by_signals() as stop:
        config = uvicorn.Config(
            Door(bot.app),
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_PATIENCE_S,
            ws="none",
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="http", daemon=True)
        bot.start()
        thread.start()
        _say(f"The Slack bot listens on http://{host}:{listener.getsockname()[1]}/slack/events")
        while thread.is_alive() and not stop.wait(1.0):
            pass
        server.should_exit = True
        until = time.monotonic() + STOP_S
        thread.join(2 * _PATIENCE_S)
        bot.stop(until)


def run_socket_mode(bot: Bot, app_token: str) -> None:
    """Hold a websocket to Slack until told to stop; a connection that ends is replaced."""
    with _stopped_by_signals() as stop:
        bot.start()
        handler = SocketModeHandler(bot.app, app_token, ping_interval=_PING_S)
        if _connect(handler, stop):
            _say("The Slack bot is connected")
            stop.wait()
        until = time.monotonic() + STOP_S
        closing = threading.Thread(
            target=handler.client.close, name="socket", daemon=True
        )  # it waits for what hangs, without limit
        closing.start()
        closing.join(_PATIENCE_S)
        bot.stop(until)


def _connect(handler: SocketModeHandler, stop: threading.Event) -> bool:
    """Connect for the first time, trying until it works; False if told to stop before. slack_sdk connects anew by itself."""
    wait_s = _FIRST_WAIT_S
    while not stop.is_set():
        try:
            handler.client.connect()
        except Exception as error:  # noqa: BLE001 - whatever it is, the network may be back in a moment
            logger.warning("No connection to Slack, trying again in %.0f s: %s", wait_s, error)
            stop.wait(wait_s)
            wait_s = min(2 * wait_s, _MOST_WAIT_S)
        else:
            return True
    return False


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    """Yield what is set when the process is told to stop."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)  # noqa: T201 - for whoever started it
