"""`/quoth` and the message shortcut."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from quoth.slack.answers import Card, notice
from quoth.slack.elements import line, person, rich, words
from quoth.slack.hearing import question_in
from quoth.slack.posting import politely, reply
from quoth.slack.reception import Reception
from quoth.types.errands import NewErrand

logger = logging.getLogger(__name__)

COMMAND: Final = "/quoth"
SHORTCUT: Final = "quoth_answer_this"
_MOST_ECHO: Final = 300
_HOW: Final = notice(
    "Write /quoth and your question; only you see the answer.",
    "/quoth auto on lets me answer questions in this channel unasked, /quoth auto off ends that.",
)
NOT_OURS: Final = notice("Your workspace is not set up to ask me.")
_NOT_YOU: Final = notice("Only some people may let me answer unasked here.", "Ask whoever runs Quoth.")
_NOT_NOW: Final = notice("That did not work, and nothing was changed.", "Please try again in a minute.")


class Commands:
    """Listens to what people call on purpose, and answers them alone."""

    def __init__(self, reception: Reception, *, setters: Sequence[str]) -> None:
        """Set up.

        Args:
            setters: Who may let the bot answer unasked; empty for everybody. Everybody may end it.
        """
        self._reception = reception
        self._setters = setters

    def listen(self, app: App) -> None:
        """Register with Bolt."""
        app.command(COMMAND)(self.command)
        app.message_shortcut(SHORTCUT)(self.shortcut)

    def command(self, ack: Ack, command: Mapping[str, Any], context: BoltContext, client: WebClient) -> None:
        """Answer one person, or open and close a channel."""
        text = question_in(str(command.get("text") or ""), context.bot_user_id or "")
        errand = NewErrand(
            key=f"command:{command['trigger_id']}", kind="command", enterprise=context.enterprise_id, team=str(command["team_id"]),
            channel=str(command["channel_id"]), person=str(command["user_id"]), said=text, reply_url=str(command["response_url"]),
            received_at=time.time(),
        )  # fmt: skip
        if not self._reception.guard.lets_team_in(errand.team):
            _say(ack, NOT_OURS)
        elif text.lower() in ("", "help"):
            _say(ack, _HOW)
        elif text.lower() == "auto on" and self._setters and errand.person not in self._setters:
            _say(ack, _NOT_YOU)
        elif text.lower() in ("auto on", "auto off"):
            ack()
            change = self._open if text.lower() == "auto on" else self._close
            lost = f"{errand.channel} does not hear of {text}, wanted by {errand.person}"
            self._reception.aside.do(lost, partial(change, errand, client), partial(reply, errand.reply_url, _NOT_NOW))
        else:
            why = self._reception.take_in(errand, is_shared=False)
            _say(ack, why or notice(f"Looking in the documents: {text[:_MOST_ECHO]}"))

    def shortcut(self, ack: Ack, shortcut: Mapping[str, Any], context: BoltContext) -> None:
        """Answer a message that somebody points to, in its thread."""
        message, team = shortcut["message"], shortcut["team"] or {}
        ts = str(message["ts"])
        errand = NewErrand(
            key=f"shortcut:{shortcut['trigger_id']}",
            kind="shortcut",
            enterprise=context.enterprise_id,
            team=str(team.get("id") or context.team_id),
            channel=str(shortcut["channel"]["id"]),
            person=str(shortcut["user"]["id"]),
            ts=ts,
            thread=str(message.get("thread_ts") or ts),
            said=question_in(str(message.get("text") or ""), context.bot_user_id or ""),
            reply_url=str(shortcut["response_url"]),
            received_at=time.time(),
        )
        why: Card | None = NOT_OURS
        if self._reception.guard.lets_team_in(errand.team, str(shortcut["user"].get("team_id") or "")):
            why = self._reception.take_in(errand, is_shared=False)
        ack()
        if why is not None:
            self._reception.aside.do(f"A word to {errand.person}", partial(reply, errand.reply_url, why))

    def _open(self, errand: NewErrand, client: WebClient) -> None:
        """Let the bot answer unasked in a channel, if it may answer there at all."""
        reach = self._reception.guard.reach(client, errand.team, errand.channel, is_fresh=True)
        refusal = self._reception.guard.refuses_channel(errand.channel, reach, is_direct=False)
        if reach == "unknown":
            reply(errand.reply_url, notice("I am not in this channel.", "Invite me first."))
        elif refusal is not None:
            reply(errand.reply_url, notice(refusal.message))
        else:
            self._set_open(errand, "answers questions here unasked, where it is quite sure.", is_open=True)

    def _close(self, errand: NewErrand, _: WebClient) -> None:
        """Let it answer in a channel only when asked."""
        self._set_open(errand, "answers here only when asked.", is_open=False)

    def _set_open(self, errand: NewErrand, told: str, *, is_open: bool) -> None:
        """Open or close a channel, for all in it to see."""
        self._reception.errands.set_open(errand.team, errand.channel, errand.person, time.time(), is_open=is_open)
        runs = [*words(f"From now on Quoth {told} Set by "), *person(errand.person), *words(".")]
        card = Card(blocks=tuple(rich([line(runs)])), text=f"From now on Quoth {told}")
        politely(f"{errand.channel} was not told: {card.text}", partial(reply, errand.reply_url, card, in_channel=True))


def _say(ack: Ack, said: Card) -> None:
    ack(text=said.text, blocks=list(said.blocks), response_type="ephemeral")
