"""What people write in Slack, as questions: markup taken away, and whether it asks anything. Pure functions."""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = re.compile(r"<([^<>]*)>")
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_SPACE: Final = re.compile(r"\s+")
_MENTION: Final = re.compile(r"<(@|!subteam\^|!channel|!here|!everyone)[^<>]*>")
_ASKING: Final = re.compile(
    r"(who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can|could|may|must|should|shall|will|would|has|have)\b",
    re.IGNORECASE,
)
_LEAST_WORDS: Final = 3


def question_in(text: str, bot: str = "") -> str:
    """Return what a message asks, as plain text: mentions of the bot gone, links as their labels, entities as characters.

    Args:
        bot: The bot's user id.
    """
    plain = _MARK.sub(lambda mark: _shown(mark[1], bot), text)
    for entity, character in _ENTITIES:
        plain = plain.replace(entity, character)
    return _SPACE.sub(" ", plain).strip()


def _shown(mark: str, bot: str) -> str:
    """Return what Slack shows of a mark."""
    target, _, label = mark.partition("|")
    if target == f"@{bot}":
        return " "
    if label:
        return label
    if target.startswith("!"):
        return "@" + target[1:].partition("^")[0]
    return target.removeprefix("mailto:").removeprefix("tel:")


def mentions_anybody(text: str) -> bool:
    """Say whether a message is addressed to a person, a group or everybody."""
    return _MENTION.search(text) is not None


def asks(question: str) -> bool:
    """Say whether a text asks something, without being told that it does: it ends as a question, and has some words."""
    long_enough = len(question.split()) >= _LEAST_WORDS
    return long_enough and question.rstrip("\"')» ").endswith("?")


def follows_up(text: str) -> bool:
    """Say whether a message in a thread asks on: what ends as a question, or begins as one."""
    return text.endswith("?") or _ASKING.match(text) is not None
