"""A bot on a local Slack and a real Quoth server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quoth.house import House
from quoth.library import Library
from quoth.settings import load_settings
from quoth.slack.credentials import Credentials
from serving import Served
from slack_api import OTHER, SECRET, TOKEN
from slack_office import Office, Open
from slack_server import SlackServer


@pytest.fixture(scope="module")
def quoth(mill_house: House) -> Iterator[Served]:
    """Return a server on the mills; tests that stop it start it again."""
    mill_house.asker.warm_up()
    with Served(mill_house) as server:
        yield server


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    """Return a Slack of this test's own; whatever the bot sent it was within the limits."""
    with SlackServer() as server:
        yield server
        assert server.problems == []


@pytest.fixture
def open_office(slack: SlackServer, quoth: Served, tmp_path: Path, elsewhere: Path) -> Iterator[Open]:
    """Return a function that opens an office with some settings."""
    assert elsewhere.is_dir()
    opened: list[Office] = []

    def open_one(*, credentials: Credentials | None = None, lease_s: float = 120.0, **group: Any) -> Office:
        made = {
            "quoth_url": quoth.url,
            "web_url": "https://quoth.test",
            "slack_url": slack.url,
            "person_per_minute": 1000,
            "channel_per_minute": 1000,
        }
        settings = load_settings(slack={**made, **group})
        given = credentials or Credentials(bot_token=TOKEN, signing_secret=SECRET)
        office = Office(slack, Library.create(tmp_path / "bot"), settings, given, lease_s)
        office.start()
        opened.append(office)
        return office

    yield open_one
    for office in opened:
        office.stop()
        office.library.close()


@pytest.fixture
def office(open_office: Open) -> Office:
    """Return an office as most tests want it."""
    return open_office(help=(OTHER,), examples=("What is a post mill?",))
