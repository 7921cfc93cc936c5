"""A local Slack: its Web API, its event deliveries over HTTP and over a websocket, its rate limits and retries.

It follows https://docs.slack.dev/: tokens, signatures, envelopes and their acknowledgement, retries with their headers, `Retry-After`,
ok/error answers, and it refuses blocks beyond the published limits.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import threading
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from slack_limits import problems_of_message, problems_of_view

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - of this server alone
TEAM, BOT, PERSON, OTHER = "T0000000001", "U0000000BOT", "U0000000001", "U0000000002"
TOKEN, APP_TOKEN = "xoxb-test", "xapp-test"
GENERAL, DIRECT, SHARED = "C0000000001", "D0000000001", "C000SHARED1"
_ACK_S = 3.0
Json = dict[str, Any]


class SlackServer:
    """One Slack for one app. What the bot did is in its attributes."""

    def __init__(self) -> None:
        self.tokens = {TOKEN: TEAM}
        self.channels: dict[str, Json] = {GENERAL: {}, DIRECT: {"is_im": True}, SHARED: {"is_ext_shared": True}}
        self.bot_url = ""
        self.retry_s = 0.05
        self.messages: list[Json] = []
        self.whispers: list[Json] = []
        self.replies: list[Json] = []
        self.deleted: list[str] = []
        self.reactions: Counter[tuple[str, str, str]] = Counter()
        self.views: list[Json] = []
        self.homes: dict[str, Json] = {}
        self.problems: list[str] = []
        self.calls: Counter[str] = Counter()
        self.slow: dict[str, float] = {}
        self.fails: dict[str, list[Json]] = defaultdict(list)
        self.least_gap_s = 0.0
        self.connections = 0
        self.acknowledged: Counter[str] = Counter()
        self._clock = itertools.count(int(time.time()) * 1000)
        self._last_post: dict[str, float] = {}
        self._lock = threading.RLock()
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
        self._socket_url = f"ws://127.0.0.1:{self._socket.socket.getsockname()[1]}/link"
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
            status, said = self._hook(given)
            self._send(request, status, said.encode(), {})
            return
        method = where.path.removeprefix("/api/")
        with self._lock:
            self.calls[method] += 1
        time.sleep(self.slow.get(method, 0))
        token = request.headers.get("authorization", "").removeprefix("Bearer ") or str(given.get("token", ""))
        status, answer, headers = self._answer(method, token, given)
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

    def _answer(self, method: str, token: str, given: Json) -> tuple[int, Json, dict[str, str]]:
        if method == "apps.connections.open":
            is_right = token == APP_TOKEN
            return 200, {"ok": True, "url": self._socket_url} if is_right else {"ok": False, "error": "invalid_auth"}, {}
        if method == "oauth.v2.access":
            return 200, self._install(given), {}
        if token not in self.tokens:
            return 200, {"ok": False, "error": "invalid_auth"}, {}
        with self._lock:
            planned = self.fails[method].pop(0) if self.fails[method] else None
        if planned is not None:
            if planned.get("does"):
                self._do(method, given)
            return (
                planned.get("status", 200),
                planned.get("answer", {"ok": False, "error": "ratelimited"}),
                planned.get("headers", {}),
            )
        if method == "chat.postMessage" and self._is_too_fast(str(given["channel"])):
            return 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "1"}
        return 200, self._do(method, given), {}

    def _is_too_fast(self, channel: str) -> bool:
        with self._lock:
            now = time.monotonic()
            if now - self._last_post.get(channel, 0.0) < self.least_gap_s:
                return True
            self._last_post[channel] = now
            return False

    def _do(self, method: str, given: Json) -> Json:
        with self._lock:
            handle: Callable[[Json], Json | str] = getattr(self, "_" + method.replace(".", "_"))
            result = handle(given)
        return {"ok": False, "error": result} if isinstance(result, str) else {"ok": True, **result}

    def _auth_test(self, _: Json) -> Json:
        return {
            "team_id": TEAM,
            "team": "Mill",
            "user_id": BOT,
            "user": "quoth",
            "bot_id": "B0000000001",
            "url": "https://mill.slack.com/",
        }

    def _chat_postMessage(self, given: Json) -> Json | str:  # noqa: N802
        channel = str(given["channel"])
        if channel.startswith("U"):
            channel = f"D{channel[1:]}"
            self.channels.setdefault(channel, {"is_im": True})
        if channel not in self.channels:
            return "channel_not_found"
        if self.channels[channel].get("is_closed"):
            return "not_in_channel"
        self.problems += problems_of_message(given)
        message = {**given, "channel": channel, "ts": self.now(), "user": BOT}
        self.messages.append(message)
        return {"channel": channel, "ts": message["ts"], "message": message}

    def _chat_update(self, given: Json) -> Json | str:
        self.problems += problems_of_message(given)
        for message in self.messages:
            if message["ts"] == given["ts"] and message["channel"] == given["channel"]:
                message.update({"blocks": given["blocks"], "text": given["text"], "is_edited": True})
                return {"channel": given["channel"], "ts": given["ts"]}
        return "message_not_found"

    def _chat_delete(self, given: Json) -> Json | str:
        found = [message for message in self.messages if message["ts"] == given["ts"]]
        if not found:
            return "message_not_found"
        self.messages.remove(found[0])
        self.deleted.append(given["ts"])
        return {"channel": given["channel"], "ts": given["ts"]}

    def _chat_postEphemeral(self, given: Json) -> Json | str:  # noqa: N802
        if self.channels.get(str(given["channel"]), {"is_closed": True}).get("is_closed"):
            return "not_in_channel"
        self.problems += problems_of_message(given)
        self.whispers.append(given)
        return {"message_ts": self.now()}

    def _chat_getPermalink(self, given: Json) -> Json:  # noqa: N802
        return {"permalink": f"https://mill.slack.com/archives/{given['channel']}/p{given['message_ts'].replace('.', '')}"}

    def _conversations_replies(self, given: Json) -> Json:
        thread = str(given["ts"])
        found = [one for one in self.messages if one.get("thread_ts") == thread and one["channel"] == given["channel"]]
        return {"messages": found, "has_more": False}

    def _conversations_history(self, given: Json) -> Json:
        return {"messages": [one for one in self.messages if one["channel"] == given["channel"] and not one.get("thread_ts")]}

    def _conversations_info(self, given: Json) -> Json | str:
        known = self.channels.get(str(given["channel"]))
        return (
            "channel_not_found" if known is None or known.get("is_closed") else {"channel": {"id": given["channel"], **known}}
        )

    def _reactions_add(self, given: Json) -> Json | str:
        key = (given["channel"], given["timestamp"], given["name"])
        if self.reactions[key]:
            return "already_reacted"
        self.reactions[key] += 1
        return {}

    def _reactions_remove(self, given: Json) -> Json | str:
        key = (given["channel"], given["timestamp"], given["name"])
        if not self.reactions[key]:
            return "no_reaction"
        self.reactions[key] -= 1
        return {}

    def _views_open(self, given: Json) -> Json | str:
        self.problems += problems_of_view(given["view"])
        self.views.append(given["view"])
        return {"view": {"id": f"V{len(self.views)}", **given["view"]}}

    def _views_publish(self, given: Json) -> Json:
        self.problems += problems_of_view(given["view"])
        self.homes[given["user_id"]] = given["view"]
        return {}

    def _hook(self, given: Json) -> tuple[int, str]:
        with self._lock:
            self.problems += problems_of_message(given)
            self.replies.append(given)
        return 200, "ok"

    def _install(self, given: Json) -> Json:
        team = str(given["code"])
        self.tokens[f"xoxb-{team}"] = team
        return {
            "ok": True, "app_id": "A1", "access_token": f"xoxb-{team}", "token_type": "bot", "scope": "chat:write", "bot_user_id": BOT,
            "team": {"id": team, "name": team}, "enterprise": None, "authed_user": {"id": PERSON}, "is_enterprise_install": False,
        }  # fmt: skip

    # What Slack sends.

    def now(self) -> str:
        """Return the ts of the next message."""
        tick = next(self._clock)
        return f"{tick // 1000}.{tick % 1000:03d}000"

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
        kind = "im" if channel.startswith("D") else "channel"
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
