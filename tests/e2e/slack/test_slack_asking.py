"""Each way of asking, through real Bolt and slack_sdk: an event in, the right blocks out."""

from __future__ import annotations

import time

from slack_api import BOT, DIRECT, GENERAL, OTHER, SHARED
from slack_office import Office, Open
from slack_server import SlackServer, buttons, shown

ASKED = "What is a post mill?"
MENTION = f"<@{BOT}> {ASKED}"


def test_mention_is_answered_once_in_its_thread(office: Office, slack: SlackServer) -> None:
    """A mention, which Slack delivers as two events, gets one answer with its quote, link and buttons; the reaction is gone after."""
    event = office.say(MENTION)
    office.settled()
    (answer,) = slack.answers(event["ts"])
    assert "A post mill is a windmill whose whole body turns on a single upright post" in shown(answer["blocks"])
    links = [
        run
        for block in answer["blocks"]
        if block["type"] == "rich_text"
        for part in block["elements"]
        for run in part["elements"]
        if run["type"] == "link"
    ]
    assert links[0]["url"].startswith("https://quoth.test/documents/mills/post%20mill.md?version=1&start=")
    assert {"quoth_right", "quoth_judge", "quoth_help"} <= buttons(answer["blocks"]).keys()
    assert "quoth_share" not in buttons(answer["blocks"])
    assert (slack.calls["reactions.add"], slack.calls["reactions.remove"], +slack.reactions) == (1, 1, {})


def test_highlighted_words_are_bold(office: Office, slack: SlackServer) -> None:
    """The words that carry the answer are bold within the quotation, and the quotation is the document's."""
    event = office.say(f"<@{BOT}> How much does the body of a post mill weigh?")
    office.settled()
    (answer,) = slack.answers(event["ts"])
    quoted = next(
        part
        for block in answer["blocks"]
        if block["type"] == "rich_text"
        for part in block["elements"]
        if part["type"] == "rich_text_quote"
    )
    assert "about 25 tonnes" in "".join(run["text"] for run in quoted["elements"])
    assert any("25 tonnes" in run["text"] for run in quoted["elements"] if run.get("style", {}).get("bold"))


def test_events_are_acknowledged_at_once(office: Office, slack: SlackServer) -> None:
    """However slow Slack's own API is, an event is acknowledged well within three seconds."""
    office.say("auth.test is asked once")
    slow = ("reactions.add", "chat.postMessage", "conversations.info", "views.open", "views.publish", "chat.postEphemeral")
    slack.slow = dict.fromkeys(slow, 4.0)
    for act in (
        lambda: office.say(MENTION),
        lambda: office.say(f"<@{BOT}>"),
        lambda: office.command(ASKED),
        lambda: office.command("auto on"),
        lambda: office.click("quoth_see_all", "1"),
    ):
        started = time.monotonic()
        act()
        assert time.monotonic() - started < 3
    slack.slow = {}
    office.settled()


def test_direct_message_and_its_follow_up(office: Office, slack: SlackServer) -> None:
    """A direct message is answered; the next one, at the top or in the thread, is understood from it."""
    first = office.say(ASKED, DIRECT)
    second = office.say("And a smock mill?", DIRECT)
    third = office.say("How much does its body weigh?", DIRECT, thread_ts=first["ts"])
    office.settled()
    assert "wooden tower" in shown(slack.answers(second["ts"])[0]["blocks"])
    assert "25 tonnes" in shown(slack.answers(first["ts"])[1]["blocks"])
    assert third["ts"] > second["ts"]


def test_follow_up_in_a_thread_needs_no_mention_by_who_asked(office: Office, slack: SlackServer) -> None:
    """In the thread of an answer, its asker asks on; what others say there is left alone."""
    event = office.say(MENTION)
    office.settled()
    office.say("and a smock mill?", thread_ts=event["ts"])
    office.say("and how long does dressing take?", person=OTHER, thread_ts=event["ts"])
    office.say("thanks a lot", thread_ts=event["ts"])
    office.settled()
    answers = slack.answers(event["ts"])
    assert len(answers) == 2
    assert "Understood as: " in shown(answers[1]["blocks"])
    assert "smock mill" in shown(answers[1]["blocks"])


def test_command_is_answered_to_the_asker_and_shared_on_request(office: Office, slack: SlackServer) -> None:
    """/quoth says at once that it looks, answers to one person, and shows it to all once somebody clicks, however often."""
    assert office.command(ASKED)["response_type"] == "ephemeral"
    office.settled()
    (reply,) = slack.replies
    assert (reply["response_type"], slack.messages) == ("ephemeral", [])
    number = buttons(reply["blocks"])["quoth_share"]
    office.click("quoth_share", number)
    office.click("quoth_share", number)
    office.settled()
    (shared,) = slack.messages
    assert (shared["channel"], shared.get("thread_ts")) == (GENERAL, None)
    assert shared["blocks"][0]["elements"][0]["elements"][0] == {"type": "user", "user_id": "U0000000001"}
    assert "quoth_share" not in buttons(shared["blocks"])
    office.say(f"<@{BOT}> and a smock mill?", thread_ts=shared["ts"])
    office.settled()
    assert "smock mill" in shown(slack.answers(shared["ts"])[0]["blocks"])


def test_command_where_the_bot_is_not_is_answered_but_not_shared(office: Office, slack: SlackServer) -> None:
    """In a conversation that the bot cannot see it answers to the asker alone, without a button that would show it to unknown people."""
    office.command(ASKED, "D0000PRIVATE")
    office.settled()
    assert "windmill" in shown(slack.replies[0]["blocks"])
    assert "quoth_share" not in buttons(slack.replies[0]["blocks"])


def test_command_without_a_question_says_how(office: Office, slack: SlackServer) -> None:
    """Nothing, or "help", is no question."""
    assert "/quoth and your question" in shown(office.command("")["blocks"])
    assert "/quoth and your question" in shown(office.command(" help ")["blocks"])
    assert slack.replies == []


def _shortcut(office: Office, text: str, channel: str, ts: str) -> None:
    payload = {
        "type": "message_action", "callback_id": "quoth_answer_this", "trigger_id": f"t{time.time()}", "team": {"id": "T0000000001"},
        "user": {"id": OTHER}, "channel": {"id": channel}, "message": {"type": "message", "user": "U9", "text": text, "ts": ts},
        "response_url": office.slack.reply_url(), "message_ts": ts,
    }  # fmt: skip
    assert office.slack.send(payload, "interactive").status_code == 200


def test_shortcut_answers_a_message_in_its_thread(office: Office, slack: SlackServer) -> None:
    """The shortcut answers what somebody else asked, and says who wanted it."""
    _shortcut(office, "Does anybody know *what* a post mill is?", GENERAL, "1700000000.000100")
    office.settled()
    (answer,) = slack.answers("1700000000.000100")
    assert answer["blocks"][0]["elements"][0]["elements"][0] == {"type": "user", "user_id": OTHER}
    assert "windmill" in shown(answer["blocks"])


def test_shortcut_where_the_bot_is_not_answers_the_clicker(office: Office, slack: SlackServer) -> None:
    """Where the bot may not write, only who clicked sees the answer."""
    slack.channels["C0000CLOSED"] = {}
    slack.fails["chat.postMessage"] = [{"answer": {"ok": False, "error": "not_in_channel"}}]
    _shortcut(office, ASKED, "C0000CLOSED", "1700000000.000200")
    office.settled()
    assert slack.messages == []
    assert "windmill" in shown(slack.replies[0]["blocks"])


def test_open_channel_gets_sure_answers_to_questions_only(open_office: Open, slack: SlackServer) -> None:
    """Unasked, the bot answers questions it is sure of, says nothing else, and no more than so many an hour."""
    office = open_office(auto_min_probability=0.5, auto_per_hour=1)
    first = office.say(ASKED)
    office.command("auto on")
    office.settled()
    assert slack.replies[0]["response_type"] == "in_channel"
    asked = [
        office.say(text)
        for text in (ASKED, "A post mill is a mill.", "Who won the match in Lisbon yesterday?", f"<@{OTHER}> {ASKED}")
    ]
    office.settled()
    second = office.say("What is a smock mill?")
    office.settled()
    assert [len(slack.answers(event["ts"])) for event in (first, *asked, second)] == [0, 1, 0, 0, 0, 0]
    assert slack.calls["reactions.add"] == 0
    office.command("auto off")
    office.settled()
    assert not office.bot.errands.is_open("T0000000001", GENERAL)


def test_only_who_may_opens_a_channel(open_office: Open) -> None:
    """Where people are named for it, others cannot let the bot answer unasked; anybody can end it."""
    office = open_office(auto_setters=(OTHER,))
    assert "Only some people" in shown(office.command("auto on")["blocks"])
    office.settled()
    assert not office.bot.errands.is_open("T0000000001", GENERAL)
    office.command("auto on", person=OTHER)
    office.settled()
    assert office.bot.errands.is_open("T0000000001", GENERAL)
    office.command("auto off")
    office.settled()
    assert not office.bot.errands.is_open("T0000000001", GENERAL)


def test_open_channel_keeps_silent_where_it_is_not_sure(open_office: Open, slack: SlackServer) -> None:
    """An answer below the higher threshold is not given unasked."""
    office = open_office(auto_min_probability=1.0)
    office.command("auto on")
    office.settled()
    event = office.say(ASKED)
    office.settled()
    assert slack.answers(event["ts"]) == []


def test_abstention_is_short_and_offers_what_is_near(office: Office, slack: SlackServer) -> None:
    """What the documents do not answer is said so, and never dressed as an answer."""
    event = office.say(f"<@{BOT}> Who won the football match in Lisbon yesterday?")
    office.settled()
    (answer,) = slack.answers(event["ts"])
    assert "The documents do not answer this." in shown(answer["blocks"])
    assert answer["text"].startswith("No answer")


def test_mention_without_words_asks_for_a_question(office: Office, slack: SlackServer) -> None:
    """A bare mention gets a word to its author alone."""
    office.say(f"<@{BOT}>")
    office.settled()
    assert "What do you want to know?" in shown(slack.whispers[0]["blocks"])
    assert slack.messages == []


def test_bots_and_edits_ask_nothing(office: Office, slack: SlackServer) -> None:
    """Two bots must not talk to each other for ever, and an edit is no second question."""
    office.say(MENTION, bot_id="B999")
    office.say(MENTION, subtype="bot_message")
    office.say(MENTION, subtype="channel_topic")
    event = slack.said(MENTION)
    slack.send(
        slack.event({"type": "message", "subtype": "message_changed", "channel": GENERAL, "message": event, "ts": slack.now()})
    )
    office.settled()
    assert slack.messages == []


def test_shared_channel_is_refused_once(office: Office, slack: SlackServer) -> None:
    """In a channel with another organisation, the asker alone is told that there is no answer here; a command is refused, too."""
    office.say(MENTION, SHARED)
    office.say(MENTION, SHARED)
    office.command(ASKED, SHARED)
    office.settled()
    assert "shared with another organisation" in shown(slack.replies[0]["blocks"])
    assert (len(slack.whispers), slack.messages, len(slack.replies)) == (1, [], 1)


def test_home_tab_shows_examples_and_recent_questions(office: Office, slack: SlackServer) -> None:
    """What it is, how to ask, examples, and the person's own questions, nobody else's."""
    office.say(ASKED, DIRECT)
    office.say(f"<@{BOT}> What is a smock mill?", person=OTHER)
    office.settled()
    slack.send(
        slack.event({"type": "app_home_opened", "user": "U0000000001", "channel": DIRECT, "tab": "home", "event_ts": "1"})
    )
    slack.wait_for(lambda: bool(slack.homes))
    told = shown(slack.homes["U0000000001"]["blocks"])
    assert f"{ASKED} · answered" in told
    assert "only in their own words" in told
    assert "smock" not in told.partition("Your recent questions")[2]
