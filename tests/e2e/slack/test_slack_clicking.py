"""What people do with an answer: judge it, see all of it, call for help, delete what they asked."""

from __future__ import annotations

import json
import uuid

import httpx

from quoth.house import House
from serving import Served
from slack_api import BOT, DIRECT, GENERAL, OTHER, PERSON, TEAM, Json
from slack_office import Office
from slack_server import SlackServer, buttons, shown

ASKED = "What is a post mill?"
MENTION = f"<@{BOT}> {ASKED}"


def _answered(office: Office, text: str = MENTION, channel: str = GENERAL) -> tuple[Json, Json]:
    """Return a question and the message that answers it."""
    event = office.say(text, channel)
    office.settled()
    (answer,) = office.slack.answers(event["ts"])
    return event, answer


def _send_form(office: Office, view: Json, **values: object) -> str:
    """Send a form and return what Slack gets in return: nothing closes it."""
    state = {"verdict": {"verdict": {}}, "quote": {"quote": {}}, "note": {"note": {}}}
    state |= {name: {name: value} for name, value in values.items()}  # type: ignore[misc]
    payload = {
        "type": "view_submission", "team": {"id": TEAM}, "user": {"id": PERSON, "team_id": TEAM}, "api_app_id": "A1", "trigger_id": uuid.uuid4().hex,
        "view": {**view, "id": f"V{uuid.uuid4().hex}", "state": {"values": state}},
    }  # fmt: skip
    response = office.slack.send(payload, "interactive")
    assert response.status_code == 200
    return response.text


def _judged(house: House) -> list[tuple[str, str | None, int | None]]:
    return [(one.verdict, one.note, one.quote) for one in house.log.feedback()]


def test_right_is_one_click(office: Office, slack: SlackServer, mill_house: House) -> None:
    """The word is stored with the answer, and thanked for."""
    _, answer = _answered(office)
    before = len(_judged(mill_house))
    office.click("quoth_right", buttons(answer["blocks"])["quoth_right"])
    office.settled()
    assert _judged(mill_house)[before:] == [("right", None, None)]
    assert "Thank you" in shown(slack.replies[-1]["blocks"])


def test_wrong_opens_a_form_with_a_note(office: Office, slack: SlackServer, mill_house: House) -> None:
    """Verdict, quote and note arrive at Quoth; the note is what was typed."""
    _, answer = _answered(office)
    before = len(_judged(mill_house))
    office.click("quoth_judge", buttons(answer["blocks"])["quoth_judge"])
    office.settled()
    (form,) = slack.views
    verdict, quote = {"selected_option": {"value": "incomplete"}}, {"selected_option": {"value": "1"}}
    assert "Choose what is wrong" in _send_form(office, form)
    assert not _send_form(office, form, verdict=verdict, quote=quote, note={"value": "How *many* sails?\n<!channel>"})
    office.settled()
    assert _judged(mill_house)[before:] == [("incomplete", "How *many* sails?\n<!channel>", 1)]


def test_form_about_an_answer_that_is_gone_says_so(office: Office, slack: SlackServer, mill_house: House) -> None:
    """The question was deleted while the form was being filled in: the form stays open and says that nothing was kept."""
    event, answer = _answered(office)
    before = len(_judged(mill_house))
    office.click("quoth_judge", buttons(answer["blocks"])["quoth_judge"])
    office.settled()
    slack.send(slack.event({"type": "message", "subtype": "message_deleted", "channel": GENERAL, "deleted_ts": event["ts"]}))
    office.settled()
    said = _send_form(office, slack.views[-1], verdict={"selected_option": {"value": "wrong"}})
    assert "not remembered any more" in json.loads(said)["errors"]["verdict"]
    assert _judged(mill_house)[before:] == []


def test_feedback_waits_for_a_quoth_that_is_away(office: Office, slack: SlackServer, quoth: Served, mill_house: House) -> None:
    """A word given while Quoth restarts is passed on when it is back, once."""
    _, answer = _answered(office)
    before = len(_judged(mill_house))
    quoth.stop()
    try:
        office.click("quoth_right", buttons(answer["blocks"])["quoth_right"])
        slack.wait_for(lambda: office.bot.errands.waiting() == 1)
    finally:
        quoth.start()
    office.settled()
    assert _judged(mill_house)[before:] == [("right", None, None)]


def test_see_all_opens_everything(office: Office, slack: SlackServer) -> None:
    """A long answer is shortened, and the window has all of it."""
    _, answer = _answered(office, f"<@{BOT}> What distinguishes a post mill from a smock mill?")
    office.click("quoth_see_all", buttons(answer["blocks"])["quoth_see_all"])
    office.settled()
    (view,) = slack.views
    assert "turns only its cap" in shown(view["blocks"])
    assert any(block["type"] == "table" for block in answer["blocks"])


def test_answer_that_is_forgotten_says_so(office: Office, slack: SlackServer) -> None:
    """A button of an answer that is no longer remembered gets a word, not an error."""
    office.click("quoth_see_all", "4711")
    office.click("quoth_right", "nonsense")
    office.settled()
    assert [shown(reply["blocks"]).startswith("This answer is not remembered") for reply in slack.replies] == [True, True]


def test_help_brings_somebody_into_the_thread_once(office: Office, slack: SlackServer) -> None:
    """Whoever is set up for it and reads the channel is named in the thread, once; who clicks is told whether that worked."""
    slack.members[GENERAL] = [PERSON, OTHER]
    event, answer = _answered(office)
    for _ in range(3):
        office.click("quoth_help", buttons(answer["blocks"])["quoth_help"])
    office.settled()
    _, call = slack.answers(event["ts"])
    runs = call["blocks"][0]["elements"][0]["elements"]
    assert [run["user_id"] for run in runs if run["type"] == "user"] == [OTHER, PERSON]
    slack.wait_for(lambda: len(slack.replies) == 3)
    told = [shown(reply["blocks"]) for reply in slack.replies]
    assert sorted(told) == [" was told.", *["Help was called for this answer before."] * 2]


def test_deleted_question_is_forgotten_with_its_answer(office: Office, slack: SlackServer) -> None:
    """Who deletes a question, with a thread on it or not, has the answer taken back; nothing of it is kept, and no retry brings it back."""
    event, answer = _answered(office)
    tombstone = {"type": "message", "subtype": "tombstone", "ts": event["ts"], "thread_ts": event["ts"]}
    gone = {
        "type": "message",
        "subtype": "message_changed",
        "channel": GENERAL,
        "channel_type": "channel",
        "message": tombstone,
        "ts": slack.now(),
    }
    slack.send(slack.event(gone))
    office.settled()
    assert slack.deleted == [answer["ts"]]
    slack.send(slack.event({**event, "type": "app_mention"}))
    office.settled()
    assert slack.answers(event["ts"]) == []
    assert office.bot.errands.of_person(TEAM, PERSON, 0.0) == ()


def test_deleted_direct_message_and_deleted_answer_are_forgotten(office: Office, slack: SlackServer) -> None:
    """A direct message that is deleted, and an answer that somebody deletes, leave nothing behind."""
    event, _ = _answered(office, ASKED, DIRECT)
    _, other = _answered(office, "What is a smock mill?", DIRECT)
    for ts in (event["ts"], other["ts"]):
        slack.send(
            slack.event(
                {
                    "type": "message",
                    "subtype": "message_deleted",
                    "channel": DIRECT,
                    "channel_type": "im",
                    "deleted_ts": ts,
                    "ts": slack.now(),
                }
            )
        )
    office.settled()
    assert office.bot.errands.of_person(TEAM, PERSON, 0.0) == ()
    assert len(slack.deleted) == 1


def test_question_deleted_while_it_waits_is_not_answered(office: Office, slack: SlackServer, quoth: Served) -> None:
    """What is deleted before it was answered stays unanswered."""
    quoth.stop()
    try:
        event = office.say(MENTION)
        slack.send(
            slack.event(
                {
                    "type": "message",
                    "subtype": "message_deleted",
                    "channel": GENERAL,
                    "channel_type": "channel",
                    "deleted_ts": event["ts"],
                    "ts": slack.now(),
                }
            )
        )
    finally:
        quoth.start()
    office.settled()
    assert slack.answers(event["ts"]) == []


def test_click_of_another_workspace_sees_nothing(office: Office, slack: SlackServer) -> None:
    """An answer's number is of no use to people of other workspaces."""
    _, answer = _answered(office)
    payload = {
        "type": "block_actions", "team": {"id": "T0000000666"}, "user": {"id": "U666", "team_id": "T0000000666"}, "api_app_id": "A1",
        "channel": {"id": GENERAL}, "trigger_id": "t", "response_url": slack.reply_url(), "container": {"type": "message"},
        "actions": [{"action_id": "quoth_see_all", "block_id": "b", "type": "button", "value": buttons(answer["blocks"])["quoth_right"]}],
    }  # fmt: skip
    response = slack.send(payload, "interactive")
    assert isinstance(response, httpx.Response)
    office.settled()
    assert slack.views == []
