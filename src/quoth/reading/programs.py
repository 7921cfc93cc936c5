"""Run a program of the machine on a document: in a folder of its own, for a limited time, with nothing that is the user's."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from quoth.errors import ReadingError

PROGRAMS: Final = frozenset({"soffice", "libreoffice", "soffice.exe", "tesseract", "tesseract.exe"})
# Where installers put programs without naming the place in PATH.
_PLACES: Final = (
    "/opt/homebrew/bin", "/opt/libreoffice/program", "/Applications/LibreOffice.app/Contents/MacOS",
    r"C:\Program Files\LibreOffice\program", r"C:\Program Files\Tesseract-OCR",
)  # fmt: skip
_PREFIX: Final = "quoth-"
_PASSED_ON: Final = ("PATH", "SYSTEMROOT", "TESSDATA_PREFIX", "TZ")
_MOST_BYTES: Final = 200_000_000
_LONGEST_COMPLAINT: Final = 200


def find_program(*names: str) -> str | None:
    """Return the path of the first of these programs that is installed, None if none is."""
    places = os.pathsep.join((os.environ.get("PATH", ""), *_PLACES))
    found = (shutil.which(name, path=places) for name in names)
    return next((path for path in found if path is not None), None)


@contextmanager
def private_folder() -> Iterator[Path]:
    """Make an empty folder that is gone afterwards."""
    folder = tempfile.mkdtemp(prefix=_PREFIX, dir=_place())
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_private(path: object) -> bool:
    """Say whether a path lies in a folder that `private_folder` made, or is open already, or leads nowhere."""
    if isinstance(path, int) or path == os.devnull:
        return True
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    return os.path.realpath(os.fsdecode(path)).startswith(f"{os.path.realpath(_place())}{os.sep}{_PREFIX}")


def _place() -> str:
    """Return where temporary folders are made. Python's own way of finding it writes a file to try."""
    return tempfile.gettempdir() if sys.platform == "win32" else os.environ.get("TMPDIR") or "/tmp"  # noqa: S108


def run(arguments: Sequence[str], *, stdin: bytes, seconds: float, folder: Path) -> bytes:
    """Run a program in a folder and return what it prints.

    Its home is the folder; of the environment it sees next to nothing; when it ends, what it started ends too.

    Raises:
        ReadingError: It cannot be started, fails, takes too long or prints too much; the message holds its last words.
    """
    name = Path(arguments[0]).name
    given, printed, complaints = (folder / part for part in (".given", ".printed", ".complaints"))
    given.write_bytes(stdin)
    try:
        with given.open("rb") as source, printed.open("wb") as target, complaints.open("wb") as errors:
            process = subprocess.Popen(  # noqa: S603 - a program found by name, no shell
                arguments,
                stdin=source,
                stdout=target,
                stderr=errors,
                cwd=folder,
                env=_environment(folder),
                start_new_session=True,
            )
    except OSError as error:
        raise ReadingError(f"{name} cannot be started: {error.strerror}.", "Install it again.") from error
    try:
        _bound(process.pid, seconds)
        status = process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise ReadingError(f"{name} takes more than {seconds:g} s on it.", "Split it.") from error
    finally:
        _end(process)
    if status != 0:
        raise ReadingError(f"{name} fails on it{_last_words(complaints)}.", "It may be damaged: open and save it again.")
    if printed.stat().st_size > _MOST_BYTES:
        raise ReadingError(f"{name} makes more than {_MOST_BYTES:,} bytes of it.", "Split it.")
    return printed.read_bytes()


def _environment(folder: Path) -> dict[str, str]:
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    own = {
        name: str(folder) for name in ("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
    }
    return passed | own | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "SAL_USE_VCLPLUGIN": "svp"}


def _bound(pid: int, seconds: float) -> None:
    """Let a program have what memory the system's limit leaves, and no more time on the processor than on the clock."""
    if sys.platform == "linux":
        import resource

        with suppress(OSError, ValueError):
            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            resource.prlimit(pid, resource.RLIMIT_AS, (hard, hard))
            most = int(seconds) + 1
            resource.prlimit(pid, resource.RLIMIT_CPU, (most, most))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _last_words(complaints: Path) -> str:
    lines = complaints.read_bytes()[-4096:].decode("utf-8", "replace").strip().splitlines()
    return f": {' '.join(lines[-1].split())[:_LONGEST_COMPLAINT].rstrip('.')}" if lines else ""
