"""Answer one question: ask Quoth, lay the outcome out, send it once."""

from __future__ import annotations

import logging
import threading
import time
from functools import partial
from typing import Final

from slack_sdk import WebClient

from quoth.client import ServiceError
from quoth.contract import OutcomeModel
from quoth.library import Errands
from quoth.settings import SlackSettings
from quoth.slack.answers import Card, Setting, card, notice
from quoth.slack.asking import Counter, is_for_the_asker
from quoth.slack.errors import QuothAwayError, SlackRefusedError
from quoth.slack.guarding import Guard, Refusal
from quoth.slack.posting import change, find_posted, politely, post, reply, take_back, tell
from quoth.types.errands import Errand, ErrandState, Posted

logger = logging.getLogger(__name__)

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
# Questions with an address at which the asker alone is answered.
_REPLIED: Final = ("command", "shortcut")
# What Slack says of reactions that are as they should be, or on a message that is gone or out of sight.
_REACTED: Final = frozenset({"already_reacted", "no_reaction", "message_not_found", *_UNSEEN})


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
            self.refuse(errand, client, notice(refusal.message))
            self._errands.finish(errand.number, "refused")
            return
        self._react(errand, client)
        if self._errands.has_earlier(errand):
            self._errands.postpone(errand, time.time() + _TURN_S)
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
            self._tell(errand, client, notice(error.message, error.hint) if is_for_the_asker(error) else WENT_WRONG, "failed")
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
        """Say why a question that came with a command, a shortcut or a click is not answered: there Slack does not say who else is there."""
        if errand.kind not in _REPLIED and errand.source is None:
            return None
        # A channel may have become shared since the answer that was clicked on; while it waits for its turn that is asked once.
        is_fresh = errand.source is not None and errand.attempts == 1
        return self._guard.refuses_here(client, errand, is_private=errand.kind in _REPLIED, is_fresh=is_fresh)

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
        if not self._errands.begin_posting(errand):
            self._unreact(errand, client)
            return
        posted: Posted | None = None
        if errand.kind == "command":
            reply(errand.reply_url, made)
        elif errand.notice and errand.kind not in _REPLIED:
            change(client, errand.channel, errand.notice, made)
            posted = Posted(posted=errand.notice)
        else:
            posted = self._post(errand, client, made)
        self._finish(errand, client, state, posted)

    def _post(self, errand: Errand, client: WebClient, made: Card) -> Posted | None:
        is_seen = errand.kind != "shortcut" or self._guard.reach(client, errand.team, errand.channel) != "unknown"
        try:
            if is_seen:
                return post(client, errand, made)
        except SlackRefusedError as error:
            if errand.kind != "shortcut" or error.said not in _UNSEEN:
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
            self._errands.postpone(errand, time.time() + wait_s)

    def _tell_late(self, errand: Errand, client: WebClient) -> None:
        late = notice("Quoth cannot be reached at the moment.", "The answer will stand here as soon as it can.")
        told: list[str] = []

        def tell_so() -> None:
            if errand.kind in _REPLIED:
                reply(errand.reply_url, late)
                told.append("told")
            else:
                told.append(post(client, errand, late, is_last=False).posted)

        politely(f"{errand.person} in {errand.channel} was not told that the answer will be late", tell_so)
        if told:
            self._errands.note_notice(errand.number, told[0])

    def _react(self, errand: Errand, client: WebClient) -> None:
        name = self._settings.reaction
        if name and errand.ts and errand.kind != "auto" and errand.attempts == 1:
            add = partial(client.reactions_add, channel=errand.channel, timestamp=errand.ts, name=name)
            politely("No reaction", add, unless=_REACTED)

    def _unreact(self, errand: Errand, client: WebClient) -> None:
        name = self._settings.reaction
        if name and errand.ts and errand.kind != "auto":
            remove = partial(client.reactions_remove, channel=errand.channel, timestamp=errand.ts, name=name)
            politely("A reaction stays", remove, unless=_REACTED)

    def refuse(self, errand: Errand, client: WebClient, why: Card) -> None:
        """Tell one person why something is not done, and think no more."""
        tell(errand, client, why)
        self._unreact(errand, client)
