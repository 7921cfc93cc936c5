"""What only a process of its own shows: exit statuses, closed pipes, full devices, signals, and how much is imported."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
import termios
import time
import urllib.request
from pathlib import Path

import pytest

QUOTH = [sys.executable, "-m", "quoth"]


def quoth(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run one command as a process."""
    return subprocess.run([*QUOTH, *arguments], capture_output=True, text=True, timeout=120, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_importing_quoth_loads_no_torch() -> None:
    """The package, its names and the command line without a command load no model library."""
    code = "import sys, quoth, quoth.cli; quoth.Settings, quoth.Answer; print('torch' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


def test_public_names_are_sorted_and_exist() -> None:
    """`__all__` is the list of what is promised."""
    import quoth as package

    assert package.__all__ == sorted(package.__all__)
    assert all(getattr(package, name) for name in package.__all__)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["settings"], ["ask", "--help"]])
def test_small_commands_load_no_heavy_library(arguments: list[str]) -> None:
    """Help and settings come at once: no torch, no database, no index."""
    code = (
        "import sys; from quoth.cli import main; status = main(sys.argv[1:]);"
        "heavy = {'torch', 'sqlalchemy', 'faiss', 'tantivy', 'fastapi'} & set(sys.modules);"
        "assert not heavy, heavy; sys.exit(status)"
    )
    ran = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_wrong_usage_exits_with_two() -> None:
    """Unknown commands and options, and no command at all."""
    for arguments in (["frobnicate"], ["ask"], ["status", "--nope"], []):
        ran = quoth(*arguments)
        assert ran.returncode == 2
        assert ran.stdout == ""
        assert "Usage:" in ran.stderr


def test_a_bad_setting_is_wrong_usage() -> None:
    """The message names the setting."""
    ran = quoth("settings", env={**os.environ, "QUOTH_ANSWER__K": "many"})
    assert ran.returncode == 2
    assert "answer.k" in ran.stderr


def test_a_closed_pipe_is_quiet() -> None:
    """`quoth settings | head -1` says nothing on stderr."""
    with subprocess.Popen([*QUOTH, "settings", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_device_for_results_is_a_clear_error() -> None:
    """Results that could not be written are a failure, said in words."""
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run([*QUOTH, "settings"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr.startswith("quoth: No room left to write standard output.")
    assert "Exception" not in ran.stderr


def test_an_ascii_terminal_gets_escapes(tmp_path: Path) -> None:
    """Characters that the encoding lacks are escaped, not a crash."""
    ran = quoth("status", "--library", str(tmp_path / "café"), env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert ran.returncode == 1
    assert "caf\\xe9" in ran.stderr


def test_serve_refuses_a_port_in_use(tmp_path: Path) -> None:
    """Before anything is built, with the port to try next."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = quoth("serve", "--port", str(port), cwd=tmp_path)
    assert ran.returncode == 1
    assert f"Port {port}" in ran.stderr
    assert f"--port {port + 1}" in ran.stderr


def test_serve_builds_a_library_and_answers_until_told_to_stop(tmp_path: Path) -> None:
    """From an empty folder with documents to a health page, and a quiet end."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "zorbium.md").write_text("# Zorbium\n\nZorbium is a synthetic polymer.\n")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen([*QUOTH, "serve", "--port", str(port)], cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert _answers(f"http://127.0.0.1:{port}/healthz", process)
            process.send_signal(signal.SIGINT)
            ended = process.wait(60)
        finally:
            process.kill()
        assert process.stderr is not None
        said = process.stderr.read()
    assert ended == 0, said
    assert "1 new documents" in said
    assert "Traceback" not in said


def _answers(url: str, process: subprocess.Popen[str]) -> bool:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - our own loopback address
                return bool(response.status == 200)
        except OSError:
            time.sleep(0.3)
    return False


def test_an_interrupt_leaves_no_traceback(tmp_path: Path) -> None:
    """Ctrl-C ends a command with 130."""
    with subprocess.Popen(
        [*QUOTH, "ask", "-"], cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdin is not None
            process.stdin.write("What is")
            process.stdin.flush()
            _wait_until_read(process.stdin.fileno())
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 130
        finally:
            process.kill()
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def _wait_until_read(pipe: int) -> None:
    """Return once whoever reads the pipe has taken what was written to it."""
    deadline = time.monotonic() + 90
    while struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0]:
        assert time.monotonic() < deadline, "nobody reads"
        time.sleep(0.05)


def test_an_interrupt_while_commands_load_leaves_no_traceback() -> None:
    """Ctrl-C right after the command was typed, while its modules are being imported."""
    code = (
        "import builtins, os, signal, sys; plain = builtins.__import__\n"
        "def interrupted(name, *rest, **named):\n"
        "    if name == 'click': os.kill(os.getpid(), signal.SIGINT)\n"
        "    return plain(name, *rest, **named)\n"
        "builtins.__import__ = interrupted; from quoth.cli import main; sys.exit(main(['--version']))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")
