"""A document beside an answer: searched, outlined, with the quotes before and after it."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

MILL = "/documents/mills/post mill.md"
BROWSER = {"Accept": "text/html"}


def _asked(
    client: TestClient, question: str = "What is the difference between a post mill and a smock mill?"
) -> dict[str, Any]:
    outcome: dict[str, Any] = client.post("/v1/ask", json={"question": question, "min_probability": 0}).json()
    return outcome


def _marks(page: str, kind: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(rf"<mark{kind}[^>]*>(.*?)</mark>", page, re.DOTALL)]


@pytest.mark.parametrize(
    ("sought", "found"),
    [("POST  mill", 4), ("60 centimetres", 1), ("(.*)", 0), ("nowhere", 0), ("   ", None), ("<script>", 0), ("x" * 5000, 0)],
)
def test_words_are_found_as_they_are(client: TestClient, sought: str, found: int | None) -> None:
    """Case and white space make no difference, signs mean themselves; every place is marked, counted and listed."""
    page = client.get(MILL, params={"find": sought}, headers=BROWSER)
    assert page.status_code == 200
    marks = _marks(page.text, ' class="hit"')
    assert len(marks) == (found or 0)
    assert {re.sub(r"\s+", " ", mark).casefold() for mark in marks} <= {re.sub(r"\s+", " ", sought).casefold()}
    assert page.text.count('href="#hit-') == (found or 0)


def test_search_keeps_the_quote(client: TestClient) -> None:
    """What is searched for is marked beside the quote, which keeps its own mark, and one link leads back."""
    text = client.get("/v1/documents/mills/post mill.md").json()["text"]
    start = text.index("A post mill is")
    params: dict[str, str | int] = {"version": 1, "start": start, "end": start + 11, "find": "windmill"}
    page = client.get(MILL, params=params).text
    assert _marks(page, ' id="quote"') == ["A post mill"]
    assert "windmill" in _marks(page, ' class="hit"')
    (plain,) = re.findall(r'<a href="([^"]*)">Clear', page)
    assert _marks(client.get(html.unescape(plain)).text, ' class="hit"') == []


def test_mark_and_hit_may_overlap(client: TestClient) -> None:
    """Words that are both quoted and searched for are shown once, and every word of the text is there."""
    text = client.get("/v1/documents/mills/smock.md").json()["text"]
    page = client.get("/documents/mills/smock.md", params={"start": 0, "end": len(text), "find": "cap turns"}).text
    article = page[page.index('<article class="document">') : page.index("</article>")]
    shown = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", article)))
    assert "of which only the cap turns to face" in re.sub(r"\s+", " ", shown)


def test_outline_leads_to_headings(client: TestClient) -> None:
    """Every heading stands in the outline, and its address is there."""
    page = client.get(MILL).text
    outline = page[page.index('class="outline"') : page.index("</ol>")]
    links = re.findall(r'href="#(at-\d+)"', outline)
    assert len(links) == 3
    assert all(f'id="{link}"' in page for link in links)


def test_panel_is_the_document_alone(client: TestClient) -> None:
    """What stands beside an answer has the document, its proof and no frame of a page."""
    link = _asked(client)["quotes"][0]["citation"]["link"].partition("#")[0]
    panel = client.get(f"{link}&panel=1").text
    assert "<html" not in panel
    assert 'class="proof exact"' in panel
    assert "Remove" not in panel
    assert re.search(r'href="/documents/[^"]*#quote" target="_blank"', panel)


def test_quotes_of_an_answer_lead_to_each_other(client: TestClient) -> None:
    """From the first quote's document the next is linked and none before it; the answer is a link away."""
    outcome = _asked(client)
    assert len(outcome["quotes"]) > 1
    path = outcome["quotes"][0]["citation"]["link"].partition("#")[0]
    page = client.get(f"{path}&answer={outcome['answer_id']}&n=1").text
    assert 'rel="prev"' not in page
    (after,) = re.findall(r'rel="next" href="([^"]*)"', page)
    second = outcome["quotes"][1]["citation"]
    assert f"start={second['start']}&amp;" in after
    assert f"/answers/{outcome['answer_id']}#quote-1" in page
    assert 'rel="prev"' in client.get(html.unescape(after)).text


@pytest.mark.parametrize("answer", ["0123456789abcdef", "../..", "<script>", "\x00"])
def test_unknown_answer_is_no_error(client: TestClient, answer: str) -> None:
    """A link from an answer that is kept no more still shows its document."""
    page = client.get(MILL, params={"answer": answer, "n": 1})
    assert page.status_code == 200
    assert 'class="around"' not in page.text
