"""`quoth ingest` and `quoth status` through the real command line, library and encoder."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_ingest_reports_what_it_did(run: Run, own: Path) -> None:
    """New, changed, unchanged and removed documents are told apart."""
    documents = own / "documents"
    (documents / "new.md").write_text("# New\n\nA new document.\n")
    (documents / "parking.md").write_text("# Parking\n\nParking is free for everybody.\n")
    (documents / "glossary.md").unlink()
    ran = run("ingest", str(documents), "--library", str(own / "index"), "--json")
    report = json.loads(ran.out)
    assert ran.status == 0
    assert (report["new"], report["changed"]) == (["new.md"], ["parking.md"])
    assert (report["unchanged"], report["removed"]) == (["handbook.md"], ["glossary.md"])
    assert report["failed"] == []


def test_a_document_that_fails_is_listed_and_the_rest_stands(run: Run, own: Path) -> None:
    """One bad file costs one line and status 3; `quoth status` lists it later."""
    (own / "documents" / "empty.txt").touch()
    ran = run("ingest", str(own / "documents"), "--library", str(own / "index"))
    assert ran.status == 3
    assert [line for line in ran.err.splitlines() if line.startswith("empty.txt: ")]
    status = json.loads(run("status", "--library", str(own / "index"), "--json").out)
    assert status["documents"] == 3
    assert [failure["doc_id"] for failure in status["failures"]] == ["empty.txt"]


def test_a_missing_path_changes_nothing(run: Run, tmp_path: Path) -> None:
    """A path that is not there is wrong usage, and no library is made."""
    ran = run("ingest", "nowhere")
    assert ran.status == 2
    assert "nowhere" in ran.err
    assert not (tmp_path / "index").exists()


def test_ingest_of_nothing_is_wrong_usage(run: Run) -> None:
    """Without a path and without `--rebuild` there is nothing to do."""
    assert run("ingest").status == 2


def test_another_chunking_is_refused_and_mended_by_rebuild(run: Run, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names both values; `--rebuild` alone makes the library fit."""
    index = str(own / "index")
    monkeypatch.setenv("QUOTH_CHUNKING__MAX_TOKENS", "80")
    ran = run("ask", "What is zorbium?", "--library", index)
    assert ran.status == 1
    assert "160" in ran.err
    assert "80" in ran.err
    assert "--rebuild" in ran.err
    rebuilt = run("ingest", "--rebuild", "--library", index, "--json")
    assert rebuilt.status == 0
    assert json.loads(rebuilt.out)["rebuilt"] is True
    assert json.loads(run("status", "--library", index, "--json").out)["chunking"]["max_tokens"] == 80
    assert run("ingest", str(own / "documents"), "--library", index).status == 0


def test_rebuild_without_a_library_is_an_error(run: Run, tmp_path: Path) -> None:
    """There is nothing to rebuild from, and nothing is made."""
    assert run("ingest", "--rebuild").status == 1
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_library_is_named(run: Run, tmp_path: Path) -> None:
    """A file that is no database gives a clear error, not a traceback."""
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "library.db").write_bytes(b"this is no database" * 100)
    for command in (["status"], ["ask", "What is zorbium?"]):
        ran = run(*command)
        assert ran.status == 1
        assert "library.db" in ran.err
        assert "backup" in ran.err
        assert "Traceback" not in ran.err


def test_status_says_what_the_library_holds(run: Run, library: str) -> None:
    """Path, generation, counts and encoder, as text and as JSON."""
    ran = run("status", "--library", library, "--json")
    status = json.loads(ran.out)
    assert status["documents"] == 3
    assert status["passages"] >= 3
    assert status["encoder"]["model"] == "all-MiniLM-L6-v2"
    assert "documents   3" in run("status", "--library", library).out


def test_watching_follows_a_folder(tmp_path: Path) -> None:
    """What changes in a watched folder must be in the library seconds later; an interrupt must end it without a traceback."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text("The fee is ten percent.", encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "quoth",
        "ingest",
        str(folder),
        "--watch",
        "--json",
        "--library",
        str(tmp_path / "library"),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        try:
            assert process.stdout is not None
            assert json.loads(process.stdout.readline())["new"] == ["a.txt"]
            (folder / "b.txt").write_text("The term is two years.", encoding="utf-8")
            assert json.loads(process.stdout.readline())["new"] == ["b.txt"]
            (folder / "a.txt").rename(folder / "c.txt")
            assert json.loads(process.stdout.readline())["renamed"] == [["a.txt", "c.txt"]]
            (folder / "b.txt").unlink()
            assert json.loads(process.stdout.readline())["removed"] == ["b.txt"]
            process.send_signal(signal.SIGINT)
            _, complaints = process.communicate(timeout=60)
        finally:
            process.kill()  # a failure must not wait for a watcher that nobody stops
    assert "Traceback" not in complaints
    assert process.returncode == 130


def test_fidelity_report_names_what_to_look_at(run: Run, tmp_path: Path) -> None:
    """Each document must have its line, and a duplicate its warning, in plain text and in JSON."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The fee is ten percent.", encoding="utf-8")
    library = ["--library", str(tmp_path / "library")]
    assert run("ingest", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), *library).status == 0
    said = run("status", "--documents", *library).out
    assert "\x1b" not in said
    assert "! It says the same as a.txt." in said
    report = json.loads(run("status", "--documents", "--json", *library).out)["fidelity"]
    assert [(one["doc_id"], one["truncated_tokens"], one["lost_share"]) for one in report] == [
        ("a.txt", 0, 0.0),
        ("b.txt", 0, 0.0),
    ]
    assert report[1]["duplicate_of"] == "a.txt"
