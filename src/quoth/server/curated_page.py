"""Curated answers for people: pin a quote of an answer to its question, list what is pinned, take it away."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from quoth.contract import CitationToVerify
from quoth.contract.pins import PinBody, PinModel
from quoth.server.chat_page import CURATED
from quoth.server.desk import TheDesk
from quoth.server.forms import TheForm
from quoth.server.limits import PageRoute
from quoth.server.telling import PageError
from quoth.server.views import CuratedPage
from quoth.server.visits import TheVisit
from quoth.types import Span

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_METHODS: Final = ["GET", "HEAD"]
_SEE_OTHER: Final = 303


@router.api_route("/curated", methods=_METHODS)
def list_pins(visit: TheVisit) -> Response:
    """List what is pinned, newest first, and whether the documents still say so."""
    pins = tuple(PinModel.of(state) for state in visit.house.pins())
    return visit.show(CuratedPage(pins=pins, token=visit.sign(CURATED)))


@router.post("/curated")
def pin(form: TheForm, desk: TheDesk) -> Response:
    """Pin a quote to a question, then show the answer, which now begins with it.

    Raises:
        PageError: The form is not one of ours, or the words stand in the document no more.
    """
    form.check(CURATED)
    back = form.take("back")
    try:
        cited = CitationToVerify.model_validate(form.fields)
        body = PinBody.model_validate(
            {
                "questions": [form.take("question")], "doc_id": cited.doc_id, "start": cited.start, "end": cited.end,
                "owner": form.take("owner"), "until": form.take("until") or None,
            }
        )  # fmt: skip
    except ValidationError as error:
        first = error.errors()[0]
        raise PageError("form_field", f"{first['msg']}.", name=".".join(map(str, first["loc"]))) from error
    stands = desk.house.verify(cited.doc_id, cited.version, Span(cited.start, cited.end), cited.text_sha256, cited.quote_sha256)
    if stands.start is None or stands.end is None or stands.version is None:
        raise PageError("pin_gone")
    now = body.model_copy(update={"doc_id": stands.doc_id, "start": stands.start, "end": stands.end})
    desk.house.pin(now.pin())
    return RedirectResponse(back if back.startswith("/?") else "/curated", _SEE_OTHER)


@router.post("/curated/remove")
def unpin(form: TheForm, desk: TheDesk) -> Response:
    """Take a pin away, then show the list.

    Raises:
        PageError: The form is not one of ours.
        UnknownError: There is none of this number.
    """
    form.check(CURATED)
    number = form.take("id")
    if not (number.isascii() and number.isdigit() and len(number) < 10):  # noqa: PLR2004 - digits of 2**31
        raise PageError("no_pin")
    desk.house.unpin(int(number))
    return RedirectResponse("/curated", _SEE_OTHER)
