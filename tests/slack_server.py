"""A local Slack: its Web API, its event deliveries over HTTP and over a websocket, its rate limits and retries.

It follows https://docs.slack.dev/: tokens, signatures, envelopes and their acknowledgement, retries with their headers, `Retry-After`,
ok/error answers, and it refuses blocks beyond the published limits.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from slack_api import BOT, GENERAL, PERSON, SECRET, SHARED, TEAM, Json, SlackApi

_ACK_S = 3.0


class SlackServer(SlackApi):
    """One Slack for one app. What the bot did is in its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.bot_url = ""
        self.retry_s = 0.05
        self.slow: dict[str, float] = {}
        self.connections = 0
        self.acknowledged: Counter[str] = Counter()
        self._sockets: list[ServerConnection] = []
        self._pending: dict[str, Json] = {}
        self._answers: dict[str, Json] = {}
        self._sender = httpx.Client(timeout=_ACK_S, limits=httpx.Limits(max_connections=200, max_keepalive_connections=0))

    def __enter__(self) -> Self:
        """Take ports and serve."""
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                owner._take(self)

            def do_GET(self) -> None:
                owner._take(self)

            def handle(self) -> None:
                with suppress(ConnectionError):  # whoever asked did not wait for the answer
                    super().handle()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        class Quick(ThreadingHTTPServer):
            request_queue_size = 256
            daemon_threads = True

        self._http = Quick(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}/"
        self._socket = serve(self._talk, "127.0.0.1", 0)
        self.socket_url = f"ws://127.0.0.1:{self._socket.socket.getsockname()[1]}/link"
        for run in (self._http.serve_forever, self._socket.serve_forever):
            threading.Thread(target=run, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Let go of them."""
        self._http.shutdown()
        self._http.server_close()
        self._socket.shutdown()
        self._sender.close()

    # What the bot calls.

    def _take(self, request: BaseHTTPRequestHandler) -> None:
        where = urlsplit(request.path)
        body = request.rfile.read(int(request.headers.get("content-length") or 0)).decode()
        is_json = "json" in request.headers.get("content-type", "")
        given: Json = json.loads(body) if is_json and body else dict(parse_qsl(body))
        given = {name: _value(value) for name, value in {**dict(parse_qsl(where.query)), **given}.items()}
        if where.path.startswith("/hook/"):
            status, said = self.hook(given)
            self._send(request, status, said.encode(), {})
            return
        method = where.path.removeprefix("/api/")
        with self._lock:
            self.calls[method] += 1
        time.sleep(self.slow.get(method, 0))
        token = request.headers.get("authorization", "").removeprefix("Bearer ") or str(given.get("token", ""))
        status, answer, headers = self.answer(method, token, given)
        self._send(request, status, json.dumps(answer).encode(), headers)

    def _send(self, request: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]) -> None:
        request.send_response(status)
        for name, value in {
            "Content-Type": "application/json; charset=utf-8",
            "Content-Length": str(len(body)),
            **headers,
        }.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    # What Slack sends.

    def reply_url(self) -> str:
        """Return an address for answers to one person."""
        return f"{self.url}hook/{uuid.uuid4().hex}"

    def event(self, event: Json, **rest: object) -> Json:
        """Return an event as the Events API wraps it."""
        return {
            "token": "x", "team_id": TEAM, "api_app_id": "A1", "type": "event_callback", "event_id": f"Ev{uuid.uuid4().hex}",
            "event_time": int(time.time()), "is_ext_shared_channel": event.get("channel") == SHARED,
            "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True}], "event": event, **rest,
        }  # fmt: skip

    def said(self, text: str, channel: str = GENERAL, person: str = PERSON, **rest: object) -> Json:
        """Return what is said in a channel, as a message event."""
        kind = {"D": "im", "G": "mpim"}.get(channel[0], "channel")
        ts = self.now()
        return {
            "type": "message",
            "channel": channel,
            "channel_type": kind,
            "user": person,
            "text": text,
            "ts": ts,
            "event_ts": ts,
            "team": TEAM,
            **rest,
        }

    def headers(self, body: bytes, at: float | None = None) -> dict[str, str]:
        """Return what proves that a request is Slack's."""
        stamp = str(int(time.time() if at is None else at))
        digest = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        return {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest}",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        }

    def send(self, payload: Json, kind: str = "events_api") -> httpx.Response:
        """Deliver over HTTP as Slack does: again, up to three times, if it is not acknowledged within three seconds."""
        body = json.dumps(payload).encode() if kind == "events_api" else urlencode(_form(payload, kind)).encode()
        content = "application/json" if kind == "events_api" else "application/x-www-form-urlencoded"
        reason, response = "", httpx.Response(599)
        for attempt in range(4 if kind == "events_api" else 1):
            again = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason} if attempt else {}
            try:
                headers = {**self.headers(body), "Content-Type": content, **again}
                response = self._sender.post(self.bot_url, content=body, headers=headers)
            except httpx.TimeoutException:
                reason = "http_timeout"
            except httpx.TransportError:
                reason = "connection_failed"
            else:
                if response.status_code == 200:
                    return response
                reason = "http_error"
            time.sleep(self.retry_s)
        return response

    def push(self, payload: Json, kind: str = "events_api") -> str:
        """Deliver over the websocket; what is not acknowledged comes again, there or on the next connection."""
        envelope = uuid.uuid4().hex
        with self._lock:
            self._pending[envelope] = {
                "type": kind, "envelope_id": envelope, "accepts_response_payload": kind != "events_api", "payload": payload, "retry_attempt": 0, "retry_reason": "",
            }  # fmt: skip
        self._flush(envelope)
        return envelope

    def answer_to(self, envelope: str, timeout_s: float = 30.0) -> Json | None:
        """Return what an envelope was acknowledged with; None if it was not."""
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            if envelope in self._answers:
                return self._answers[envelope]
            time.sleep(0.01)
        return None

    def push_again(self) -> None:
        """Send what nobody acknowledged once more, as Slack does after a while."""
        for envelope, sent in list(self._pending.items()):
            sent.update(retry_attempt=sent["retry_attempt"] + 1, retry_reason="timeout")
            self._flush(envelope)

    def drop_connections(self, *, politely: bool) -> None:
        """End all websockets, with a word before or without."""
        for connection in list(self._sockets):
            if politely:
                connection.send(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
            else:
                connection.close()

    def _flush(self, envelope: str) -> None:
        with self._lock:
            for connection in reversed(self._sockets):
                try:
                    connection.send(json.dumps(self._pending[envelope]))
                except (ConnectionClosed, KeyError):
                    continue
                return

    def _talk(self, connection: ServerConnection) -> None:
        connection.send(json.dumps({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}}))
        with self._lock:
            self.connections += 1
            self._sockets.append(connection)
            waiting = list(self._pending)
        for envelope in waiting:
            self._pending[envelope]["retry_attempt"] += 1
            self._flush(envelope)
        try:
            for said in connection:
                answer = json.loads(said)
                with self._lock:
                    self._pending.pop(answer["envelope_id"], None)
                    self._answers[answer["envelope_id"]] = answer.get("payload") or {}
                    self.acknowledged[answer["envelope_id"]] += 1
        except ConnectionClosed:
            pass
        finally:
            with self._lock:
                self._sockets.remove(connection)

    # What tests ask.

    def wait_for(self, what: Callable[[], bool], timeout_s: float = 90.0) -> None:
        """Wait until something is so."""
        until = time.monotonic() + timeout_s
        while not what():
            assert time.monotonic() < until, "it did not happen"
            time.sleep(0.02)

    def answers(self, thread: str) -> list[Json]:
        """Return what the bot said in a thread."""
        return [message for message in list(self.messages) if message.get("thread_ts") == thread]


def shown(blocks: Any) -> str:
    """Return all words of blocks, as a reader sees them."""
    if isinstance(blocks, dict):
        own = blocks["text"] if isinstance(blocks.get("text"), str) else ""
        return own + "".join(
            shown(one) for name, one in blocks.items() if name not in ("type", "confirm") and not isinstance(one, str)
        )
    return "".join(shown(one) for one in blocks) if isinstance(blocks, list | tuple) else ""


def buttons(blocks: list[Json]) -> dict[str, str]:
    """Return the buttons of blocks: action and value."""
    return {
        one["action_id"]: one.get("value", "") for block in blocks if block["type"] == "actions" for one in block["elements"]
    }


def _value(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _form(payload: Json, kind: str) -> Json:
    return payload if kind == "slash_commands" else {"payload": json.dumps(payload)}


def query_of(url: str) -> dict[str, list[str]]:
    """Return what an address asks."""
    return parse_qs(urlsplit(url).query)
