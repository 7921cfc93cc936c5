"""What the doors show of a question's words: meanings to choose from, unknown words, corrections, small talk."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

MAKER = "# Making\n\nA contract manufacturing organisation (CMO) is a company that makes medicines for others. The CMO packs the medicines.\n"
DOCTOR = "# Doctors\n\nA chief medical officer (CMO) is the doctor who leads the medical staff of a company. The CMO signs.\n"


@pytest.fixture
def torn(own_client: TestClient) -> TestClient:
    """Return a client of a library in which CMO has two meanings."""
    for name, text in (("maker.md", MAKER), ("doctor.md", DOCTOR)):
        assert own_client.put(f"/v1/documents/{name}", content=text.encode()).status_code in (200, 201)
    return own_client


def _ask(client: TestClient, question: str, **more: object) -> dict[str, Any]:
    outcome: dict[str, Any] = client.post("/v1/ask", json={"question": question, **more}).json()
    return outcome


def test_meanings_are_offered_with_their_proof(torn: TestClient) -> None:
    """Each meaning must be cited verbatim, be a link on the page, and its question must not be asked back again."""
    outcome = _ask(torn, "What is a CMO?")
    assert (outcome["outcome"], outcome["reason"], outcome["quotes"]) == ("abstention", "ambiguous", [])
    assert sorted(one["meaning"] for one in outcome["meanings"]) == [
        "chief medical officer",
        "contract manufacturing organisation",
    ]
    page = torn.get("/", params={"q": "What is a CMO?"}).text
    assert html.escape(outcome["message"]) in page
    for one in outcome["meanings"]:
        cited = one["citation"]
        text = torn.get(f"/v1/documents/{cited['doc_id']}").json()["text"]
        assert text[cited["start"] : cited["end"]] == f"{one['meaning']} (CMO"
        assert one["question"] in html.unescape(re.sub(r"<[^>]+>", "", page))
        clear = _ask(torn, one["question"])
        assert clear["reason"] != "ambiguous"
        assert {quote["citation"]["doc_id"] for quote in clear["quotes"]} <= {cited["doc_id"]}


def test_verify_accepts_the_proof_of_a_meaning(torn: TestClient) -> None:
    """The citation of a meaning must be one like any other."""
    outcome = _ask(torn, "What is a CMO?")
    verdicts = torn.post("/v1/verify", json=outcome).json()["verdicts"]
    assert verdicts
    assert {verdict["standing"] for verdict in verdicts} == {"exact"}


def test_correction_is_shown(torn: TestClient) -> None:
    """API and page must say what was read in the place of what was typed."""
    outcome = _ask(torn, "Who makes medicnies for others?", min_probability=0)
    assert outcome["question"] == "Who makes medicnies for others?"
    assert outcome["understood_as"] == "Who makes medicines for others?"
    page = torn.get("/", params={"q": "Who makes medicnies for others?"}).text
    assert "Who makes medicines for others?" in page


def test_unknown_words_are_named(torn: TestClient) -> None:
    """The words that no document holds must be there for programs and for people."""
    outcome = _ask(torn, "How many zebras live in Kenya?")
    assert outcome["unknown_words"] == ["zebras", "live", "Kenya"]
    assert "\u201czebras\u201d" in outcome["message"]


def test_small_talk_gets_a_line_on_the_page(torn: TestClient) -> None:
    """A greeting must not be searched for, and is no failure."""
    page = torn.get("/", params={"q": "Hello!"})
    assert page.status_code == 200
    assert "Ask me something" in page.text
    assert "blockquote" not in page.text


@pytest.mark.parametrize("said", ["Hello", "Who are you?"])
def test_small_talk_is_not_told_that_it_is_no_question(client: TestClient, said: str) -> None:
    """Whoever greets is greeted, without a heading that finds fault."""
    page = client.get("/", params={"q": said}).text
    assert "Ask me something" in page or "I am Quoth" in page
    assert "No question found" not in page
