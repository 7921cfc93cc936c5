"""Ingest may be killed at any moment, and two may be started at once."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fakes import SANDBOX, Desk, FakeEncoder, child_environment
from quoth.errors import LibraryBusyError
from quoth.index import Views
from quoth.ingest import ingest
from quoth.library import Library
from quoth.settings import Settings

_DOCUMENTS = 300
_SCRIPT = "import sys; from fakes import ingest_folder; ingest_folder(*sys.argv[1:])"


def _start(library: Path, folder: Path) -> subprocess.Popen[str]:
    """Start an ingest in a process of its own and return once it has begun."""
    command = [sys.executable, "-c", _SCRIPT, str(library), str(folder)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=child_environment())
    assert child.stdout is not None
    assert child.stdout.readline() == "ingesting\n"
    return child


def _kill(child: subprocess.Popen[str], after_s: float) -> None:
    time.sleep(after_s)
    child.send_signal(signal.SIGKILL)
    child.communicate()


def _check(library: Path) -> int:
    """Check that a library is whole and its views can catch up; return the number of its documents."""
    connection = sqlite3.connect(library / "library.db")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    with Library.open(library) as opened, opened.reading() as snapshot:
        view = Views(library, FakeEncoder.dim).at(snapshot)
        numbers = snapshot.passage_numbers()
        assert sorted(view.dense.numbers()) == numbers
        assert view.lexical.count() == len(numbers)
        return snapshot.count_documents()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of a few hundred documents."""
    made = tmp_path / "documents"
    made.mkdir()
    for number in range(_DOCUMENTS):
        (made / f"{number:03}.txt").write_text(f"Rule {number} holds. The fee of rule {number} is {number} percent.")
    return made


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_ingest_leaves_a_whole_library(tmp_path: Path, folder: Path) -> None:
    """After each of several kills the library must be whole; the next ingest must finish with every document once."""
    library = tmp_path / "library"
    moments = random.Random(0)
    held = 0
    for _ in range(5):
        _kill(_start(library, folder), moments.uniform(0, 1.2))
        now = _check(library)
        assert now >= held
        held = now
    with Library.open(library) as opened:
        report = ingest(opened, FakeEncoder(), SANDBOX, [folder], Settings())
        assert (len(report.new) + len(report.unchanged), report.failed) == (_DOCUMENTS, [])
        with opened.reading() as snapshot:
            assert all((document.version, document.passages) == (1, 1) for document in snapshot.documents())
    assert _check(library) == _DOCUMENTS


def test_two_ingests_at_once_take_turns(tmp_path: Path, folder: Path) -> None:
    """The second must wait for the first, then find everything unchanged."""
    library = tmp_path / "library"
    first = _start(library, folder)
    second = _start(library, folder)
    assert (first.wait(60), second.wait(60)) == (0, 0)
    for child in (first, second):
        child.communicate()
    assert _check(library) == _DOCUMENTS
    with Library.open(library) as opened, opened.reading() as snapshot:
        assert {document.version for document in snapshot.documents()} == {1}


def test_ingest_that_cannot_wait_says_busy(desk: Desk) -> None:
    """With no time to wait, a second ingest must say that another is writing, and change nothing."""
    desk.write("a.txt", "A CRO runs trials.")
    impatient = Settings(library={"lock_timeout_s": 0})
    with Library.open(desk.library.folder) as other, other.lock(1), pytest.raises(LibraryBusyError):
        ingest(desk.library, desk.encoder, SANDBOX, [desk.folder], impatient)
    assert desk.generation() == 0
