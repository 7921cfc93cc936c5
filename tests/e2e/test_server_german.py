"""In German every word of ours is German: no page, error, abstention or reply keeps an English one."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from quoth.house import House
from quoth.server import make_app
from quoth.server.texts import load_texts
from quoth.settings import load_settings
from serving import LocalClient

GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5", "Accept": "text/html"}
# Words that German does not have.
_ENGLISH = re.compile(
    r"\b(?:the|is|of|and|with|this|that|are|from|your|what|there|have|been|cannot|it|its|for|were|by|yet)\b",
    re.IGNORECASE,
)
_SPOKEN = ("aria-label", "title", "placeholder", "alt")
_VOID = ("meta", "link", "input", "br", "img", "rect", "line", "image", "hr")


class _Words(HTMLParser):
    """Collects the words of a page that are its own: what documents and people say has `dir="auto"`, what is English says so."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._theirs: list[bool] = [False]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = dict(attrs)
        is_theirs = self._theirs[-1] or fields.get("dir") == "auto" or fields.get("lang") == "en" or tag in ("code", "title")
        if not is_theirs:
            self.found += [value or "" for name, value in attrs if name in _SPOKEN or name.startswith("data-")]
        if tag not in _VOID:
            self._theirs.append(is_theirs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._theirs.pop()

    def handle_data(self, data: str) -> None:
        if not self._theirs[-1] and data.strip():
            self.found.append(data.strip())


def _english_on(page: str) -> list[str]:
    words = _Words()
    words.feed(page)
    english, german = load_texts("en").entries, load_texts("de").entries
    only_english = {entry for name, entry in english.items() if isinstance(entry, str)} - {
        entry for entry in german.values() if isinstance(entry, str)
    }
    return [words for words in words.found if _ENGLISH.search(words) or words in only_english]


def test_english_is_noticed(client: TestClient) -> None:
    """The same page in English has many words that this test would not let pass."""
    page = client.get("/documents", headers={"Accept": "text/html"}).text.replace('<html lang="en">', "<html>")
    assert len(_english_on(page)) > 10


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?q=What is a post mill?",
        "/?q=What is the difference between a post mill and a smock mill?",
        "/?q=How many moons does Jupiter have?",
        "/?q=Hello",
        "/?q=Who are you?",
        "/?q=Thanks",
        "/?q=%3F%3F",
        "/?q=%20",
        f"/?q={'wide ' * 500}",
        "/documents",
        "/documents?state=nonsense",
        "/documents?format=cuneiform",
        "/documents?page=none",
        "/documents/mills/post mill.md",
        "/documents/mills/post mill.md?start=5&end=60&find=mill",
        "/documents/mills/post mill.md?start=5&end=60&panel=1",
        "/documents/mills/post mill.md?start=5",
        "/documents/mills/post mill.md?version=7",
        "/documents/mills/post mill.md?part=7",
        "/documents/nothing.md",
        "/originals/nothing.md",
        "/pictures/1/mills/smock.md",
        "/answers/0123456789abcdef",
        "/curated",
        "/insight",
        "/insight?days=many",
        "/nowhere",
        "/documents/remove",
    ],
)
def test_page_has_no_english_word_of_ours(client: TestClient, path: str) -> None:
    """Chat, documents, insight, curated answers and every error are told in German, whatever goes wrong."""
    page = client.get(path, headers=GERMAN)
    assert page.headers["content-type"].startswith("text/html")
    if "panel=1" not in path:
        assert '<html lang="de">' in page.text
    assert _english_on(page.text) == []


def test_answer_and_thanks_are_german(client: TestClient) -> None:
    """The page of an answer that was given and of feedback that was taken."""
    page = client.get("/?q=What is a post mill?", headers=GERMAN).text
    form = re.search(r'<form class="feedback".*?</form>', page, re.DOTALL)
    assert form
    fields = {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form[0])}
    for verdict in ("right", "nonsense"):
        said = client.post("/feedback", data={**fields, "verdict": verdict}, headers=GERMAN)
        assert _english_on(said.text) == []
    assert _english_on(client.get(f"/answers/{fields['answer_id']}", headers=GERMAN).text) == []
    assert _english_on(client.post("/feedback", data={"token": "0"}, headers=GERMAN).text) == []


def test_refusals_at_the_door_are_german(tmp_path: Path) -> None:
    """Whoever comes by another name, or too often, is told so in German."""
    settings = load_settings(library={"dir": tmp_path / "library"}, server={"requests_per_minute": 1})
    with House.create(settings) as house:
        client = LocalClient(make_app(house))
        empty, often = (client.get("/", headers=GERMAN) for _ in range(2))
        elsewhere = client.get("/", headers={**GERMAN, "Host": "evil.example"})
        assert [page.status_code for page in (empty, often, elsewhere)] == [200, 429, 421]
        assert [_english_on(page.text) for page in (empty, often, elsewhere)] == [[], [], []]
