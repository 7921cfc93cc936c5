"""Send to Slack, and say what a failure means: try later, look first whether it arrived, or give up."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from quoth.errors import QuothError
from quoth.slack.answers import Card
from quoth.slack.errors import SlackLaterError, SlackRefusedError
from quoth.slack.workspaces import trusted
from quoth.types.errands import Errand, NewErrand, Posted

logger = logging.getLogger(__name__)

_RATE_LIMITED: Final = 429
_BROKEN: Final = 500
# Slack's own trouble: it may have done what it was asked.
_UNSURE: Final = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"})
_LATER_S: Final = 3.0
_PAGE: Final = 200
_PAGES: Final = 10
_TIMEOUT_S: Final = 10


@contextmanager
def translated(*, only_reads: bool = False) -> Iterator[None]:
    """Turn what slack_sdk raises into what it means.

    Args:
        only_reads: Nothing is sent that could have arrived.

    Raises:
        SlackLaterError, SlackRefusedError: as fits.
    """
    try:
        yield
    except SlackApiError as error:
        raise _meaning(error, may_have_arrived=not only_reads) from error
    except (OSError, HTTPException) as error:
        raise SlackLaterError(f"{type(error).__name__}: {error}", _LATER_S, may_have_arrived=not only_reads) from error


def _meaning(error: SlackApiError, *, may_have_arrived: bool) -> SlackLaterError | SlackRefusedError:
    response: Any = error.response
    status = response.status_code if isinstance(response, SlackResponse) else response.get("status", 0)
    code = str(response.get("error") or f"status {status}")
    if status == _RATE_LIMITED or code == "ratelimited":
        return SlackLaterError(code, _retry_after(response.headers), may_have_arrived=False)
    if status >= _BROKEN or code in _UNSURE:
        return SlackLaterError(code, _LATER_S, may_have_arrived=may_have_arrived)
    return SlackRefusedError(code)


def _retry_after(headers: dict[str, str]) -> float:
    said = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(said) if said.isdigit() else 1.0


def post(client: WebClient, errand: Errand, card: Card, *, is_last: bool = True) -> Posted:
    """Send a message for an errand, into its thread if it has one. The last one carries a mark, by which it is found again."""
    first, *rest = card.blocks
    with translated():
        sent = client.chat_postMessage(
            channel=errand.channel,
            thread_ts=errand.thread or None,
            text=card.text,
            blocks=[{**first, "block_id": _mark(errand)} if is_last else first, *rest],
            unfurl_links=False,
            unfurl_media=False,
            parse="none",
        )
    return Posted(posted=str(sent["ts"]), channel=str(sent["channel"]))


def _mark(errand: Errand) -> str:
    """Return the id of the first block of an errand's last message: the same at every try, and no other errand's."""
    return "quoth-" + hashlib.sha256(errand.key.encode()).hexdigest()[:32]


def change(client: WebClient, channel: str, ts: str, card: Card) -> None:
    """Put other blocks in the place of a message's. Done twice, it is done once."""
    with translated():
        client.chat_update(channel=channel, ts=ts, text=card.text, blocks=list(card.blocks), parse="none")


def find_posted(client: WebClient, errand: Errand) -> Posted | None:
    """Return the message that was sent for an errand, or None if there is none to be seen."""
    cursor = ""
    for _ in range(_PAGES):
        try:
            with translated():  # what cannot be seen now may have arrived
                page = _page(client, errand, cursor)
        except SlackRefusedError as error:
            logger.info("Whether errand %d was posted cannot be seen: %s", errand.number, error)
            return None
        for message in page.get("messages") or ():
            if any(block.get("block_id") == _mark(errand) for block in message.get("blocks") or ()):
                return Posted(posted=str(message["ts"]), channel=errand.channel)
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return None
    return None


def _page(client: WebClient, errand: Errand, cursor: str) -> SlackResponse:
    """Return a page of what was said in the errand's thread, or else in its channel since it came in."""
    if errand.thread:
        return client.conversations_replies(
            channel=errand.channel, ts=errand.thread, oldest=errand.ts or errand.thread, limit=_PAGE, cursor=cursor or None
        )  # fmt: skip
    return client.conversations_history(
        channel=errand.channel,
        oldest=f"{errand.received_at - 1:.6f}",
        limit=_PAGE,
        cursor=cursor or None,
    )


def reply(url: str, card: Card, *, in_channel: bool = False) -> None:
    """Send to the address that came with a command or a click: to the person alone, or to the channel."""
    with translated():
        sent = WebhookClient(url, timeout=_TIMEOUT_S, retry_handlers=[], ssl=trusted()).send(
            text=card.text, blocks=list(card.blocks), response_type="in_channel" if in_channel else "ephemeral",
            replace_original=False, unfurl_links=False, unfurl_media=False,
        )  # fmt: skip
    if sent.status_code == _RATE_LIMITED:
        raise SlackLaterError("ratelimited", _retry_after(sent.headers), may_have_arrived=False)
    if sent.status_code >= _BROKEN:
        raise SlackLaterError(f"status {sent.status_code}", _LATER_S, may_have_arrived=True)
    if sent.status_code >= 300:  # noqa: PLR2004
        raise SlackRefusedError(sent.body[:100])


def whisper(client: WebClient, channel: str, person: str, card: Card, thread: str = "") -> None:
    """Send a message that one person sees."""
    with translated():
        client.chat_postEphemeral(
            channel=channel, user=person, thread_ts=thread or None, text=card.text, blocks=list(card.blocks), parse="none"
        )


def tell(errand: NewErrand, client: WebClient, card: Card) -> bool:
    """Say something to who wanted an errand done, and to nobody else; say whether that worked."""
    lost = f"{errand.person} in {errand.channel} was not told: {card.text}"
    if errand.reply_url and politely(lost, lambda: reply(errand.reply_url, card)):
        return True
    thread = errand.thread if errand.thread != errand.ts else ""
    return politely(lost, lambda: whisper(client, errand.channel, errand.person, card, thread))


def take_back(client: WebClient, channel: str, ts: str) -> None:
    """Delete a message of the bot; one that is gone already is gone."""
    try:
        with translated():
            client.chat_delete(channel=channel, ts=ts)
    except SlackRefusedError as error:
        if error.said != "message_not_found":
            raise


def politely(what: str, call: Callable[[], object], *, unless: Container[str] = ()) -> bool:
    """Do what is nice to have; say whether it worked. A failure costs nothing; it is logged with what was lost by it.

    Args:
        unless: What Slack may say that is no loss at all.
    """
    try:
        with translated():
            call()
    except SlackRefusedError as error:
        logger.log(logging.DEBUG if error.said in unless else logging.WARNING, "%s: %s", what, error)
        return False
    except QuothError as error:
        logger.warning("%s: %s", what, error)
        return False
    return True
