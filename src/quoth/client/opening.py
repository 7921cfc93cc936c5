"""What both clients open their connections with."""

from __future__ import annotations

import re
from typing import Final, TypedDict

import httpx

_CONNECT_S: Final = 5.0
_UNSENDABLE: Final = re.compile(r"[^\x21-\x7e]")


class Options(TypedDict):
    """What httpx is told."""

    base_url: str
    headers: dict[str, str]
    timeout: httpx.Timeout


def is_sendable(secret: str) -> bool:
    """Say whether a header takes it: an error of whatever sends it would show it."""
    return _UNSENDABLE.search(secret) is None


def options(url: str, key: str | None, timeout_s: float) -> Options:
    """Return what httpx is told. Redirects are not followed: a key must go nowhere else.

    Raises:
        ValueError: The key has characters that cannot be sent; the message does not show it.
    """
    if key and not is_sendable(key):
        raise ValueError("The key holds a space, a line break or another character that no header takes.")
    headers = {"Accept": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
    return Options(base_url=url, headers=headers, timeout=httpx.Timeout(timeout_s, connect=min(_CONNECT_S, timeout_s)))
