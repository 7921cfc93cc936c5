"""A server that only reads: it answers and takes feedback, and nobody changes what answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from quoth.house import House
from quoth.server import make_app
from quoth.settings import load_settings
from quoth.types import Pin, Span

BROWSER = {"Accept": "text/html"}


def _pin(text: str) -> Pin:
    words = "Rye is sown in autumn."
    start = text.index(words)
    return Pin(
        number=0, questions=("When do we sow?",), doc_id="rye.md", span=Span(start, start + len(words)), words="", owner="Fields", until=None,
        pinned_at="2026-01-01T00:00:00+00:00",
    )  # fmt: skip


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of such a server, whose library the owner filled before."""
    folder = tmp_path_factory.mktemp("reading")
    settings = load_settings(library={"dir": folder / "library"}, server={"read_only": True})
    with House.create(settings) as house:
        house.put("rye.md", b"# Rye\n\nRye is sown in autumn.\n")
        house.pin(_pin(house.document("rye.md")[1].text))
        with TestClient(make_app(house), base_url="http://localhost") as client:
            yield client


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/v1/documents/wheat.md"),
        ("DELETE", "/v1/documents/rye.md"),
        ("POST", "/v1/curated"),
        ("DELETE", "/v1/curated/1"),
        ("POST", "/documents"),
        ("POST", "/documents/remove"),
        ("POST", "/curated"),
        ("POST", "/curated/remove"),
    ],
)
def test_nothing_is_changed(reading: TestClient, method: str, path: str) -> None:
    """Every way to change what answers is refused with the setting's name, in JSON and as a page, in the reader's language."""
    refused = reading.request(method, path, content=b"x")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "read_only")
    assert "server.read_only" in refused.json()["error"]["message"]
    inside = FastAPI()
    inside.mount("/quoth", reading.app)
    assert TestClient(inside, base_url="http://localhost").request(method, f"/quoth{path}", content=b"x").status_code == 403
    if not path.startswith("/v1/"):
        page = reading.request(method, path, content=b"x", headers={**BROWSER, "Accept-Language": "de"})
        assert (page.status_code, "server.read_only ist gesetzt" in page.text) == (403, True)
    assert [one["doc_id"] for one in reading.get("/v1/documents").json()["documents"]] == ["rye.md"]


def test_questions_and_feedback_are_taken(reading: TestClient) -> None:
    """Asking, verifying and judging change nothing of what answers."""
    outcome = reading.post("/v1/ask", json={"question": "When is rye sown?", "min_probability": 0}).json()
    assert outcome["quotes"][0]["text"] == "Rye is sown in autumn."
    assert reading.post("/v1/verify", json=outcome).json()["verdicts"][0]["standing"] == "exact"
    given = {"answer_id": outcome["answer_id"], "verdict": "right"}
    assert reading.post("/v1/feedback", json=given).status_code in (200, 201, 204)


@pytest.mark.parametrize("path", ["/?q=When+is+rye+sown%3F", "/documents", "/documents/rye.md", "/curated"])
def test_pages_offer_no_changes(reading: TestClient, path: str) -> None:
    """No form that would be refused is shown."""
    page = reading.get(path, headers=BROWSER)
    assert page.status_code == 200
    assert "Fields" in page.text or path != "/curated"
    assert all(form not in page.text for form in ('action="/documents/remove"', 'enctype="multipart', 'action="/curated'))
