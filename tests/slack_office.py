"""A bot at work on a local Slack: start it, stop it, say something to it, click on what it said."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import uvicorn

from quoth.library import Library
from quoth.settings import Settings
from quoth.slack.app import Bot, make_bot
from quoth.slack.credentials import Credentials
from quoth.slack.running import Door
from slack_api import GENERAL, PERSON, TEAM, Json
from slack_server import SlackServer


@dataclass(slots=True)
class Office:
    """A bot at work, with what it needs to be stopped and started again."""

    slack: SlackServer
    library: Library
    settings: Settings
    credentials: Credentials
    lease_s: float = 120.0
    bot: Bot = field(init=False)
    _server: uvicorn.Server = field(init=False)
    _thread: threading.Thread = field(init=False)

    def start(self) -> None:
        """Start the bot and serve it over HTTP."""
        self.bot = make_bot(self.library, self.settings, self.credentials, lease_s=self.lease_s)
        config = uvicorn.Config(Door(self.bot.app), port=0, log_config=None, access_log=False)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.slack.bot_url = f"http://127.0.0.1:{port}/slack/events"
        self.bot.start()

    def stop(self) -> None:
        """Stop both."""
        self._server.should_exit = True
        self._thread.join(10)
        self.bot.stop()

    def say(self, text: str, channel: str = GENERAL, person: str = PERSON, **rest: object) -> Json:
        """Say something in Slack; in a channel, whoever names the bot is heard twice, as Slack does it."""
        event = self.slack.said(text, channel, person, **rest)
        self.slack.send(self.slack.event(event))
        if "<@U0000000BOT>" in text and not channel.startswith("D"):
            self.slack.send(self.slack.event({**event, "type": "app_mention"}))
        return event

    def command(self, text: str, channel: str = GENERAL, person: str = PERSON, team: str = TEAM) -> Json:
        """Call /quoth; return what it was acknowledged with."""
        given = {
            "command": "/quoth", "text": text, "team_id": team, "channel_id": channel, "user_id": person, "api_app_id": "A1",
            "response_url": self.slack.reply_url(), "trigger_id": uuid.uuid4().hex,
        }  # fmt: skip
        response = self.slack.send(given, "slash_commands")
        assert response.status_code == 200, response.text
        found: Json = response.json() if response.text else {}
        return found

    def click(self, action: str, value: str, channel: str = GENERAL, person: str = PERSON, own_team: str = TEAM) -> None:
        """Click a button."""
        payload = {
            "type": "block_actions", "team": {"id": TEAM}, "user": {"id": person, "team_id": own_team}, "api_app_id": "A1", "channel": {"id": channel},
            "trigger_id": uuid.uuid4().hex, "response_url": self.slack.reply_url(), "container": {"type": "message"},
            "actions": [{"action_id": action, "block_id": "b", "type": "button", "value": value}],
        }  # fmt: skip
        assert self.slack.send(payload, "interactive").status_code == 200

    def settled(self, timeout_s: float = 90.0) -> None:
        """Wait until nothing is left to do, nor to say on the side."""
        # A question is at its end before its reaction is gone: the workers say when they are.
        self.slack.wait_for(lambda: self.bot.errands.waiting() == 0 and self.bot.workers.under_way == 0, timeout_s)
        # Each of its four threads takes one of these, once what was given to it before is done.
        barrier = threading.Barrier(5)
        for _ in range(4):
            self.bot.aside.do("a test goes on", partial(barrier.wait, timeout_s))
        barrier.wait(timeout_s)


Open = Callable[..., Office]
