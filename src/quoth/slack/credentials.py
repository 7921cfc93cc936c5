"""The bot's secrets, from the environment or from files that it names. They are no settings, so that none is ever printed."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from quoth.client.opening import is_sendable
from quoth.errors import SettingsError

_HINT: Final = (
    "docs/slack.md says where Slack shows it. Each may be given as NAME=value or as NAME_FILE=path of a file that holds it."
)
_NAMES: Final = {
    "bot_token": "SLACK_BOT_TOKEN",
    "app_token": "SLACK_APP_TOKEN",
    "signing_secret": "SLACK_SIGNING_SECRET",
    "client_id": "SLACK_CLIENT_ID",
    "client_secret": "SLACK_CLIENT_SECRET",
    "quoth_key": "QUOTH_API_KEY",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What proves the bot to Slack, Slack to the bot, and the bot to Quoth. Empty is absent.

    Attributes:
        bot_token: For one workspace (xoxb-…).
        app_token: For Socket Mode (xapp-…).
        signing_secret: What Slack signs its requests with.
        client_id, client_secret: For several workspaces, which install the bot.
        quoth_key: Sent to the Quoth server.
    """

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    quoth_key: str = field(default="", repr=False)

    @property
    def is_installable(self) -> bool:
        """Say whether several workspaces install the bot, each with a token of its own."""
        return bool(self.client_id)

    def check(self, *, is_http: bool) -> None:
        """Refuse what is not enough to run.

        Raises:
            SettingsError: Something is missing, or two things exclude each other; the message names the variable.
        """
        if is_http and not self.signing_secret:
            raise _missing("SLACK_SIGNING_SECRET", "requests are checked by it")
        if not is_http and not self.app_token:
            raise _missing("SLACK_APP_TOKEN", "Socket Mode needs it")
        if self.is_installable and not self.client_secret:
            raise _missing("SLACK_CLIENT_SECRET", "workspaces install the bot with it")
        if self.is_installable == bool(self.bot_token):
            raise SettingsError(
                "Either SLACK_BOT_TOKEN (one workspace) or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET (several) must be set.",
                _HINT,
            )


def read_credentials(environment: MutableMapping[str, str]) -> Credentials:
    """Take the secrets out of the environment: no child process inherits them, and no library reads them on its own.

    Raises:
        SettingsError: A file cannot be read, or a secret is given twice, or has characters that no secret has.
    """
    secrets = {field: _checked(name, _read(environment, name)) for field, name in _NAMES.items()}
    for name in _NAMES.values():
        environment.pop(name, None)
    return Credentials(**secrets)


def _read(environment: Mapping[str, str], name: str) -> str:
    given, file = environment.get(name, ""), environment.get(f"{name}_FILE", "")
    if given and file:
        raise SettingsError(f"Both {name} and {name}_FILE are set.", "Keep one.")
    if not file:
        return given.strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"{name}_FILE cannot be read: {error}.", "Check the path and its permissions.") from error


def _checked(name: str, secret: str) -> str:
    """Return a secret that can be sent."""
    if not is_sendable(secret):
        raise SettingsError(
            f"{name} holds a space, a line break or another character that no secret has.",
            "Copy it again, and nothing else with it.",
        )
    return secret


def _missing(name: str, why: str) -> SettingsError:
    return SettingsError(f"{name} is not set: {why}.", _HINT)
