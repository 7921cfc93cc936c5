"""`quoth verify` on what `quoth ask --json` printed, before and after the documents change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quoth.contract import VerdictModel

QUESTION = "Who issues parking permits?"
Run = Callable[..., Any]


def test_verify_follows_the_words(run: Run, own: Path) -> None:
    """A citation is exact, then moved, then changed, then gone as its document changes."""
    index, file = str(own / "index"), own / "outcome.json"
    parking, documents = own / "documents" / "parking.md", str(own / "documents")
    asked = run("ask", QUESTION, "--library", index, "--json", "-k", "1", "--min-probability", "0")
    file.write_text(asked.out, encoding="utf-8")
    text = parking.read_text()

    def standing(status: int) -> str:
        ran = run("verify", str(file), "--library", index, "--json")
        assert ran.status == status
        return VerdictModel.model_validate_json(ran.out).standing

    assert standing(0) == "exact"
    parking.write_text(text.replace("# Parking rules\n", "# Parking rules\n\nA new sentence comes first.\n"))
    run("ingest", documents, "--library", index)
    assert standing(0) == "moved"
    parking.write_text("# Parking rules\n\nAsk the porter.\n")
    run("ingest", documents, "--library", index)
    assert standing(1) == "changed"
    parking.unlink()
    run("ingest", documents, "--library", index)
    assert standing(1) == "gone"


def test_verify_reads_json_lines(run: Run, library: str, tmp_path: Path) -> None:
    """One outcome a line gives one verdict a citation, in order."""
    line = run("ask", QUESTION, "--library", library, "--json", "-k", "1", "--min-probability", "0").out
    (tmp_path / "outcomes.jsonl").write_text(line * 3, encoding="utf-8")
    ran = run("verify", "outcomes.jsonl", "--library", library)
    assert ran.status == 0
    assert [row.split()[0] for row in ran.out.splitlines()] == ["exact"] * 3


def test_a_forged_quote_is_not_exact(run: Run, library: str, tmp_path: Path) -> None:
    """A citation whose hash belongs to other words fails."""
    outcome = json.loads(run("ask", QUESTION, "--library", library, "--json", "--min-probability", "0").out)
    outcome["quotes"][0]["citation"]["quote_sha256"] = "0" * 64
    (tmp_path / "forged.json").write_text(json.dumps(outcome))
    ran = run("verify", "forged.json", "--library", library)
    assert ran.status == 1
    assert ran.out.startswith("changed")


_CITATION = {"doc_id": "parking.md", "version": 1, "start": 0, "end": 5, "text_sha256": "0" * 64, "quote_sha256": "0" * 64}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"not json",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        json.dumps({**_CITATION, "version": 10**30}).encode(),
        json.dumps({**_CITATION, "start": 9}).encode(),
        json.dumps({**_CITATION, "start": -1}).encode(),
        json.dumps({**_CITATION, "doc_id": "\ud800"}).encode(),
        json.dumps({**_CITATION, "end": None}).encode(),
    ],
)
def test_a_file_without_sound_citations_is_wrong_usage(run: Run, library: str, tmp_path: Path, content: bytes) -> None:
    """Whatever the file holds, there is a message and no traceback."""
    (tmp_path / "bad.json").write_bytes(content)
    ran = run("verify", "bad.json", "--library", library)
    assert ran.status == 2
    assert "bad.json" in ran.err
    assert "Unexpected" not in ran.err


def test_verify_of_a_missing_file_is_wrong_usage(run: Run, library: str) -> None:
    """The message names the file."""
    ran = run("verify", "nowhere.json", "--library", library)
    assert ran.status == 2
    assert "nowhere.json" in ran.err
