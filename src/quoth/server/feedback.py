"""The form under an answer, for people: right, wrong or incomplete. It works without JavaScript."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import ValidationError

from quoth.contract import FeedbackModel, OutcomeModel
from quoth.server.forms import TheForm
from quoth.server.limits import PageRoute
from quoth.server.telling import PageError
from quoth.server.views import FeedbackForm, FeedbackPage
from quoth.server.visits import TheVisit, Visit

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_ELSEWHERE: Final = "/"
_OURS: Final = ("/?", "/answers/")


def feedback_form(visit: Visit, model: OutcomeModel, back: str) -> FeedbackForm | None:
    """Return the form for an outcome, or None where no answers are kept to be judged."""
    if not visit.house.log.is_on:
        return None
    shown = model.quotes or model.nearest
    token = visit.sign(model.answer_id)
    return FeedbackForm(answer_id=model.answer_id, token=token, back=back, quotes=len(shown))


@router.post("/feedback")
def take_feedback(form: TheForm, visit: TheVisit) -> Response:
    """Store what the form says, and thank for it.

    Raises:
        PageError: The form is not one of ours, or says nothing that can be stored.
        UnknownError: The answer is not known any more.
    """
    answer_id, back = form.take("answer_id"), form.take("back")
    form.check(answer_id)
    try:
        body = FeedbackModel.model_validate({**form.fields, "answer_id": answer_id})
    except ValidationError as error:
        first = error.errors()[0]
        raise PageError("form_field", f"{first['msg']}.", name=".".join(map(str, first["loc"]))) from error
    visit.house.log.judge(body.given())
    return visit.show(FeedbackPage(back=back if back.startswith(_OURS) else _ELSEWHERE))
