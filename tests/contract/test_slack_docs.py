"""The manifest in the documentation is the one that the code prints, and every scope has its reason there."""

from __future__ import annotations

from pathlib import Path

import yaml

from quoth.slack.manifest import EVENTS, SCOPES, manifest

_DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_manifest_in_the_docs_is_that_of_the_code() -> None:
    """Whoever pastes the file must get what the bot needs."""
    assert (_DOCS / "slack-manifest.yaml").read_text(encoding="utf-8") == manifest()


def test_every_scope_is_told_with_its_reason() -> None:
    """The table of docs/slack.md is the table of the code."""
    page = (_DOCS / "slack.md").read_text(encoding="utf-8")
    assert "| scope | what for |\n|---|---|\n" + "".join(f"| `{name}` | {why} |\n" for name, why in SCOPES.items()) in page


def test_manifest_for_http_names_where_slack_sends() -> None:
    """Events, buttons, the command and the OAuth flow each have their address; Socket Mode is off."""
    made = yaml.safe_load(manifest("https://bot.example.org/"))
    assert made["settings"]["event_subscriptions"] == {
        "request_url": "https://bot.example.org/slack/events",
        "bot_events": list(EVENTS),
    }
    assert made["settings"]["interactivity"]["request_url"] == made["features"]["slash_commands"][0]["url"]
    assert made["oauth_config"]["redirect_urls"] == ["https://bot.example.org/slack/oauth_redirect"]
    assert not made["settings"]["socket_mode_enabled"]


def test_manifest_keeps_slacks_limits() -> None:
    """Slack refuses longer names and descriptions."""
    made = yaml.safe_load(manifest())
    assert len(made["display_information"]["description"]) <= 140
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in made["features"]["shortcuts"])
    assert all(len(one["description"]) <= 100 for one in made["features"]["slash_commands"])
