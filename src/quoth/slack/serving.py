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
from quoth.slack.answers import Setting, card, notice
from quoth.slack.asking import Counter, is_for_the_asker
from quoth.slack.calling import call, place_of, report
from quoth.slack.errors import QuothAwayError, SlackRefusedError
from quoth.slack.guarding import Guard
from quoth.slack.posting import find_posted, post, reply, take_back, tell
from quoth.types.errands import Errand, Posted

logger = logging.getLogger(__name__)

_WAIT_S: Final = 10.0
_FORGOTTEN: Final = notice("This answer is not remembered any more.", "Please ask the question again.")


class Serving:
    """Does what is no question."""

    def __init__(self, errands: Errands, counter: Counter, guard: Guard, settings: SlackSettings) -> None:
        self._errands = errands
        self._counter = counter
        self._guard = guard
        self._settings = settings

    def share(self, errand: Errand, client: WebClient) -> None:
        """Show an answer that one person saw to the channel."""
        source, outcome = self._source(errand, client, is_private=False)
        if source is None or outcome is None:
            return
        made = card(outcome, self._setting(source, asked_by=errand.person))
        self._errands.note_outcome(errand.number, outcome.model_dump_json())
        if not self._errands.begin_posting(errand):
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
        _, outcome = self._source(errand, client)
        if outcome is None:
            return
        said = json.loads(errand.said)
        try:
            self._counter.judge(outcome.answer_id, said["verdict"], said["note"], said["quote"])
        except QuothAwayError:
            self._errands.postpone(errand, time.time() + _WAIT_S)
            return
        except ServiceError as error:
            logger.warning("Quoth refused feedback: %s", error)
            self._errands.finish(errand.number, "failed")
            tell(errand, client, notice("Your feedback could not be kept.", error.message if is_for_the_asker(error) else ""))
            return
        self._errands.finish(errand.number)
        tell(errand, client, notice("Thank you. Your feedback is kept with the answer."))

    def help(self, errand: Errand, client: WebClient) -> None:
        """Bring somebody in, and say whether that worked. `said` names whom."""
        source, outcome = self._source(errand, client)
        if source is None or outcome is None:
            return
        placed = place_of(errand, source, client)
        if placed is None:
            self._errands.finish(errand.number, "failed")
            tell(errand, client, report(errand.said, "could not be told: groups are only reached in the thread of a channel."))
            return
        made = call(placed, source, outcome, client, self._settings.web_url)
        if not self._errands.begin_posting(errand):
            return
        try:
            posted = (find_posted(client, placed) if errand.state == "posting" else None) or post(client, placed, made)
        except SlackRefusedError as error:
            logger.warning("%s could not be called for help: %s", errand.said, error)
            self._errands.finish(errand.number, "failed")
            tell(errand, client, report(errand.said, f"could not be told. {error}"))
            return
        if self._errands.finish(errand.number, "done", posted):
            tell(errand, client, report(errand.said, "was told."))
        else:
            take_back(client, posted.channel, posted.posted)  # the question was deleted meanwhile

    def retract(self, errand: Errand, client: WebClient) -> None:
        """Delete a message of the bot whose question was deleted."""
        take_back(client, errand.channel, errand.ts)
        self._errands.finish(errand.number)

    def _source(
        self, errand: Errand, client: WebClient, *, is_private: bool = True
    ) -> tuple[Errand, OutcomeModel] | tuple[None, None]:
        """Return the errand whose answer this one is about, and the answer; neither if it may not be, which is told.

        Args:
            is_private: Nothing is shown to the conversation that it does not see already.
        """
        source = None if errand.source is None else self._errands.find(errand.source)
        if source is None or source.outcome is None:
            tell(errand, client, _FORGOTTEN)
            self._errands.finish(errand.number, "failed")
            return None, None
        refusal = self._guard.refuses_here(client, errand, is_private=is_private, is_fresh=True)
        if refusal is not None:
            tell(errand, client, notice(refusal.message))
            self._errands.finish(errand.number, "refused")
            return None, None
        return source, OutcomeModel.model_validate_json(source.outcome, extra="ignore")

    def _setting(self, source: Errand, asked_by: str) -> Setting:
        has_help = bool(self._settings.help)
        return Setting(number=source.number, web_url=self._settings.web_url, has_help=has_help, asked_by=asked_by)
