"""Who the bot is in the workspace that a request comes from. Where that is not known, Slack is told to send it again."""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import Final

from slack_bolt import BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import InstallationStore

from quoth.slack.errors import SlackLaterError
from quoth.slack.posting import translated

# Slack waits three seconds for an acknowledgement; what asks first must leave some of it.
PATIENCE_S: Final = 2
_REST_S: Final = 1.0


class Own(Authorize):
    """Knows who the bot is in its one workspace: it asks Slack once, and again as long as Slack could not say.

    Bolt's own class for this acknowledges what it could not authorise, and it is lost; here it fails, and Slack sends it again.
    """

    def __init__(self, client: WebClient) -> None:
        """Set up.

        Args:
            client: With the bot's token; it waits `PATIENCE_S` at most.
        """
        self._client = client
        self._asking = threading.Lock()
        self._known: partial[AuthorizeResult] | None = None
        self._rests_until = 0.0

    def find_out(self) -> partial[AuthorizeResult]:
        """Return who the bot is, short of the person who does something.

        Raises:
            SlackLaterError: Slack does not say so now.
            SlackRefusedError: It does not take the token.
        """
        if self._known is not None:
            return self._known
        if not self._asking.acquire(timeout=PATIENCE_S):
            raise _away()
        try:
            return self._known or self._ask()
        finally:
            self._asking.release()

    def _ask(self) -> partial[AuthorizeResult]:
        if time.monotonic() < self._rests_until:
            raise _away()
        try:
            with translated(only_reads=True):
                said = self._client.auth_test()
        except SlackLaterError:
            self._rests_until = time.monotonic() + _REST_S
            raise
        self._known = partial(
            AuthorizeResult, enterprise_id=said.get("enterprise_id"), team_id=said.get("team_id"),
            bot_user_id=said.get("user_id"), bot_id=said.get("bot_id"), bot_token=self._client.token,
        )  # fmt: skip
        return self._known

    def __call__(
        self, *, context: BoltContext, enterprise_id: str | None, team_id: str | None, user_id: str | None, **actor: str | None
    ) -> AuthorizeResult | None:
        """Return who the bot is, for Bolt."""
        del context, enterprise_id, team_id, actor
        return self.find_out()(user_id=user_id)


def _away() -> SlackLaterError:
    return SlackLaterError("it does not say who the bot is", _REST_S, may_have_arrived=False)


class Installed(Authorize):
    """Finds the token of a workspace where its installation left it, without asking Slack at every event."""

    def __init__(self, store: InstallationStore) -> None:
        self._store = store

    def __call__(
        self, *, context: BoltContext, enterprise_id: str | None, team_id: str | None, user_id: str | None, **actor: str | None
    ) -> AuthorizeResult | None:
        """Return who the bot is in a workspace; None if it is not installed there."""
        del actor
        bot = self._store.find_bot(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=bool(context.is_enterprise_install)
        )
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=bot.enterprise_id, team_id=bot.team_id or team_id, bot_user_id=bot.bot_user_id, bot_id=bot.bot_id,
            bot_token=bot.bot_token, bot_scopes=list(bot.bot_scopes), user_id=user_id,
        )  # fmt: skip
