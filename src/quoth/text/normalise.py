"""Bring text to the one form in which it is stored, sliced and quoted. Never drops a visible character."""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_WHITE = re.compile(r"\s+")
# Format characters that no reader sees: zero-width spaces and joiners outside scripts that need them, BOM, soft hyphen.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\ufffe\uffff]")
# Categories Cc and Cs but for tab and line feed.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def normalise(text: str) -> str:
    r"""Return the text in NFC, with `\n` line breaks and without control or invisible characters.

    Idempotent. Tabs stay; every other C0/C1 control character and lone surrogate is dropped.
    """
    text = _INVISIBLE.sub("", _LINE_BREAKS.sub("\n", text))
    text = _CONTROL.sub("", text)
    # Last: what was dropped may have stood between a letter and its accent.
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """Return the text as one line: every run of white space becomes one space, none at the ends."""
    return _WHITE.sub(" ", text).strip()
