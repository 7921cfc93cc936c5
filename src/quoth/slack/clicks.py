"""What people click under an answer, and the form that they send."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from quoth.contract import OutcomeModel
from quoth.slack.answers import notice, whole
from quoth.slack.elements import Json
from quoth.slack.posting import SlackLaterError, SlackRefusedError, politely, reply, translated, whisper
from quoth.slack.reception import Reception
from quoth.slack.views import FEEDBACK, feedback_modal
from quoth.types.errands import Errand, ErrandKind, NewErrand

logger = logging.getLogger(__name__)

Body = Mapping[str, Any]
_CHANNELS: Final = ("C", "G")
_GONE: Final = notice("This answer is not remembered any more.", "Please ask the question again.")
_MEANING: Final = re.compile(r"quoth_meaning_\d")


class Clicks:
    """Listens to buttons and forms. The errand whose answer it is about is named by its number; its workspace must be the clicker's."""

    def __init__(self, reception: Reception, *, helpers: Sequence[str], web_url: str) -> None:
        self._reception = reception
        self._helpers = helpers
        self._web_url = web_url

    def listen(self, app: App) -> None:
        """Register with Bolt."""
        app.action("quoth_right")(self.right)
        app.action("quoth_judge")(self.judge)
        app.action("quoth_see_all")(self.see_all)
        app.action("quoth_share")(self.share)
        app.action("quoth_help")(self.help)
        app.action(_MEANING)(self.meant)
        app.action("quoth_web")(_nothing)
        app.view(FEEDBACK)(self.feedback)

    def right(self, ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Take the word that an answer is right."""
        source = self._source(body, context, client)
        if source is not None:
            said = json.dumps({"verdict": "right", "note": None, "quote": None})
            self._reception.workers.put(_errand(body, context, source, "feedback", said))
        ack()

    def judge(self, ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Open the form that asks what is wrong."""
        ack()
        source = self._source(body, context, client)
        if source is not None:
            outcome = OutcomeModel.model_validate_json(str(source.outcome), extra="ignore")
            self._open(body, client, feedback_modal(source.number, len(outcome.quotes or outcome.nearest)))

    def feedback(self, ack: Ack, body: Body, view: Body, context: BoltContext) -> None:
        """Take the form."""
        values = view["state"]["values"]
        verdict = (values["verdict"]["verdict"].get("selected_option") or {}).get("value")
        quote = (values.get("quote", {}).get("quote", {}).get("selected_option") or {}).get("value")
        note = values["note"]["note"].get("value")
        source = self._reception.errands.find(int(view["private_metadata"]))
        if verdict and source is not None and source.team == _team(context):
            said = json.dumps({"verdict": verdict, "note": note, "quote": int(quote) if quote else None})
            made = _errand(body, context, source, "feedback", said)
            self._reception.workers.put(replace(made, key=f"feedback:{view['id']}"))
        ack()

    def see_all(self, ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Show everything an answer holds to one person."""
        ack()
        source = self._source(body, context, client)
        if source is not None:
            self._open(
                body, client, whole(OutcomeModel.model_validate_json(str(source.outcome), extra="ignore"), self._web_url)
            )

    def share(self, ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Show the answer that one person saw to the channel."""
        source = self._source(body, context, client)
        if source is not None:
            made = _errand(body, context, source, "share", "")
            # Once, however often it is clicked; into the channel, not into a thread.
            self._reception.workers.put(replace(made, key=f"share:{source.number}", thread=""))
        ack()

    def help(self, ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Bring in those who are set up for it, each once an answer."""
        source = self._source(body, context, client)
        for made in () if source is None else self._calls(_errand(body, context, source, "help", ""), source):
            self._reception.workers.put(made)
        ack()
        if source is not None:
            self._whisper(body, client, "Those who can help were told.")

    def _calls(self, errand: NewErrand, source: Errand) -> Iterator[NewErrand]:
        """Yield one errand for each who is to be brought in: in the thread of the answer, or else where they are."""
        for who in self._helpers:
            key = f"help:{source.number}:{who}"
            if errand.thread and not who.startswith(_CHANNELS):
                yield replace(errand, key=key, said=who)
            elif not who.startswith("S"):
                yield replace(errand, key=key, said=who, channel=who, thread="")
            else:
                logger.warning("Group %s cannot be told: the answer to a command stands in no thread", who)

    def meant(self, ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Ask one of the questions that an ambiguous one may mean."""
        number, _, index = str(body["actions"][0]["value"]).partition(":")
        source = self._source(body, context, client, number)
        if source is not None:
            outcome = OutcomeModel.model_validate_json(str(source.outcome), extra="ignore")
            made = _errand(body, context, source, source.kind, outcome.meanings[int(index)].question)
            key = f"meaning:{source.number}:{index}:{body['trigger_id']}"
            asked = replace(made, key=key, ts="", source=None, reply_url=made.reply_url if source.kind == "command" else "")
            refusal = self._reception.guard.refuses_rate(asked.team, asked.person, asked.channel)
            if refusal is None:
                self._reception.workers.put(asked)
            else:
                self._whisper(body, client, refusal.message)
        ack()

    def _source(self, body: Body, context: BoltContext, client: WebClient, number: str = "") -> Errand | None:
        """Return the errand that a button names, with its answer; tell the person if there is none."""
        named = number or str(body["actions"][0].get("value", ""))
        found = self._reception.errands.find(int(named)) if named.isdigit() else None
        if found is not None and found.outcome is not None and found.team == _team(context):
            return found
        self._whisper(body, client, f"{_GONE.text}")
        return None

    def _open(self, body: Body, client: WebClient, view: Json) -> None:
        self._reception.aside.submit(self._open_now, body, client, view)

    def _open_now(self, body: Body, client: WebClient, view: Json) -> None:
        try:
            with translated():
                client.views_open(trigger_id=str(body["trigger_id"]), view=view)
        except (SlackLaterError, SlackRefusedError) as error:
            logger.warning("A view does not open: %s", error)
            self._whisper(body, client, "Slack did not open the window. Please click again.")

    def _whisper(self, body: Body, client: WebClient, text: str) -> None:
        url, channel = body.get("response_url"), (body.get("channel") or {}).get("id")
        if url:
            tell = partial(reply, str(url), notice(text))
        elif channel:
            tell = partial(whisper, client, channel, body["user"]["id"], notice(text))
        else:
            return
        self._reception.aside.submit(politely, "Nobody was told", tell)


def _errand(body: Body, context: BoltContext, source: Errand, kind: ErrandKind, said: str) -> NewErrand:
    return NewErrand(
        key=f"{kind}:{body.get('trigger_id')}",
        kind=kind,
        enterprise=context.enterprise_id,
        team=_team(context),
        channel=source.channel,
        person=str(body["user"]["id"]),
        ts="",
        thread=source.thread,
        said=said,
        reply_url=str(body.get("response_url") or ""),
        source=source.number,
        received_at=time.time(),
    )


def _team(context: BoltContext) -> str:
    return context.team_id or context.enterprise_id or ""


def _nothing(ack: Ack) -> None:
    ack()
