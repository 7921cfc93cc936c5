"""The manifest with which Slack makes the app: its scopes with their reasons, its events, its command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import yaml

from quoth.slack.commands import COMMAND, SHORTCUT

# Every scope, and what would not work without it. docs/slack.md shows this table.
SCOPES: Final[Mapping[str, str]] = {
    "app_mentions:read": "hears who mentions it",
    "channels:history": "hears questions in threads it answered in and in channels that let it, and what was deleted; finds its own answer again after a crash",
    "channels:read": "asks whether a public channel is shared with another organisation, and whether who is to help is in it",
    "chat:write": "answers",
    "commands": "`/quoth` and the message shortcut",
    "groups:history": "the same as `channels:history`, in private channels it was invited to",
    "groups:read": "the same as `channels:read`, for private channels",
    "im:history": "hears direct messages",
    "mpim:history": "the same as `channels:history`, in group messages",
    "mpim:read": "the same as `channels:read`, for group messages",
    "reactions:write": "puts a reaction on a question while it is being answered",
}
EVENTS: Final = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)


def manifest(url: str = "") -> str:
    """Return the manifest as YAML.

    Args:
        url: Address at which Slack reaches `quoth slack --http`; empty for Socket Mode.
    """
    base = url.rstrip("/")
    events = f"{base}/slack/events"
    where: dict[str, object] = {"request_url": events} if url else {}
    command = {
        "command": COMMAND,
        "description": "Ask the documents; only you see the answer",
        "usage_hint": "question",
        "should_escape": False,
    }
    made = {
        "display_information": {
            "name": "Quoth",
            "description": "Answers from your documents, only in their own words",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "Quoth", "always_online": True},
            "shortcuts": [
                {
                    "name": "Answer this",
                    "type": "message",
                    "callback_id": SHORTCUT,
                    "description": "Answers a message from the documents",
                }
            ],
            "slash_commands": [{**command, **({"url": events} if url else {})}],
        },
        "oauth_config": {
            **({"redirect_urls": [f"{base}/slack/oauth_redirect"]} if url else {}),
            "scopes": {"bot": list(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {**where, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **where},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }
    return yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=120)
