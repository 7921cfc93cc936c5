"""Write what is raised above the line so that it cannot be taken for what stands before it: 10³ is not 103."""

from __future__ import annotations

import re
from typing import Final

_RAISED: Final = str.maketrans(
    "0123456789+-\u2212=()abcdefghijklmnoprstuvwxyz",
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b\u207b\u207c\u207d\u207e"
    "\u1d43\u1d47\u1d9c\u1d48\u1d49\u1da0\u1d4d\u02b0\u2071\u02b2\u1d4f\u02e1\u1d50\u207f\u1d52\u1d56"
    "\u02b3\u02e2\u1d57\u1d58\u1d5b\u02b7\u02e3\u02b8\u1dbb",
)
_NUMBER = re.compile(r"[+\-\u2212]?\d[\d,.\-\u2013\u2212 ]*")
_SIGNED = re.compile(r"[+\-\u2212]\d+")
_MARK = re.compile(r"[a-z]")


def raised(before: str, text: str, *, is_reference: bool = False) -> str:
    """Return a superscript as text.

    A number with a sign, a number or lone letter after a digit and the number of a note become superscript characters; all
    else is written on the line, as in "kg/m2" and "12th".

    Args:
        before: What stands before it.
        text: The superscript.
        is_reference: It points to a note or a source.
    """
    flat = text.strip()
    after_digit = before[-1:].isdigit()
    if (
        _SIGNED.fullmatch(flat)
        or (after_digit and _MARK.fullmatch(flat))
        or ((after_digit or is_reference) and _NUMBER.fullmatch(flat))
    ):
        return text.translate(_RAISED)
    return text
