"""Answers that were given, over HTTP: shown again as they were, or what is left of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from quoth.house import House
from quoth.server import make_app
from quoth.settings import load_settings
from serving import LocalClient

ASKED = {"question": "What is a post mill?"}


@pytest.mark.parametrize("question", [ASKED["question"], "How many moons does Jupiter have?"])
def test_answer_is_shown_as_it_was_given(client: TestClient, question: str) -> None:
    """An answer and an abstention must come back as the very same JSON, however they were asked."""
    outcome = client.post("/v1/ask", json={"question": question}).json()
    assert client.get(f"/v1/answers/{outcome['answer_id']}").json() == outcome
    chat = client.post("/v1/chat", json={"messages": [{"role": "user", "content": question}]}).json()
    assert client.get(f"/v1/answers/{chat['answer_id']}").json() == chat
    page = client.get("/", params={"q": question}).text
    assert chat["answer_id"] in page
    assert client.get(f"/v1/answers/{chat['answer_id']}").json()["timings_ms"] != chat["timings_ms"]


@pytest.mark.parametrize("name", ["0000000000000000", "x", "%00", "%ff", "a" * 5000])
def test_unknown_answer_is_not_found(client: TestClient, name: str) -> None:
    """Any name that no answer has must be a 404 in the one shape, with a hint."""
    response = client.get(f"/v1/answers/{name}")
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"
    assert "log.retention_days" in response.json()["error"]["hint"]


@pytest.fixture
def silent(tmp_path: Path, mill_house: House) -> Iterator[TestClient]:
    """Return a client of an app that keeps no questions, with one document."""
    del mill_house  # loaded first, so that the weights are in the file cache
    settings = load_settings(library={"dir": tmp_path / "library"}, log={"keep_questions": False})
    with House.create(settings) as house, LocalClient(make_app(house)) as opened:
        opened.put("/v1/documents/rye.md", content=b"# Rye\n\nRye is sown in autumn.\n")
        yield opened


def test_without_words_it_is_told_how_a_question_ended(silent: TestClient) -> None:
    """Where questions are not kept, everything but words must be told, and no word of the question stored."""
    outcome = silent.post("/v1/ask", json={"question": "When is rye sown?"}).json()
    noted = silent.get(f"/v1/answers/{outcome['answer_id']}").json()
    same = ("answer_id", "outcome", "kind", "reason", "probability", "generation", "timings_ms")
    assert {name: noted[name] for name in same} == {name: outcome[name] for name in same}
    assert noted["doc_ids"] == [quote["citation"]["doc_id"] for quote in outcome["quotes"]] == ["rye.md"]
    assert noted.keys() == {*same, "asked_at", "doc_ids"}


def test_own_questions_of_the_server_are_not_noted(tmp_path: Path, mill_house: House) -> None:
    """Warming up and looking for examples must leave no trace: nobody asked."""
    del mill_house
    with House.create(load_settings(library={"dir": tmp_path})) as house:
        house.put("rye.md", b"# When is rye sown?\n\nRye is sown in autumn.\n")
        with LocalClient(make_app(house)) as client:
            client.app.state.desk.warmth.stop()  # type: ignore[attr-defined] # the app is a FastAPI
            client.app.state.desk.examples.refresh()  # type: ignore[attr-defined]
        house.log.close()
        with house.library.notes() as notebook:
            assert notebook.count_askings() == 0
