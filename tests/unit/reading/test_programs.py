"""Programs: found by name, run in a folder of their own, bounded in time, with nothing that is the user's."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from quoth.errors import ReadingError
from quoth.reading.programs import find_program, is_private, private_folder, run


def _python(code: str, folder: Path, *, stdin: bytes = b"", seconds: float = 20) -> bytes:
    return run([sys.executable, "-c", code], stdin=stdin, seconds=seconds, folder=folder)


def test_find_program_gives_the_first_that_is_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Names must be tried in order; where none is found, there is none."""
    second = tmp_path / "second"
    second.write_text("#!/bin/sh\n")
    second.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_program("first-of-all", "second") == str(second)
    assert find_program("first-of-all") is None


def test_private_folder_is_gone_afterwards() -> None:
    """What is written in a private folder must not outlive it, and only there is private."""
    with private_folder() as folder:
        (folder / "x").write_text("y")
        assert is_private(folder / "x")
        assert not is_private(folder / ".." / "elsewhere")
    assert not folder.exists()
    assert is_private(os.devnull)
    assert not is_private("/etc/passwd")


def test_run_returns_what_is_printed(tmp_path: Path) -> None:
    """What is given must reach the program, what it prints must come back."""
    assert _python("print(input()[::-1])", tmp_path, stdin=b"abc\n").strip() == b"cba"


def test_run_shows_the_program_nothing_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Home and temporary folder must be its own, secrets of the environment must not reach it."""
    monkeypatch.setenv("SECRET_KEY", "x")
    code = "import os; print(os.getcwd(), os.environ['HOME'], os.environ['TMPDIR'], 'SECRET_KEY' in os.environ)"
    assert _python(code, tmp_path).decode().split() == [str(tmp_path)] * 3 + ["False"]


def test_run_ends_a_slow_program_and_what_it_started(tmp_path: Path) -> None:
    """After its time a program must end, and so must its children."""
    child = "import time, pathlib; time.sleep(3); pathlib.Path('late').touch()"
    code = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    started = time.monotonic()
    with pytest.raises(ReadingError, match="takes more than 1 s"):
        _python(code, tmp_path, seconds=1)
    assert time.monotonic() - started < 3
    time.sleep(3)
    assert not (tmp_path / "late").exists()


def test_run_repeats_the_last_words_of_a_failure(tmp_path: Path) -> None:
    """The message must hold what the program said last."""
    with pytest.raises(ReadingError, match="fails on it: no such paper"):
        _python("import sys; sys.exit('much talk\\nno such paper.')", tmp_path)


def test_run_says_when_a_program_cannot_start(tmp_path: Path) -> None:
    """A program that is no program must be one clear error."""
    with pytest.raises(ReadingError, match="cannot be started"):
        run([str(tmp_path / "none")], stdin=b"", seconds=1, folder=tmp_path)
