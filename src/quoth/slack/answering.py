"""Answer one question: ask Quoth, lay the outcome out, send it once."""

from __future__ import annotations

import logging
import threading
import time
from typing import Final

from slack_sdk import WebClient

from quoth.client import ServiceError
from quoth.contract import OutcomeModel
from quoth.library import Errands
from quoth.settings import SlackSettings
from quoth.slack.answers import Card, Setting, card, notice
from quoth.slack.asking import Counter, QuothAwayError
from quoth.slack.guarding import Guard, Refusal
from quoth.slack.posting import SlackRefusedError, change, find_posted, politely, post, reply, take_back, whisper
from quoth.types.errands import Errand, ErrandState, Posted

logger = logging.getLogger(__name__)

_BROKEN: Final = 500
WENT_WRONG: Final = notice("Something went wrong inside Quoth.", "Whoever runs it finds more in its log.")
_TURN_S: Final = 0.3
_FIRST_WAIT_S: Final = 1.0
_MOST_WAIT_S: Final = 15.0
# A person who has waited so long is told that the answer will be late.
_TOLD_AFTER_S: Final = 15.0
_LATE_AFTER_S: Final = 60.0
# An answer that nobody asked for is of no use after that.
_AUTO_STALE_S: Final = 120.0
_UNSEEN: Final = frozenset({"not_in_channel", "channel_not_found", "no_permission"})


class Answering:
    """Answers the questions among the errands."""

    def __init__(self, errands: Errands, counter: Counter, guard: Guard, settings: SlackSettings) -> None:
        self._errands = errands
        self._counter = counter
        self._guard = guard
        self._settings = settings
        self._one_auto = threading.Lock()

    def answer(self, errand: Errand, client: WebClient) -> None:
        """Bring a question to its end, or put it back.

        Raises:
            SlackLaterError, SlackRefusedError: Slack does not take the answer.
        """
        if errand.state == "posting" and (found := self._arrived(errand, client)):
            self._finish(errand, client, "done", found)
            return
        if (refusal := self._refusal(errand, client)) is not None:
            self._errands.finish(errand.number, "refused")
            self.refuse(errand, client, notice(refusal.message))
            return
        self._react(errand, client)
        if self._errands.has_earlier(errand):
            self._errands.postpone(errand.number, time.time() + _TURN_S)
            return
        try:
            outcome = self._outcome(errand)
        except QuothAwayError as error:
            self._wait(errand, client, str(error))
            return
        except ServiceError as error:
            logger.warning("Quoth refused a question: %s", error)
            if errand.kind == "auto":  # nobody asked
                self._unreact(errand, client)
                self._errands.forget([errand.number])
                return
            # What is wrong with the server is not for everybody's eyes; what is wrong with the question is.
            is_ours = error.status < _BROKEN and error.said not in ("http", "not_quoth")
            self._tell(errand, client, notice(error.message, error.hint) if is_ours else WENT_WRONG, "failed")
            return
        if errand.kind == "auto":
            with self._one_auto:
                if self._is_wanted(errand, outcome):
                    self._send(errand, client, outcome)
                else:
                    self._errands.forget([errand.number])
        else:
            self._send(errand, client, outcome)

    def _refusal(self, errand: Errand, client: WebClient) -> Refusal | None:
        """Say why a question that came with a command or shortcut is not answered: Slack does not say with it who else is there."""
        if errand.kind not in ("command", "shortcut"):
            return None
        reach = self._guard.reach(client, errand.team, errand.channel)
        # Only who asked sees the answer to a command: that does no harm where the bot cannot see who else is there.
        if reach == "unknown":
            reach = "ours" if errand.kind == "command" else "shared"
        return self._guard.refuses_channel(errand.channel, reach, is_direct=False)

    def _arrived(self, errand: Errand, client: WebClient) -> Posted | None:
        """Return where an answer stands that was being sent when somebody died; None if it has to be sent (again)."""
        return None if errand.reply_url and not errand.thread else find_posted(client, errand)

    def _outcome(self, errand: Errand) -> OutcomeModel:
        if errand.outcome is not None:
            return OutcomeModel.model_validate_json(errand.outcome, extra="ignore")
        outcome = self._counter.ask(errand)
        self._errands.note_outcome(errand.number, outcome.model_dump_json())
        return outcome

    def _is_wanted(self, errand: Errand, outcome: OutcomeModel) -> bool:
        """Say whether an answer that nobody asked for is good enough, in time, and not one too many."""
        is_sure = outcome.outcome == "answer" and outcome.probability >= self._settings.auto_min_probability
        is_fresh = time.time() - errand.received_at < _AUTO_STALE_S
        return is_sure and is_fresh and self._guard.lets_auto_in(errand.team, errand.channel)

    def _send(self, errand: Errand, client: WebClient, outcome: OutcomeModel) -> None:
        made = card(outcome, self._setting(errand, client))
        self._tell(errand, client, made, "done")

    def _setting(self, errand: Errand, client: WebClient) -> Setting:
        can_share = errand.kind == "command" and self._guard.reach(client, errand.team, errand.channel) == "ours"
        return Setting(
            number=errand.number,
            web_url=self._settings.web_url,
            has_help=bool(self._settings.help),
            can_share=can_share,
            asked_by=errand.person if errand.kind == "shortcut" else "",
            is_late=time.time() - errand.received_at > _LATE_AFTER_S,
        )

    def _tell(self, errand: Errand, client: WebClient, made: Card, state: ErrandState) -> None:
        """Send the last word on a question, unless it was forgotten meanwhile."""
        if not self._errands.begin_posting(errand.number):
            self._unreact(errand, client)
            return
        posted: Posted | None = None
        if errand.kind == "command":
            reply(errand.reply_url, made)
        elif errand.notice:
            change(client, errand.channel, errand.notice, made)
            posted = Posted(posted=errand.notice)
        else:
            posted = self._post(errand, client, made)
        self._finish(errand, client, state, posted)

    def _post(self, errand: Errand, client: WebClient, made: Card) -> Posted | None:
        try:
            return post(client, errand, made)
        except SlackRefusedError as error:
            if errand.kind != "shortcut" or error.code not in _UNSEEN:
                raise
            reply(errand.reply_url, made)  # the bot is not in that channel: only who asked sees it
            return None

    def _finish(self, errand: Errand, client: WebClient, state: ErrandState, posted: Posted | None) -> None:
        if not self._errands.finish(errand.number, state, posted) and posted is not None:
            take_back(client, posted.channel or errand.channel, posted.posted)  # it was deleted while it was being answered
        self._unreact(errand, client)

    def _wait(self, errand: Errand, client: WebClient, why: str) -> None:
        """Put a question back until Quoth may be there again, and tell the person if that takes long."""
        age = time.time() - errand.received_at
        logger.info("Question %d waits: %s", errand.number, why)
        if errand.kind == "auto" and age > _AUTO_STALE_S:
            self._errands.forget([errand.number])
        elif age > self._settings.patience_s:
            gave_up = notice(
                "Quoth could not be reached for a long time, so this question stays unanswered.", "Please ask it again later."
            )
            self._tell(errand, client, gave_up, "failed")
        else:
            if age > _TOLD_AFTER_S and not errand.notice and errand.kind != "auto":
                self._tell_late(errand, client)
            wait_s = min(max(_FIRST_WAIT_S, age / 4), _MOST_WAIT_S)
            self._errands.postpone(errand.number, time.time() + wait_s)

    def _tell_late(self, errand: Errand, client: WebClient) -> None:
        late = notice("Quoth cannot be reached at the moment.", "The answer will stand here as soon as it can.")
        told: list[str] = []

        def tell() -> None:
            if errand.kind == "command":
                reply(errand.reply_url, late)
                told.append("told")
            else:
                told.append(post(client, errand, late, is_last=False).posted)

        politely("Nobody was told that an answer will be late", tell)
        if told:
            self._errands.note_notice(errand.number, told[0])

    def _react(self, errand: Errand, client: WebClient) -> None:
        name = self._settings.reaction
        if name and errand.ts and errand.kind != "auto" and errand.attempts == 1:
            politely("No reaction", lambda: client.reactions_add(channel=errand.channel, timestamp=errand.ts, name=name))

    def _unreact(self, errand: Errand, client: WebClient) -> None:
        name = self._settings.reaction
        if name and errand.ts and errand.kind != "auto":
            politely(
                "A reaction stays", lambda: client.reactions_remove(channel=errand.channel, timestamp=errand.ts, name=name)
            )

    def refuse(self, errand: Errand, client: WebClient, why: Card) -> None:
        """Tell one person why a question is not answered."""
        if errand.reply_url:
            politely("Nobody was told", lambda: reply(errand.reply_url, why))
        else:
            politely("Nobody was told", lambda: whisper(client, errand.channel, errand.person, why, errand.thread))
