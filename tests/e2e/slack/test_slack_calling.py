"""Still need help: whoever is set up for it is reached, or the asker learns that they were not."""

from __future__ import annotations

from slack_api import BOT, DIRECT, GENERAL, OTHER, PERSON, Json
from slack_office import Office, Open
from slack_server import SlackServer, buttons, shown

ASKED = "What is a post mill?"
MENTION = f"<@{BOT}> {ASKED}"
HELP = "C00000HELP1"


def _links(message: Json) -> list[str]:
    parts = [part for block in message["blocks"] for part in block["elements"]]
    return [run["url"] for part in parts for run in part["elements"] if run["type"] == "link"]


def _told(slack: SlackServer, times: int) -> list[str]:
    """Return what who called for help was told, which comes after the call is over."""
    slack.wait_for(lambda: sum("told" in one["text"] for one in slack.replies) >= times)
    return [shown(one["blocks"]) for one in slack.replies if "told" in one["text"]]


def _called(office: Office) -> Json:
    """Ask in a channel and call for help; return the answer under which it was called."""
    event = office.say(MENTION)
    office.settled()
    (answer,) = office.slack.answers(event["ts"])
    office.click("quoth_help", buttons(answer["blocks"])["quoth_help"])
    office.settled()
    return answer


def test_help_for_a_command_reaches_people_and_channels_elsewhere(open_office: Open, slack: SlackServer) -> None:
    """An answer that one person saw has no thread: helpers get a message of their own, with the question and its answer."""
    slack.channels[HELP] = {}
    office = open_office(help=(OTHER, HELP))
    office.command(ASKED)
    office.settled()
    office.click("quoth_help", buttons(slack.replies[0]["blocks"])["quoth_help"])
    office.settled()
    assert {message["channel"] for message in slack.messages} == {f"D{OTHER[1:]}", HELP}
    assert all(ASKED in shown(message["blocks"]) for message in slack.messages)
    assert all(_links(message)[0].startswith("https://quoth.test/answers/") for message in slack.messages)
    assert _told(slack, 2) == [" was told."] * 2


def test_help_for_a_direct_message_reaches_who_does_not_see_it(open_office: Open, slack: SlackServer) -> None:
    """Nobody else reads a direct message: helpers are written to, and a group, which cannot be, is named to the asker."""
    slack.channels[HELP] = {}
    office = open_office(help=(OTHER, HELP, "S0000000001"))
    event = office.say(ASKED, DIRECT)
    office.settled()
    (answer,) = slack.answers(event["ts"])
    office.click("quoth_help", buttons(answer["blocks"])["quoth_help"], DIRECT)
    office.settled()
    calls = [message for message in slack.messages if message is not answer]
    assert {message["channel"] for message in calls} == {f"D{OTHER[1:]}", HELP}
    assert all("archives" not in link for message in calls for link in _links(message))
    assert sorted(_told(slack, 3)) == [
        " could not be told: groups are only reached in the thread of a channel.",
        *[" was told."] * 2,
    ]


def test_helper_who_is_not_in_the_channel_is_written_to(open_office: Open, slack: SlackServer) -> None:
    """A mention in a channel reaches only who is in it: others get the question with the way to it."""
    slack.members[GENERAL] = [PERSON]
    office = open_office(help=(OTHER,))
    answer = _called(office)
    (call,) = [message for message in slack.messages if message is not answer]
    assert call["channel"] == f"D{OTHER[1:]}"
    assert _links(call)[0].startswith(f"https://mill.slack.com/archives/{GENERAL}/p")


def test_helper_who_cannot_be_reached_is_no_success(open_office: Open, slack: SlackServer) -> None:
    """A channel that the bot is not in hears nothing, and the asker is told so."""
    slack.channels[HELP] = {"is_closed": True}
    office = open_office(help=(HELP,))
    answer = _called(office)
    (told,) = _told(slack, 1)
    assert "could not be told. Slack refuses it (not_in_channel). Invite the bot to that channel." in told
    assert slack.messages == [answer]
