"""The page of an answer that was given, what can be taken from it, and suggestions."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from quoth.house import House
from quoth.server import make_app
from quoth.server.suggestions import Suggestions
from quoth.settings import load_settings
from serving import LocalClient

BROWSER = {"Accept": "text/html"}
RYE = b"# Rye\n\nRye is sown in autumn.\n\n## Harvest\n\nRye is cut in July.\n"


def _ask(client: TestClient, question: str = "When is rye sown?") -> dict[str, Any]:
    outcome: dict[str, Any] = client.post("/v1/ask", json={"question": question, "min_probability": 0}).json()
    return outcome


def _area(page: str, name: str) -> str:
    found = re.search(rf'<textarea id="copy-{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found
    return html.unescape(found[1])


def test_answer_is_shown_again_with_what_became_of_its_words(own_client: TestClient) -> None:
    """The page has the words as they were given; once the document changed or is gone, it says so beside each quote."""
    own_client.put("/v1/documents/rye.md", content=RYE)
    outcome = _ask(own_client)
    path = f"/answers/{outcome['answer_id']}"
    assert outcome["quotes"][0]["text"] in own_client.get(path).text
    for content, standing in ((b"# Rye\n\nNews.\n\nRye is sown in autumn.\n", "moved"), (b"# Rye\n\nNothing.\n", "changed")):
        own_client.put("/v1/documents/rye.md", content=content)
        assert f'<strong class="standing {standing}">' in own_client.get(path).text
    own_client.delete("/v1/documents/rye.md")
    page = own_client.get(path)
    assert page.status_code == 200
    assert '<strong class="standing gone">' in page.text
    assert outcome["quotes"][0]["text"] in page.text


def test_answer_that_is_not_known_is_a_page(own_client: TestClient) -> None:
    """A name that no answer has gets a friendly page."""
    page = own_client.get("/answers/0123456789abcdef", headers=BROWSER)
    assert page.status_code == 404
    assert "retention_days" in page.text


def test_answer_whose_words_are_not_kept_is_not_linked(tmp_path: Path) -> None:
    """Where words are not kept the answer has no link, and its address says why."""
    settings = load_settings(library={"dir": tmp_path / "library"}, log={"keep_questions": False})
    with House.create(settings) as house, LocalClient(make_app(house)) as client:
        client.put("/v1/documents/rye.md", content=RYE)
        assert "Link to this answer" not in client.get("/", params={"q": "When is rye sown?"}).text
        page = client.get(f"/answers/{_ask(client)['answer_id']}", headers=BROWSER)
        assert page.status_code == 404
        assert "keep_questions" in page.text


def test_answer_is_copied_with_citations(own_client: TestClient) -> None:
    """Text and Markdown have every quote word for word, its document and address; Markdown escapes what it would read as markup."""
    words = "Rye *is* sown in <autumn>, [always](http://x) #1."
    own_client.put("/v1/documents/rye.txt", content=words.encode())
    page = own_client.get("/", params={"q": "When is rye sown?"}).text
    assert f"“{words}”" in _area(page, "text")
    link = f"http://localhost/documents/rye.txt?version=1&start=0&end={len(words)}#quote"
    assert link in _area(page, "text")
    markdown = _area(page, "markdown")
    assert r"> Rye \*is\* sown in \<autumn\>, \[always\](http://x) #1." in markdown
    assert f"(<{link}>)" in markdown


def test_suggestions_are_headings_and_curated_questions(own_client: TestClient) -> None:
    """What is typed is completed by words of headings and by curated questions."""

    def suggested(typed: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = own_client.get("/suggestions", params={"q": typed}).json()["suggestions"]
        return found

    own_client.put("/v1/documents/rye.md", content=RYE)
    assert suggested("harv") == [{"text": "Harvest", "kind": "heading"}]
    assert suggested("harvest?") == suggested("HARV")
    assert suggested("h") == suggested("??") == []
    assert suggested("xyz") == []
    text = RYE.decode().replace("# ", "").replace("#", "")
    pin = {"questions": ["When do we harvest?"], "doc_id": "rye.md", "start": 5, "end": 27, "owner": "Farm"}
    assert own_client.post("/v1/curated", json=pin).status_code == 201, text
    assert suggested("harv")[0] == {"text": "When do we harvest?", "kind": "curated"}


def test_typing_reads_nothing_but_the_generation(tmp_path: Path) -> None:
    """Once read, suggestions cost one look at the generation a keystroke, until the library changes."""
    with House.create(load_settings(library={"dir": tmp_path})) as house:
        house.put("rye.md", RYE)
        suggestions = Suggestions(house)
        assert len(suggestions.matching("harv")) == 1
        read: list[str] = []
        event.listen(house.library.engine, "before_cursor_execute", lambda _c, _u, statement, *_: read.append(statement))
        for typed in ("ha", "har", "harv"):
            assert len(suggestions.matching(typed)) == 1
        assert [statement for statement in read if statement.startswith("SELECT") and "facts" not in statement] == []
        assert len([statement for statement in read if statement.startswith("SELECT")]) == 3
        house.put("barley.md", RYE.replace(b"Harvest", b"Harrowing"))
        assert [one.text for one in suggestions.matching("harr")] == ["Harrowing"]


@pytest.mark.parametrize("is_wanted", [False, True])
def test_what_others_asked_is_suggested_only_if_the_owner_wants_it(tmp_path: Path, *, is_wanted: bool) -> None:
    """Other people's questions are theirs: suggested after three answers, and only where the setting allows."""
    settings = load_settings(library={"dir": tmp_path}, server={"suggest_asked": is_wanted})
    with House.create(settings) as house, LocalClient(make_app(house)) as client:
        client.put("/v1/documents/rye.md", content=RYE)
        for _ in range(3):
            assert client.post("/v1/ask", json={"question": "When is rye sown?"}).json()["outcome"] == "answer"
    with House.open(settings) as house, LocalClient(make_app(house)) as client:  # closed meanwhile: the log is written
        found = client.get("/suggestions", params={"q": "sown"}).json()["suggestions"]
        assert [one["kind"] for one in found] == (["frequent"] if is_wanted else [])


def test_time_of_each_stage_is_told(own_client: TestClient) -> None:
    """How long an answer took stands on its page, stage by stage."""
    own_client.put("/v1/documents/rye.md", content=RYE)
    page = own_client.get("/", params={"q": "When is rye sown?"}).text
    assert re.search(r"took [\d,]+ ms", page)
    assert len(re.findall(r'<th scope="row">[a-z ]+</th><td class="numeric">[\d.,]+ ms', page)) == 4


def test_rows_are_shown_as_a_table_under_their_heads(own_client: TestClient) -> None:
    """A quoted row keeps its columns; what is copied are its words as the citation has them."""
    rows = b"# Mills\n\nBuilt:\n\n| Mill | Year | Height |\n|---|---|---|\n| Kinderdijk | 1738 | 14 m |\n| Schiedam | 1803 | 33 m |\n"
    own_client.put("/v1/documents/mills.md", content=rows)
    outcome = _ask(own_client, "What is the height of the mill of Schiedam?")
    assert "Schiedam | 1803 | 33 m" in outcome["quotes"][0]["text"]
    page = re.sub(r"</?mark>", "", own_client.get(f"/answers/{outcome['answer_id']}").text)
    assert re.search(
        r'<tr class="line table_row"><td dir="auto">Schiedam</td><td dir="auto">1803</td><td dir="auto">33 m</td></tr>', page
    )
    assert re.search(
        r'<thead><tr><th scope="col" dir="auto">Mill</th>|<tr class="line table_header"><th scope="col" dir="auto">Mill</th>',
        page,
    )
    assert f'data-words="{outcome["quotes"][0]["text"]}"' in page


def test_way_back_from_feedback_leads_to_the_same_answer(own_client: TestClient) -> None:
    """What a follow-up points to stands in the address that the forms under the answer lead back to."""
    own_client.put("/v1/documents/rye.md", content=RYE)
    asked = {"h": "What do we grow?", "a": "1. Rye\n2. Wheat", "q": "When is the first one sown?"}
    page = own_client.get("/", params=asked).text
    back = html.unescape(re.findall(r'name="back" value="([^"]*)"', page)[-1])
    assert dict(parse_qsl(urlsplit(back).query)) == asked
