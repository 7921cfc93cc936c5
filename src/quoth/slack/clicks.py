"""What people click under an answer, and the form that they send."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from quoth.contract import OutcomeModel
from quoth.slack.answers import Card, notice, whole
from quoth.slack.commands import NOT_OURS
from quoth.slack.elements import Json
from quoth.slack.posting import reply, translated, whisper
from quoth.slack.reception import Reception
from quoth.slack.views import FEEDBACK, feedback_modal
from quoth.types.errands import Errand, ErrandKind, NewErrand

logger = logging.getLogger(__name__)

Body = Mapping[str, Any]
_GONE: Final = notice("This answer is not remembered any more.", "Please ask the question again.")
_CALLED: Final = notice("Help was called for this answer before.")
_NO_VERDICT: Final = notice("Choose what is wrong first.")
_CLOSED: Final = notice("Slack did not open the window.", "Please click again.")
_MEANING: Final = re.compile(r"quoth_meaning_\d")


class Clicks:
    """Listens to buttons and forms.

    The errand whose answer it is about is named by its number. A click passes the guard as a question does: whoever clicks is let in
    here; whether the channel became shared since the answer is asked of Slack by who does the errand or opens the window.
    """

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
            self._open(body, client, source, feedback_modal(source.number, len(outcome.quotes or outcome.nearest)))

    def feedback(self, ack: Ack, body: Body, view: Body, context: BoltContext) -> None:
        """Take the form; where it cannot be taken, it stays open and says why."""
        values = view["state"]["values"]
        verdict = (values["verdict"]["verdict"].get("selected_option") or {}).get("value")
        quote = (values.get("quote", {}).get("quote", {}).get("selected_option") or {}).get("value")
        note = values["note"]["note"].get("value")
        source = self._reception.errands.find(int(view["private_metadata"]))
        if source is None or source.team != _team(context):
            _keep_open(ack, _GONE)
        elif not self._lets_in(source, body, context):
            _keep_open(ack, NOT_OURS)
        elif not verdict:
            _keep_open(ack, _NO_VERDICT)
        else:
            said = json.dumps({"verdict": verdict, "note": note, "quote": int(quote) if quote else None})
            made = _errand(body, context, source, "feedback", said)
            self._reception.workers.put(replace(made, key=f"feedback:{view['id']}"))
            ack()

    def see_all(self, ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Show everything an answer holds to one person."""
        ack()
        source = self._source(body, context, client)
        if source is not None:
            outcome = OutcomeModel.model_validate_json(str(source.outcome), extra="ignore")
            self._open(body, client, source, whole(outcome, self._web_url))

    def share(self, ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Show the answer that one person saw to the channel."""
        source = self._source(body, context, client)
        if source is not None:
            made = _errand(body, context, source, "share", "")
            # Once, however often it is clicked; into the channel, not into a thread.
            self._reception.workers.put(replace(made, key=f"share:{source.number}", thread=""))
        ack()

    def help(self, ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Bring in those who are set up for it, each once an answer. Whether that worked is told when it is done."""
        source = self._source(body, context, client)
        if source is not None:
            made = _errand(body, context, source, "help", "")
            calls = [replace(made, key=f"help:{source.number}:{who}", said=who) for who in self._helpers]
            if [self._reception.workers.put(call) for call in calls].count(None) == len(calls):
                self._whisper(body, client, _CALLED)
        ack()

    def meant(self, ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Ask one of the questions that an ambiguous one may mean."""
        number, _, index = str(body["actions"][0]["value"]).partition(":")
        source = self._source(body, context, client, number)
        if source is not None:
            outcome = OutcomeModel.model_validate_json(str(source.outcome), extra="ignore")
            made = _errand(body, context, source, source.kind, outcome.meanings[int(index)].question)
            key = f"meaning:{source.number}:{index}:{body['trigger_id']}"
            asked = replace(made, key=key, ts="")
            refusal = self._reception.guard.refuses_rate(asked.team, asked.person, asked.channel)
            if refusal is None:
                self._reception.workers.put(asked)
            else:
                self._whisper(body, client, notice(refusal.message))
        ack()

    def _source(self, body: Body, context: BoltContext, client: WebClient, number: str = "") -> Errand | None:
        """Return the errand that a button names, with its answer; tell the person if there is none."""
        named = number or str(body["actions"][0].get("value", ""))
        found = self._reception.errands.find(int(named)) if named.isdigit() else None
        if found is None or found.outcome is None or found.team != _team(context):
            self._whisper(body, client, _GONE)
        elif not self._lets_in(found, body, context):
            self._whisper(body, client, NOT_OURS)
        else:
            return found
        return None

    def _lets_in(self, source: Errand, body: Body, context: BoltContext) -> bool:
        """Say whether somebody of the clicker's workspace may ask, and so click."""
        own_team = str(body["user"].get("team_id") or "")
        return source.team == _team(context) and self._reception.guard.lets_team_in(source.team, own_team)

    def _open(self, body: Body, client: WebClient, source: Errand, view: Json) -> None:
        """Open a window for one person."""
        self._reception.aside.do(
            f"A window of {body['user']['id']} stays closed", partial(self._open_now, body, client, source, view),
            partial(self._say, body, client, _CLOSED),
        )  # fmt: skip

    def _open_now(self, body: Body, client: WebClient, source: Errand, view: Json) -> None:
        if body.get("channel"):  # a click on the home tab has none: nobody else is there
            refusal = self._reception.guard.refuses_here(client, source, is_private=True, is_fresh=True)
            if refusal is not None:
                self._say(body, client, notice(refusal.message))
                return
        with translated():
            client.views_open(trigger_id=str(body["trigger_id"]), view=view)

    def _whisper(self, body: Body, client: WebClient, said: Card) -> None:
        self._reception.aside.do(f"{body['user']['id']} was not told: {said.text}", partial(self._say, body, client, said))

    def _say(self, body: Body, client: WebClient, said: Card) -> None:
        """Say something to who clicked."""
        url, channel = body.get("response_url"), (body.get("channel") or {}).get("id")
        if url:
            reply(str(url), said)
        elif channel:
            whisper(client, channel, body["user"]["id"], said)


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


def _keep_open(ack: Ack, why: Card) -> None:
    """Leave the form open, with a word under its first question."""
    ack(response_action="errors", errors={"verdict": why.text})


def _nothing(ack: Ack) -> None:
    ack()
