"""The endpoints on curated answers: list, pin, take away."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from quoth.contract.pins import PinBody, PinModel
from quoth.server.desk import TheHouse
from quoth.server.errors import declared
from quoth.server.limits import DocumentRoute
from quoth.server.schemas import PinsModel, UnpinnedModel
from quoth.types import PinState

router = APIRouter(prefix="/v1/curated", route_class=DocumentRoute, tags=["Curated answers"], responses=declared())


@router.get("", summary="List the curated answers")
def list_pins(house: TheHouse) -> PinsModel:
    """List what is pinned, newest first, and whether the documents still say so."""
    return PinsModel(curated=[PinModel.of(state) for state in house.pins()])


@router.post("", summary="Pin a quote to questions", status_code=201, responses=declared(404, 507))
def pin(body: PinBody, house: TheHouse) -> PinModel:
    """Let words of a document answer some questions first, from the next question on."""
    return PinModel.of(PinState(pin=house.pin(body.pin()), standing="exact", is_over=False))


@router.delete("/{number}", summary="Take a curated answer away", responses=declared(404, 507))
def unpin(number: Annotated[int, Path(ge=1, le=2**31 - 1, description="Its `id`.")], house: TheHouse) -> UnpinnedModel:
    """Take a pin away. It answers no more from the next question on."""
    house.unpin(number)
    return UnpinnedModel(id=number, generation=house.generation())
