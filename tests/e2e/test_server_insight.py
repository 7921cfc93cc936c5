"""The page for the owner of the documents: what it counts, groups and exports, and what it leaves out."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from quoth.house import House
from quoth.library import NotedDay
from quoth.server import make_app
from quoth.server.charts import nice_top, stack
from quoth.server.insight import days_of
from quoth.settings import load_settings
from serving import LocalClient

RYE = b"# Rye\n\nRye is sown in autumn.\n"
CHEESE = b"# Cheese\n\nA wheel ripens for months in a cellar.\n"


def _rows(client: TestClient, table: str) -> list[dict[str, str]]:
    response = client.get(f"/insight/{table}.csv")
    assert response.status_code == 200
    assert "attachment" in response.headers["content-disposition"]
    return list(csv.DictReader(io.StringIO(response.text.lstrip("\ufeff"))))


def _house(folder: Path, **log: object) -> House:
    return House.create(load_settings(library={"dir": folder / "library"}, log=log))


def test_insight_counts_groups_and_exports(tmp_path: Path) -> None:
    """Answers, abstentions, topics, poor ratings, quoted and unquoted documents are on the page and in its tables."""
    with _house(tmp_path) as house:
        with LocalClient(make_app(house)) as client:
            client.put("/v1/documents/rye.md", content=RYE)
            client.put("/v1/documents/cheese.md", content=CHEESE)
            asked = ["When is rye sown?", "When is rye sown?", "Who repairs the tractor?", "Who fixes a broken tractor?"]
            given = [client.post("/v1/ask", json={"question": question}).json() for question in asked]
            assert [one["outcome"] for one in given] == ["answer", "answer", "abstention", "abstention"]
            said = {"answer_id": given[2]["answer_id"], "verdict": "wrong", "note": "=HYPERLINK(1)"}
            assert client.post("/v1/feedback", json=said).status_code == 201
        house.log.close()
        with LocalClient(make_app(house)) as client:
            page = client.get("/insight?days=7").text
            assert "Who repairs the tractor?" in page
            assert page.count('class="topic"') == 1
            assert page.count("<rect") >= 2
            days, topics = _rows(client, "days"), _rows(client, "unanswered")
            assert (days[-1]["answered"], days[-1]["abstained"], len(days)) == ("2", "2", 30)
            assert {row["topic"] for row in topics} == {"1"}
            assert {row["question"] for row in topics} == {"Who repairs the tractor?", "Who fixes a broken tractor?"}
            assert _rows(client, "feedback")[0]["note"] == "'=HYPERLINK(1)"
            quoted = {row["doc_id"]: row["answers_that_quote_it"] for row in _rows(client, "documents")}
            assert quoted == {"rye.md": "2", "cheese.md": "0"}


def test_insight_shows_no_words_that_are_not_kept(tmp_path: Path) -> None:
    """Where the words of questions are not kept there are numbers alone."""
    with _house(tmp_path, keep_questions=False) as house:
        with LocalClient(make_app(house)) as client:
            client.put("/v1/documents/rye.md", content=RYE)
            client.post("/v1/ask", json={"question": "Who repairs the tractor?"})
        house.log.close()
        with LocalClient(make_app(house)) as client:
            page = client.get("/insight").text
            assert "tractor" not in page
            assert "not kept" in page
            assert _rows(client, "unanswered") == []
            assert _rows(client, "days")[-1]["abstained"] == "1"


@pytest.mark.parametrize("table", ["days", "secrets", "../days"])
def test_insight_can_be_turned_off(tmp_path: Path, table: str) -> None:
    """Where the page is turned off neither it nor its tables are there, and no page links to it."""
    settings = load_settings(library={"dir": tmp_path / "library"}, server={"insight": False})
    with House.create(settings) as house:
        client = LocalClient(make_app(house))
        assert client.get("/insight").status_code == 404
        assert client.get(f"/insight/{table}.csv").status_code in (404, 422)
        assert "/insight" not in client.get("/").text


def test_every_day_is_there() -> None:
    """Days without a question are zero."""
    asked = NotedDay(day="2030-01-02", answered=1, abstained=0, median_ms=40, p95_ms=40)
    days = days_of([asked], date(2030, 1, 1), date(2030, 1, 3))
    assert [(day.day, day.answered, day.median_ms) for day in days] == [
        ("2030-01-01", 0, 0), ("2030-01-02", 1, 40), ("2030-01-03", 0, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(("most", "top"), [(0, 4), (4, 4), (5, 8), (9, 20), (21, 40), (41, 80), (300, 400), (1e6, 2e6)])
def test_axis_ends_at_a_round_number(most: float, top: float) -> None:
    """The end of the axis is not below the highest bar, and a quarter of it is a round number."""
    assert nice_top(most) == top


def test_stacked_bars_stand_on_each_other() -> None:
    """The second series begins where the first ends, and all of it lies inside the picture."""
    chart = stack("", ["a", "b"], [("x", [1, 0]), ("y", [3, 0])])
    lower, upper = chart.bars
    assert upper.y + upper.height == pytest.approx(lower.y)
    assert upper.y >= 0
    assert lower.y + lower.height == pytest.approx(chart.base)
