"""What may go wrong between the bot, Slack and Quoth. It ends in this room: nothing outside ever sees it.

QuothError
├── SlackLaterError      Slack did not do it now
├── SlackRefusedError    Slack will not do it
└── QuothAwayError       the Quoth server cannot be reached now
"""

from __future__ import annotations

from typing import Final

from quoth.errors import QuothError

_SCOPES: Final = "Install the app again, with the scopes of docs/slack.md."
_TOKEN: Final = "Install the app again, and set SLACK_BOT_TOKEN to its new token."  # noqa: S105 - a name
_HINTS: Final = {
    "missing_scope": _SCOPES,
    "invalid_auth": _TOKEN,
    "not_authed": _TOKEN,
    "account_inactive": _TOKEN,
    "token_revoked": _TOKEN,
    "token_expired": _TOKEN,
    "not_in_channel": "Invite the bot to that channel.",
}


class SlackLaterError(QuothError):
    """Slack did not do it now.

    Attributes:
        wait_s: How long to wait, in seconds.
        may_have_arrived: It is not known whether it did it.
    """

    code = "slack_later"

    def __init__(self, why: str, wait_s: float, *, may_have_arrived: bool) -> None:
        super().__init__(f"Slack could not do it now ({why}).")
        self.why, self.wait_s, self.may_have_arrived = why, wait_s, may_have_arrived


class SlackRefusedError(QuothError):
    """Slack will not do it, however often it is asked.

    Attributes:
        said: What Slack calls it.
    """

    code = "slack_refused"

    def __init__(self, said: str) -> None:
        super().__init__(f"Slack refuses it ({said}).", _HINTS.get(said, ""))
        self.said = said


class QuothAwayError(QuothError):
    """The Quoth server cannot be reached, or is too busy: try later."""

    code = "quoth_away"
