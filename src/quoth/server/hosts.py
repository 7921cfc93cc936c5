"""Answer to this server's own names alone, so that no other site can pass for it in somebody's browser."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from typing import Final

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from quoth.errors import UnknownHostError
from quoth.server.errors import refuse

ANY: Final = "*"
_HERE: Final = "localhost"
_HOST: Final = re.compile(r"(\[[^\]]*\]|[^:]*)(?::\d*)?")
_MOST_SAID: Final = 100


class Hosts:
    """Refuses requests that came by a name that is not one of this server's.

    A site can let its own name lead to this machine (DNS rebinding): the browser then takes its scripts for ours, and lets
    them read and send what they like. The name stays theirs, and `Host` tells it. An address is no name that leads elsewhere,
    and whoever sends no name at all is no browser: both are let in.
    """

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        """Set up.

        Args:
            names: Names besides localhost and addresses; `*.example.org` are all below that one, `*` is any.
        """
        self._app = app
        known = {name.lower() for name in (_HERE, *names)}
        self._is_open = ANY in known
        self._names = frozenset(name for name in known if not name.startswith(ANY))
        self._endings = tuple(name[1:] for name in known if name.startswith("*."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, or say by which setting it would be."""
        if scope["type"] == "http":
            for name, value in scope["headers"]:
                if name == b"host" and not self.knows(host := value.decode("latin-1")):
                    await refuse(Request(scope), UnknownHostError(host[:_MOST_SAID]))(scope, receive, send)
                    return
        await self._app(scope, receive, send)

    def knows(self, host: str) -> bool:
        """Say whether a `Host` header, with or without a port, names this server."""
        if self._is_open or not host:
            return True
        parts = _HOST.fullmatch(host)
        if parts is None:
            return False
        name = parts[1].lower().removesuffix(".")
        return name in self._names or name.endswith(self._endings) or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True
