"""A Web API client for every workspace: with the one token of the environment, or with those that installations left."""

from __future__ import annotations

import ssl
from functools import cache
from typing import Final

from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import InstallationStore
from slack_sdk.oauth.installation_store.cacheable_installation_store import CacheableInstallationStore
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore

from quoth.library import Library, writing_engine
from quoth.settings import SlackSettings
from quoth.slack.credentials import Credentials

_TIMEOUT_S: Final = 10


@cache
def trusted() -> ssl.SSLContext:
    """Return whom to trust on the other end, read once: slack_sdk would read all certificates at every request."""
    return ssl.create_default_context()


def api_client(settings: SlackSettings, token: str | None = None, timeout_s: int = _TIMEOUT_S) -> WebClient:
    """Return a client that tries nothing twice: whether to try again is decided where it is known what that would do."""
    return WebClient(
        token=token, base_url=settings.slack_url.rstrip("/") + "/api/", timeout=timeout_s, retry_handlers=[],
        user_agent_prefix="Quoth", ssl=trusted(),
    )  # fmt: skip


def installation_store(library: Library, credentials: Credentials) -> InstallationStore:
    """Return where the tokens of several workspaces are kept: the library's database."""
    store = SQLAlchemyInstallationStore(credentials.client_id, writing_engine(library))
    return CacheableInstallationStore(store)


class Workspaces:
    """Clients by workspace."""

    def __init__(self, settings: SlackSettings, credentials: Credentials, store: InstallationStore | None) -> None:
        """Set up.

        Args:
            store: Where tokens are kept; None for one workspace.
        """
        self._settings = settings
        self._token = credentials.bot_token
        self._store = store

    def client(self, enterprise: str | None, team: str) -> WebClient | None:
        """Return the client of a workspace; None if it has the bot installed no more."""
        if self._store is None:
            return api_client(self._settings, self._token)
        bot = self._store.find_bot(enterprise_id=enterprise, team_id=team)
        if bot is None and enterprise is not None:
            bot = self._store.find_bot(enterprise_id=enterprise, team_id=None, is_enterprise_install=True)
        return None if bot is None else api_client(self._settings, bot.bot_token)
