"""Bring somebody in: where they will see it, which is not always the thread of the answer, and with a way to the question."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from slack_sdk import WebClient

from quoth.contract import OutcomeModel
from quoth.slack.answers import Card
from quoth.slack.elements import Json, channel, group, line, link, notification, person, rich, words
from quoth.slack.errors import SlackRefusedError
from quoth.slack.posting import translated
from quoth.types.errands import Errand

logger = logging.getLogger(__name__)

_CHANNELS: Final = ("C", "G")
_GROUP: Final = "S"
_PAGE: Final = 1000
_PAGES: Final = 10


def place_of(errand: Errand, source: Errand, client: WebClient) -> Errand | None:
    """Return the call for help with the place where it is seen; None if there is none.

    Groups can only be mentioned where people of them read. People who are not in the channel get a message of their own: a
    mention there would not reach them.

    Args:
        errand: Its `said` names whom to call.
        source: The question.

    Raises:
        SlackLaterError: Slack does not say now who is in the channel.
    """
    who = errand.said
    if who.startswith(_CHANNELS):
        return replace(errand, channel=who, thread="")
    stands_in_a_thread = _stands_in_a_thread(source)
    if who.startswith(_GROUP):
        return errand if stands_in_a_thread else None
    if stands_in_a_thread and _is_member(client, errand.channel, who):
        return errand
    return replace(errand, channel=who, thread="")


def _stands_in_a_thread(source: Errand) -> bool:
    """Say whether others than the asker see the answer: it stands in a thread, and that not in a direct message."""
    return bool(source.thread and source.posted) and not source.channel.startswith("D")


def _is_member(client: WebClient, where: str, who: str) -> bool:
    """Say whether somebody is in a channel; of those with more than 10,000 people, whether they are among the first."""
    cursor = ""
    for _ in range(_PAGES):
        try:
            with translated(only_reads=True):
                page = client.conversations_members(channel=where, limit=_PAGE, cursor=cursor or None)
        except SlackRefusedError as error:
            logger.warning("Who is in %s cannot be seen: %s", where, error)
            return False
        if who in page["members"]:
            return True
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    return False


def call(errand: Errand, source: Errand, outcome: OutcomeModel, client: WebClient, web_url: str) -> Card:
    """Return what is said to who is called.

    Args:
        errand: With the place where it is said.

    Raises:
        SlackLaterError: Slack does not give the address of the question now.
    """
    who = errand.said
    called = [] if who.startswith(_CHANNELS) else [*_name(who), *words(" ")]
    if errand.thread:
        said = line(called, person(errand.person), words(" still needs help with this."))
        return Card(blocks=tuple(rich([said])), text="Somebody still needs help with this.")
    asked = line(called, person(errand.person), words(" still needs help with: "), words(source.said, italic=True))
    ways = [run for way in _ways(source, outcome, client, web_url) for run in (*way, *words("   "))]
    return Card(
        blocks=tuple(rich([asked, *([line(ways)] if ways else [])])),
        text=notification(f"Somebody still needs help: {source.said}"),
    )


def _ways(source: Errand, outcome: OutcomeModel, client: WebClient, web_url: str) -> Iterator[list[Json]]:
    """Yield links to the question and its answer."""
    if _stands_in_a_thread(source):
        try:
            with translated(only_reads=True):
                found = client.chat_getPermalink(channel=source.channel, message_ts=source.ts or source.thread)
            yield link("Go to the conversation", str(found["permalink"]))
        except SlackRefusedError as error:
            logger.warning("The address of a question is not known: %s", error)
    if web_url:
        yield link("See the answer", f"{web_url.rstrip('/')}/answers/{outcome.answer_id}")


def report(who: str, what: str) -> Card:
    """Return what is said to who called for help: whom it is about, and what became of it."""
    return Card(blocks=tuple(rich([line(_name(who), words(f" {what}"))])), text=notification(f"{who} {what}"))


def _name(who: str) -> list[Json]:
    if who.startswith(_CHANNELS):
        return channel(who)
    return group(who) if who.startswith(_GROUP) else person(who)
