"""The page where questions are asked, and the page of an answer that was given. They work without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from quoth.ask import Request
from quoth.contract import OutcomeModel, Today
from quoth.errors import QuothError, UnknownError
from quoth.house import House
from quoth.server.answer_views import OutcomeView
from quoth.server.copies import copies_of
from quoth.server.desk import Desk, TheDesk
from quoth.server.errors import headers_of, status_of
from quoth.server.feedback import feedback_form
from quoth.server.limits import PageRoute
from quoth.server.links import Turn, link_to_question, turns
from quoth.server.outcome_views import MOST_SAID, OutcomeShower, Source, gist_of, sources_of
from quoth.server.questions_api import conversation
from quoth.server.telling import tell
from quoth.server.views import ChatPage, PinForm
from quoth.server.visits import TheVisit, Visit
from quoth.types import Answer, Exchange, Span, Standing, Version

router = APIRouter(route_class=PageRoute, include_in_schema=False)

# An address must stay short enough for every browser and proxy: what a follow-up needs is in the last few questions.
_MOST_EARLIER: Final = 6
_MOST_EARLIER_CHARACTERS: Final = 1500
_METHODS: Final = ["GET", "HEAD"]
CURATED: Final = "curated"


class Asked(BaseModel):
    """What the address of the page holds."""

    q: str | None = Field(default=None, description="The question.")
    h: list[str] = Field(default=[], description="The questions before it as they were understood, oldest first.")
    a: str = Field(default="", description="What the last of them was answered, in short: what “the second one” may mean.")
    edit: str = Field(default="", description="A question to be corrected: it stands in the field and is not asked yet.")


@router.api_route("/", methods=_METHODS)
def chat(asked: Annotated[Asked, Query()], visit: TheVisit) -> Response:
    """Show the field for a question and, where the address holds one, its answer."""
    page = _empty_chat(visit)
    history = _recent([old.question for old in conversation(Exchange.of(asked.h), visit.house)])
    said = asked.a[:MOST_SAID]
    if asked.q is None and asked.edit:
        return visit.show(replace(page, earlier=turns(history), history=history, said=said, typed=asked.edit))
    if asked.q is None:
        return visit.show(replace(page, examples=_examples(visit.desk, page.passages)))
    try:
        outcome = visit.desk.answer(Request(question=asked.q, history=_with_answer(history, said)), "web")
    except QuothError as error:
        if status_of(error) == HTTPStatus.INTERNAL_SERVER_ERROR:
            raise  # to be logged, and shown on a page of its own
        problem = tell(error, visit.texts)
        page = replace(page, earlier=turns(history), history=history, said=said, typed=asked.q, problem=problem)
        return visit.show(page, status_of(error), headers_of(error))
    model = OutcomeModel.of(outcome)
    comparison = outcome.comparison if isinstance(outcome, Answer) else None
    shower = OutcomeShower(model, sources_of(outcome), _today(visit.house), visit.texts)
    view = shower.show(history, said, comparison.beside if comparison else None)
    log = visit.house.log
    page = replace(page, earlier=turns(history), history=(*history, outcome.query.text))
    page = replace(page, permalink=f"/answers/{model.answer_id}" if log.is_on and log.keep_questions else None)
    return visit.show(_with_outcome(visit, page, model, view, link_to_question(model.question, history, said)))


@router.api_route("/answers/{answer_id}", methods=_METHODS)
def stored_answer(answer_id: str, visit: TheVisit) -> Response:
    """Show an answer as it was given, and whether the documents still say so.

    Raises:
        UnknownError: No such answer was given, or too long ago, or its words are not kept.
    """
    asking = visit.house.log.find(answer_id)
    if asking.said is None:
        raise UnknownError("answer", answer_id, "The words of answers are not kept here (log.keep_questions); ask again.")
    model = OutcomeModel.model_validate_json(asking.said)
    shower = OutcomeShower(model, _stored_texts(visit.house), _today(visit.house), visit.texts)
    view = shower.show(standings=_standings(visit.house, model))
    here = f"/answers/{answer_id}"
    page = replace(
        _empty_chat(visit),
        history=_recent([model.understood_as]),
        given_at=asking.asked_at,
        permalink=here,
        again=link_to_question(model.understood_as),
    )
    return visit.show(_with_outcome(visit, page, model, view, here))


@router.get("/suggestions")
def suggest(desk: TheDesk, q: Annotated[str, Query(max_length=2000)] = "") -> Response:
    """Return what somebody who typed this may want to ask, as JSON."""
    found = desk.suggestions.matching(q)
    return JSONResponse({"suggestions": [{"text": one.text, "kind": one.kind} for one in found]})


def _with_outcome(visit: Visit, page: ChatPage, model: OutcomeModel, view: OutcomeView, back: str) -> ChatPage:
    """Return the page with an answer and what can be done with it.

    Args:
        back: Where the forms under the answer lead back to.
    """
    question = model.question if page.given_at is None else model.understood_as
    return replace(
        page,
        question=model.question,
        said=gist_of(model),
        outcome=view,
        copies=copies_of(model.question, view, visit.base, visit.texts),
        pin=PinForm(token=visit.sign(CURATED), question=question, back=back),
        feedback=feedback_form(visit, model, back),
    )


def _empty_chat(visit: Visit) -> ChatPage:
    held, passages, _ = visit.house.counts()
    warmth, log = visit.desk.warmth, visit.house.settings.log
    return ChatPage(
        question=None, earlier=(), history=(), said="", typed="", outcome=None, problem=None, examples=(), documents=held,
        passages=passages, noted_days=log.retention_days if log.keep_questions else 0, not_ready=None if warmth.is_warm else warmth.message_in(visit.texts), base=visit.base,
    )  # fmt: skip


def _examples(desk: Desk, passages: int) -> tuple[Turn, ...]:
    if not passages or not desk.warmth.is_warm:
        return ()
    questions = desk.examples.of(desk.house.generation())
    return tuple(Turn(question=question, link=link_to_question(question)) for question in questions)


def _recent(questions: Sequence[str]) -> tuple[str, ...]:
    """Return the last questions that fit into an address; the very last always does."""
    kept: list[str] = []
    for question in reversed(questions[-_MOST_EARLIER:]):
        if kept and sum(map(len, kept)) + len(question) > _MOST_EARLIER_CHARACTERS:
            break
        kept.insert(0, question)
    return tuple(kept)


def _with_answer(questions: Sequence[str], said: str) -> tuple[Exchange, ...]:
    """Return the earlier questions, the last one with what it was answered."""
    *before, last = questions or [""]
    return (*Exchange.of(before), Exchange(last, said[:MOST_SAID])) if last else ()


def _today(house: House) -> Today:
    return Today.now(house.settings.answer.stale_after_days)


def _stored_texts(house: House) -> Source:
    """Return what finds a stored text, each looked for once."""
    held: dict[tuple[str, int], Version | None] = {}

    def find(doc_id: str, version: int) -> Version | None:
        key = doc_id, version
        if key not in held:
            try:
                held[key] = house.document(doc_id, version)[1]
            except UnknownError:
                held[key] = None
        return held[key]

    return find


def _standings(house: House, model: OutcomeModel) -> list[Standing]:
    cited = [quote.citation for quote in model.quotes or model.nearest]
    return [
        house.verify(one.doc_id, one.version, Span(one.start, one.end), one.text_sha256, one.quote_sha256).standing
        for one in cited
    ]
