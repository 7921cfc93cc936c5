"""Once each, whatever happens: retries, replays, rate limits, broken answers, restarts of Quoth and of the bot."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping

import httpx
import pytest

from serving import Served
from slack_api import BOT, GENERAL, OTHER, PERSON, TEAM
from slack_office import Office, Open
from slack_server import SlackServer, buttons, shown

ASKED = "What is a post mill?"
MENTION = f"<@{BOT}> {ASKED}"


def _post(slack: SlackServer, body: bytes, headers: Mapping[str, str | bytes]) -> int:
    return httpx.post(
        slack.bot_url, content=body, headers={"Content-Type": "application/json", **headers}, timeout=5
    ).status_code


def test_retried_event_is_answered_once(office: Office, slack: SlackServer) -> None:
    """The same event, delivered three times with Slack's headers, gets one answer; so it does after a restart."""
    event = slack.said(MENTION)
    body = json.dumps(slack.event({**event, "type": "app_mention"})).encode()
    for attempt in range(3):
        again = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"} if attempt else {}
        assert _post(slack, body, {**slack.headers(body), **again}) == 200
    office.settled()
    office.stop()
    office.start()
    assert _post(slack, body, {**slack.headers(body), "X-Slack-Retry-Num": "3"}) == 200
    office.settled()
    assert len(slack.answers(event["ts"])) == 1


def test_requests_that_are_not_slacks_are_refused(office: Office, slack: SlackServer) -> None:
    """A wrong signature, a replay from more than five minutes ago, no headers, and what is no JSON or UTF-8: nothing is done."""
    event = slack.said(MENTION)
    body = json.dumps(slack.event({**event, "type": "app_mention"})).encode()
    now = slack.headers(body)
    refused = [
        {},
        {**now, "X-Slack-Signature": "v0=" + "0" * 64},
        {**now, "X-Slack-Request-Timestamp": "soon"},
        {**now, "X-Slack-Request-Timestamp": "9" * 5000},
        {**now, "X-Slack-Request-Timestamp": "\u0661\u0662".encode()},
        {**now, "X-Slack-Signature": "v0=é".encode()},
        {**now, "X-Slack-Request-Timestamp": str(int(time.time()) - 1)},
        slack.headers(body, time.time() - 600),
        slack.headers(body, time.time() + 600),
        slack.headers(body + b" "),
    ]
    assert [_post(slack, body, headers) for headers in refused] == [401] * len(refused)
    for broken in (b"{", b"\xff\xfe", b"[]", b"null", b""):
        assert _post(slack, broken, slack.headers(broken)) in (400, 404)
    assert _post(slack, body, {**now, "X-Other": b"\xff"}) == 400
    assert _post(slack, b"x" * 1_100_000, slack.headers(b"")) == 413
    assert httpx.get(slack.bot_url).status_code == 404
    office.settled()
    assert slack.messages == []


def test_slacks_own_questions_are_answered(office: Office, slack: SlackServer) -> None:
    """The challenge by which Slack checks an address comes back."""
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1aB", "token": "x"}).encode()
    headers = {**slack.headers(body), "Content-Type": "application/json"}
    assert office.bot
    assert httpx.post(slack.bot_url, content=body, headers=headers).json() == {"challenge": "3eZbrw1aB"}


def test_rate_limit_is_waited_for(office: Office, slack: SlackServer) -> None:
    """429 with Retry-After: the answer comes after that, and Quoth is asked once."""
    slack.fails["chat.postMessage"] = [{"status": 429, "headers": {"Retry-After": "1"}}] * 2
    started = time.monotonic()
    event = office.say(MENTION)
    office.settled()
    assert len(slack.answers(event["ts"])) == 1
    assert time.monotonic() - started > 2


@pytest.mark.parametrize("arrived", [True, False])
def test_post_of_which_nobody_knows_whether_it_arrived_is_looked_for(
    office: Office, slack: SlackServer, *, arrived: bool
) -> None:
    """A server error after the message was taken, or before: there is one answer in the end."""
    slack.fails["chat.postMessage"] = [{"status": 500, "answer": {"ok": False, "error": "internal_error"}, "does": arrived}]
    event = office.say(MENTION)
    office.settled()
    assert len(slack.answers(event["ts"])) == 1
    assert slack.calls["chat.postMessage"] == (1 if arrived else 2)


def test_doubt_lasts_while_slack_does_not_let_itself_be_asked(office: Office, slack: SlackServer) -> None:
    """The answer may have arrived, and looking for it is put off by rate limits: it is still looked for, and not sent again."""
    slack.fails["chat.postMessage"] = [{"status": 500, "answer": {"ok": False, "error": "internal_error"}, "does": True}]
    slack.fails["conversations.replies"] = [{"status": 429, "headers": {"Retry-After": "1"}}] * 2
    event = office.say(MENTION)
    office.settled()
    assert len(slack.answers(event["ts"])) == 1
    assert (slack.calls["chat.postMessage"], slack.calls["conversations.replies"]) == (1, 3)


def test_answer_that_slack_refuses_for_good_is_given_up(office: Office, slack: SlackServer) -> None:
    """A channel that is gone costs one warning, no endless tries."""
    slack.fails["chat.postMessage"] = [{"answer": {"ok": False, "error": "is_archived"}}]
    office.say(MENTION)
    office.settled()
    assert (slack.calls["chat.postMessage"], slack.messages) == (1, [])


def test_missing_reaction_scope_costs_no_answer(office: Office, slack: SlackServer) -> None:
    """Reactions are nice to have."""
    slack.fails["reactions.add"] = [{"answer": {"ok": False, "error": "missing_scope"}}]
    event = office.say(MENTION)
    office.settled()
    assert len(slack.answers(event["ts"])) == 1


def test_bot_that_dies_while_posting_answers_once(open_office: Open, slack: SlackServer) -> None:
    """Killed after Slack took the message and before that was noted: the next bot finds it, by its key, and sends no other."""
    office = open_office(lease_s=1.0)
    slack.slow = {"chat.postMessage": 0.0}
    event = office.say(MENTION)
    office.settled()
    from quoth.library.tables import errands

    with office.library.noting() as notebook:  # as it was in the moment before
        notebook.connection.execute(errands.update().values(state="posting", due_at=time.time(), posted=None))
    office.settled()
    (answer,) = slack.answers(event["ts"])
    (errand,) = office.bot.errands.of_message(TEAM, GENERAL, event["ts"])
    assert errand.posted == answer["ts"]


def test_bot_that_dies_while_asking_answers_after_its_restart(open_office: Open, slack: SlackServer, quoth: Served) -> None:
    """What was taken in and not answered is answered by the next process."""
    office = open_office(lease_s=1.0)
    quoth.stop()
    event = office.say(MENTION)
    office.stop()
    quoth.start()
    office.start()
    office.settled()
    assert len(slack.answers(event["ts"])) == 1


def test_quoth_away_for_long_is_told_and_the_answer_comes_in_that_place(
    office: Office, slack: SlackServer, quoth: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits is told; the answer then stands in the place of that message, and /quoth gets both as well."""
    monkeypatch.setattr("quoth.slack.answering._TOLD_AFTER_S", 0.1)
    quoth.stop()
    try:
        event = office.say(MENTION)
        office.command(ASKED)
        slack.wait_for(lambda: len(slack.answers(event["ts"])) == 1 and len(slack.replies) == 1)
        assert "cannot be reached" in shown(slack.answers(event["ts"])[0]["blocks"])
    finally:
        quoth.start()
    office.settled()
    (answer,) = slack.answers(event["ts"])
    assert answer["is_edited"]
    assert "windmill" in shown(answer["blocks"])
    assert "windmill" in shown(slack.replies[1]["blocks"])


def test_quoth_away_for_too_long_is_said(open_office: Open, slack: SlackServer, quoth: Served) -> None:
    """In the end the question is given up, and the person told to ask again."""
    office = open_office(patience_s=0.5)
    quoth.stop()
    try:
        event = office.say(MENTION)
        office.settled()
    finally:
        quoth.start()
    assert "stays unanswered" in shown(slack.answers(event["ts"])[0]["blocks"])


def test_question_that_quoth_refuses_is_told_in_its_words(office: Office, slack: SlackServer) -> None:
    """A question that is too long is not tried for ever."""
    event = office.say(f"<@{BOT}> {'why ' * 600}?")
    office.settled()
    assert "characters" in shown(slack.answers(event["ts"])[0]["blocks"])


def test_rate_of_a_person_is_limited(open_office: Open, slack: SlackServer) -> None:
    """Beyond so many questions a minute, a person is told once, and others are served."""
    office = open_office(person_per_minute=2)
    asked = [office.say(MENTION) for _ in range(5)]
    other = office.say(MENTION, person=OTHER)
    assert "within a minute" in shown(office.command(ASKED)["blocks"])
    office.settled()
    assert [len(slack.answers(event["ts"])) for event in (*asked, other)] == [1, 1, 0, 0, 0, 1]
    assert len(slack.whispers) == 1


def test_deleted_questions_count_as_asked(open_office: Open, slack: SlackServer) -> None:
    """Who deletes what they asked may not ask the more for it; who it was is forgotten soon after."""
    office = open_office(person_per_minute=2)
    asked = [office.say(MENTION) for _ in range(2)]
    office.settled()
    for event in asked:
        gone = {"type": "message", "subtype": "message_deleted", "channel": GENERAL, "channel_type": "channel"}
        slack.send(slack.event({**gone, "deleted_ts": event["ts"], "ts": slack.now()}))
    third = office.say(MENTION)
    office.settled()
    assert slack.answers(third["ts"]) == []
    assert "within a minute" in shown(slack.whispers[0]["blocks"])
    assert office.bot.errands.count(0.0, TEAM, person=PERSON) == 2
    office.bot.errands.forget_people(time.time())
    assert office.bot.errands.count(0.0, TEAM, person=PERSON) == 0


def test_rate_of_a_channel_is_limited(open_office: Open, slack: SlackServer) -> None:
    """So is a channel."""
    office = open_office(channel_per_minute=2)
    asked = [office.say(MENTION, person=f"U{n}") for n in range(4)]
    office.settled()
    assert [len(slack.answers(event["ts"])) for event in asked] == [1, 1, 0, 0]


def test_workspaces_and_channels_that_are_not_allowed_get_nothing(open_office: Open, slack: SlackServer) -> None:
    """A list of channels closes all others but direct messages; a list of workspaces closes all others."""
    slack.channels["C0000000009"] = {}
    office = open_office(channels=(GENERAL,), teams=(TEAM,))
    asked = [office.say(MENTION), office.say(MENTION, "C0000000009"), office.say(ASKED, "D0000000001")]
    guest = office.say(MENTION, person="U666", user_team="T0000000666")
    office.settled()
    assert [len(slack.answers(event["ts"])) for event in (*asked, guest)] == [1, 0, 1, 0]
    assert "not set up to answer in this channel" in shown(slack.whispers[0]["blocks"])
    assert "not set up to ask" in shown(office.command(ASKED, team="T0000000666")["blocks"])


def test_hostile_question_and_document_ping_nobody(office: Office, slack: SlackServer) -> None:
    """What somebody types comes back as characters, in the answer, in the echo and in the notification."""
    echo = office.command("What is a post mill? <!channel> `x` <https://evil.test|click>")
    event = office.say(f"<@{BOT}> What is a post mill &lt;!channel&gt; &amp;lt;!here&amp;gt;?")
    office.settled()
    for said in (echo, *slack.answers(event["ts"]), *slack.replies):
        assert "<!" not in said["text"]
        assert "broadcast" not in json.dumps(said["blocks"])


def test_burst_with_quoth_restarting_in_between_is_answered_once_each(
    open_office: Open, slack: SlackServer, quoth: Served
) -> None:
    """A hundred questions at 50 a second, Quoth stopped and started meanwhile: one answer each, none lost."""
    office = open_office(reaction="")
    asked: list[str] = []
    senders: list[threading.Thread] = []
    for n in range(100):
        event = slack.said(MENTION, channel=GENERAL, person=f"U{n}")
        asked.append(event["ts"])
        sender = threading.Thread(target=slack.send, args=(slack.event({**event, "type": "app_mention"}),))
        sender.start()
        senders.append(sender)
        if n == 30:
            quoth.stop()
        if n == 70:
            quoth.start()
        time.sleep(0.02)
    for sender in senders:
        sender.join()
    office.settled(120)
    assert [len(slack.answers(ts)) for ts in asked] == [1] * 100
    assert all("windmill" in shown(slack.answers(ts)[0]["blocks"]) for ts in asked)
    assert buttons(slack.messages[0]["blocks"])
    assert PERSON not in {errand.person for errand in office.bot.errands.of_person(TEAM, PERSON, 0.0)}


def test_share_in_doubt_is_looked_for_even_when_slack_is_busy_in_between(office: Office, slack: SlackServer) -> None:
    """What was shared may stand in the channel, and whether the channel is ours cannot be asked for a while: it is shared once."""
    office.command(ASKED)
    office.settled()
    number = buttons(slack.replies[-1]["blocks"])["quoth_share"]
    slack.fails["chat.postMessage"] = [{"status": 500, "answer": {"ok": False, "error": "internal_error"}, "does": True}]
    slack.fails["conversations.info"] = [{}, {"status": 429, "headers": {"Retry-After": "1"}}]
    office.click("quoth_share", number)
    office.settled()
    assert len(slack.messages) == 1
    assert slack.calls["chat.postMessage"] == 1


def test_answer_that_slack_refuses_is_told_to_who_asked(office: Office, slack: SlackServer) -> None:
    """An answer that cannot be posted is no silence: the person learns that something went wrong, and it is not tried for ever."""
    slack.fails["chat.postMessage"].append({"answer": {"ok": False, "error": "msg_too_long"}})
    event = office.say(MENTION)
    office.settled()
    assert slack.answers(event["ts"]) == []
    assert "went wrong" in shown(slack.whispers[-1]["blocks"])


def test_fault_in_a_question_nobody_asked_is_kept_to_ourselves(office: Office, slack: SlackServer) -> None:
    """In an open channel, what Quoth refuses must leave no trace: nobody asked the bot."""
    office.bot.errands.set_open(TEAM, GENERAL, PERSON, time.time(), is_open=True)
    event = office.say(f"{'why ' * 600}?")
    office.settled()
    assert (slack.answers(event["ts"]), slack.whispers) == ([], [])
