"""The bot as a process, over a real websocket and over HTTP; workspaces that install it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from fakes import child_environment
from quoth.library import Library
from quoth.slack.credentials import Credentials
from serving import Served
from slack_api import APP_TOKEN, BOT, DIRECT, PERSON, SECRET, TOKEN
from slack_office import Open
from slack_server import SlackServer, query_of, shown

ASKED = "What is a post mill?"


@contextmanager
def _process(slack: SlackServer, quoth: Served, folder: Path, *options: str, **extra: str) -> Iterator[subprocess.Popen[str]]:
    """Run `quoth slack` and end it with SIGTERM, which it must obey, unless it was killed."""
    environment = {
        **{name: value for name, value in child_environment().items() if not name.startswith(("SLACK_", "QUOTH_"))},
        "QUOTH_SLACK__SLACK_URL": slack.url, "QUOTH_SLACK__QUOTH_URL": quoth.url, "QUOTH_SLACK__CHANNEL_PER_MINUTE": "1000",
        "QUOTH_SLACK__PERSON_PER_MINUTE": "1000", **extra,
    }  # fmt: skip
    command = [sys.executable, "-m", "quoth", "slack", "--library", str(folder / "bot"), *options]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, cwd=folder) as process:
        try:
            yield process
            was_killed = process.poll() is not None
            process.send_signal(signal.SIGTERM)
            assert process.wait(90) == (-signal.SIGKILL if was_killed else 0)
        finally:
            process.kill()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    return process.stderr.readline()


def _secret(folder: Path, name: str, value: str) -> str:
    file = folder / name
    file.write_text(f"{value}\n", encoding="utf-8")
    return str(file)


def test_socket_mode_answers_and_survives_lost_connections(slack: SlackServer, quoth: Served, tmp_path: Path) -> None:
    """Over a real websocket: events, commands with their answer, a connection that Slack replaces, one that breaks, redelivery."""
    tokens = {
        "SLACK_BOT_TOKEN_FILE": _secret(tmp_path, "bot-token", TOKEN),
        "SLACK_APP_TOKEN_FILE": _secret(tmp_path, "app-token", APP_TOKEN),
    }
    with _process(slack, quoth, tmp_path, **tokens) as process:
        assert _line(process) == "The Slack bot is connected\n"
        first = slack.said(ASKED, DIRECT)
        envelope = slack.push(slack.event(first))
        assert slack.answer_to(envelope) == {}
        slack.wait_for(lambda: len(slack.answers(first["ts"])) == 1)
        command = {"command": "/quoth", "text": ASKED, "team_id": "T0000000001", "channel_id": DIRECT, "user_id": PERSON, "api_app_id": "A1", "response_url": slack.reply_url(), "trigger_id": "t1"}  # fmt: skip
        assert "Looking in the documents" in shown((slack.answer_to(slack.push(command, "slash_commands")) or {})["blocks"])
        slack.drop_connections(politely=True)
        slack.wait_for(lambda: slack.connections == 2)
        slack.drop_connections(politely=False)
        second = slack.said("What is a smock mill?", DIRECT)
        slack.push(slack.event(second))
        slack.wait_for(lambda: slack.connections == 3)
        slack.wait_for(lambda: len(slack.answers(second["ts"])) == 1)
        assert "windmill" in shown(slack.answers(first["ts"])[0]["blocks"])


def test_socket_mode_waits_for_a_slack_that_is_away(slack: SlackServer, quoth: Served, tmp_path: Path) -> None:
    """A refused connection at the start is tried again."""
    with _process(slack, quoth, tmp_path, SLACK_BOT_TOKEN=TOKEN, SLACK_APP_TOKEN="xapp-old") as process:  # noqa: S106
        while "No connection to Slack, trying again" not in (line := _line(process)):
            assert line, "it ended"


def test_bot_killed_in_a_burst_answers_all_once_after_its_restart(slack: SlackServer, quoth: Served, tmp_path: Path) -> None:
    """Killed without warning over Socket Mode: what was acknowledged is answered by the next process, and so is what Slack sends again."""
    tokens = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "QUOTH_SLACK__REACTION": ""}
    asked = [slack.said(ASKED, DIRECT, f"U{n}") for n in range(20)]
    with _process(slack, quoth, tmp_path, **tokens) as process:
        _line(process)
        for event in asked:
            slack.push(slack.event(event))
        slack.wait_for(lambda: len(slack.messages) >= 3)
        process.kill()
        process.wait()
    _lapse(tmp_path)
    with _process(slack, quoth, tmp_path, **tokens) as process:
        _line(process)
        slack.wait_for(lambda: all(slack.answers(event["ts"]) for event in asked))
        time.sleep(1.0)
    assert [len(slack.answers(event["ts"])) for event in asked] == [1] * 20


def _lapse(folder: Path) -> None:
    """Let what the killed process had in hand lapse now, not in two minutes."""
    from quoth.library.tables import errands

    with Library.open(folder / "bot") as library, library.noting() as notebook:
        notebook.connection.execute(errands.update().values(due_at=0.0))


def test_http_process_answers_and_is_stopped(slack: SlackServer, quoth: Served, tmp_path: Path) -> None:
    """`quoth slack --http` says where it listens and answers what Slack sends there."""
    with _process(
        slack, quoth, tmp_path, "--http", "--port", "0", SLACK_BOT_TOKEN=TOKEN, SLACK_SIGNING_SECRET=SECRET
    ) as process:
        found = re.fullmatch(r"The Slack bot listens on (http://127\.0\.0\.1:\d+/slack/events)\n", _line(process))
        assert found
        slack.bot_url = found[1]
        event = slack.said(ASKED, DIRECT)
        assert slack.send(slack.event(event)).status_code == 200
        slack.wait_for(lambda: len(slack.answers(event["ts"])) == 1)


def test_several_workspaces_install_the_bot_and_leave(open_office: Open, slack: SlackServer) -> None:
    """The OAuth flow from the button to the token in the library; each workspace is answered with its own, until it uninstalls."""
    office = open_office(credentials=Credentials(signing_secret=SECRET, client_id="1.2", client_secret="s"))  # noqa: S106
    base = slack.bot_url.removesuffix("/events")
    for team in ("T0000000007", "T0000000008"):
        with httpx.Client() as browser:
            page = browser.get(f"{base}/install")
            url = re.search(r'href="([^"]+authorize[^"]+)"', page.text)
            assert url is not None
            asked = query_of(url[1].replace("&amp;", "&"))
            assert url[1].startswith(slack.url)
            assert "chat:write" in asked["scope"][0]
            assert browser.get(f"{base}/oauth_redirect", params={"code": team, "state": "forged"}).status_code == 400
            # A browser sends the cookie, which is for https alone, to the proxy before the bot; whoever lacks it is refused.
            params = {"code": team, "state": asked["state"][0]}
            assert browser.get(f"{base}/oauth_redirect", params=params).status_code == 400
            cookie = page.headers["set-cookie"].partition(";")[0]
            assert "Secure" in page.headers["set-cookie"]
            assert browser.get(f"{base}/oauth_redirect", params=params, headers={"cookie": cookie}).status_code == 200
            assert browser.get(f"{base}/oauth_redirect", params=params, headers={"cookie": cookie}).status_code == 401
    for team in ("T0000000007", "T0000000008"):
        event = slack.said(ASKED, DIRECT)
        slack.send(
            slack.event(
                event, team_id=team, authorizations=[{"enterprise_id": None, "team_id": team, "user_id": BOT, "is_bot": True}]
            )
        )
        office.settled()
        assert len(slack.answers(event["ts"])) == 1
    gone = "T0000000007"
    left = {"enterprise_id": None, "team_id": gone, "user_id": BOT, "is_bot": True}
    slack.send(slack.event({"type": "app_uninstalled"}, team_id=gone, authorizations=[left]))
    event = slack.said(ASKED, DIRECT)
    assert slack.send(slack.event(event, team_id=gone, authorizations=[left])).status_code != 500
    office.settled()
    assert slack.answers(event["ts"]) == []


def test_token_store_is_in_the_library(open_office: Open, slack: SlackServer, tmp_path: Path) -> None:
    """Tokens lie in the library's database and in no file beside it."""
    office = open_office(credentials=Credentials(signing_secret=SECRET, client_id="1.2", client_secret="s"))  # noqa: S106
    assert office.bot.app.installation_store is not None
    assert slack.tokens
    assert {path.name.partition("-")[0] for path in (tmp_path / "bot").iterdir()} <= {"library.db", "writer.lock"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "SLACK_APP_TOKEN is not set"),
        ({"SLACK_APP_TOKEN": "x"}, "Either SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "x", "SLACK_APP_TOKEN_FILE": "y"}, "Both SLACK_APP_TOKEN and SLACK_APP_TOKEN_FILE"),
        ({"SLACK_APP_TOKEN_FILE": "/no/such/file"}, "SLACK_APP_TOKEN_FILE cannot be read"),
        ({"SLACK_APP_TOKEN": "x", "SLACK_CLIENT_ID": "x"}, "SLACK_CLIENT_SECRET is not set"),
    ],
)
def test_missing_secrets_are_named(tmp_path: Path, given: dict[str, str], said: str) -> None:
    """What is missing is named with its variable, as a wrong usage, before anything starts."""
    environment = {**{name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "QUOTH_"))}, **given}
    environment["PYTHONPATH"] = child_environment()["PYTHONPATH"]
    command = [sys.executable, "-m", "quoth", "slack", "--library", str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_no_thread_of_the_bot_is_left(open_office: Open) -> None:
    """Stopped workers are gone."""
    office = open_office()
    office.stop()
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("errands-")] == []
    office.start()
