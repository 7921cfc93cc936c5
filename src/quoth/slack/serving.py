"""What people do with an answer: share it, judge it, ask for help, delete the question. Each is an errand like a question."""

from __future__ import annotations

import json
import logging
import time
from typing import Final

from slack_sdk import WebClient

from quoth.client import ServiceError
from quoth.contract import OutcomeModel
from quoth.library import Errands
from quoth.settings import SlackSettings
from quoth.slack.answers import Card, Setting, card, notice
from quoth.slack.asking import Counter, QuothAwayError
from quoth.slack.elements import Json, line, link, notification, person, rich, words
from quoth.slack.posting import (
    SlackLaterError,
    SlackRefusedError,
    find_posted,
    politely,
    post,
    reply,
    take_back,
    translated,
    whisper,
)
from quoth.types.errands import Errand, Posted

logger = logging.getLogger(__name__)

_WAIT_S: Final = 10.0


class Serving:
    """Does what is no question."""

    def __init__(self, errands: Errands, counter: Counter, settings: SlackSettings) -> None:
        self._errands = errands
        self._counter = counter
        self._settings = settings

    def share(self, errand: Errand, client: WebClient) -> None:
        """Show an answer that one person saw to the channel."""
        source, outcome = self._source(errand)
        if source is None or outcome is None:
            self._errands.finish(errand.number, "failed")
            return
        made = card(outcome, self._setting(source, asked_by=errand.person))
        self._errands.note_outcome(errand.number, outcome.model_dump_json())
        if not self._errands.begin_posting(errand.number):
            return
        posted: Posted | None = find_posted(client, errand) if errand.state == "posting" else None
        try:
            posted = posted or post(client, errand, made)
        except SlackRefusedError as error:
            logger.info("Shared through the address of the click: %s", error)  # the bot is not in that channel
            reply(errand.reply_url, made, in_channel=True)
        done = None if posted is None else Posted(posted=posted.posted, thread=posted.posted)
        if not self._errands.finish(errand.number, "done", done) and posted is not None:
            take_back(client, errand.channel, posted.posted)

    def judge(self, errand: Errand, client: WebClient) -> None:
        """Pass feedback on to Quoth, and thank for it."""
        _, outcome = self._source(errand)
        if outcome is None:
            self._errands.finish(errand.number, "failed")
            return
        said = json.loads(errand.said)
        try:
            self._counter.judge(outcome.answer_id, said["verdict"], said["note"], said["quote"])
        except QuothAwayError:
            self._errands.postpone(errand.number, time.time() + _WAIT_S)
            return
        except ServiceError as error:
            self._errands.finish(errand.number, "failed")
            self._whisper(errand, client, notice(f"Your feedback could not be kept: {error.message}"))
            return
        self._errands.finish(errand.number)
        self._whisper(errand, client, notice("Thank you. Your feedback is kept with the answer."))

    def help(self, errand: Errand, client: WebClient) -> None:
        """Bring somebody in: in the thread, in their channel, or by a direct message. `said` names whom."""
        source, _ = self._source(errand)
        if source is None or not self._errands.begin_posting(errand.number):
            self._errands.finish(errand.number, "failed")
            return
        posted = find_posted(client, errand) if errand.state == "posting" else None
        posted = posted or post(client, errand, self._call(errand, source, client))
        self._errands.finish(errand.number, "done", posted)

    def retract(self, errand: Errand, client: WebClient) -> None:
        """Delete a message of the bot whose question was deleted."""
        take_back(client, errand.channel, errand.ts)
        self._errands.finish(errand.number)

    def _call(self, errand: Errand, source: Errand, client: WebClient) -> Card:
        who = errand.said
        called: list[Json] = []
        if who.startswith(("U", "W")):
            called = person(who)
        elif who.startswith("S"):
            called = [{"type": "usergroup", "usergroup_id": who}]
        said = [*called, *words(" " if called else ""), *person(errand.person), *words(" still needs help with this.")]
        if errand.channel == source.channel and errand.thread:
            return Card(blocks=tuple(rich([line(said)])), text="Somebody still needs help with this.")
        asked = [words(f" {source.said}", italic=True), words(" ")]
        where = link("Go to the conversation", self._permalink(source, client)) if source.thread else []
        return Card(
            blocks=tuple(rich([line(said, *asked, where)])), text=notification(f"Somebody still needs help: {source.said}")
        )

    def _permalink(self, source: Errand, client: WebClient) -> str | None:
        try:
            with translated():
                found = client.chat_getPermalink(channel=source.channel, message_ts=source.ts or source.thread)
        except (SlackRefusedError, SlackLaterError):
            return None
        return str(found["permalink"])

    def _source(self, errand: Errand) -> tuple[Errand | None, OutcomeModel | None]:
        """Return the errand whose answer this one is about, and the answer; None if it is forgotten."""
        source = None if errand.source is None else self._errands.find(errand.source)
        if source is None or source.outcome is None:
            return source, None
        return source, OutcomeModel.model_validate_json(source.outcome, extra="ignore")

    def _setting(self, source: Errand, asked_by: str) -> Setting:
        has_help = bool(self._settings.help)
        return Setting(number=source.number, web_url=self._settings.web_url, has_help=has_help, asked_by=asked_by)

    def _whisper(self, errand: Errand, client: WebClient, made: Card) -> None:
        if errand.reply_url:
            politely("Nobody was told", lambda: reply(errand.reply_url, made))
        else:
            politely("Nobody was told", lambda: whisper(client, errand.channel, errand.person, made, errand.thread))
