"""Who may ask where, and how often. What is refused is told to the person who asked, once."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Final, Literal

from slack_sdk import WebClient

from quoth.library import Errands
from quoth.settings import SlackSettings
from quoth.slack.errors import SlackRefusedError
from quoth.slack.posting import translated
from quoth.types.errands import NewErrand

logger = logging.getLogger(__name__)

Reach = Literal["ours", "shared", "unknown"]
_MINUTE_S: Final = 60.0
_HOUR_S: Final = 3600.0
_KNOWN_S: Final = 60.0
# What Slack says of a conversation that the bot is not in.
_UNSEEN: Final = frozenset({"channel_not_found", "not_in_channel", "missing_scope", "method_not_supported_for_channel_type"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a question is not answered, in words; empty to say nothing at all."""

    message: str


class Guard:
    """Knows the rules, counts in the library, and asks Slack whether a channel is shared."""

    def __init__(self, settings: SlackSettings, errands: Errands) -> None:
        self._settings = settings
        self._errands = errands
        self._known: dict[tuple[str, str], tuple[float, Reach]] = {}

    def lets_team_in(self, team: str, own_team: str = "") -> bool:
        """Say whether people of a workspace may ask.

        Args:
            own_team: The workspace of the person, where they are a guest from another organisation.
        """
        allowed = self._settings.teams
        return not allowed or (team in allowed and own_team in ("", *allowed))

    def reach(self, client: WebClient, team: str, channel: str, *, is_fresh: bool = False) -> Reach:
        """Say whether a conversation is shared with another organisation; unknown where the bot is not in it.

        Args:
            is_fresh: Ask Slack, even if it said so within the last minute.

        Raises:
            SlackLaterError: Slack does not say so now.
        """
        now = time.monotonic()
        known = self._known.get((team, channel))
        if is_fresh or known is None or known[0] < now:
            reach, is_sure = _ask_reach(client, channel)
            known = (now + _KNOWN_S, reach)
            if is_sure:
                self._known[team, channel] = known
        return known[1]

    def hear(self, team: str, channel: str, *, is_shared: bool) -> None:
        """Take from an event whether its conversation is shared."""
        known = self._known.get((team, channel))
        if known is not None and is_shared != (known[1] == "shared"):
            self._known.pop((team, channel), None)

    def refuses_here(self, client: WebClient, errand: NewErrand, *, is_private: bool, is_fresh: bool = False) -> Refusal | None:
        """Say why nothing may be shown in a conversation of which Slack did not say whether it is shared; None if it may.

        Args:
            is_private: One person alone sees it: that does no harm where the bot cannot see who else is there.
            is_fresh: As for `reach`.

        Raises:
            SlackLaterError: Slack does not say so now.
        """
        reach = self.reach(client, errand.team, errand.channel, is_fresh=is_fresh)
        is_direct = errand.channel.startswith("D")
        if reach == "unknown" and not (is_private or is_direct or self._settings.shared_channels):
            return Refusal(
                message="I cannot see who else is in this conversation, so I show nothing in it. Write to me directly."
            )
        return self.refuses_channel(errand.channel, reach, is_direct=is_direct)

    def refuses_channel(self, channel: str, reach: Reach, *, is_direct: bool) -> Refusal | None:
        """Say why nothing may be asked in a conversation; None if it may."""
        if reach == "shared" and not self._settings.shared_channels:
            return Refusal(
                message="This channel is shared with another organisation: I do not answer here. Write to me directly instead."
            )
        if not is_direct and self._settings.channels and channel not in self._settings.channels:
            return Refusal(message="I am not set up to answer in this channel. Write to me directly instead.")
        return None

    def refuses_rate(self, team: str, person: str, channel: str) -> Refusal | None:
        """Say that somebody, or everybody in a channel, has asked too much in the last minute; None if not."""
        since = time.time() - _MINUTE_S
        if self._errands.count(since, team, person=person) >= self._settings.person_per_minute:
            return Refusal(
                message=f"You asked {self._settings.person_per_minute} questions within a minute. Please ask again in a minute."
            )
        if self._errands.count(since, team, channel=channel) >= self._settings.channel_per_minute:
            return Refusal(message="So many questions were asked here within a minute. Please ask again in a minute.")
        return None

    def was_told(self, team: str, person: str) -> bool:
        """Say whether a person was refused within the last minute already."""
        return self._errands.count(time.time() - _MINUTE_S, team, person=person, state="refused") > 0

    def lets_auto_in(self, team: str, channel: str) -> bool:
        """Say whether one more answer that nobody asked the bot for may be given in a channel."""
        given = self._errands.count(time.time() - _HOUR_S, team, channel=channel, auto=True)
        return given < self._settings.auto_per_hour


def _ask_reach(client: WebClient, channel: str) -> tuple[Reach, bool]:
    """Return what Slack says, and whether it does say so: if it refuses to, the channel counts as shared this once."""
    try:
        with translated(only_reads=True):
            found = client.conversations_info(channel=channel)["channel"]
    except SlackRefusedError as error:
        if error.said in _UNSEEN:
            return "unknown", True
        logger.warning("Whether %s is shared cannot be seen, so it counts as shared: %s", channel, error)
        return "shared", False
    is_shared = found.get("is_ext_shared") or found.get("is_pending_ext_shared")
    return "shared" if is_shared else "ours", True
