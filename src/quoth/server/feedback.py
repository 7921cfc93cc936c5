"""The form under an answer, for people: right, wrong or incomplete. It works without JavaScript."""

from __future__ import annotations

from typing import Annotated, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import ValidationError

from quoth.contract import FeedbackModel
from quoth.errors import UsageError
from quoth.server.desk import Desk, TheDesk
from quoth.server.limits import PageRoute
from quoth.server.templates import render
from quoth.server.views import FeedbackForm, FeedbackPage
from quoth.types import Answer, Outcome

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_MOST_FIELDS: Final = 10
_ELSEWHERE: Final = "/"


def feedback_form(desk: Desk, outcome: Outcome, back: str) -> FeedbackForm | None:
    """Return the form for an outcome, or None where no answers are kept to be judged."""
    if not desk.house.log.is_on:
        return None
    shown = outcome.quotes if isinstance(outcome, Answer) else outcome.nearest
    return FeedbackForm(answer_id=outcome.answer_id, token=desk.forms.sign(outcome.answer_id), back=back, quotes=len(shown))


async def _fields(request: Request) -> dict[str, str]:
    try:
        sent = parse_qsl((await request.body()).decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS)
    except ValueError:  # too many
        return {}
    return dict(sent)  # fields left empty are absent


@router.post("/feedback")
def take_feedback(fields: Annotated[dict[str, str], Depends(_fields)], desk: TheDesk) -> Response:
    """Store what the form says, and thank for it.

    Raises:
        UsageError: The form is not one of ours, or says nothing that can be stored.
        UnknownError: The answer is not known any more.
    """
    answer_id, token, back = (fields.pop(name, "") for name in ("answer_id", "token", "back"))
    if not desk.forms.fits(answer_id, token):
        raise UsageError(
            "This form is older than the server, or not from this site.", "Ask the question again, then judge its answer."
        )
    try:
        body = FeedbackModel.model_validate({**fields, "answer_id": answer_id})
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}.", "Go back and try again.") from error
    desk.house.log.judge(body.given())
    return render(FeedbackPage(back=back if back.startswith("/?") else _ELSEWHERE))
