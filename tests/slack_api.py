"""What a local Slack knows, and the methods of its Web API. Served by `slack_server`."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from quoth.slack.manifest import SCOPES
from slack_limits import problems_of_message, problems_of_view

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105 - of this server alone
TEAM, BOT, PERSON, OTHER = "T0000000001", "U0000000BOT", "U0000000001", "U0000000002"
TOKEN, APP_TOKEN = "xoxb-test", "xapp-test"
GENERAL, DIRECT, SHARED, GROUP = "C0000000001", "D0000000001", "C000SHARED1", "G0000000001"
# What a method needs; {} is the kind of conversation.
_NEEDS = {
    "chat.postMessage": "chat:write", "chat.update": "chat:write", "chat.delete": "chat:write", "chat.postEphemeral": "chat:write",
    "conversations.info": "{}:read", "conversations.members": "{}:read", "conversations.history": "{}:history",
    "conversations.replies": "{}:history", "reactions.add": "reactions:write", "reactions.remove": "reactions:write",
}  # fmt: skip
Json = dict[str, Any]


class SlackApi:
    """Channels, messages and views, and the methods that bots call. What a bot did is in its attributes."""

    def __init__(self) -> None:
        self.tokens = {TOKEN: TEAM}
        self.scopes = set(SCOPES)
        self.channels: dict[str, Json] = {
            GENERAL: {}, DIRECT: {"is_im": True}, SHARED: {"is_ext_shared": True}, GROUP: {"is_mpim": True},
        }  # fmt: skip
        self.members: dict[str, list[str]] = defaultdict(list)
        self.messages: list[Json] = []
        self.whispers: list[Json] = []
        self.replies: list[Json] = []
        self.deleted: list[str] = []
        self.reactions: Counter[tuple[str, str, str]] = Counter()
        self.views: list[Json] = []
        self.homes: dict[str, Json] = {}
        self.problems: list[str] = []
        self.calls: Counter[str] = Counter()
        self.fails: dict[str, list[Json]] = defaultdict(list)
        self.least_gap_s = 0.0
        self._clock = itertools.count(int(time.time()) * 1000)
        self._last_post: dict[str, float] = {}
        self._lock = threading.RLock()
        self.url = ""
        self.socket_url = ""

    def now(self) -> str:
        """Return the ts of the next message."""
        tick = next(self._clock)
        return f"{tick // 1000}.{tick % 1000:03d}000"

    def answer(self, method: str, token: str, given: Json) -> tuple[int, Json, dict[str, str]]:
        """Return the status, body and headers of an answer."""
        if method == "apps.connections.open":
            is_right = token == APP_TOKEN
            return 200, {"ok": True, "url": self.socket_url} if is_right else {"ok": False, "error": "invalid_auth"}, {}
        if method == "oauth.v2.access":
            return 200, self._install(given), {}
        if token not in self.tokens:
            return 200, {"ok": False, "error": "invalid_auth"}, {}
        with self._lock:
            planned = self.fails[method].pop(0) if self.fails[method] else None
        if planned is not None:
            if planned.get("drops"):
                raise ConnectionAbortedError  # the line goes dead without an answer
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
        if missing := self._missing(method, str(given.get("channel", ""))):
            return {"ok": False, "error": "missing_scope", "needed": missing}
        with self._lock:
            handle: Callable[[Json], Json | str] = getattr(self, "_" + method.replace(".", "_"))
            result = handle(given)
        return {"ok": False, "error": result} if isinstance(result, str) else {"ok": True, **result}

    def _missing(self, method: str, channel: str) -> str | None:
        """Return the scope that a method needs here and the app did not ask for; None if it has it."""
        known = self.channels.get(channel, {})
        kinds = (("im", known.get("is_im")), ("mpim", known.get("is_mpim")), ("groups", known.get("is_private")))
        kind = next((kind for kind, is_so in kinds if is_so), "channels")
        needed = _NEEDS.get(method, "").format(kind)
        is_seen = not method.startswith("conversations.") or channel in self.channels
        return needed if needed and is_seen and needed not in self.scopes else None

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

    def _conversations_members(self, given: Json) -> Json | str:
        is_seen = not self.channels.get(str(given["channel"]), {"is_closed": True}).get("is_closed")
        return {"members": self.members[str(given["channel"])]} if is_seen else "channel_not_found"

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

    def hook(self, given: Json) -> tuple[int, str]:
        """Take what is sent to the address that came with a command or click."""
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
