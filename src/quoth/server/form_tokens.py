"""Tell forms of our own pages from those that other sites send in somebody's name."""

from __future__ import annotations

import hmac
import secrets


class FormTokens:
    """Signs what a form is about, and for whom. Other sites cannot read our pages, so they cannot know the signature.

    The browser's own word on where a form comes from does not do: on plain HTTP it sends no `Sec-Fetch-Site`, and with our
    `Referrer-Policy` its `Origin` is null. A token that somebody was given holds in no other browser.
    """

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def sign(self, visitor: str, about: str) -> str:
        """Return the token of a form. It holds until the server is started anew."""
        return hmac.new(self._secret, f"{visitor}\n{about}".encode("utf-8", "replace"), "sha256").hexdigest()

    def fits(self, visitor: str, about: str, token: str) -> bool:
        """Say whether a form has the token that it was given."""
        return hmac.compare_digest(self.sign(visitor, about).encode(), token.encode("utf-8", "replace"))
