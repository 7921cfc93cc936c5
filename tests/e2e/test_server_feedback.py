"""Feedback over HTTP: through the API and through the form under an answer, and who may not send it."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from quoth.house import House

BROWSER = {"Accept": "text/html"}
QUESTION = "What is a post mill?"


def _asked(client: TestClient) -> dict[str, Any]:
    outcome: dict[str, Any] = client.post("/v1/ask", json={"question": QUESTION}).json()
    return outcome


def _form(client: TestClient, question: str = QUESTION) -> dict[str, str]:
    page = client.get("/", params={"q": question}).text
    form = re.search(r'<form class="feedback".*?</form>', page, re.DOTALL)
    assert form
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    return {name: html.unescape(value) for name, value in fields}


def test_feedback_is_stored_as_given(client: TestClient, mill_house: House) -> None:
    """Verdict, note and quote must come back with the time, and be in the log; white space and control characters go."""
    body = {
        "answer_id": _asked(client)["answer_id"],
        "verdict": "incomplete",
        "note": "  Where's the\x07 cap? \U0001f680 ",
        "quote": 1,
    }
    response = client.post("/v1/feedback", json=body)
    stored = response.json()
    assert response.status_code == 201
    assert stored == {**body, "note": "Where's the cap? \U0001f680", "given_at": stored["given_at"]}
    assert mill_house.log.feedback()[-1].note == stored["note"]


@pytest.mark.parametrize(
    "change",
    [{"note": "x" * 2001}, {"quote": 0}, {"quote": 99}, {"quote": "one"}, {"verdict": "good"}, {"verdict": None}, {"by": "me"}],
)
def test_feedback_that_cannot_be_is_refused(client: TestClient, mill_house: House, change: dict[str, object]) -> None:
    """Notes that are too long, quotes that are not there and other words must be 422, and nothing stored."""
    before = mill_house.log.feedback()
    response = client.post("/v1/feedback", json={"answer_id": _asked(client)["answer_id"], "verdict": "right", **change})
    assert response.status_code == 422
    assert set(response.json()["error"]) == {"code", "message", "hint"}
    assert mill_house.log.feedback() == before


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", None])
def test_other_sites_cannot_send_feedback_as_json(client: TestClient, mill_house: House, kind: str | None) -> None:
    """What a page of another site can send without asking first must be refused, whatever it holds."""
    body = f'{{"answer_id": "{_asked(client)["answer_id"]}", "verdict": "wrong"}}'.encode()
    before = mill_house.log.feedback()
    response = client.post("/v1/feedback", content=body, headers={"Content-Type": kind} if kind else {})
    assert response.status_code == 422
    assert mill_house.log.feedback() == before


def test_form_is_taken_without_javascript(client: TestClient, mill_house: House) -> None:
    """What the form sends must be stored, and answered by a page that leads back to the answer."""
    fields = _form(client)
    sent = {**fields, "verdict": "right", "note": "", "quote": ""}
    page = client.post("/feedback", data=sent, headers=BROWSER)
    assert page.status_code == 200
    assert html.escape(fields["back"]) in page.text
    assert client.get(fields["back"]).status_code == 200
    stored = mill_house.log.feedback()[-1]
    assert (stored.answer_id, stored.verdict, stored.note, stored.quote) == (fields["answer_id"], "right", None, None)


def test_form_stands_under_an_abstention_too(client: TestClient, mill_house: House) -> None:
    """Whether silence was right must be possible to say."""
    fields = _form(client, "How many moons does Jupiter have?")
    assert client.post("/feedback", data={**fields, "verdict": "right", "note": "So it is."}).status_code == 200
    assert mill_house.log.feedback()[-1].note == "So it is."


@pytest.mark.parametrize(
    "change",
    [
        {"token": ""},
        {"token": "0" * 64},
        {"token": "\u00e9\ud83d"},
        {"answer_id": "0" * 16},
        {"verdict": "splendid"},
        {"note": "x" * 2001},
        {"quote": "7" * 400},
        {f"f{n}": "x" for n in range(20)},
    ],
)
def test_form_that_is_not_ours_is_refused(client: TestClient, mill_house: House, change: dict[str, str]) -> None:
    """A form without the token of its page, or with other words, must be 422 and leave nothing."""
    before = mill_house.log.feedback()
    body = "&".join(f"{name}={value}" for name, value in {**_form(client), "verdict": "right", **change}.items())
    response = client.post("/feedback", content=body.encode("utf-8", "surrogatepass"), headers=BROWSER)
    assert response.status_code == 422
    assert mill_house.log.feedback() == before


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "javascript:alert(1)", '/?"><script>'])
def test_form_leads_nowhere_else(client: TestClient, back: str) -> None:
    """The way back must be a page of ours, and escaped."""
    page = client.post("/feedback", data={**_form(client), "verdict": "right", "back": back}, headers=BROWSER).text
    (target,) = re.findall(r'<a href="([^"]*)">Back', page)
    assert target.startswith("/?") or target == "/"
    assert "<script>" not in page
