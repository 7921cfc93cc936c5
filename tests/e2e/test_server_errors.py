"""One shape for every error, security headers on every response, and an OpenAPI page that hides nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from quoth.ask import Request
from quoth.errors import LibraryBusyError, OverloadedError, QuothError
from quoth.house import House
from quoth.server import make_app
from quoth.server.errors import STATUSES
from quoth.server.limits import Gate
from quoth.server.shell import HEADERS
from quoth.settings import load_settings
from quoth.types import Outcome
from serving import LocalClient

JSON = {"Content-Type": "application/json"}


def _all_kinds(kind: type[QuothError]) -> Iterator[type[QuothError]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _all_kinds(narrower)


def _is_of_another_door(kind: type[QuothError]) -> bool:
    """Say whether it belongs to the Slack bot, a process of its own: its errors never come here."""
    return kind.__module__.startswith("quoth.slack.")


@pytest.mark.parametrize("kind", sorted({kind for kind in _all_kinds(QuothError) if not _is_of_another_door(kind)}, key=str))
def test_table_holds_every_error(kind: type[QuothError]) -> None:
    """Each class of error has its HTTP status."""
    assert STATUSES[kind] in (403, 404, 421, 422, 429, 500, 501, 503, 507)


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("GET", "/nowhere", b"", 404),
        ("GET", "/static/nothing.css", b"", 404),
        ("GET", "/static/../app.py", b"", 404),
        ("GET", "/v1/ask", b"", 405),
        ("POST", "/v1/ask", b"{", 422),
        ("POST", "/v1/ask", b"[]", 422),
        ("POST", "/v1/ask", b'{"question": 1}', 422),
        ("POST", "/v1/ask", b'{"question": "a", "kk": 1}', 422),
        ("POST", "/v1/ask", b'{"question": "a", "k": 0}', 422),
        ("POST", "/v1/ask", b'{"question": "a", "min_probability": NaN}', 422),
        ("POST", "/v1/ask", b'{"question": "\xff"}', 400),
        ("POST", "/v1/ask", b'{"question": "\\ud800"}', 422),
        ("POST", "/v1/chat", b'{"messages": []}', 422),
        ("POST", "/v1/verify", b"[" * 100_000, 422),
        ("POST", "/v1/highlight", b"{}", 422),
        ("POST", "/v1/feedback", b'{"answer_id": "0123456789abcdef", "verdict": "right"}', 404),
        ("POST", "/v1/feedback", b'{"answer_id": "0123456789abcdef", "verdict": "maybe"}', 422),
        ("POST", "/feedback", b"answer_id=0123456789abcdef&verdict=right&token=0", 422),
        ("POST", "/v1/curated", b"{}", 422),
        ("DELETE", "/v1/curated/1", b"", 404),
        ("DELETE", "/v1/curated/x", b"", 422),
        ("GET", "/v1/answers/0123456789abcdef", b"", 404),
        ("POST", "/v1/highlight", b'{"id": 1, "question": "a", "text": "\\ud800"}', 422),
        ("GET", "/documents/mills/smock.md?start=1", b"", 422),
        ("GET", "/documents?page=0", b"", 422),
    ],
)
def test_errors_have_one_shape(client: TestClient, method: str, path: str, content: bytes, status: int) -> None:
    """Whatever goes wrong, the body is code, message and hint, and nothing of our insides."""
    response = client.request(method, path, content=content, headers=JSON)
    assert response.status_code in (status, 400)
    assert set(response.json()) == {"error"}
    assert set(response.json()["error"]) == {"code", "message", "hint"}
    assert "Traceback" not in response.text


def test_unforeseen_errors_have_the_shape_and_the_headers(mill_house: House) -> None:
    """An exception nobody foresaw is logged and answered without its insides."""
    app = make_app(mill_house)

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError("secret")

    with LocalClient(app) as client:
        response = client.get("/broken")
        page = client.get("/broken", headers={"Accept": "text/html"})
    assert (response.status_code, response.json()["error"]["code"]) == (500, "internal")
    assert "secret" not in response.text + page.text
    assert page.headers["content-type"].startswith("text/html")
    assert response.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/documents", "/static/quoth.css", "/healthz", "/nowhere", "/openapi.json", "/?q="])
def test_every_response_has_the_security_headers(client: TestClient, path: str) -> None:
    """Pages, files, data and errors all forbid what pages of ours never do."""
    headers = client.get(path).headers
    for name, value in HEADERS.items():
        assert headers[name] == value
    assert "unsafe" not in headers["content-security-policy"]
    assert "server" not in headers


def test_form_with_too_many_fields_is_refused(client: TestClient) -> None:
    """A form with more fields than any of ours says so, and does not count as an empty one."""
    refused = client.post("/feedback", data={f"field{n}": "x" for n in range(13)})
    assert refused.status_code == 422
    assert "more than 12 fields" in refused.json()["error"]["message"]


def test_error_pages_lead_to_insight_where_it_is(client: TestClient) -> None:
    """A page of an error has the same way to the other pages as they have."""
    assert 'href="/insight"' in client.get("/nowhere", headers={"Accept": "text/html"}).text


class _BusyHouse(House):
    """A house whose library another process keeps locked."""

    def ask(self, request: Request) -> Outcome:  # noqa: ARG002 - as the house has it
        raise LibraryBusyError(self.library.where, 10)


def test_busy_server_says_when_to_come_back(tmp_path: Path) -> None:
    """Wherever the answer is 503, on the page of a question as in the API, `Retry-After` goes along."""
    with _BusyHouse.create(load_settings(library={"dir": tmp_path / "library"})) as house:
        client = LocalClient(make_app(house))
        for response in (client.get("/?q=Why?"), client.post("/v1/ask", json={"question": "Why?"})):
            assert response.status_code == 503
            assert int(response.headers["retry-after"]) > 0


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_pages_that_load_from_elsewhere_are_off(client: TestClient, path: str) -> None:
    """Swagger UI and ReDoc, which come from another host, are not served."""
    assert client.get(path).status_code == 404


def test_gate_turns_away_more_than_the_queue_holds() -> None:
    """One is in, one waits, the third is told to come back; afterwards there is room again."""

    async def crowd() -> int:
        gate, leave = Gate(at_once=1, queue=1), asyncio.Event()

        async def visit() -> None:
            async with gate.turn():
                await leave.wait()

        first, second = asyncio.create_task(visit()), asyncio.create_task(visit())
        await asyncio.sleep(0)
        with pytest.raises(OverloadedError) as refused:
            async with gate.turn():
                pass
        leave.set()
        await asyncio.gather(first, second)
        async with gate.turn():
            return refused.value.waiting

    assert asyncio.run(crowd()) == 1


def _operations(described: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(f"{method} {path}", op) for path, methods in described["paths"].items() for method, op in methods.items()]


def test_openapi_declares_the_errors_of_every_endpoint(client: TestClient) -> None:
    """Every endpoint says that its errors have the one shape."""
    described = client.get("/openapi.json").json()
    assert len(_operations(described)) == 17
    for name, operation in _operations(described):
        wrong = {status: answer for status, answer in operation["responses"].items() if status[0] in "45"}
        assert {"422", "500", "503"} <= wrong.keys(), name
        for status, answer in wrong.items():
            shape = answer["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
            assert shape == ("ReadyModel" if (name, status) == ("get /readyz", "503") else "ErrorModel"), name


def test_openapi_describes_every_field(client: TestClient) -> None:
    """No field, parameter or endpoint is left without a sentence."""
    described = client.get("/openapi.json").json()
    schemas = described["components"]["schemas"]
    silent = [
        f"{schema}.{name}"
        for schema, model in schemas.items()
        for name, field in model.get("properties", {}).items()
        if "description" not in field
    ]
    assert silent == []
    assert [schema for schema, model in schemas.items() if "description" not in model] == []
    assert [name for name, operation in _operations(described) if not operation.get("description")] == []
