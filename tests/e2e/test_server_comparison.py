"""A comparison through the doors: a table on the page, in the API and on the command line, its cells the documents' own words."""

from __future__ import annotations

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

BROWSER = {"Accept": "text/html"}
QUESTION = "Compare Tarn Hill and Low Moor on height"


@pytest.fixture
def outcome(client: TestClient) -> dict[str, object]:
    """Return what the API answers."""
    answer: dict[str, object] = client.post("/v1/ask", json={"question": QUESTION, "min_probability": 0}).json()
    return answer


def test_api_gives_cells_that_are_parts_of_quotes(outcome: dict[str, object]) -> None:
    """Rows of a document's table must come as sides, its columns as aspects, each cell within the quote it names."""
    comparison, quotes = outcome["comparison"], outcome["quotes"]
    assert isinstance(comparison, dict)
    assert isinstance(quotes, list)
    assert comparison["sides"] == ["Tarn Hill", "Low Moor"]
    said = {
        row["aspect"]: [quotes[cell["n"] - 1]["text"][cell["start"] : cell["end"]] for cell in row["cells"]]
        for row in comparison["rows"]
    }
    assert said["Height"] == ["14 m", "11 m"]


def test_other_answers_have_no_comparison(client: TestClient) -> None:
    """The field must be there and null where nothing is compared."""
    outcome = client.post("/v1/ask", json={"question": "What is a post mill?", "min_probability": 0}).json()
    assert outcome["comparison"] is None
    assert client.post("/v1/ask", json={"question": "What is a wok?", "min_probability": 1}).json()["comparison"] is None


def test_page_shows_the_table_and_every_cell_leads_to_its_words(client: TestClient) -> None:
    """The page must have a column a side, and a cell's link must show a document in which that cell is marked as verified."""
    page = client.get("/", params={"q": "What is the difference between a post mill and a smock mill?"}, headers=BROWSER).text
    start = page.index('class="comparison"')
    table = page[start : page.index("</section>", start)]
    assert [unescape(side) for side in re.findall(r'<th scope="col" dir="auto">([^<]*)</th>', table)] == [
        "post mill",
        "smock mill",
    ]
    links = [unescape(link) for link in re.findall(r'class="cell" href="([^"]+)"', table)]
    assert links
    for link in links:
        shown = client.get(link, headers=BROWSER)
        assert shown.status_code == 200
        assert "<mark" in shown.text
