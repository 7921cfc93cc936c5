"""Keys of clients: the server knows the sha256 of each, never the key. Where there are keys, nothing is answered without one."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from quoth.errors import SettingsError
from quoth.server.errors import respond
from quoth.server.telling import Told
from quoth.server.texts import Texts

_LINE: Final = re.compile(r"(?P<name>[\w.-]+):(?P<sha256>[0-9a-fA-F]{64})(?P<all>:all)?", re.ASCII)
_SHAPE: Final = (
    "Each line is NAME:SHA256 for a key that may ask, or NAME:SHA256:all for one that may do everything (docs/http.md)."
)
_OPEN: Final = frozenset({"/healthz", "/readyz"})
_STYLE: Final = "/static/"
_ASKING: Final = frozenset({"/v1/ask", "/v1/chat", "/v1/search", "/v1/verify", "/v1/highlight", "/v1/feedback"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A client's key.

    Attributes:
        sha256: Of the key in UTF-8.
        may_all: It may read and change everything, not only ask.
    """

    name: str
    sha256: bytes
    may_all: bool

    def lets(self, method: str, path: str) -> bool:
        """Say whether a request may be made with it."""
        return self.may_all or (method == "POST" and path in _ASKING)


def read_keys(file: Path) -> tuple[Key, ...]:
    """Read the keys of a file; empty lines and those that begin with # say nothing.

    Raises:
        SettingsError: It cannot be read, holds no key, or has a line that is none.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"server.keys cannot be read: {error}.", "Check the path and its permissions.") from error
    keys: dict[str, Key] = {}
    for number, line in enumerate(lines, 1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        found = _LINE.fullmatch(said)
        if found is None or found["name"] in keys:
            why = "is no key" if found is None else f"names {found['name']} a second time"
            raise SettingsError(f"Line {number} of {file} {why}.", _SHAPE)
        keys[found["name"]] = Key(name=found["name"], sha256=bytes.fromhex(found["sha256"]), may_all=bool(found["all"]))
    if not keys:
        raise SettingsError(f"{file} holds no key.", _SHAPE)
    return tuple(keys.values())


class CheckKeys:
    """Lets nobody in without a key, but those who ask whether the server is up."""

    def __init__(self, app: ASGIApp, keys: tuple[Key, ...]) -> None:
        self._app = app
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check the key of a request."""
        if scope["type"] != "http" or scope["path"] in _OPEN or scope["path"].startswith(_STYLE):
            await self._app(scope, receive, send)
            return
        key = self._find(Headers(scope=scope).get("authorization", ""))
        if key is None:
            answer = respond(Request(scope), 401, "no_key", _tell_no_key, {"WWW-Authenticate": "Bearer"})
        elif not key.lets(scope["method"], scope["path"]):
            answer = respond(Request(scope), 403, "not_allowed", _tell_not_allowed)
        else:
            await self._app(scope, receive, send)
            return
        await answer(scope, receive, send)

    def _find(self, authorization: str) -> Key | None:
        """Return the key that was sent. All are compared, each in constant time: how long it takes tells nothing."""
        scheme, _, sent = authorization.partition(" ")
        digest = hashlib.sha256(sent.strip().encode("utf-8", "surrogateescape")).digest()
        found = [key for key in self._keys if hmac.compare_digest(key.sha256, digest)]
        return found[0] if found and scheme.lower() == "bearer" else None


def _tell_no_key(texts: Texts) -> Told:
    return Told(message=texts("error.no_key"), hint=texts("error.no_key_hint"))


def _tell_not_allowed(texts: Texts) -> Told:
    return Told(message=texts("error.not_allowed"), hint=texts("error.not_allowed_hint"))
