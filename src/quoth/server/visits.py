"""One request for a page: who shares its work, in which language it is read, and from which browser it comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from quoth.house import House
from quoth.server.desk import Desk, TheDesk
from quoth.server.templates import Page, render
from quoth.server.texts import Texts, texts_of
from quoth.server.visitors import visitor_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What every page needs to know of its request.

    Attributes:
        base: The address of this server as the browser knows it, without a slash at its end.
    """

    desk: Desk
    texts: Texts
    visitor: str
    base: str

    @property
    def house(self) -> House:
        """Return the house."""
        return self.desk.house

    def sign(self, about: str) -> str:
        """Return the token of a form."""
        return self.desk.forms.sign(self.visitor, about)

    def show(self, page: Page, status: int = 200, headers: Mapping[str, str] | None = None) -> HTMLResponse:
        """Return a page in the reader's language."""
        response = render(page, self.texts, self.house.settings.server, status)
        response.headers.update(headers or {})
        return response


async def _visit(request: Request, desk: TheDesk) -> Visit:
    base = str(request.base_url).rstrip("/")
    return Visit(desk=desk, texts=texts_of(request), visitor=visitor_of(request), base=base)


TheVisit = Annotated[Visit, Depends(_visit)]
