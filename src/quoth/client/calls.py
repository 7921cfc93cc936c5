"""Every request of the HTTP API as a value: what to send, and how to read what comes back. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar
from urllib.parse import quote as percent_encode

from pydantic import BaseModel, TypeAdapter

from quoth.contract import CitationModel, MarkingModel, NotedModel, OutcomeModel, QuoteModel, StoredFeedbackModel
from quoth.contract.holdings import (
    DocumentsModel,
    DocumentTextModel,
    PinsModel,
    ReadyModel,
    RemovedModel,
    SearchModel,
    StoredModel,
    UnpinnedModel,
    VerdictsModel,
)
from quoth.contract.pins import PinModel
from quoth.types import FeedbackVerdict

R = TypeVar("R")
_M = TypeVar("_M", bound=BaseModel)
_OK: Final = 200
_ANSWER: Final[TypeAdapter[OutcomeModel | NotedModel]] = TypeAdapter(OutcomeModel | NotedModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a conversation."""

    role: Literal["user", "assistant", "system"]
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[R]):
    """One request.

    Attributes:
        read: Reads the body of a success.
        body: Sent as JSON.
        content: Sent as it is, in the place of `body`.
        is_repeatable: Sending it twice does no more than sending it once, so that it may be sent again when nobody knows whether it arrived.
        also: A status besides 2xx whose body is read like a success.
    """

    method: str
    path: str
    read: Callable[[bytes], R]
    body: Mapping[str, Any] | list[Any] | None = None
    content: bytes | None = None
    is_repeatable: bool = True
    also: int = _OK


def _reader(model: type[_M]) -> Callable[[bytes], _M]:
    """Return what reads a model. A newer server may say more than this client knows: that is passed over."""
    return lambda body: model.model_validate_json(body, extra="ignore")


def _read_answer(body: bytes) -> OutcomeModel | NotedModel:
    return _ANSWER.validate_json(body, extra="ignore")


def _filters(documents: Sequence[str]) -> dict[str, Any]:
    return {"filters": {"doc_id": list(documents)}} if documents else {}


def _given(**values: object) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _at(doc_id: str) -> str:
    return f"/v1/documents/{percent_encode(doc_id)}"


def ask(
    question: str, history: Sequence[str], k: int | None, min_probability: float | None, documents: Sequence[str]
) -> Call[OutcomeModel]:
    """`POST /v1/ask`."""
    body = {
        "question": question,
        "history": list(history),
        **_given(k=k, min_probability=min_probability),
        **_filters(documents),
    }
    return Call(method="POST", path="/v1/ask", read=_reader(OutcomeModel), body=body)


def chat(messages: Sequence[Message]) -> Call[OutcomeModel]:
    """`POST /v1/chat`."""
    said = [{"role": message.role, "content": message.content} for message in messages]
    return Call(method="POST", path="/v1/chat", read=_reader(OutcomeModel), body={"messages": said})


def search(question: str, k: int | None, documents: Sequence[str]) -> Call[SearchModel]:
    """`POST /v1/search`."""
    body = {"question": question, **_given(k=k), **_filters(documents)}
    return Call(method="POST", path="/v1/search", read=_reader(SearchModel), body=body)


def verify(cited: OutcomeModel | QuoteModel | CitationModel | Sequence[CitationModel]) -> Call[VerdictsModel]:
    """`POST /v1/verify`."""
    body = cited.model_dump() if isinstance(cited, BaseModel) else [one.model_dump() for one in cited]
    return Call(method="POST", path="/v1/verify", read=_reader(VerdictsModel), body=body)


def highlight(question: str, text: str, title: str) -> Call[MarkingModel]:
    """`POST /v1/highlight`."""
    body = {"id": 0, "question": question, "text": text, "title": title}
    return Call(method="POST", path="/v1/highlight", read=_reader(MarkingModel), body=body)


def answer(answer_id: str) -> Call[OutcomeModel | NotedModel]:
    """`GET /v1/answers/{answer_id}`."""
    return Call(method="GET", path=f"/v1/answers/{percent_encode(answer_id, safe='')}", read=_read_answer)


def feedback(answer_id: str, verdict: FeedbackVerdict, note: str | None, quote: int | None) -> Call[StoredFeedbackModel]:
    """`POST /v1/feedback`."""
    body = {"answer_id": answer_id, "verdict": verdict, **_given(note=note, quote=quote)}
    return Call(method="POST", path="/v1/feedback", read=_reader(StoredFeedbackModel), body=body, is_repeatable=False)


def documents() -> Call[DocumentsModel]:
    """`GET /v1/documents`."""
    return Call(method="GET", path="/v1/documents", read=_reader(DocumentsModel))


def document(doc_id: str) -> Call[DocumentTextModel]:
    """`GET /v1/documents/{doc_id}`."""
    return Call(method="GET", path=_at(doc_id), read=_reader(DocumentTextModel))


def put_document(doc_id: str, data: bytes) -> Call[StoredModel]:
    """`PUT /v1/documents/{doc_id}`."""
    return Call(method="PUT", path=_at(doc_id), read=_reader(StoredModel), content=data)


def delete_document(doc_id: str) -> Call[RemovedModel]:
    """`DELETE /v1/documents/{doc_id}`."""
    return Call(method="DELETE", path=_at(doc_id), read=_reader(RemovedModel), is_repeatable=False)


def pins() -> Call[PinsModel]:
    """`GET /v1/curated`."""
    return Call(method="GET", path="/v1/curated", read=_reader(PinsModel))


def pin(questions: Sequence[str], cited: CitationModel, owner: str, until: str | None) -> Call[PinModel]:
    """`POST /v1/curated`."""
    place = {"doc_id": cited.doc_id, "start": cited.start, "end": cited.end}
    body = {"questions": list(questions), **place, "owner": owner, **_given(until=until)}
    return Call(method="POST", path="/v1/curated", read=_reader(PinModel), body=body, is_repeatable=False)


def unpin(number: int) -> Call[UnpinnedModel]:
    """`DELETE /v1/curated/{id}`."""
    return Call(method="DELETE", path=f"/v1/curated/{number}", read=_reader(UnpinnedModel), is_repeatable=False)


def ready() -> Call[ReadyModel]:
    """`GET /readyz`; that it is not ready is an answer, too."""
    return Call(method="GET", path="/readyz", read=_reader(ReadyModel), also=503)
