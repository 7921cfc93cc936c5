"""The client that waits. Requests and their answers are in `calls`, when to try again is in `trying`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import httpx

from quoth.client import calls
from quoth.client.calls import Call, Message, R
from quoth.client.opening import options
from quoth.client.trying import Tries
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


class Client:
    """A connection to a Quoth server, safe to share between threads. Close it or use `with`.

    Every method raises `ServiceError` where the server refuses, with the code, message and hint that it gave, and its kind
    `UnreachableError` where no server answers.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        *,
        key: str | None = None,
        timeout_s: float = 30.0,
        retries: int = 3,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Set up; nothing is sent yet.

        Args:
            url: Address of the server.
            key: Sent as `Authorization: Bearer …`, for a server that wants keys (`server.keys`) or a proxy before it.
            timeout_s: How long to wait for an answer, once connected; connecting is given 5 seconds at most.
            retries: How often a request is sent again where the server cannot be reached or is too busy.
            transport: What carries the requests, in the place of the network.

        Raises:
            ValueError: The key has characters that cannot be sent.
        """
        self._http = httpx.Client(transport=transport, **options(url, key, timeout_s))
        self._retries = retries

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        k: int | None = None,
        min_probability: float | None = None,
        documents: Sequence[str] = (),
    ) -> OutcomeModel:
        """Answer a question, or abstain.

        Args:
            history: The questions before it, oldest first.
            k: Most quotes; the server's setting if None.
            min_probability: Abstain below this; the server's threshold if None.
            documents: Patterns (`*`, `?`) of the documents that may answer; all if empty.
        """
        return self.send(calls.ask(question, history, k, min_probability, documents))

    def chat(self, messages: Sequence[Message]) -> OutcomeModel:
        """Answer the last message of a conversation, oldest first; what the assistant said tells what "the second one" means."""
        return self.send(calls.chat(messages))

    def search(self, question: str, *, k: int | None = None, documents: Sequence[str] = ()) -> SearchModel:
        """Find the passages nearest to a question, not judged."""
        return self.send(calls.search(question, k, documents))

    def verify(self, cited: OutcomeModel | QuoteModel | CitationModel | Sequence[CitationModel]) -> VerdictsModel:
        """Say of each citation whether its words still stand."""
        return self.send(calls.verify(cited))

    def highlight(self, question: str, text: str, *, title: str = "") -> MarkingModel:
        """Mark the words of any text that answer a question."""
        return self.send(calls.highlight(question, text, title))

    def answer(self, answer_id: str) -> OutcomeModel | NotedModel:
        """Return an answer that was given; without its words where the server keeps none."""
        return self.send(calls.answer(answer_id))

    def give_feedback(
        self, answer_id: str, verdict: FeedbackVerdict, *, note: str | None = None, quote: int | None = None
    ) -> StoredFeedbackModel:
        """Say whether an answer, or one of its quotes, is right."""
        return self.send(calls.feedback(answer_id, verdict, note, quote))

    def documents(self) -> DocumentsModel:
        """List the documents, and what could not be read."""
        return self.send(calls.documents())

    def document(self, doc_id: str) -> DocumentTextModel:
        """Return the text and the blocks of a document."""
        return self.send(calls.document(doc_id))

    def put_document(self, doc_id: str, data: bytes) -> StoredModel:
        """Store a document, new or in the place of its older text."""
        return self.send(calls.put_document(doc_id, data))

    def delete_document(self, doc_id: str) -> RemovedModel:
        """Delete a document."""
        return self.send(calls.delete_document(doc_id))

    def pins(self) -> PinsModel:
        """List the curated answers."""
        return self.send(calls.pins())

    def pin(self, questions: Sequence[str], cited: CitationModel, *, owner: str, until: str | None = None) -> PinModel:
        """Pin the words of a citation to questions.

        Args:
            until: Last day on which they answer, YYYY-MM-DD; for ever if None.
        """
        return self.send(calls.pin(questions, cited, owner, until))

    def unpin(self, number: int) -> UnpinnedModel:
        """Take a curated answer away."""
        return self.send(calls.unpin(number))

    def ready(self) -> ReadyModel:
        """Say whether the server answers without waiting, and if not, why."""
        return self.send(calls.ready())

    def send(self, call: Call[R]) -> R:
        """Send a request, again where that may help, and return what comes back.

        Raises:
            UnreachableError: No server answers.
            ServiceError: It refuses.
        """
        tries = Tries(call, str(self._http.base_url), self._retries)
        while True:
            request = self._http.build_request(call.method, call.path, json=call.body, content=call.content)
            try:
                response = self._http.send(request)
            except httpx.TransportError as error:
                wait_s = tries.after_failure(error)
            else:
                again_s = tries.after_response(response)
                if again_s is None:
                    return tries.result(response)
                wait_s = again_s
            time.sleep(wait_s)

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        """Return the client itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it."""
        self.close()
