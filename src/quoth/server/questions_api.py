"""The endpoints that take questions and citations: ask, chat, search, verify."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body

from quoth.ask import Request
from quoth.contract import (
    CitationModel,
    CitationToVerify,
    MarkingModel,
    OutcomeModel,
    Pair,
    QuoteModel,
    VerdictModel,
    citation_model,
    citations_in,
)
from quoth.errors import QuestionError, VerifyFileError
from quoth.house import House
from quoth.server.desk import TheDesk, TheHouse
from quoth.server.errors import declared
from quoth.server.limits import AskingRoute
from quoth.server.schemas import AskBody, ChatBody, FiltersModel, HitModel, MessageModel, SearchBody, SearchModel, VerdictsModel
from quoth.types import Candidate, Citation, Exchange, Span

router = APIRouter(prefix="/v1", route_class=AskingRoute, tags=["Questions"], responses=declared())

_MOST_HISTORY: Final = 20
_MOST_CITATIONS: Final = 1000
_MOST_NUMBER: Final = 2**31 - 1


@router.post("/ask", summary="Answer a question")
def ask(body: AskBody, desk: TheDesk) -> OutcomeModel:
    """Answer a question in the documents' own words, or abstain and say why."""
    request = Request(
        question=body.question,
        history=conversation(Exchange.of(body.history), desk.house),
        k=body.k,
        min_probability=body.min_probability,
        doc_ids=_doc_ids(body.filters),
    )
    return OutcomeModel.of(desk.answer(request, "api"))


@router.post("/chat", summary="Answer the last message of a conversation")
def chat(body: ChatBody, desk: TheDesk) -> OutcomeModel:
    """Answer the last message; those before it are the history, answers included. The outcome is that of `/v1/ask`."""
    *before, last = body.messages
    if last.role != "user":
        raise QuestionError(f"The last message is by {last.role!r}, so there is no question.", 'It must have the role "user".')
    history = conversation(_exchanges(before), desk.house)
    return OutcomeModel.of(desk.answer(Request(question=last.content, history=history), "api"))


@router.post("/search", summary="Find the passages nearest to a question")
def search(body: SearchBody, house: TheHouse) -> SearchModel:
    """Find passages without judging whether they answer."""
    found = house.find(Request(question=body.question, doc_ids=_doc_ids(body.filters)))
    hits = [_hit(candidate) for candidate in found.candidates[: body.k]]
    return SearchModel(question=found.query.question, understood_as=found.query.understood_as, hits=hits)


@router.post("/verify", summary="Recheck citations")
def verify(
    body: Annotated[
        CitationModel | QuoteModel | OutcomeModel | dict[str, Any] | list[Any],
        Body(description="A citation, a quote, an outcome, or a list of these, as other endpoints return them."),
    ],
    house: TheHouse,
) -> VerdictsModel:
    """Say for each citation whether its words still stand: exact, moved, changed or gone."""
    loaded = body if isinstance(body, dict | list) else body.model_dump()
    citations = citations_in(loaded, _refuse)
    if len(citations) > _MOST_CITATIONS:
        raise _refuse(f"it holds {len(citations):,} citations; at most {_MOST_CITATIONS:,} are checked at once")
    return VerdictsModel(verdicts=[_verdict(citation, house) for citation in citations])


@router.post("/highlight", summary="Mark the words of any text that answer a question", responses=declared(501))
def highlight(body: Pair, house: TheHouse) -> MarkingModel:
    """Say which words of a text answer a question, and how probably it answers at all. The text is not stored."""
    return MarkingModel.of(body.id, house.highlight(body.question, body.text, body.title))


def conversation(exchanges: Sequence[Exchange], house: House) -> tuple[Exchange, ...]:
    """Return the earlier questions that count: the last few of those that could have been asked."""
    most = house.settings.answer.max_question_characters
    return tuple(old for old in exchanges if old.question.strip() and len(old.question) <= most)[-_MOST_HISTORY:]


def _exchanges(messages: Sequence[MessageModel]) -> list[Exchange]:
    """Return the users' messages, each with what the assistant said to it."""
    found: list[Exchange] = []
    for message in messages:
        if message.role == "user":
            found.append(Exchange(message.content))
        elif message.role == "assistant" and found:
            found[-1] = Exchange(found[-1].question, f"{found[-1].answer}\n\n{message.content}".strip())
    return found


def _doc_ids(filters: FiltersModel | None) -> tuple[str, ...]:
    return tuple(filters.doc_id) if filters else ()


def _hit(candidate: Candidate) -> HitModel:
    citation = Citation(version=candidate.version, span=candidate.stored.passage.span)
    return HitModel(
        rank=candidate.rank,
        score=round(candidate.fused, 6),
        lexical=round(candidate.lexical, 6),
        dense=round(candidate.dense, 6),
        text=citation.quote,
        citation=citation_model(citation),
    )


def _refuse(why: str) -> VerifyFileError:
    return VerifyFileError("The body", why)


def _verdict(citation: CitationToVerify, house: House) -> VerdictModel:
    is_text = citation.doc_id.isprintable()
    if not is_text or not 0 < citation.version <= _MOST_NUMBER or not citation.start < citation.end <= _MOST_NUMBER:
        raise _refuse(
            f"{citation.doc_id!r}, version {citation.version}, {citation.start} to {citation.end} cannot be a citation"
        )
    span = Span(citation.start, citation.end)
    found = house.verify(citation.doc_id, citation.version, span, citation.text_sha256, citation.quote_sha256)
    return VerdictModel.of(found)
