"""The sandbox: whatever a document does to its reader costs one document and reaches nothing."""

from __future__ import annotations

import base64
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from quoth.errors import ReadingError
from quoth.reading.documents import read_all
from quoth.reading.sandbox import Limits, Sandbox, in_order, wire

_PAGE = b"# Scope\n\nThe quality unit releases each batch.\n\n| Year | Sales |\n|---|---|\n| 2024 | 7 |\n"
# Takes seconds: very many blocks.
_LONG = b"A line of words.\n\n" * 400_000


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(2, Limits()) as made:
        yield made


def test_a_worker_reads_what_reading_here_would(sandbox: Sandbox) -> None:
    """A document read in a worker must be equal to the one read in this process, to the last field."""
    assert sandbox.read(_PAGE, doc_id="a.md", uri="file:///a.md") == read_all(_PAGE, doc_id="a.md", uri="file:///a.md")


def test_a_refusal_comes_through_whole(sandbox: Sandbox) -> None:
    """Message, hint and whether the text is lost must survive the way back."""
    with pytest.raises(ReadingError) as refused:
        sandbox.read(b"  \n", doc_id="a.txt", uri="file:///a.txt")
    assert "empty" in refused.value.message
    assert refused.value.has_lost_its_text


def test_too_much_time_costs_one_document() -> None:
    """A document that takes too long must be given up in time, and the next one read."""
    with Sandbox(1, Limits(seconds=0.4)) as sandbox:
        began = time.monotonic()
        with pytest.raises(ReadingError, match=r"takes more than 0\.4 s.*QUOTH_READING__SECONDS"):
            sandbox.read(_LONG, doc_id="long.txt", uri="file:///long.txt")
        assert time.monotonic() - began < 5
    with Sandbox(1, Limits(seconds=60)) as sandbox:
        assert sandbox.read(_PAGE, doc_id="a.md", uri="file:///a.md")


def test_too_much_memory_costs_one_document() -> None:
    """A document whose reading outgrows the limit must give a clear error, and the same sandbox go on."""
    with Sandbox(1, Limits(memory_bytes=600 * 2**20)) as sandbox:
        with pytest.raises(ReadingError, match=r"memory|MEMORY_MB"):
            sandbox.read(_LONG * 4, doc_id="huge.txt", uri="file:///huge.txt")
        assert sandbox.read(_PAGE, doc_id="a.md", uri="file:///a.md")


def test_a_worker_that_dies_costs_one_document() -> None:
    """A worker killed while it reads must give an error that says so, and the same sandbox go on."""
    with Sandbox(1, Limits()) as sandbox:
        sandbox.read(_PAGE, doc_id="a.md", uri="file:///a.md")
        (worker,) = _workers_of(sandbox)
        threading.Timer(0.3, os.kill, (worker, signal.SIGSEGV)).start()
        with pytest.raises(ReadingError, match=r"died of it.*SIGSEGV"):
            sandbox.read(_LONG, doc_id="long.txt", uri="file:///long.txt")
        assert sandbox.read(_PAGE, doc_id="a.md", uri="file:///a.md")


def test_a_worker_that_died_idle_costs_nothing(sandbox: Sandbox) -> None:
    """A worker killed between two documents must be replaced, not blamed on the next document."""
    sandbox.read(_PAGE, doc_id="a.md", uri="file:///a.md")
    (worker,) = _workers_of(sandbox)
    os.kill(worker, signal.SIGKILL)
    os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)
    assert sandbox.read(_PAGE, doc_id="a.md", uri="file:///a.md")


def test_a_program_ends_with_its_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document given up in time must leave neither the program that was at work on it nor the program's folder."""
    told = tmp_path / "told"
    program = tmp_path / "tesseract"
    program.write_text(f'#!/bin/sh\necho "$$ $HOME" > {told}.new; mv {told}.new {told}\nexec sleep 600\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    picture = io.BytesIO()
    Image.new("L", (400, 200), 255).save(picture, "PNG")
    with Sandbox(1, Limits(seconds=6)) as sandbox, pytest.raises(ReadingError, match="takes more than 6 s"):
        sandbox.read(picture.getvalue(), doc_id="a.png", uri="file:///a.png")
    pid, home = told.read_text().split()
    assert not Path(home).exists()
    assert not Path(f"/proc/{pid}").exists() or b"sleep" not in Path(f"/proc/{pid}/cmdline").read_bytes()


def test_a_worker_runs_nothing_of_the_folder_it_is_started_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document folder may hold files called like libraries; they must never be taken for them."""
    for name in ("numpy", "selectolax", "lxml", "quoth"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('run')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with Sandbox(1, Limits()) as sandbox:
        assert sandbox.read(b"<html><p>Some words.", doc_id="a.html", uri="file:///a.html")


@pytest.mark.parametrize(
    "change",
    [
        {"data": base64.b64encode(b"not compressed").decode()},
        {"text": "lone \ud800"},
        {"date": {"a": 1}},
        {"uri": "file:///etc/passwd"},
        {"printed": [[1, 1.0, 1.0, base64.b64encode(zlib.compress(b"odd")).decode()]]},
        {"blocks": [["paragraph", 0, 99, [], 0, None, None, False, [], None]]},
    ],
)
def test_an_answer_that_does_not_hold_together_costs_one_document(
    change: dict[str, object], sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that was taken over can say anything; none of it must reach the library or stop the ingest."""
    sandbox.read(_PAGE, doc_id="a.md", uri="file:///a.md")
    answer = json.loads(wire.pack_read(read_all(_PAGE, doc_id="a.md", uri="file:///a.md")))
    answer["documents"][0].update(change)
    (worker,) = sandbox._idle
    monkeypatch.setattr(worker, "_ask", lambda *_: json.dumps(answer).encode())
    with pytest.raises(ReadingError, match="no sound answer"):
        sandbox.read(_PAGE, doc_id="a.md", uri="file:///a.md")
    assert sandbox.read(_PAGE, doc_id="a.md", uri="file:///a.md")


def test_a_refusal_cannot_steer_a_terminal() -> None:
    """What a library says of a document may repeat its bytes; control characters and lone surrogates must be gone."""
    with pytest.raises(ReadingError) as refused:
        wire.unpack(wire.pack_refusal(ReadingError("its reader failed (\x1b[2J\ud800 here).", "Hint.")))
    assert refused.value.message == "its reader failed ([2J here)."


def test_too_many_characters_cost_one_document() -> None:
    """A text longer than the limit must be refused with both numbers' setting named."""
    with Sandbox(1, Limits(characters=50)) as sandbox, pytest.raises(ReadingError, match="QUOTH_READING__MAX_CHARACTERS"):
        sandbox.read(_PAGE, doc_id="a.md", uri="file:///a.md")


def test_closing_ends_the_workers() -> None:
    """No process must be left behind."""
    with Sandbox(2, Limits()) as sandbox:
        sandbox.read(_PAGE, doc_id="a.md", uri="file:///a.md")
        (worker,) = _workers_of(sandbox)
        assert Path(f"/proc/{worker}").exists()
    assert not Path(f"/proc/{worker}").exists()


@pytest.mark.parametrize(
    "deed",
    [
        "socket.create_connection(('127.0.0.1', PORT), 1)",
        "socket.getaddrinfo('example.org', 80)",
        "subprocess.Popen(['/bin/true'])",
        "os.system('true')",
        "os.execv('/bin/true', ['true'])",
        "open(FILE, 'w')",
        "os.open(FILE, os.O_CREAT | os.O_WRONLY)",
        "os.remove(FILE)",
        "os.rename(FILE, FILE + '2')",
        "os.mkdir(FILE)",
        "os.symlink('/', FILE)",
        "os.kill(os.getppid(), 0)",
    ],
)
def test_a_worker_has_no_power(deed: str, tmp_path: Path) -> None:
    """Code that takes a worker over must get no network, start no program and write no file."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        program = (
            "import os, socket, subprocess, sys\nfrom quoth.reading.sandbox import worker\nworker._leave_the_network()\n"
            f"sys.addaudithook(worker._refuse)\nPORT, FILE = {server.getsockname()[1]}, {str(tmp_path / 'x')!r}\n"
            f"try:\n    {deed}\nexcept PermissionError as error:\n    os.write(1, str(error).encode())\n"
        )
        said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=60)
    assert said.stdout.startswith(b"a reader of documents"), said.stderr
    assert not (tmp_path / "x").exists()


def test_secrets_do_not_reach_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment holds beside paths and languages must stay with the master."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "mine")
    with Sandbox(1, Limits()) as sandbox:
        sandbox.read(_PAGE, doc_id="a.md", uri="file:///a.md")
        (worker,) = _workers_of(sandbox)
        assert b"AWS_SECRET" not in Path(f"/proc/{worker}/environ").read_bytes()


def test_in_order_keeps_the_order() -> None:
    """Whatever finishes first, results must come in the order of the items, errors in their place."""

    def work(item: int) -> int:
        time.sleep(0.02 * (item % 3))
        return 10 // item

    results = [(item, future) for item, future in in_order(work, [5, 2, 0, 1], at_once=3)]
    assert [item for item, _ in results] == [5, 2, 0, 1]
    assert [future.result() for item, future in results if item] == [2, 5, 10]
    assert isinstance(results[2][1].exception(), ZeroDivisionError)


def _workers_of(sandbox: Sandbox) -> list[int]:
    """Return the process numbers of a sandbox's workers that wait for a document."""
    return [worker._process.pid for worker in sandbox._idle]
