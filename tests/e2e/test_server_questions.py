"""Ask, chat, search, verify and highlight over HTTP, against a real library."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from fastapi.testclient import TestClient

ASKED = {"question": "What is a post mill?"}


def test_ask_returns_quotes_that_are_slices_of_the_document(client: TestClient) -> None:
    """Every quote is exactly the text of its document between its start and end."""
    outcome = client.post("/v1/ask", json=ASKED).json()
    assert outcome["outcome"] == "answer"
    for quote in outcome["quotes"]:
        citation = quote["citation"]
        document = client.get(f"/v1/documents/{citation['doc_id']}").json()
        assert document["text"][citation["start"] : citation["end"]] == quote["text"]
        assert sha256(quote["text"].encode()).hexdigest() == citation["quote_sha256"]


def test_ask_abstains_on_what_the_documents_do_not_say(client: TestClient) -> None:
    """A question about something else gets an abstention with its reason, as a success."""
    response = client.post("/v1/ask", json={"question": "Who won the football match in Lisbon yesterday?"})
    assert response.status_code == 200
    assert response.json()["outcome"] == "abstention"
    assert response.json()["reason"] in ("off_topic", "no_evidence", "low_probability")
    assert response.json()["quotes"] == []


def test_ask_obeys_k_filters_and_threshold(client: TestClient) -> None:
    """At most k quotes come from the documents that fit, and an impossible threshold makes an abstention."""
    only = client.post("/v1/ask", json={**ASKED, "k": 1, "filters": {"doc_id": ["mills/smock*"]}, "min_probability": 0}).json()
    assert [quote["citation"]["doc_id"] for quote in only["quotes"]] == ["mills/smock.md"]
    assert client.post("/v1/ask", json={**ASKED, "min_probability": 1}).json()["outcome"] == "abstention"


def test_ask_is_repeatable(client: TestClient) -> None:
    """The same question of the same library gives the same outcome, but for the time it took."""
    first, second = (client.post("/v1/ask", json=ASKED).json() for _ in range(2))
    assert {**first, "timings_ms": None} == {**second, "timings_ms": None}


def test_chat_takes_earlier_user_messages_as_history(client: TestClient) -> None:
    """A follow-up is understood through the user's messages before it, whoever else wrote in between."""
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What is a post mill?"},
        {"role": "assistant", "content": "A windmill."},
        {"role": "user", "content": "And a smock mill?"},
    ]
    outcome = client.post("/v1/chat", json={"messages": messages, "model": "any"}).json()
    asked = client.post("/v1/ask", json={"question": "And a smock mill?", "history": ["What is a post mill?"]}).json()
    assert outcome["understood_as"] == asked["understood_as"] == "What is a smock mill?"
    assert outcome["answer_id"] == asked["answer_id"]


def test_chat_finds_the_second_one_in_what_the_assistant_said(client: TestClient) -> None:
    """An ordinal is resolved by the list in the assistant's last message."""
    messages = [
        {"role": "user", "content": "Which kinds of mill are there?"},
        {"role": "assistant", "content": "There are several:\n1. Post mills\n2. Smock mills\n3. Tower mills"},
        {"role": "user", "content": "What is the second one?"},
    ]
    outcome = client.post("/v1/chat", json={"messages": messages}).json()
    assert outcome["question"] == "What is the second one?"
    assert outcome["understood_as"] == "What are Smock mills?"


def test_chat_refuses_a_conversation_that_ends_with_the_assistant(client: TestClient) -> None:
    """Where the last message is not by the user there is no question."""
    response = client.post("/v1/chat", json={"messages": [{"role": "assistant", "content": "Hello."}]})
    assert response.status_code == 422
    assert response.json()["error"]["code"] == "bad_question"


def test_history_may_hold_what_could_not_be_asked(client: TestClient) -> None:
    """Blank, endless and very many earlier questions do no harm."""
    history = ["", "x" * 100_000, *(["And a post mill?"] * 900)]
    assert client.post("/v1/ask", json={**ASKED, "history": history}).status_code == 200


def test_search_returns_passages_with_citations(client: TestClient) -> None:
    """Search ranks passages from 1 and cites each verbatim."""
    found = client.post("/v1/search", json={"question": "millstones", "k": 2}).json()
    assert [hit["rank"] for hit in found["hits"]] == [1, 2]
    best = found["hits"][0]
    assert best["citation"]["doc_id"] == "grinding.html"
    assert sha256(best["text"].encode()).hexdigest() == best["citation"]["quote_sha256"]


@pytest.mark.parametrize("shape", ["outcome", "quote", "citation", "list"])
def test_verify_accepts_whatever_holds_citations(client: TestClient, shape: str) -> None:
    """An outcome, a quote, a citation and a list of them are all verified as exact."""
    outcome = client.post("/v1/ask", json=ASKED).json()
    quote = outcome["quotes"][0]
    body: Any = {"outcome": outcome, "quote": quote, "citation": quote["citation"], "list": [quote, [quote["citation"]]]}[shape]
    verdicts = client.post("/v1/verify", json=body).json()["verdicts"]
    assert verdicts
    assert {verdict["standing"] for verdict in verdicts} == {"exact"}


def test_verify_says_changed_for_a_forged_quote(client: TestClient) -> None:
    """A citation whose hash is not that of its place is not exact."""
    citation = client.post("/v1/ask", json=ASKED).json()["quotes"][0]["citation"]
    forged = {**citation, "quote_sha256": sha256(b"made up").hexdigest()}
    assert client.post("/v1/verify", json=forged).json()["verdicts"][0]["standing"] == "changed"


@pytest.mark.parametrize(
    "change",
    [{"start": 9, "end": 3}, {"version": 10**30}, {"end": 10**30}, {"version": "x"}, {"start": -1}, {"doc_id": "\ud800"}],
)
def test_verify_refuses_what_cannot_be_a_citation(client: TestClient, change: dict[str, Any]) -> None:
    """Impossible numbers and text that is no text are the sender's mistake, not a crash."""
    citation = {"doc_id": "a", "version": 1, "start": 0, "end": 1, "text_sha256": "0", "quote_sha256": "0"}
    body = json.dumps({**citation, **change})
    response = client.post("/v1/verify", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert response.json()["error"]["code"] in ("bad_verify_file", "bad_request")


@pytest.mark.parametrize("body", [{}, [], {"a": [1, 2]}])
def test_verify_refuses_a_body_without_citations(client: TestClient, body: Any) -> None:
    """Nothing to verify is an error, not an empty success."""
    assert client.post("/v1/verify", json=body).status_code == 422


@pytest.mark.parametrize("question", ["", "   ", "\x00\x01", "x" * 2001])
def test_ask_refuses_what_is_no_question(client: TestClient, question: str) -> None:
    """Empty, blank, binary and endless questions are refused with code and hint."""
    response = client.post("/v1/ask", json={"question": question})
    assert response.status_code == 422
    assert response.json()["error"]["code"] == "bad_question"
    assert response.json()["error"]["hint"]


@pytest.mark.parametrize(
    "question",
    ["?!", "日本の風車とは何ですか", "'; DROP TABLE documents; --", "a AND (b OR", "\u202eعربى\u202c 🚀", "mill " * 390],
)
def test_ask_survives_any_text(client: TestClient, question: str) -> None:
    """Whatever can be typed gets an outcome."""
    response = client.post("/v1/ask", json={"question": question})
    assert response.status_code == 200
    assert response.json()["outcome"] in ("answer", "abstention")


_PAIR = {"id": 7, "question": "What is a post mill?", "text": "🚀 A post mill is a windmill that turns on a post.\nIt is old."}


def test_highlight_marks_words_of_the_text(client: TestClient) -> None:
    """The id comes back as given, with a probability and spans that are slices of the text, in order."""
    response = client.post("/v1/highlight", json=_PAIR)
    found = response.json()
    assert response.status_code == 200
    assert list(found) == ["id", "probability", "spans"]
    assert found["id"] == 7
    assert 0 <= found["probability"] <= 1
    ends = [0, *(span["end"] for span in found["spans"])]
    assert all(end <= span["start"] < span["end"] for end, span in zip(ends[:-1], found["spans"], strict=True))
    assert ends[-1] <= len(str(_PAIR["text"]))


def test_highlight_is_repeatable_and_stores_nothing(client: TestClient) -> None:
    """The same text gives the same, and the library does not change by it."""
    before = client.get("/v1/documents").json()
    first, second = (client.post("/v1/highlight", json={**_PAIR, "title": "Mills"}).json() for _ in range(2))
    assert first == second
    assert client.get("/v1/documents").json() == before


@pytest.mark.parametrize(
    "change", [{"text": ""}, {"question": " "}, {"text": "\u200b"}, {"text": "عربى 🚀"}, {"text": "x" * 20_000}]
)
def test_highlight_survives_any_text(client: TestClient, change: dict[str, str]) -> None:
    """Nothing asked, nothing said and text without words get a probability and no error."""
    response = client.post("/v1/highlight", json={**_PAIR, **change})
    assert response.status_code == 200
    assert 0 <= response.json()["probability"] <= 1


@pytest.mark.parametrize(
    "change",
    [{"text": "x" * 20_001}, {"text": None}, {"question": "x" * 2001}, {"id": None}, {"title": "x" * 1001}, {"k": 3}],
)
def test_highlight_refuses_what_is_no_pair(client: TestClient, change: dict[str, Any]) -> None:
    """What is too long, missing or unknown is the sender's mistake, named in one shape."""
    response = client.post("/v1/highlight", json={**_PAIR, **change})
    assert response.status_code == 422
    assert set(response.json()["error"]) == {"code", "message", "hint"}
    assert next(iter(change)) in response.json()["error"]["message"]
