"""The client against transports that fail: what is sent again, what is not, and what is raised in the end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import httpx
import pytest

from fakes import child_environment
from quoth.client import Client, ServiceError, UnreachableError, trying

Handler = Callable[[httpx.Request], httpx.Response]
_READY = {"ready": True, "documents": 1, "passages": 2, "generation": 3, "message": None}
_FEEDBACK = {"answer_id": "0123456789abcdef", "verdict": "right", "given_at": "2026-01-01"}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "_FIRST_WAIT_S", 0.001)


def _client(*answers: httpx.Response | Exception) -> tuple[Client, list[httpx.Request]]:
    """Return a client whose server gives these answers one after the other, and what it was sent."""
    sent: list[httpx.Request] = []
    left = list(answers)

    def handle(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        given = left.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    return Client("http://quoth.test", key="k-1", transport=httpx.MockTransport(handle)), sent


def _error(status: int, code: str = "overloaded") -> httpx.Response:
    return httpx.Response(status, json={"error": {"code": code, "message": "It is so.", "hint": "Do this."}})


@pytest.mark.parametrize(
    "first", [httpx.ConnectError("refused"), httpx.ReadTimeout("slow"), _error(503), _error(429), _error(502)]
)
def test_question_is_asked_again_where_that_may_help(first: httpx.Response | Exception) -> None:
    """A server that is away or busy for a moment must cost no answer."""
    client, sent = _client(first, httpx.Response(200, json=_READY | {"hits": [], "question": "q", "understood_as": "q"}))
    with client:
        assert client.search("q").hits == []
    assert len(sent) == 2


def test_feedback_is_not_sent_twice_where_it_may_have_arrived() -> None:
    """Nobody's word may count twice: after a lost answer it is not sent again."""
    client, sent = _client(httpx.ReadTimeout("slow"))
    with client, pytest.raises(UnreachableError):
        client.give_feedback("0123456789abcdef", "right")
    client, again = _client(_error(502))
    with client, pytest.raises(ServiceError):
        client.give_feedback("0123456789abcdef", "right")
    assert (len(sent), len(again)) == (1, 1)


def test_feedback_is_sent_again_where_it_never_left() -> None:
    """A refused connection carried nothing."""
    client, sent = _client(httpx.ConnectError("refused"), httpx.Response(201, json=_FEEDBACK))
    with client:
        assert client.give_feedback("0123456789abcdef", "right").given_at == "2026-01-01"
    assert len(sent) == 2


def test_error_carries_what_the_server_said() -> None:
    """Code, message, hint and status are the server's; nothing is tried again."""
    client, sent = _client(_error(422, "bad_question"))
    with client, pytest.raises(ServiceError, match=r"It is so\. Do this\.") as refused:
        client.ask("?")
    assert (refused.value.status, refused.value.said, len(sent)) == (422, "bad_question", 1)


def test_error_of_a_proxy_is_said_in_its_words() -> None:
    """A page in the place of our JSON must not hide what happened."""
    client, _ = _client(httpx.Response(401, text="<h1>Who are\nyou?</h1>"))
    with client, pytest.raises(ServiceError, match=r"401: <h1>Who are you\?</h1>"):
        client.documents()


def test_success_that_is_not_quoths_is_an_error() -> None:
    """A log-in page with status 200 is no answer."""
    client, _ = _client(httpx.Response(200, text="<html>"))
    with client, pytest.raises(ServiceError, match="Check the address"):
        client.ask("q")


def test_gives_up_after_its_retries() -> None:
    """Four tries by default, then an error that says where no server answers."""
    client, sent = _client(*(httpx.ConnectError("refused") for _ in range(9)))
    with client, pytest.raises(UnreachableError, match=r"quoth\.test.*quoth serve"):
        client.ask("q")
    assert len(sent) == 4


def test_not_ready_is_an_answer() -> None:
    """`readyz` says 503 and why: that is what was asked."""
    client, sent = _client(httpx.Response(503, json=_READY | {"ready": False, "message": "Starting."}))
    with client:
        assert client.ready().message == "Starting."
    assert len(sent) == 1


def test_newer_server_may_say_more() -> None:
    """Fields that this client does not know are passed over."""
    client, _ = _client(httpx.Response(200, json=_READY | {"mood": "good"}))
    with client:
        assert client.ready().ready


def test_key_is_sent_and_redirects_are_not_followed() -> None:
    """A key goes to the server named and nowhere else."""
    client, sent = _client(httpx.Response(307, headers={"location": "http://elsewhere.test/"}))
    with client, pytest.raises(ServiceError):
        client.pins()
    assert [request.headers["authorization"] for request in sent] == ["Bearer k-1"]


def test_import_of_the_client_loads_no_model_and_no_database() -> None:
    """Scripts that only ask must start fast."""
    heavy = ("torch", "transformers", "faiss", "tantivy", "sqlalchemy", "fastapi", "scipy", "pint", "slack_sdk")
    script = f"import quoth.client, sys; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], env=child_environment(), capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
