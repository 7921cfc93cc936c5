"""What Slack publishes as its limits, and the functions that keep them. Lengths count UTF-16 units: never less than Slack does.

Source: https://docs.slack.dev/reference/block-kit/ (blocks, elements, objects and views).
"""

from __future__ import annotations

import re
from typing import Final

MOST_BLOCKS: Final = 50
MOST_VIEW_BLOCKS: Final = 100
MOST_TEXT: Final = 3000
MOST_HEADER: Final = 150
MOST_ACTIONS: Final = 25
MOST_CONTEXT: Final = 10
MOST_BUTTON: Final = 75
MOST_URL: Final = 3000
MOST_TITLE: Final = 24
MOST_OPTION: Final = 75
MOST_CONFIRM: Final = 300
MOST_TABLE_ROWS: Final = 100
MOST_TABLE_COLUMNS: Final = 20
MOST_TABLE_TEXT: Final = 10_000
_WIDE: Final = 0xFFFF
# Slack refuses or drops them; documents and questions never hold them rightly.
_UNPRINTED: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def size(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text) + sum(ord(character) > _WIDE for character in text)


def printable(text: str) -> str:
    """Return a text without control characters and halves of characters."""
    return _UNPRINTED.sub("\N{REPLACEMENT CHARACTER}", text)


def head(text: str, most: int) -> str:
    """Return as much of the beginning of a text as fits, at a space if there is one not far from the end."""
    if size(text) <= most:
        return text
    cut = text[:most]
    while (over := size(cut) - most) > 0:
        cut = cut[: -max(1, over // 2)]
    space = max(cut.rfind(" "), cut.rfind("\n"))
    return cut[:space] if space > len(cut) * 3 // 4 else cut


def fit(text: str, most: int) -> str:
    """Return a text of at most so many units that is never empty; one that was cut ends with an ellipsis."""
    text = printable(text).strip()
    if size(text) > most:
        text = head(text, most - 1).rstrip() + "…"
    return text or "-"
