"""List, show, store and delete documents over HTTP."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

WINDPUMP = b"# Windpumps\n\nA windpump is a windmill that lifts water from a well or a polder.\n"
ASKED = {"question": "What is a windpump?"}


def test_list_holds_documents_and_failures(client: TestClient) -> None:
    """The list has every document that answers, and what could not be read with its reason."""
    listed = client.get("/v1/documents").json()
    assert [d["doc_id"] for d in listed["documents"]] == [
        "grinding.html",
        "mills/post mill.md",
        "mills/smock.md",
        "風車/notes é.txt",
    ]
    assert [f["doc_id"] for f in listed["failures"]] == ["blank.md"]
    assert listed["failures"][0]["message"]


def test_document_has_its_text_and_blocks(client: TestClient) -> None:
    """Blocks are spans of the text, in order, with their headings."""
    document = client.get("/v1/documents/" + quote("mills/post mill.md")).json()
    assert (document["title"], document["date"], document["owner"]) == ("Post mills", "2024-03-05", "Mill Trust")
    kinds = [block["kind"] for block in document["blocks"]]
    assert {"heading", "paragraph", "list_item", "table_header", "table_row"} == set(kinds)
    row = next(block for block in document["blocks"] if block["kind"] == "table_row")
    assert document["text"][row["start"] : row["end"]] == "Tarn Hill | 1742 | 14 m"
    assert row["heading_path"] == ["Post mills", "Size"]


@pytest.mark.parametrize("path", ["nothing.md", "%E9%A2%A8/x", "mills/post%20mill.md?version=7", "a%00b", "%ff"])
def test_unknown_document_or_version_is_not_found(client: TestClient, path: str) -> None:
    """What the library does not hold is 404 in the one error shape."""
    response = client.get(f"/v1/documents/{path}")
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"


@pytest.mark.parametrize("version", ["0", "-1", "x", str(10**30)])
def test_version_must_be_a_number_that_can_be(client: TestClient, version: str) -> None:
    """A version that is no version is the sender's mistake."""
    assert client.get(f"/v1/documents/mills/smock.md?version={version}").status_code == 422


def test_upload_answers_from_the_next_question_on_and_stops_when_deleted(own_client: TestClient) -> None:
    """Put, change and delete are each felt by the very next question."""
    assert own_client.post("/v1/ask", json=ASKED).json()["reason"] == "empty_library"
    put = own_client.put("/v1/documents/a b/é.md", content=WINDPUMP)
    assert (put.status_code, put.json()["change"], put.json()["version"]) == (201, "new", 1)
    assert (
        own_client.post("/v1/ask", json={**ASKED, "min_probability": 0}).json()["quotes"][0]["citation"]["doc_id"] == "a b/é.md"
    )
    changed = own_client.put("/v1/documents/a b/é.md", content=WINDPUMP.replace(b"lifts", b"raises"))
    assert (changed.status_code, changed.json()["change"], changed.json()["version"]) == (200, "changed", 2)
    assert "raises" in own_client.post("/v1/ask", json={**ASKED, "min_probability": 0}).json()["quotes"][0]["text"]
    assert own_client.delete("/v1/documents/a b/é.md").status_code == 200
    assert own_client.post("/v1/ask", json=ASKED).json()["reason"] == "empty_library"
    assert own_client.delete("/v1/documents/a b/é.md").status_code == 404


def test_same_upload_changes_nothing(own_client: TestClient) -> None:
    """Putting the same bytes again makes no new version."""
    own_client.put("/v1/documents/a.md", content=WINDPUMP)
    again = own_client.put("/v1/documents/a.md", content=WINDPUMP)
    assert (again.status_code, again.json()["change"], again.json()["version"]) == (200, "unchanged", 1)


@pytest.mark.parametrize(
    "name",
    [
        "..%2Fa.md",
        "a/%2E%2E/b.md",
        "%2Fetc/passwd",
        "a//b.md",
        "",
        "%20",
        "a%0Ab.md",
        "a%00.md",
        "a%5Cb.md",
        "%ff.md",
        "x" * 1001,
    ],
)
def test_upload_refuses_names_that_are_no_plain_paths(own_client: TestClient, name: str) -> None:
    """Names that lead upwards, start at the root or hold control characters are refused."""
    response = own_client.put(f"/v1/documents/{name}", content=WINDPUMP)
    assert response.status_code == 422
    assert response.json()["error"]["code"] == "usage"


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02\x03" * 50, b"  \n "])
def test_upload_refuses_what_holds_no_words(own_client: TestClient, data: bytes) -> None:
    """Bytes that are no text are refused with a reason, and nothing is stored."""
    response = own_client.put("/v1/documents/a.md", content=data)
    assert (response.status_code, response.json()["error"]["code"]) == (422, "unreadable")
    assert own_client.get("/v1/documents").json()["documents"] == []


def test_upload_over_the_limit_is_refused(own_client: TestClient) -> None:
    """A body larger than the limit is refused, announced or not."""
    assert own_client.put("/v1/documents/a.md", content=WINDPUMP * 50).status_code == 413
    streamed = own_client.put("/v1/documents/a.md", content=iter([WINDPUMP] * 50))
    assert (streamed.status_code, streamed.json()["error"]["code"]) == (413, "too_large")
