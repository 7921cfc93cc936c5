"""What both clients open their connections with."""

from __future__ import annotations

from typing import Final, TypedDict

import httpx

_CONNECT_S: Final = 5.0


class Options(TypedDict):
    """What httpx is told."""

    base_url: str
    headers: dict[str, str]
    timeout: httpx.Timeout


def options(url: str, key: str | None, timeout_s: float) -> Options:
    """Return what httpx is told. Redirects are not followed: a key must go nowhere else."""
    headers = {"Accept": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
    return Options(base_url=url, headers=headers, timeout=httpx.Timeout(timeout_s, connect=min(_CONNECT_S, timeout_s)))
