"""Style sheets, scripts and the icon: under an address that names what they hold, so that a browser asks for each but once."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Final
from urllib.parse import parse_qs

from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

from quoth.shipped import web_folder

_FOREVER: Final = "public, max-age=31536000, immutable"
_DIGITS: Final = 12


class Static(StaticFiles):
    """The files of the folder `web/static`. Without what it holds in its address a file is asked for anew each time."""

    def __init__(self) -> None:
        super().__init__(directory=web_folder() / "static")

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file; the browser may keep it if it is the one that the address names."""
        response = await super().get_response(path, scope)
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("v")
        if response.status_code in (200, 304) and asked == [stamp_of(path)]:
            response.headers["Cache-Control"] = _FOREVER
        return response


@cache
def stamp_of(name: str) -> str:
    """Return how the sha256 of a file begins; read once, so that a new Quoth must be started anew."""
    return hashlib.sha256((web_folder() / "static" / name).read_bytes()).hexdigest()[:_DIGITS]


def address_of_static(name: str) -> str:
    """Return the address of a file."""
    return f"/static/{name}?v={stamp_of(name)}"
