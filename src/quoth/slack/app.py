"""Put the bot together: Bolt with its listeners, the workers, and the client of the Quoth server."""

from __future__ import annotations

import logging
import secrets
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass

from slack_bolt import App, BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk.oauth.installation_store import InstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore

from quoth.client import Client
from quoth.library import Errands, Library, writing_engine
from quoth.settings import Settings, SlackSettings
from quoth.slack.answering import Answering
from quoth.slack.asking import Counter
from quoth.slack.clicks import Clicks
from quoth.slack.commands import Commands
from quoth.slack.credentials import Credentials
from quoth.slack.events import Events
from quoth.slack.guarding import Guard
from quoth.slack.manifest import SCOPES
from quoth.slack.reception import Reception
from quoth.slack.serving import Serving
from quoth.slack.working import Workers
from quoth.slack.workspaces import Workspaces, api_client, installation_store

logger = logging.getLogger(__name__)

_STATE_S = 600
_TIMEOUT_S = 60.0
_ASIDE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A bot that is ready: give what Slack sends to `app`, and let the workers work."""

    app: App
    errands: Errands
    workers: Workers
    quoth: Client
    aside: Executor

    def start(self) -> None:
        """Let the workers work, first on what was left when they stopped."""
        self.workers.start()

    def stop(self) -> None:
        """Finish what is under way."""
        self.aside.shutdown()
        self.workers.stop()
        self.quoth.close()


def make_bot(library: Library, settings: Settings, credentials: Credentials, *, lease_s: float = 120.0) -> Bot:
    """Put a bot together. The library stays the caller's to close.

    Args:
        lease_s: How long a worker may take for one errand.
    """
    group = settings.slack
    errands = Errands(library, lease_s)
    # Whether to try again is decided by the workers: there may be hundreds of questions waiting.
    quoth = Client(group.quoth_url, key=credentials.quoth_key or None, timeout_s=_TIMEOUT_S, retries=0)
    counter, guard = Counter(quoth, errands), Guard(group, errands)
    store = installation_store(library, credentials) if credentials.is_installable else None
    workers = Workers(
        errands, Workspaces(group, credentials, store), Answering(errands, counter, guard, group), Serving(errands, counter, group),
        threads=group.workers, remember_days=group.remember_days,
    )  # fmt: skip
    aside = ThreadPoolExecutor(_ASIDE, "aside")
    app = _bolt(group, credentials, library, store)
    reception = Reception(errands=errands, workers=workers, guard=guard, aside=aside)
    Events(reception, examples=group.examples, web_url=group.web_url, remember_days=group.remember_days).listen(app)
    Commands(reception).listen(app)
    Clicks(reception, helpers=group.help, web_url=group.web_url).listen(app)
    return Bot(app=app, errands=errands, workers=workers, quoth=quoth, aside=aside)


def _bolt(group: SlackSettings, credentials: Credentials, library: Library, store: InstallationStore | None) -> App:
    """Return Bolt's app. It tells Slack that something arrived only once a listener has stored it (`process_before_response`)."""
    # Without a signing secret nothing is served over HTTP; what Bolt is given then fits no request.
    secret = credentials.signing_secret or secrets.token_hex()
    client = api_client(group, credentials.bot_token or None)
    if store is None:
        return App(client=client, signing_secret=secret, token_verification_enabled=False, process_before_response=True)
    settings = OAuthSettings(
        client_id=credentials.client_id,
        client_secret=credentials.client_secret,
        scopes=list(SCOPES),
        user_scopes=[],
        authorization_url=group.slack_url.rstrip("/") + "/oauth/v2/authorize",
        installation_store=store,
        state_store=SQLAlchemyOAuthStateStore(_STATE_S, writing_engine(library)),
        state_expiration_seconds=_STATE_S,
    )
    app = App(
        client=client,
        authorize=Installed(store),  # type: ignore[arg-type] # Bolt takes one of its own, too, and then serves installations
        installation_store=store,
        signing_secret=secret,
        process_before_response=True,
        oauth_flow=OAuthFlow(client=client, settings=settings),
    )
    app.enable_token_revocation_listeners()
    return app


class Installed(Authorize):
    """Finds the token of a workspace where its installation left it, without asking Slack at every event."""

    def __init__(self, store: InstallationStore) -> None:
        self._store = store

    def __call__(
        self,
        *,
        context: BoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        """Return who the bot is in a workspace; None if it is not installed there."""
        del actor_enterprise_id, actor_team_id, actor_user_id
        bot = self._store.find_bot(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=bool(context.is_enterprise_install)
        )
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=bot.enterprise_id, team_id=bot.team_id or team_id, bot_user_id=bot.bot_user_id, bot_id=bot.bot_id,
            bot_token=bot.bot_token, bot_scopes=list(bot.bot_scopes), user_id=user_id,
        )  # fmt: skip
