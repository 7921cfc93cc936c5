"""Clicks, shortcuts and group messages pass the same guard as a question."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from quoth.house import House
from serving import Served
from slack_api import BOT, GENERAL, GROUP, OTHER, TEAM, Json
from slack_office import Office, Open
from slack_server import SlackServer, buttons, shown

ASKED = "What is a post mill?"
MENTION = f"<@{BOT}> {ASKED}"
_MEANT = "How much does the body of a post mill weigh?"


def shortcut(office: Office, text: str, channel: str, ts: str) -> None:
    """Choose "Answer this" in the menu of a message."""
    payload = {
        "type": "message_action", "callback_id": "quoth_answer_this", "trigger_id": uuid.uuid4().hex, "team": {"id": TEAM},
        "user": {"id": OTHER, "team_id": TEAM}, "channel": {"id": channel}, "message": {"type": "message", "user": "U9", "text": text, "ts": ts},
        "response_url": office.slack.reply_url(), "message_ts": ts,
    }  # fmt: skip
    assert office.slack.send(payload, "interactive").status_code == 200


def _make_ambiguous(office: Office, number: int) -> None:
    """Store another outcome than the one that was given: it asks back what was meant."""
    from quoth.library.tables import errands

    source = office.bot.errands.find(number)
    assert source is not None
    outcome: dict[str, Any] = json.loads(source.outcome or "")
    cited = outcome["quotes"][0]["citation"]
    meant = {"acronym": "PM", "meaning": "post mill", "question": _MEANT, "citation": cited}
    rest = {"outcome": "abstention", "quotes": [], "reason": "ambiguous", "message": "", "nearest": [], "meanings": [meant]}
    with office.library.noting() as notebook:
        notebook.connection.execute(errands.update().where(errands.c.number == number).values(state="doing"))
    office.bot.errands.note_outcome(number, json.dumps({**outcome, **rest}))
    office.bot.errands.finish(number)


def _answered(office: Office) -> tuple[Json, int]:
    event = office.say(MENTION)
    office.settled()
    (answer,) = office.slack.answers(event["ts"])
    return event, int(buttons(answer["blocks"])["quoth_right"])


def test_meaning_of_an_ambiguous_question_is_asked_with_a_click(office: Office, slack: SlackServer) -> None:
    """A button asks the meant question in the same thread."""
    event, number = _answered(office)
    _make_ambiguous(office, number)
    office.click("quoth_meaning_0", f"{number}:0")
    office.settled()
    assert "25 tonnes" in shown(slack.answers(event["ts"])[1]["blocks"])


def test_meaning_is_asked_where_the_bot_may_not_write(office: Office, slack: SlackServer) -> None:
    """Under an answer that one person alone saw, the meant question is answered to that person, too."""
    shortcut(office, ASKED, "C0000UNSEEN", "1700000000.000100")
    office.settled()
    number = int(buttons(slack.replies[0]["blocks"])["quoth_right"])
    _make_ambiguous(office, number)
    office.click("quoth_meaning_0", f"{number}:0", "C0000UNSEEN", OTHER)
    office.settled()
    assert slack.messages == []
    assert "25 tonnes" in shown(slack.replies[1]["blocks"])


@pytest.mark.parametrize(
    "action", ["quoth_right", "quoth_judge", "quoth_see_all", "quoth_help", "quoth_meaning_0", "quoth_share"]
)
def test_click_in_a_channel_that_became_shared_does_nothing(
    office: Office, slack: SlackServer, mill_house: House, action: str
) -> None:
    """An answer given before strangers came in is not opened, shown or asked about in front of them."""
    if action == "quoth_share":
        office.command(ASKED)
        office.settled()
        number = int(buttons(slack.replies[0]["blocks"])["quoth_share"])
    else:
        _, number = _answered(office)
        _make_ambiguous(office, number)
    said, judged = len(slack.messages), len(mill_house.log.feedback())
    slack.channels[GENERAL]["is_ext_shared"] = True
    office.click(action, f"{number}:0" if action == "quoth_meaning_0" else str(number))
    office.settled()
    assert (len(slack.messages), slack.views, len(mill_house.log.feedback())) == (said, [], judged)
    assert "shared with another organisation" in shown(slack.replies[-1]["blocks"])


def test_click_by_somebody_of_another_workspace_does_nothing(open_office: Open, slack: SlackServer) -> None:
    """Where workspaces are listed, who comes from another one may no more click than ask."""
    office = open_office(teams=(TEAM,))
    _, number = _answered(office)
    for action in ("quoth_see_all", "quoth_judge", "quoth_right"):
        office.click(action, str(number), own_team="T0000000666")
    office.settled()
    assert slack.views == []
    assert ["not set up" in shown(one["blocks"]) for one in slack.replies] == [True] * 3


def test_group_message_is_answered_in_its_thread(office: Office, slack: SlackServer) -> None:
    """In a group message the bot hears its name in the message itself, and its asker's next question."""
    event = office.slack.said(MENTION, GROUP)
    slack.send(slack.event(event))
    office.settled()
    office.say("and a smock mill?", GROUP, thread_ts=event["ts"])
    office.settled()
    answers = slack.answers(event["ts"])
    assert ["windmill" in shown(one["blocks"]) for one in answers] == [True, True]
    slack.send(slack.event({**event, "type": "app_mention"}))
    office.settled()
    assert len(slack.answers(event["ts"])) == 2


def test_shortcut_in_a_group_message_is_answered_there(office: Office, slack: SlackServer) -> None:
    """What the scope for group messages is for: the bot sees that nobody else is there, and answers in the thread."""
    shortcut(office, ASKED, GROUP, "1700000000.000100")
    office.settled()
    assert "windmill" in shown(slack.answers("1700000000.000100")[0]["blocks"])


def test_shortcut_where_the_bot_sees_nobody_is_answered_to_the_clicker(office: Office, slack: SlackServer) -> None:
    """An app that was installed without that scope shows nothing to people it does not see."""
    slack.scopes.discard("mpim:read")
    shortcut(office, ASKED, GROUP, "1700000000.000100")
    office.settled()
    assert slack.messages == []
    assert "windmill" in shown(slack.replies[0]["blocks"])


def test_shortcut_that_waits_shows_nothing_to_people_it_does_not_see(
    office: Office, slack: SlackServer, quoth: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That an answer will be late is told where the answer will be: to the clicker."""
    monkeypatch.setattr("quoth.slack.answering._TOLD_AFTER_S", 0.1)
    slack.scopes.discard("mpim:read")
    quoth.stop()
    try:
        shortcut(office, ASKED, GROUP, "1700000000.000100")
        slack.wait_for(lambda: len(slack.replies) == 1)
    finally:
        quoth.start()
    office.settled()
    assert slack.messages == []
    assert ["windmill" in shown(one["blocks"]) for one in slack.replies] == [False, True]


def test_event_from_a_shared_channel_is_believed_at_once(office: Office, slack: SlackServer) -> None:
    """What an event says of its channel counts for the next command, whatever was known before."""
    office.command(ASKED)
    office.settled()
    slack.channels[GENERAL]["is_ext_shared"] = True
    slack.send(slack.event(slack.said(MENTION), is_ext_shared_channel=True))
    slack.send(slack.event({**slack.said(MENTION), "type": "app_mention"}, is_ext_shared_channel=True))
    office.command(ASKED)
    office.settled()
    assert "shared with another organisation" in shown(slack.replies[-1]["blocks"])
