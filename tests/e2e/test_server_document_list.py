"""The list of documents, upload and removal by forms, and curated answers by forms."""

from __future__ import annotations

import html
import re

import pytest
from fastapi.testclient import TestClient

RYE = b"---\ntitle: Rye\nowner: Farm\ndate: 2020-01-01\n---\n\n# Rye\n\nRye is sown in autumn.\n"


def _token(page: str, action: str) -> str:
    found = re.search(rf'action="{action}".*?name="token" value="([^"]*)"', page, re.DOTALL)
    assert found
    return found[1]


def _titles(client: TestClient, query: str) -> list[str]:
    return re.findall(r'class="shelf-title"><a [^>]*>([^<]*)</a>', client.get(f"/documents?{query}").text)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=mill+trust", ["Post mills"]),
        ("q=SMOCK", ["Smock mills"]),
        ("q=nothing+like+it", []),
        ("format=html", ["Grinding"]),
        ("format=markdown&order=title", ["Post mills", "Smock mills"]),
        ("state=silent", []),
    ],
)
def test_list_is_narrowed(client: TestClient, query: str, titles: list[str]) -> None:
    """Words, format and state choose documents."""
    assert _titles(client, query) == titles


@pytest.mark.parametrize(
    ("query", "allowed"),
    [("state=nonsense", "stale"), ("state=", "silent"), ("order=sideways", "newest"), ("format=cuneiform", "markdown")],
)
def test_choice_that_is_none_is_refused(client: TestClient, query: str, allowed: str) -> None:
    """A state, an order or a format that there is not is 422, and the page says which there are."""
    page = client.get(f"/documents?{query}", headers={"Accept": "text/html"})
    assert page.status_code == 422
    assert allowed in page.text
    assert query.split("=")[1] in page.text


def test_list_tells_how_much_was_kept(client: TestClient) -> None:
    """Every line says whether the document answers, in which format it came and how much of it was kept."""
    page = client.get("/documents?q=post").text
    assert '<span class="state-answers">answers</span>' in page
    assert '<span class="format">Markdown</span>' in page
    assert re.search(r"shelf-kept\">\d+\.\d\N{NO-BREAK SPACE}%", page)


def test_file_is_uploaded_and_removed_by_forms(own_client: TestClient) -> None:
    """A form's file is stored under its name and found in the list; another form removes it."""
    page = own_client.get("/documents").text
    sent = own_client.post("/documents", data={"token": _token(page, "/documents")}, files={"file": ("rye é.md", RYE)})
    assert sent.status_code == 200
    assert sent.url.query == b"q=rye+%C3%A9.md"
    assert ">Rye</a>" in sent.text
    token = _token(sent.text, "/documents/remove")
    gone = own_client.post("/documents/remove", data={"token": token, "doc_id": "rye é.md"})
    assert gone.url.path == "/documents"
    assert own_client.get("/v1/documents").json()["documents"] == []


@pytest.mark.parametrize("name", ["../up.md", "a//b.md", "/etc/passwd", "a\\b.md"])
def test_upload_under_a_name_that_leads_elsewhere_is_refused(own_client: TestClient, name: str) -> None:
    """A name that is no plain path is refused in words, and nothing is stored."""
    token = _token(own_client.get("/documents").text, "/documents")
    sent = own_client.post("/documents", data={"token": token}, files={"file": (name, RYE)})
    assert sent.status_code == 422
    assert own_client.get("/v1/documents").json()["documents"] == []


def test_form_without_our_token_changes_nothing(own_client: TestClient) -> None:
    """What another site or another browser sends is refused, for every form that changes something."""
    own_client.put("/v1/documents/rye.md", content=RYE)
    page = own_client.get("/documents").text
    remove, upload = _token(page, "/documents/remove"), _token(page, "/documents")
    own_client.cookies.clear()  # another browser
    forms: list[tuple[str, dict[str, str]]] = [
        ("/documents/remove", {"doc_id": "rye.md", "token": remove}),
        ("/documents/remove", {"doc_id": "rye.md"}),
        ("/curated", {"question": "Rye?", "token": "0"}),
        ("/curated/remove", {"id": "1"}),
    ]
    for path, fields in forms:
        assert own_client.post(path, data=fields).status_code == 422, path
    assert own_client.post("/documents", data={"token": upload}, files={"file": ("x.md", RYE)}).status_code == 422
    assert own_client.post("/documents", data={"token": upload}).status_code == 422
    cross = {"Sec-Fetch-Site": "cross-site"}
    fresh = _token(own_client.get("/documents").text, "/documents/remove")
    fields = {"doc_id": "rye.md", "token": fresh}
    assert own_client.post("/documents/remove", data=fields, headers=cross).status_code == 422
    assert [d["doc_id"] for d in own_client.get("/v1/documents").json()["documents"]] == ["rye.md"]


def test_cookie_is_for_forms_alone(own_client: TestClient) -> None:
    """Pages set a cookie that scripts cannot read and other sites' forms do not send; the API sets none."""
    assert "set-cookie" not in own_client.get("/v1/documents").headers
    cookie = own_client.get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "set-cookie" not in own_client.get("/documents").headers


def test_quote_is_pinned_by_the_form_under_it(own_client: TestClient) -> None:
    """The form has the question and the document's owner filled in; sent, its quote answers first, and can be taken away."""
    own_client.put("/v1/documents/rye.md", content=RYE)
    page = own_client.get("/", params={"q": "When is rye sown?"}).text
    form = page[page.index('class="pin-form"') :]
    fields = {n: html.unescape(v) for n, v in re.findall(r'name="(\w+)" value="([^"]*)"', form[: form.index("</form>")])}
    assert (fields["question"], fields["owner"]) == ("When is rye sown?", "Farm")
    pinned = own_client.post("/curated", data=fields)
    assert pinned.status_code == 200
    assert "Curated by Farm" in pinned.text
    listed = own_client.get("/curated").text
    assert "Rye is sown in autumn." in listed
    token = _token(listed, "/curated/remove")
    assert own_client.post("/curated/remove", data={"token": token, "id": "x"}).status_code == 422
    assert "Nothing is pinned yet." in own_client.post("/curated/remove", data={"token": token, "id": "1"}).text


def test_words_that_changed_cannot_be_pinned(own_client: TestClient) -> None:
    """Between the answer and the form the document may change: what stands there now is never pinned in its place."""
    own_client.put("/v1/documents/rye.md", content=RYE)
    page = own_client.get("/", params={"q": "When is rye sown?"}).text
    form = page[page.index('class="pin-form"') :]
    fields = {n: html.unescape(v) for n, v in re.findall(r'name="(\w+)" value="([^"]*)"', form[: form.index("</form>")])}
    own_client.put("/v1/documents/rye.md", content=RYE.replace(b"autumn", b"spring"))
    assert own_client.post("/curated", data=fields).status_code == 422
    assert own_client.get("/v1/curated").json() == {"curated": []}
