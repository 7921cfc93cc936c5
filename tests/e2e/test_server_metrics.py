"""`/metrics` as Prometheus reads it."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from quoth.house import House
from quoth.server.metrics import Metrics
from quoth.settings import load_settings

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def _samples(text: str) -> Samples:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _scrape(client: TestClient) -> Samples:
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    return _samples(response.text)


def _questions(samples: Samples, door: str, outcome: str, reason: str = "") -> float:
    return samples["quoth_questions_total", (("door", door), ("outcome", outcome), ("reason", reason))]


def test_questions_are_counted_by_door_outcome_and_reason(client: TestClient) -> None:
    """Each answer and abstention must raise its own counter by one, and every stage its histogram by one a question."""
    before = _scrape(client)
    client.post("/v1/ask", json={"question": "What is a post mill?"})
    client.get("/", params={"q": "What is a post mill?"})
    silent = client.post("/v1/ask", json={"question": "How many moons does Jupiter have?"}).json()
    after = _scrape(client)
    assert _questions(after, "api", "answer") - _questions(before, "api", "answer") == 1
    assert _questions(after, "web", "answer") - _questions(before, "web", "answer") == 1
    told = ("api", "abstention", silent["reason"])
    assert _questions(after, *told) - _questions(before, *told) == 1
    for stage in ("understand", "search", "read", "compose", "total"):
        count = ("quoth_stage_seconds_count", (("stage", stage),))
        assert after[count] - before[count] == 3
    spent = ("quoth_stage_seconds_sum", (("stage", "total"),))
    assert 0 < after[spent] - before[spent] < 60


def test_metrics_tell_what_the_library_holds(client: TestClient, mill_house: House) -> None:
    """Documents, passages, generation and failures must be those of the library, and the process must take memory."""
    samples = _scrape(client)
    documents, passages, generation = mill_house.counts()
    told = [samples[f"quoth_{name}", ()] for name in ("documents", "passages", "generation", "ingest_failures", "library_up")]
    assert told == [documents, passages, generation, 1, 1]
    assert samples["process_resident_memory_bytes", ()] > 10_000_000


def test_metrics_hold_no_words_of_questions(client: TestClient) -> None:
    """What was asked may not show, and neither may names of documents."""
    client.post("/v1/ask", json={"question": "Is zweistein a post mill?"})
    text = client.get("/metrics").text
    assert not any(word in text for word in ("zweistein", "mill", "grinding"))


def test_metrics_of_a_library_that_does_not_open_say_so(tmp_path: Path) -> None:
    """A broken library must not take the other metrics away."""
    with House.create(load_settings(library={"dir": tmp_path})) as house:
        metrics = Metrics(house)
        house.library.close()
        for file in tmp_path.glob("library.db*"):
            file.write_bytes(b"not a database " * 1000)
        samples = _samples(metrics.as_text().decode())
    assert samples["quoth_library_up", ()] == 0
    assert ("quoth_documents", ()) not in samples
    assert _questions(samples, "api", "answer") == 0
