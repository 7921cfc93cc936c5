"""Curated answers over HTTP and on the chat page."""

from __future__ import annotations

from fastapi.testclient import TestClient

RYE = "# Rye\n\nRye is sown in autumn.\n\nIt is cut in July.\n"
PIN = {
    "questions": ["When do we cut?"],
    "doc_id": "rye.md",
    "start": 29,
    "end": 47,
    "owner": "Farm <office>",
    "until": "2999-01-01",
}


def test_pin_is_made_listed_shown_and_taken_away(own_client: TestClient) -> None:
    """A pin must answer at once, say whose it is in JSON and on the page, and be gone when it is deleted."""
    own_client.put("/v1/documents/rye.md", content=RYE.encode())
    response = own_client.post("/v1/curated", json=PIN)
    made = response.json()
    assert response.status_code == 201
    assert made["text"] == "It is cut in July."
    assert own_client.get("/v1/curated").json() == {"curated": [made]}
    outcome = own_client.post("/v1/ask", json={"question": "when do we cut"}).json()
    assert outcome["quotes"][0]["text"] == "It is cut in July."
    assert outcome["quotes"][0]["curated"] == {"owner": "Farm <office>", "until": "2999-01-01"}
    assert {quote["curated"] for quote in outcome["quotes"][1:]} <= {None}
    verdicts = own_client.post("/v1/verify", json=outcome).json()["verdicts"]
    assert {verdict["standing"] for verdict in verdicts} == {"exact"}
    assert own_client.get(f"/v1/answers/{outcome['answer_id']}").json() == outcome
    page = own_client.get("/", params={"q": "When do we cut?"}).text
    assert "Curated by Farm &lt;office&gt; until 2999-01-01" in page
    gone = own_client.delete(f"/v1/curated/{made['id']}").json()
    assert gone["id"] == made["id"]
    assert own_client.get("/v1/curated").json() == {"curated": []}


def test_pin_of_what_is_not_there_is_refused(own_client: TestClient) -> None:
    """An unknown document must be 404; words that are not there, and other mistakes, 422 in the one shape."""
    assert own_client.post("/v1/curated", json=PIN).status_code == 404
    own_client.put("/v1/documents/rye.md", content=RYE.encode())
    for change in (
        {"end": 5000},
        {"end": 3},
        {"owner": ""},
        {"until": "never"},
        {"questions": []},
        {"questions": [""]},
        {"by": 1},
    ):
        response = own_client.post("/v1/curated", json={**PIN, **change})
        assert response.status_code == 422, change
        assert set(response.json()["error"]) == {"code", "message", "hint"}
