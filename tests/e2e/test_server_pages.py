"""The pages as HTML, without a browser: what they say, what they escape, what they answer to odd addresses."""

from __future__ import annotations

import html
import re
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from quoth.retrieval import listed_in
from quoth.server.errors import MessagePage
from quoth.server.outcome_views import MOST_SAID
from quoth.server.views import ChatPage, CuratedPage, DocumentPage, DocumentsPage, FeedbackPage, PanelPage
from quoth.shipped import web_folder

BROWSER = {"Accept": "text/html"}
ASKED = {"q": "What is a post mill?"}


def _text(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", page)))


def _link(page: str, name: str) -> str:
    found = re.search(rf'class="{name}" href="([^"]*)"', page)
    assert found is not None
    return html.unescape(found.group(1))


def _quotes(page: str) -> list[str]:
    found = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", quote)) for quote in found]


def test_chat_shows_the_same_quotes_as_the_api(client: TestClient) -> None:
    """A blockquote holds exactly the words the API returns, and links to their place."""
    outcome = client.post("/v1/ask", json={"question": ASKED["q"]}).json()
    page = client.get("/", params=ASKED)
    assert _quotes(page.text) == [quote["text"] for quote in outcome["quotes"]]
    for quote in outcome["quotes"]:
        assert html.escape(quote["citation"]["link"]) in page.text


def test_chat_shows_a_whole_list_verbatim(client: TestClient) -> None:
    """A quote over several blocks is shown in lines, its text unchanged."""
    asked = {"question": "What are the parts of a post mill?", "min_probability": 0}
    outcome = client.post("/v1/ask", json=asked).json()
    shown = _quotes(client.get("/", params={"q": str(asked["question"])}).text)
    assert shown == [quote["text"] for quote in outcome["quotes"] or outcome["nearest"]][: len(shown)]
    assert any("\n" in quote for quote in shown)


def test_chat_carries_the_conversation_without_javascript(client: TestClient) -> None:
    """Earlier questions stand in hidden inputs, and a follow-up says what it was understood as."""
    page = client.get("/", params={"h": ASKED["q"], "q": "And a smock mill?"}).text
    assert '<input type="hidden" name="h" value="What is a post mill?">' in page
    assert '<input type="hidden" name="h" value="What is a smock mill?">' in page
    assert "Understood as What is a smock mill?" in _text(page)


def test_chat_lets_what_was_understood_be_corrected(client: TestClient) -> None:
    """One link puts what was understood into the field, in the same conversation, and asks nothing yet."""
    page = client.get("/", params={"h": ASKED["q"], "q": "And a smock mill?"}).text
    corrected = client.get(_link(page, "correct")).text
    assert 'value="What is a smock mill?" dir="auto"' in corrected
    assert '<input type="hidden" name="h" value="What is a post mill?">' in corrected
    assert _quotes(corrected) == []


def test_chat_asks_what_was_typed_on_its_own(client: TestClient) -> None:
    """One link asks the words as typed, without the conversation."""
    page = client.get("/", params={"h": ASKED["q"], "q": "And a smock mill?"}).text
    alone = client.get(_link(page, "alone")).text
    assert '<p class="question" dir="auto">And a smock mill?</p>' in alone
    assert "Understood as" not in _text(alone)
    assert "Earlier" not in _text(alone)


def test_question_that_stands_alone_has_nothing_to_correct(client: TestClient) -> None:
    """Where the question was searched as typed, the page does not say how it was understood."""
    page = client.get("/", params={"h": ASKED["q"], "q": "What is a smock mill?"}).text
    assert "Understood as" not in _text(page)
    assert 'class="correct"' not in page


def test_chat_follows_up_on_what_was_answered(client: TestClient) -> None:
    """The second thing of a list that was answered can be asked for, though only the address remembers it."""
    asked = {"question": "What are the parts of a post mill?", "min_probability": 0}
    listed = next(quote["text"] for quote in client.post("/v1/ask", json=asked).json()["quotes"] if "\n" in quote["text"])
    params = {"h": str(asked["question"]), "a": listed, "q": "What is the second one?"}
    second = listed_in(listed)[1]
    assert re.search(f"Understood as What (?:is|are) {re.escape(second)}", _text(client.get("/", params=params).text))


def test_answer_goes_along_with_the_next_question(client: TestClient) -> None:
    """What an answer said in short stands in a hidden input, and never makes an address too long."""
    page = client.get("/", params=ASKED).text
    said = re.findall(r'name="a" value="([^"]*)"', page)
    assert len(said) == 1
    assert 0 < len(html.unescape(said[0])) <= MOST_SAID
    assert client.get("/", params={**ASKED, "h": "What is a smock mill?", "a": "x" * 5000}).status_code == 200


@pytest.mark.parametrize("params", [{"edit": ""}, {"edit": "<script>"}, {"edit": "x" * 5000, "h": "?"}, {"a": "\0"}])
def test_odd_addresses_of_a_correction_do_no_harm(client: TestClient, params: dict[str, str]) -> None:
    """Whatever stands in the address, the page is shown and nothing of it becomes markup."""
    page = client.get("/", params=params)
    assert page.status_code == 200
    assert "<script>" not in page.text


def test_chat_abstains_in_words(client: TestClient) -> None:
    """An abstention shows its message and never calls what is near an answer."""
    outcome = client.post("/v1/ask", json={"question": "How many moons does Jupiter have?"}).json()
    page = client.get("/", params={"q": "How many moons does Jupiter have?"})
    assert page.status_code == 200
    assert outcome["message"] in _text(page.text)
    assert bool(outcome["nearest"]) == ("not an answer" in page.text)


@pytest.mark.parametrize("question", ["", "  ", "x" * 2001, "\x00"])
def test_chat_explains_what_cannot_be_asked(client: TestClient, question: str) -> None:
    """A question that cannot be asked is answered by a friendly page with the right status."""
    page = client.get("/", params={"q": question})
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert "<form" in page.text


def test_pages_escape_what_people_and_documents_write(client: TestClient) -> None:
    """Markup in a question or a document is shown, never run."""
    evil = '"><script>alert(1)</script>'
    for page in (client.get("/", params=urlencode({"q": evil, "h": evil})), client.get("/documents/grinding.html")):
        assert page.status_code == 200
        assert "<script>alert" not in page.text


def test_empty_library_says_how_to_add_documents(own_client: TestClient) -> None:
    """Where there are no documents the page says how to add some."""
    assert "quoth ingest" in own_client.get("/").text
    assert "quoth ingest" in own_client.get("/documents").text


def test_documents_page_lists_titles_and_failures(client: TestClient) -> None:
    """The list links every document and says why one could not be read."""
    page = client.get("/documents").text
    assert 'href="/documents/mills/post%20mill.md"' in page
    assert "Mill Trust" in page
    assert "blank.md it is empty." in _text(page)


def test_document_page_marks_the_cited_words_and_verifies_them(client: TestClient) -> None:
    """Following a citation shows its words marked, once by name, with the verdict."""
    citation = client.post("/v1/ask", json={"question": ASKED["q"]}).json()["quotes"][0]["citation"]
    page = client.get(citation["link"]).text
    marked = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.DOTALL))
    text = client.get(f"/v1/documents/{citation['doc_id']}").json()["text"]
    assert html.unescape(marked) == text[citation["start"] : citation["end"]]
    assert page.count('id="quote"') == 1
    assert "verifies: exact" in _text(page)
    assert citation["quote_sha256"] in page


def test_document_page_marks_a_span_over_several_blocks(client: TestClient) -> None:
    """A span from a paragraph into a table is marked in each part, and only there."""
    text = client.get("/v1/documents/mills/post mill.md").json()["text"]
    start, end = text.index("60 centimetres"), text.index(" | 1742")
    page = client.get("/documents/mills/post mill.md", params={"version": 1, "start": start, "end": end}).text
    marks = [html.unescape(mark) for mark in re.findall(r"<mark[^>]*>(.*?)</mark>", page)]
    assert marks == ["60 centimetres thick.", "Mill", "Built", "Height", "Tarn Hill"]
    assert page.count('id="quote"') == 1
    assert '<th scope="col" dir="auto"><mark>Mill</mark></th>' in page


def test_document_page_works_for_any_name(client: TestClient) -> None:
    """Slashes, spaces and other scripts in a name lead to the document."""
    assert "63 kilograms" in client.get("/documents/%E9%A2%A8%E8%BB%8A/notes%20%C3%A9.txt").text
    assert client.get("/documents/").headers["location"] == "/documents"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("version=9", 404),
        ("start=5&end=2", 422),
        ("start=0&end=999999", 422),
        ("start=3", 422),
        ("start=x&end=9", 422),
        ("part=7", 404),
    ],
)
def test_document_page_explains_a_wrong_place(client: TestClient, query: str, status: int) -> None:
    """A version or span that is not there gets a page that says so."""
    page = client.get(f"/documents/mills/smock.md?{query}", headers=BROWSER)
    assert page.status_code == status
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1>" in page.text


def test_document_page_shows_an_older_version_as_such(own_client: TestClient) -> None:
    """A citation of an older version still shows its words, and points to the text that answers now."""
    old, new = b"# Rye\n\nRye is sown in autumn.\n", b"# Rye\n\nNews first.\n\nRye is sown in autumn.\n"
    own_client.put("/v1/documents/rye.md", content=old)
    own_client.put("/v1/documents/rye.md", content=new)
    page = _text(own_client.get("/documents/rye.md?version=1&start=5&end=27").text)
    assert "This is an older version." in page
    assert "verifies: moved" in page


def test_templates_see_only_their_declared_context() -> None:
    """Every template reads the fields of its page's declared context, all of them and no others."""
    for page in (ChatPage, CuratedPage, DocumentPage, DocumentsPage, FeedbackPage, MessagePage, PanelPage):
        source = _with_parts(page.template)
        if page is PanelPage:  # what it hands on is a page of its own, and checked as one
            source = (web_folder() / "templates" / page.template).read_text(encoding="utf-8")
        assert set(re.findall(r"\bpage\.(\w+)", source)) == {field.name for field in fields(page)}, page


def _with_parts(name: str) -> str:
    """Return a template with all that it includes or imports from."""
    source = (web_folder() / "templates" / name).read_text(encoding="utf-8")
    parts = set(re.findall(r'(?:include|from) "(\w+\.html)"', source))
    return source + "".join(_with_parts(part) for part in sorted(parts))


def test_web_files_name_no_other_host_and_no_inline_code() -> None:
    """Nothing is loaded from elsewhere, and the strict policy has nothing to forbid."""
    for file in [*(web_folder() / "templates").iterdir(), *(web_folder() / "static").iterdir()]:
        text = _without_namespaces(file)
        assert not re.search(r"https?://(?!127\.0\.0\.1)|style=|\son\w+=|<style|javascript:|@import", text), file.name


def _without_namespaces(file: Path) -> str:
    return file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")


def test_chat_names_every_value_before_the_quotes_when_sources_disagree(own_client: TestClient) -> None:
    """The card must stand above the quotes, name each value with its source, and lead to its quote."""
    said = {
        "old": "The body of a post mill weighs about 25 tonnes.",
        "new": "On average, the body of a post mill has a weight of about 38 tonnes.",
    }
    for name, sentence in said.items():
        text = f"# Mill notes, {name}\n\n{sentence}\n"
        assert own_client.put(f"/v1/documents/{name}.md", content=text.encode()).status_code in (200, 201)
    asked = {"question": "How much does the body of a post mill weigh?"}
    outcome = own_client.post("/v1/ask", json=asked | {"min_probability": 0}).json()
    values = outcome["disagreements"][0]["values"]
    assert {value["value"] for value in values} == {"about 25 tonnes", "about 38 tonnes"}
    assert all(value["value"] in outcome["quotes"][value["n"] - 1]["text"] for value in values)
    assert own_client.post("/v1/ask", json=asked).json()["outcome"] == "answer"
    page = own_client.get("/", params={"q": asked["question"]}).text
    card = page[page.index('class="notice disagreement"') : page.index("<blockquote")]
    assert all(value["value"] in card and f'href="#quote-{value["n"]}"' in card for value in values)
    assert all(title in _text(card) for title in ("Mill notes, old", "Mill notes, new"))


def test_chat_names_the_other_documents_that_say_it(own_client: TestClient) -> None:
    """A quote that stands in two documents must be shown once, with a link to the other place."""
    sentence = "The body of a post mill rests on a post of oak that is sixty centimetres thick."
    for name in ("one", "other"):
        text = f"---\ntitle: Mill notes {name}\ndate: 2019-03-01\n---\n\n{sentence}\n\nAll of this is about {name} mills.\n"
        assert own_client.put(f"/v1/documents/{name}.md", content=text.encode()).status_code in (200, 201)
    asked = "How thick is the post of a post mill?"
    quote = own_client.post("/v1/ask", json={"question": asked, "min_probability": 0}).json()["quotes"][0]
    (copy,) = quote["also"]
    assert {quote["citation"]["doc_id"], copy["doc_id"]} == {"one.md", "other.md"}
    assert copy["text"] == sentence
    page = own_client.get("/", params={"q": asked}).text
    assert html.escape(copy["link"]) in page
    assert "Found in 2 documents" in page
    assert "2019-03-01" in page
    assert "stale" not in page


def test_files_are_kept_under_what_they_hold(client: TestClient) -> None:
    """A page names its style sheets with their hash, and under that a browser keeps them; under any other it asks again."""
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/").text)
    assert len(addresses) >= 5
    for address in addresses:
        assert "immutable" in client.get(address).headers["cache-control"]
        assert "immutable" not in client.get(address.partition("?")[0] + "?v=000000000000").headers["cache-control"]
        assert "immutable" not in client.get(address.partition("?")[0]).headers["cache-control"]
