"""The endpoints on answers that were given: show one again, take what people say of it."""

from __future__ import annotations

from fastapi import APIRouter, Response

from quoth.contract import FeedbackModel, NotedModel, OutcomeModel, StoredFeedbackModel
from quoth.server.desk import TheHouse
from quoth.server.errors import declared
from quoth.server.limits import DocumentRoute

router = APIRouter(prefix="/v1", route_class=DocumentRoute, tags=["Answers"], responses=declared())


@router.get(
    "/answers/{answer_id}",
    summary="Show an answer that was given",
    response_model=OutcomeModel | NotedModel,
    responses=declared(404),
)
def show_answer(answer_id: str, house: TheHouse) -> Response:
    """Return the outcome as it was given, when it was given last, for as long as `log.retention_days` says.

    Its words are those of then: `/v1/verify` says whether the documents still say so. Where `log.keep_questions` is off, it
    only says that a question was asked and how it ended.
    """
    asking = house.log.find(answer_id)
    said = asking.said or NotedModel.of(asking).model_dump_json()
    return Response(said, media_type="application/json")


@router.post("/feedback", summary="Say whether an answer is right", status_code=201, responses=declared(404, 507))
def give_feedback(body: FeedbackModel, house: TheHouse) -> StoredFeedbackModel:
    """Store what somebody says of an answer that was given. `quoth feedback` lists it and makes questions for `quoth eval` of it."""
    given = body.given()
    house.log.judge(given)
    return StoredFeedbackModel.of(given)
