"""The library in PostgreSQL instead of SQLite: the same answers, lists and notes from the same code. Errands: test_errands.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fastapi.testclient import TestClient
from sqlalchemy import create_engine

from postgresql import Cluster
from quoth.ask import Request
from quoth.errors import LibraryError, LibraryMissingError
from quoth.house import House
from quoth.library import Library
from quoth.library.tables import metadata
from quoth.server import make_app
from quoth.settings import Settings, load_settings
from quoth.types import Answer

MILLS = "---\ntitle: Mühlen\nowner: Technik\ndate: 2024-05-01\n---\n\n# Mills\n\nA post mill is a windmill whose whole body turns on a single post.\n"
BOATS = "# Boats\n\nA punt is a flat boat that is pushed with a pole.\n"


def _settings(cluster: Cluster, folder: Path) -> Settings:
    return load_settings(library={"dir": folder / "library", "url": cluster.new_url()})


def _ask(house: House, question: str) -> str:
    outcome = house.ask(Request(question=question, min_probability=0.0))
    return outcome.quotes[0].citation.quote if isinstance(outcome, Answer) and outcome.quotes else ""


def test_documents_come_change_and_go(cluster: Cluster, tmp_path: Path) -> None:
    """The main job: ingested twice, changed, removed, asked after each, opened again; what stood before is still found and verified."""
    settings, corpus = _settings(cluster, tmp_path), tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "mühlen.md").write_text(MILLS, encoding="utf-8")
    (corpus / "boats.md").write_text(BOATS, encoding="utf-8")
    with House.create(settings) as house:
        assert len(house.ingest([corpus]).new) == 2
        assert "single post" in _ask(house, "What is a post mill?")
        report = house.ingest([corpus])
        assert (len(report.new), len(report.changed), len(report.unchanged)) == (0, 0, 2)
        (corpus / "mühlen.md").write_text(MILLS.replace("single post", "oak post"), encoding="utf-8")
        (corpus / "boats.md").unlink()
        report = house.ingest([corpus])
        assert (len(report.changed), len(report.removed)) == (1, 1)
    with House.open(settings) as house:
        assert "oak post" in _ask(house, "What is a post mill?")
        assert "punt" not in _ask(house, "What is a punt?")
        assert "single post" in house.document("mühlen.md", 1)[1].text
        assert not list((tmp_path / "library").glob("*.db"))


def test_pages_lists_and_notes_are_the_same(cluster: Cluster, tmp_path: Path) -> None:
    """What the database counts, sorts, seeks and groups for the pages; the question log, feedback and a curated answer."""
    with (
        House.create(_settings(cluster, tmp_path)) as house,
        TestClient(make_app(house), base_url="http://localhost") as client,
    ):
        for name, text in (("mühlen.md", MILLS), ("boats.md", BOATS)):
            assert client.put(f"/v1/documents/{name}", content=text.encode()).status_code in (200, 201)
        for order in ("name", "date", "title", "passages", "newest"):
            page = client.get("/documents", params={"q": "MÜHLEN", "order": order})
            assert (page.status_code, "Boats" in page.text) in ((200, False), (422, False)), order
        outcome = client.post("/v1/ask", json={"question": "What is a punt?", "min_probability": 0}).json()
        client.get("/", params={"q": "Who repairs the lock gates?"})
        given = {"answer_id": outcome["answer_id"], "verdict": "wrong", "note": "No."}
        assert client.post("/v1/feedback", json=given).status_code in (200, 201, 204)
        cited = outcome["quotes"][0]["citation"]
        pin = {"questions": ["What is a punt?"], "owner": "Boats", **{name: cited[name] for name in ("doc_id", "start", "end")}}
        assert client.post("/v1/curated", json=pin).status_code == 201
        assert client.post("/v1/ask", json={"question": "What is a punt?"}).json()["quotes"][0]["curated"]["owner"] == "Boats"
        assert "What is a punt?" in client.get(f"/v1/answers/{outcome['answer_id']}").text
        insight = client.get("/insight")
        assert insight.status_code == 200
        for table in ("days", "unanswered", "feedback", "documents"):
            assert client.get(f"/insight/{table}.csv").status_code == 200
        assert "punt" in client.get("/suggestions", params={"q": "pun"}).text


def test_view_does_not_change_while_it_is_open(cluster: Cluster, tmp_path: Path) -> None:
    """An answer is made from one state of the library, whatever is written meanwhile."""
    with House.create(_settings(cluster, tmp_path)) as house:
        house.put("boats.md", BOATS.encode())
        with house.library.reading() as snapshot:
            before = snapshot.generation()
            house.put("mühlen.md", MILLS.encode())
            assert snapshot.generation() == before
        assert house.generation() > before


def test_schema_of_the_migrations_is_that_of_the_tables(cluster: Cluster, tmp_path: Path) -> None:
    """Migrations from nothing end at exactly the tables that the code uses."""
    url = cluster.new_url()
    with pytest.raises(LibraryMissingError):
        Library.open(tmp_path, url)
    Library.create(tmp_path, url).close()
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []
    engine.dispose()


def test_database_that_is_away_says_so_and_is_found_again(cluster: Cluster, tmp_path: Path) -> None:
    """No traceback and nothing about damage; once the server is back, the same process goes on."""
    with Library.create(tmp_path, cluster.new_url()) as library:
        cluster.stop()
        try:
            with pytest.raises(LibraryError, match="cannot be reached"), library.reading():
                pass
            with pytest.raises(LibraryError, match="cannot be reached"):
                Library.open(tmp_path, f"postgresql+pg8000://quoth:secret@127.0.0.1:{cluster.port}/library_1")
        finally:
            cluster.start()
        with library.reading() as snapshot:
            assert snapshot.generation() == 0
