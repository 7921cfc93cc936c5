"""Tell one browser from another by a random cookie, for forms alone: it is written nowhere and says nothing of anybody."""

from __future__ import annotations

import re
import secrets
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_COOKIE: Final = "quoth_form"
_KEY: Final = "quoth.visitor"
_NAME: Final = re.compile(r"[\w-]{22}", re.ASCII)


class Visitors:
    """Gives each browser that is shown a page a name of its own. It ends with the browser's session."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find the name, or make one and let the page bring it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        brought = HTTPConnection(scope).cookies.get(_COOKIE, "")
        is_known = bool(_NAME.fullmatch(brought))
        scope[_KEY] = brought if is_known else secrets.token_urlsafe(16)

        async def send_with_name(message: Message) -> None:
            if message["type"] == "http.response.start" and not is_known:
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    secure = "; Secure" if scope["scheme"] == "https" else ""
                    headers.append("Set-Cookie", f"{_COOKIE}={scope[_KEY]}; Path=/; HttpOnly; SameSite=Lax{secure}")
            await send(message)

        await self._app(scope, receive, send_with_name)


def visitor_of(connection: HTTPConnection) -> str:
    """Return the name of the browser that sent this."""
    name: str = connection.scope[_KEY]
    return name
