"""The endpoints for whoever watches over the process. They pass no gate: they answer when nothing else does."""

from __future__ import annotations

from fastapi import APIRouter, Response

from quoth.errors import QuothError
from quoth.server.desk import TheDesk
from quoth.server.errors import RETRY, declared
from quoth.server.metrics import TYPE
from quoth.server.schemas import HealthModel, ReadyModel

router = APIRouter(tags=["Health"], responses=declared())


@router.get("/healthz", summary="Is the process up?")
def healthz() -> HealthModel:
    """Answer as long as the process lives."""
    return HealthModel()


@router.get(
    "/readyz",
    summary="Are questions answered without waiting?",
    responses={503: {"model": ReadyModel, "description": "Not yet, or not any more; the message says why."}},
)
def readyz(desk: TheDesk, response: Response) -> ReadyModel:
    """Say whether the encoder is loaded and the library opens. Where warming up failed, it is tried again."""
    desk.warmth.start()
    try:
        documents, passages, generation = desk.house.counts()
    except QuothError as error:
        response.status_code = 503
        response.headers.update(RETRY)
        return ReadyModel(ready=False, documents=None, passages=None, generation=None, message=str(error))
    is_ready = desk.warmth.is_warm
    response.status_code = 200 if is_ready else 503
    response.headers.update({} if is_ready else RETRY)
    message = None if is_ready else desk.warmth.message
    return ReadyModel(ready=is_ready, documents=documents, passages=passages, generation=generation, message=message)


@router.get(
    "/metrics",
    summary="What the process counts",
    response_class=Response,
    responses={
        200: {"description": "Prometheus' text format.", "content": {"text/plain": {"schema": {"type": "string"}}}},
    },
)
def metrics(desk: TheDesk) -> Response:
    """Return questions by door, outcome and reason, seconds by stage, what the library holds and what the process takes."""
    return Response(desk.metrics.as_text(), media_type=TYPE)
