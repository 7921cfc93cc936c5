"""Take questions in: whoever may ask has an errand stored before Slack is told that it arrived."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Final

from slack_sdk import WebClient

from quoth.library import Errands
from quoth.slack.answers import Card, notice
from quoth.slack.aside import Aside
from quoth.slack.guarding import Guard, Reach, Refusal
from quoth.slack.posting import tell
from quoth.slack.working import Workers
from quoth.types.errands import NewErrand

_NO_QUESTION: Final = notice("What do you want to know?", "Write the question behind my name, and I answer from the documents.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """What all ways of asking share."""

    errands: Errands
    workers: Workers
    guard: Guard
    aside: Aside

    def take_in(self, errand: NewErrand, *, is_shared: bool) -> Card | None:
        """Take a question in; None, or why it will not be answered. Nothing is asked of Slack here.

        Args:
            is_shared: Slack said that the channel is shared with another organisation. For commands and shortcuts it does not
                say; then a worker asks.
        """
        if not errand.said:
            return _NO_QUESTION
        refusal = self.refuses(errand, is_shared=is_shared)
        if refusal is None:
            self.workers.put(errand)
            return None
        was_told = self.guard.was_told(errand.team, errand.person)
        is_new = self.errands.put(replace(errand, said="", reply_url=""), "refused") is not None
        is_told = errand.kind == "command" or (is_new and not was_told)
        return notice(refusal.message) if is_told else None

    def refuses(self, errand: NewErrand, *, is_shared: bool) -> Refusal | None:
        """Say why a question is not answered; None if it is."""
        reach: Reach = "shared" if is_shared else "ours"
        return self.guard.refuses_channel(errand.channel, reach, is_direct=errand.kind == "direct") or self.guard.refuses_rate(
            errand.team, errand.person, errand.channel
        )

    def tell(self, errand: NewErrand, client: WebClient, why: Card | None) -> None:
        """Tell the person alone why a question is not answered, if there is anything to tell."""
        if why is not None:
            self.aside.do(f"A word to {errand.person} in {errand.channel}", lambda: tell(errand, client, why))

    def forget(self, team: str, channel: str, ts: str) -> None:
        """Forget the question that stood in a message, or the answer, and take back what the bot said to it."""
        if self.errands.forget_message(team, channel, ts, time.time()):
            self.workers.wake()
