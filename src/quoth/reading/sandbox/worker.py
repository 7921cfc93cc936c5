"""A worker process: reads documents that nobody vouches for, with as little power over the machine as can be arranged.

Run as `python -m quoth.reading.sandbox.worker FD MEMORY_BYTES SECONDS`; FD is one end of a connection. It gives up the network before
the first document, cannot grow past its memory, starts no program but those that `programs` knows, and does not outlive its
master.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any, Final

from quoth.errors import ReadingError
from quoth.reading.documents import read_all
from quoth.reading.programs import PROGRAMS, is_private
from quoth.reading.sandbox import wire

_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000
_MOST_FILES: Final = 256
_LARGEST_FILE: Final = 2**30
_NETWORK: Final = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostby", "urllib.")
_STARTING: Final = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork", "os.spawn")
_CHANGING: Final = frozenset(
    f"os.{deed}"
    for deed in ("remove", "rmdir", "mkdir", "rename", "link", "symlink", "truncate", "chmod", "chown", "utime", "setxattr")
)
_OPEN_FOLDERS: Final = "/proc/self/fd"
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main() -> None:
    """Answer requests until the master hangs up."""
    connection, memory, seconds = Connection(int(sys.argv[1])), int(sys.argv[2]), float(sys.argv[3])
    signal.signal(signal.SIGTERM, _stop)
    _quieten()
    _limit(memory)
    _leave_the_network()
    threading.Thread(target=_watch_master, args=(os.getppid(),), daemon=True).start()
    sys.addaudithook(_refuse)
    with suppress(EOFError, OSError):
        while True:
            header = json.loads(connection.recv_bytes())
            _limit_time(seconds)
            connection.send_bytes(_answer(connection.recv_bytes(), header, memory))


def _answer(data: bytes, header: dict[str, Any], memory: int) -> bytes:
    try:
        if header["page"] is not None:
            from quoth.reading.rendering import render_page  # most workers never draw

            return wire.pack_picture(render_page(data, header["media_type"], header["page"]))
        return wire.pack_read(read_all(data, doc_id=header["doc_id"], uri=header["uri"]))
    except ReadingError as error:
        return wire.pack_refusal(error)
    except MemoryError:
        return wire.pack_refusal(too_much_memory(memory))
    except RecursionError:
        return wire.pack_refusal(ReadingError("it nests too deep.", "Save it anew with the program that made it."))
    except Exception as error:  # noqa: BLE001 - the border: whatever a format's library raises costs one document
        why = " ".join(str(error).split())[:200]
        return wire.pack_refusal(
            ReadingError(f"its reader failed ({type(error).__name__}: {why}).", "It may be damaged: save it anew.")
        )


def too_much_memory(memory: int) -> ReadingError:
    """Return the error of a document that needs more memory than a worker has."""
    return ReadingError(
        f"reading it takes more than {memory // 2**20:,} MB of memory.", "Split it, or raise QUOTH_READING__MEMORY_MB."
    )


def _quieten() -> None:
    """Send whatever libraries print nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _watch_master(master: int) -> None:
    """End when the master has: its end of the connection is gone then, but a document may keep the worker from noticing."""
    while os.getppid() == master:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(1)
    os._exit(1)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Leave in good order: a program that is at work ends, and its folder is emptied."""
    sys.exit(1)


def _limit(memory: int) -> None:
    """Bound what the process can take. Programs it starts may take four times its memory: LibreOffice maps much."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    limits = [
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, _MOST_FILES, _MOST_FILES),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE, _LARGEST_FILE),
        (resource.RLIMIT_AS, memory, 4 * memory),
    ]
    for what, soft, hard in limits:
        with suppress(ValueError, OSError):  # a stricter limit is in force
            resource.setrlimit(what, (soft, hard))


def _limit_time(seconds: float) -> None:
    """Bound the processor's time for one document, should the master not be there to end it."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + 2 * seconds) + 2, resource.RLIM_INFINITY))


def _leave_the_network() -> None:
    """Move into a network of its own, with no way out, where the system allows it; the audit hook refuses in any case."""
    if sys.platform == "linux":
        unshare = getattr(ctypes.CDLL(None), "unshare", None)
        if unshare is not None and unshare(_CLONE_NEWNET) != 0:
            unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what no reader of documents needs."""
    if event.startswith(_NETWORK):
        raise PermissionError("a reader of documents has no network")
    if event.startswith(_STARTING):
        program = str(arguments[0]) if arguments else ""
        if event != "subprocess.Popen" or Path(program).name not in PROGRAMS:
            raise PermissionError("a reader of documents starts no programs")
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING and not is_private(arguments[0]):
        raise PermissionError("a reader of documents writes no files")
    if event in _CHANGING and not _is_own(event, arguments):
        raise PermissionError("a reader of documents changes no files")
    if event == "os.kill" and arguments[0] != os.getpid():
        raise PermissionError("a reader of documents ends no programs")


def _is_own(event: str, arguments: tuple[Any, ...]) -> bool:
    """Say whether what is to be changed lies in a private folder, also if it is named as part of an open one."""
    path = arguments[0]
    if event in ("os.remove", "os.rmdir") and arguments[1] >= 0:
        if not Path(_OPEN_FOLDERS).is_dir():  # a system that does not say what is open
            return True
        path = Path(os.path.realpath(f"{_OPEN_FOLDERS}/{arguments[1]}")) / os.fsdecode(path)
    others = arguments[1:2] if event in ("os.rename", "os.link", "os.symlink") else ()
    return all(is_private(one) for one in (path, *others))


if __name__ == "__main__":
    main()
