"""The bot as a client with a key of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from quoth.house import House
from quoth.settings import load_settings
from quoth.slack.credentials import Credentials
from serving import Served
from slack_api import BOT, SECRET, TOKEN
from slack_office import Open
from slack_server import SlackServer, buttons, shown

MENTION = f"<@{BOT}> When is rye sown?"
KEY = "the-bots-own-key"


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a server that answers nobody without a key, and lets the bot's key do nothing but ask."""
    folder = tmp_path_factory.mktemp("keyed")
    (folder / "keys").write_text(f"slack:{hashlib.sha256(KEY.encode()).hexdigest()}\n", encoding="utf-8")
    with House.create(load_settings(library={"dir": folder / "library"}, server={"keys": folder / "keys"})) as house:
        house.put("rye.md", b"# Rye\n\nRye is sown in autumn.\n")
        house.asker.warm_up()
        with Served(house) as server:
            yield server


def _credentials(key: str) -> Credentials:
    return Credentials(bot_token=TOKEN, signing_secret=SECRET, quoth_key=key)


def test_key_that_may_ask_is_all_that_the_bot_needs(open_office: Open, slack: SlackServer, keyed: Served) -> None:
    """It asks and passes feedback on; more it never does."""
    office = open_office(credentials=_credentials(KEY), quoth_url=keyed.url)
    event = office.say(MENTION)
    office.settled()
    (answer,) = slack.answers(event["ts"])
    assert "Rye is sown in autumn." in shown(answer["blocks"])
    office.click("quoth_right", buttons(answer["blocks"])["quoth_right"])
    office.settled()
    slack.wait_for(lambda: any("Thank you" in shown(reply["blocks"]) for reply in slack.replies))


def test_wrong_key_is_in_the_log_and_not_in_the_channel(
    open_office: Open, slack: SlackServer, keyed: Served, caplog: pytest.LogCaptureFixture
) -> None:
    """Who asks learns that something is wrong; what it is, is for whoever runs the bot."""
    office = open_office(credentials=_credentials("wrong"), quoth_url=keyed.url)
    event = office.say(MENTION)
    office.settled()
    told = shown(slack.answers(event["ts"])[0]["blocks"])
    assert "went wrong" in told
    assert "key" not in told
    assert "This server answers nobody without a key." in caplog.text
