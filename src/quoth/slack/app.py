"""Put the bot together: Bolt with its listeners, the workers, and the client of the Quoth server."""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass

from slack_bolt import App
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import InstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore

from quoth.client import Client
from quoth.errors import QuothError, SettingsError
from quoth.library import Errands, Library, writing_engine
from quoth.settings import Settings, SlackSettings
from quoth.slack.answering import Answering
from quoth.slack.arriving import ArrivingApp
from quoth.slack.aside import Aside
from quoth.slack.asking import Counter
from quoth.slack.authorizing import PATIENCE_S, Installed, Own
from quoth.slack.clicks import Clicks
from quoth.slack.commands import Commands
from quoth.slack.credentials import Credentials
from quoth.slack.errors import SlackLaterError, SlackRefusedError
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
STOP_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A bot that is ready: give what Slack sends to `app`, and let the workers work.

    Attributes:
        own: Who it is, where it serves one workspace.
    """

    app: App
    errands: Errands
    workers: Workers
    quoth: Client
    aside: Aside
    own: Own | None

    def start(self) -> None:
        """Let the workers work, first on what was left when they stopped.

        Raises:
            SettingsError: Slack does not take the token.
        """
        try:
            if self.own is not None:
                self.own.find_out()
        except SlackRefusedError as error:
            raise SettingsError(f"Slack does not take SLACK_BOT_TOKEN ({error.said}).", error.hint) from error
        except SlackLaterError as error:
            logger.warning("Who the bot is will be asked again: %s", error)
        self.workers.start()

    def stop(self, until: float | None = None) -> None:
        """Finish what is under way. Questions that are left are answered after the next start.

        Args:
            until: When to leave it, as `time.monotonic` says it; None for 20 seconds from now.
        """
        until = time.monotonic() + STOP_S if until is None else until
        self.workers.stop(until)
        self.aside.stop(until)
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
    who = Own(api_client(group, credentials.bot_token, PATIENCE_S)) if store is None else store
    app = _bolt(group, credentials, library, who)
    workers = Workers(
        errands, Workspaces(group, credentials, store), Answering(errands, counter, guard, group), Serving(errands, counter, guard, group),
        arrivals=app.arrivals, threads=group.workers, remember_days=group.remember_days,
    )  # fmt: skip
    aside = Aside()
    reception = Reception(errands=errands, workers=workers, guard=guard, aside=aside)
    Events(reception, examples=group.examples, web_url=group.web_url, remember_days=group.remember_days).listen(app)
    Commands(reception, setters=group.auto_setters).listen(app)
    Clicks(reception, helpers=group.help, web_url=group.web_url).listen(app)
    return Bot(app=app, errands=errands, workers=workers, quoth=quoth, aside=aside, own=who if isinstance(who, Own) else None)


def _bolt(group: SlackSettings, credentials: Credentials, library: Library, who: Own | InstallationStore) -> ArrivingApp:
    """Return Bolt's app.

    Args:
        who: Says who the bot is: in its one workspace, or in those that installed it.
    """
    # Without a signing secret nothing is served over HTTP; what Bolt is given then fits no request.
    secret = credentials.signing_secret or secrets.token_hex()
    client = api_client(group)
    if isinstance(who, Own):
        app = ArrivingApp(client=client, authorize=who, signing_secret=secret)
    else:
        app = ArrivingApp(
            client=client,
            authorize=Installed(who),
            installation_store=who,
            signing_secret=secret,
            oauth_flow=_oauth_flow(group, credentials, library, who, client),
        )
        app.enable_token_revocation_listeners()
    app.error(_failed)
    return app


def _oauth_flow(
    group: SlackSettings, credentials: Credentials, library: Library, store: InstallationStore, client: WebClient
) -> OAuthFlow:
    """Return the way in which workspaces install the bot."""
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
    return OAuthFlow(client=client, settings=settings)


def _failed(error: Exception) -> BoltResponse:
    """Tell Slack that something did not arrive: events it sends again, and who clicked sees that it failed."""
    if isinstance(error, QuothError):
        logger.warning("What Slack sent was not taken in: %s", error)
        return BoltResponse(status=503, body="")
    logger.error("What Slack sent was not taken in", exc_info=error)
    return BoltResponse(status=500, body="")
