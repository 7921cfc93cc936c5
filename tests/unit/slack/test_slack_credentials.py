"""The bot's secrets: where they come from, and that no error shows one."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.client import Client
from quoth.errors import SettingsError
from quoth.slack.credentials import read_credentials

SECRET = "xoxb-4711-hush"  # noqa: S105 - made up


def test_secrets_leave_the_environment(tmp_path: Path) -> None:
    """Whoever is started later does not inherit them; a file may end in a line break."""
    file = tmp_path / "token"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    environment = {"SLACK_BOT_TOKEN_FILE": str(file), "SLACK_SIGNING_SECRET": "s", "OTHER": "kept"}
    given = read_credentials(environment)
    assert (given.bot_token, given.signing_secret) == (SECRET, "s")
    assert "SLACK_SIGNING_SECRET" not in environment
    assert SECRET not in repr(given)


@pytest.mark.parametrize("slip", ["\nxapp-1", " ", "é", "“", "\x00", "\x7f"])
def test_secret_that_cannot_be_sent_is_named_and_not_shown(tmp_path: Path, slip: str) -> None:
    """What was copied with too much around it is refused at the start, with the variable's name and none of its letters."""
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN") as refused:
        read_credentials({"SLACK_BOT_TOKEN": f"{SECRET}{slip}{SECRET}"})
    assert "hush" not in f"{refused.value} {refused.value.hint}"
    file = tmp_path / "key"
    file.write_text(f"{SECRET}{slip}{SECRET}", encoding="utf-8")
    with pytest.raises(SettingsError, match="QUOTH_API_KEY"):
        read_credentials({"QUOTH_API_KEY_FILE": str(file)})


@pytest.mark.parametrize("slip", ["two keys", "key\r\nX-Other: 1", "clé"])
def test_client_refuses_a_key_that_no_header_takes(slip: str) -> None:
    """At once, and without showing it."""
    with pytest.raises(ValueError, match="The key holds") as refused:
        Client(key=slip)
    assert slip not in str(refused.value)
