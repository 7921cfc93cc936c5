"""Take what a form of a page sends, and make sure that it is a form of ours, sent from this site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from quoth.server.desk import Desk, TheDesk
from quoth.server.telling import PageError
from quoth.server.visitors import visitor_of

_MOST_FIELDS: Final = 12
_SAME: Final = ("same-origin", "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The fields of a form that was sent; fields left empty are absent."""

    fields: dict[str, str]
    visitor: str
    is_from_here: bool
    desk: Desk

    def take(self, name: str) -> str:
        """Return a field and take it out of the others; empty if there is none."""
        return self.fields.pop(name, "")

    def check(self, about: str) -> None:
        """Refuse a form whose token is not for this browser and this matter.

        Raises:
            PageError: It is not ours, or older than the server.
        """
        token = self.take("token")
        if not self.is_from_here or not self.desk.forms.fits(self.visitor, about, token):
            raise PageError("form_old")


async def _form(request: Request, desk: TheDesk) -> Form:
    try:
        sent = parse_qsl((await request.body()).decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError as error:  # it can say nothing else
        raise PageError("form_fields", most=_MOST_FIELDS) from error
    return form_of(request, desk, dict(sent))


def form_of(request: Request, desk: Desk, fields: dict[str, str]) -> Form:
    """Return the fields with what tells where they come from."""
    is_from_here = request.headers.get("sec-fetch-site", "none") in _SAME
    return Form(fields=fields, visitor=visitor_of(request), is_from_here=is_from_here, desk=desk)


TheForm = Annotated[Form, Depends(_form)]
