"""Slack in trouble: what it sends is not lost, and who waits for something is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.errors import SettingsError
from quoth.library import Library
from quoth.settings import load_settings
from quoth.slack.app import make_bot
from quoth.slack.credentials import Credentials
from slack_api import BOT, GENERAL, SECRET
from slack_office import Office, Open
from slack_server import SlackServer, shown

ASKED = "What is a post mill?"
MENTION = f"<@{BOT}> {ASKED}"
_BROKEN = {"status": 500, "answer": {"ok": False, "error": "internal_error"}}


@pytest.mark.parametrize("trouble", [_BROKEN, {"drops": True}])
def test_event_that_cannot_be_authorised_comes_again(open_office: Open, slack: SlackServer, trouble: dict[str, object]) -> None:
    """While Slack does not say who the bot is, its events are not acknowledged: it sends them again, and they are answered."""
    slack.fails["auth.test"] = [trouble] * 2
    slack.retry_s = 1.1
    office = open_office()
    event = slack.said(MENTION)
    assert slack.send(slack.event({**event, "type": "app_mention"})).status_code == 200
    office.settled()
    assert len(slack.answers(event["ts"])) == 1
    assert slack.calls["auth.test"] == 3


def test_who_the_bot_is_is_asked_once(office: Office, slack: SlackServer) -> None:
    """Slack's own API is not asked at every event."""
    for _ in range(5):
        office.say("nothing for the bot")
    assert slack.calls["auth.test"] == 1


def test_token_that_slack_does_not_take_ends_the_start(slack: SlackServer, tmp_path: Path) -> None:
    """A wrong token is named at once, not at the first question."""
    settings = load_settings(slack={"slack_url": slack.url})
    with Library.create(tmp_path / "bot") as library:
        bot = make_bot(library, settings, Credentials(bot_token="xoxb-old", signing_secret=SECRET))  # noqa: S106
        with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN .invalid_auth"):
            bot.start()
        bot.stop()


@pytest.mark.parametrize("trouble", [_BROKEN, {"drops": True}, {"status": 429, "headers": {"Retry-After": "1"}}])
def test_command_waits_until_slack_says_who_else_is_there(
    office: Office, slack: SlackServer, trouble: dict[str, object]
) -> None:
    """Whether a channel is shared is asked again when Slack cannot say: the question is neither refused nor lost for it."""
    slack.fails["conversations.info"] = [trouble]
    office.command(ASKED)
    office.settled()
    (reply,) = slack.replies
    assert "windmill" in shown(reply["blocks"])


def test_who_opens_a_channel_in_vain_is_told(office: Office, slack: SlackServer) -> None:
    """A command that cannot be done now says so, and changes nothing."""
    slack.fails["conversations.info"] = [_BROKEN]
    office.command("auto on")
    office.settled()
    assert "nothing was changed" in shown(slack.replies[0]["blocks"])
    assert not office.bot.errands.is_open("T0000000001", GENERAL)


def test_window_that_does_not_open_says_so(office: Office, slack: SlackServer, caplog: pytest.LogCaptureFixture) -> None:
    """Who clicks for a window that Slack does not open is asked to click again, and the log has it."""
    office.command(ASKED)
    office.settled()
    slack.fails["views.open"] = [{"answer": {"ok": False, "error": "expired_trigger_id"}}]
    office.click("quoth_see_all", "1")
    office.settled()
    assert "Please click again" in shown(slack.replies[1]["blocks"])
    assert "A window of U0000000001 stays closed: Slack refuses it (expired_trigger_id)." in caplog.text
