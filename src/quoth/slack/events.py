"""Events: mentions, direct messages, threads, open channels, deletions, the home tab."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from quoth.slack.hearing import asks, follows_up, mentions_anybody, question_in
from quoth.slack.reception import Reception
from quoth.slack.views import home
from quoth.types.errands import ErrandKind, NewErrand

logger = logging.getLogger(__name__)

Event = Mapping[str, Any]
# What people write; everything else (joins, topics, edits, bots) asks nothing.
_WRITTEN: Final = frozenset({None, "file_share", "thread_broadcast"})
_DAY_S: Final = 86_400.0


class Events:
    """Listens to events, and knows which of them ask something."""

    def __init__(self, reception: Reception, *, examples: Sequence[str], web_url: str, remember_days: int) -> None:
        self._reception = reception
        self._examples = examples
        self._web_url = web_url
        self._remember_s = remember_days * _DAY_S

    def listen(self, app: App) -> None:
        """Register with Bolt."""
        app.event("app_mention")(self.mention)
        app.event("message")(self.message)
        app.event("app_home_opened")(self.home)

    def mention(self, event: Event, body: Event, context: BoltContext, client: WebClient) -> None:
        """Answer whoever mentions the bot."""
        if _is_written_by_a_person(event):
            self._take("mention", event, body, context, client)

    def message(self, event: Event, body: Event, context: BoltContext, client: WebClient) -> None:
        """Answer direct messages, those who ask on in a thread, and channels that are open; forget what is deleted."""
        text = str(event.get("text") or "")
        if (deleted := _deleted(event)) is not None:
            self._reception.forget(_team(context), str(event["channel"]), deleted)
        elif not _is_written_by_a_person(event):
            return
        elif event.get("channel_type") == "im":
            self._take("direct", event, body, context, client)
        elif event.get("channel_type") == "mpim" and f"<@{context.bot_user_id}>" in text:
            self._take("mention", event, body, context, client)  # no app_mention is promised for group messages
        elif not mentions_anybody(text) and (kind := self._unasked(event, context)):
            self._take(kind, event, body, context, client)

    def home(self, event: Event, context: BoltContext, client: WebClient) -> None:
        """Show the home tab."""
        if event.get("tab") != "home":
            return
        person = str(event["user"])
        recent = self._reception.errands.of_person(_team(context), person, time.time() - self._remember_s)
        view = home(recent, self._examples, self._web_url)
        show = partial(client.views_publish, user_id=person, view=view)
        self._reception.aside.do(f"The home tab of {person} stays as it is", show)

    def _unasked(self, event: Event, context: BoltContext) -> ErrandKind | None:
        """Say what a message is that does not mention the bot: its asker's next question in a thread, or one for an open channel."""
        team, channel, thread = _team(context), str(event["channel"]), event.get("thread_ts")
        text = question_in(str(event.get("text") or ""))
        if thread and thread != event["ts"]:
            askers = {one.person for one in self._reception.errands.of_thread(team, channel, str(thread))}
            return "thread" if event["user"] in askers and follows_up(text) else None
        return "auto" if asks(text) and self._reception.errands.is_open(team, channel) else None

    def _take(self, kind: ErrandKind, event: Event, body: Event, context: BoltContext, client: WebClient) -> None:
        errand = _errand(kind, event, context)
        own_team = str(event.get("user_team") or event.get("source_team") or "")
        if not self._reception.guard.lets_team_in(errand.team, own_team):
            logger.warning("A question from a workspace that may not ask: %s", own_team or errand.team)
            return
        is_shared = bool(body.get("is_ext_shared_channel"))
        self._reception.guard.hear(errand.team, errand.channel, is_shared=is_shared)
        why = self._reception.take_in(errand, is_shared=is_shared)
        if kind not in ("auto", "thread"):
            self._reception.tell(errand, client, why)


def _errand(kind: ErrandKind, event: Event, context: BoltContext) -> NewErrand:
    team, channel, ts = _team(context), str(event["channel"]), str(event["ts"])
    return NewErrand(
        key=f"message:{team}:{channel}:{ts}",  # a mention comes as two events: one message, one answer
        kind=kind,
        enterprise=context.enterprise_id,
        team=team,
        channel=channel,
        person=str(event["user"]),
        ts=ts,
        thread=str(event.get("thread_ts") or ts),
        said=question_in(str(event.get("text") or ""), context.bot_user_id or ""),
        received_at=time.time(),
    )


def _team(context: BoltContext) -> str:
    return context.team_id or context.enterprise_id or ""


def _is_written_by_a_person(event: Event) -> bool:
    return event.get("subtype") in _WRITTEN and not event.get("bot_id") and bool(event.get("user"))


def _deleted(event: Event) -> str | None:
    """Return the message that an event says is gone: deleted, or emptied because a thread hangs on it."""
    if event.get("subtype") == "message_deleted":
        return str(event["deleted_ts"])
    changed = event.get("message") or {}
    is_emptied = event.get("subtype") == "message_changed" and changed.get("subtype") == "tombstone"
    return str(changed["ts"]) if is_emptied else None
