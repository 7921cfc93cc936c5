"""The master of the workers: hands each document to a process of little power and survives whatever becomes of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import Pipe
from types import TracebackType
from typing import Final, Self, TypeVar

from quoth.errors import ReadingError
from quoth.reading.documents import Read
from quoth.reading.sandbox import wire

# Nothing else of the environment reaches a worker: keys and passwords are often there.
_PASSED_ON: Final = (
    "PATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "TZ", "PYTHONHASHSEED",
    "TESSDATA_PREFIX",
)  # fmt: skip
_GRACE_S: Final = 2
_DOCUMENTS_PER_WORKER: Final = 200
# A message at its largest: the text, its blocks, where its words are printed; and what goes round them.
_BYTES_PER_CHARACTER: Final = 12
_BYTES_BESIDE: Final = 2**20
_A = TypeVar("_A")
_B = TypeVar("_B")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading one document may take."""

    seconds: float = 300
    memory_bytes: int = 2 * 2**30
    characters: int = 100_000_000


class Sandbox:
    """Workers that read documents, started when first needed. Safe to share between threads; close it or use `with`."""

    def __init__(self, workers: int, limits: Limits) -> None:
        self.workers = workers or max(1, os.cpu_count() or 1)
        self._limits = limits
        self._idle: list[_Worker] = []
        self._busy = threading.BoundedSemaphore(self.workers)
        self._lock = threading.Lock()

    def read(self, data: bytes, *, doc_id: str, uri: str) -> tuple[Read, ...]:
        """Read a document and what it carries, in a worker.

        Raises:
            ReadingError: It cannot be read, or reading it took too much time or memory or killed the worker.
        """
        return self._with_worker(lambda worker: worker.read(data, doc_id, uri))

    def draw(self, data: bytes, media_type: str, page: int) -> bytes:
        """Return one page of a document, counted from 1, as PNG, drawn in a worker.

        Raises:
            ReadingError: It cannot be drawn.
        """
        return self._with_worker(lambda worker: worker.draw(data, media_type, page))

    def _with_worker(self, work: Callable[[_Worker], _A]) -> _A:
        with self._busy:
            worker = self._fit_worker()
            try:
                return work(worker)
            finally:
                if worker.is_fit:
                    with self._lock:
                        self._idle.append(worker)
                else:
                    worker.end()

    def _fit_worker(self) -> _Worker:
        """Return an idle worker, or a new one; one that was killed while it was idle must not cost a document."""
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                return _Worker(self._limits)
            if worker.is_fit:
                return worker
            worker.end()

    def close(self) -> None:
        """End the workers."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    def __enter__(self) -> Self:
        """Return the sandbox itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it."""
        self.close()


class _Worker:
    """One process and the connection to it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._read = 0
        self._is_late = False
        self._is_spent = False
        self._connection, theirs = Pipe()
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment["HOME"] = os.devnull
        # It finds what we find, also what is installed for the user alone; never what lies in the folder we stand in (-P).
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        told = [str(theirs.fileno()), str(limits.memory_bytes), str(limits.seconds)]
        arguments = [sys.executable, "-P", "-m", "quoth.reading.sandbox.worker", *told]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                arguments, pass_fds=(theirs.fileno(),), env=environment, stdin=subprocess.DEVNULL
            )
        except OSError as error:
            self._connection.close()
            raise ReadingError(
                f"no process could be started to read it: {error.strerror}.", "Close other programs and try again."
            ) from error
        finally:
            theirs.close()

    @property
    def is_fit(self) -> bool:
        """Say whether it can read another document."""
        is_spent = self._is_spent or self._is_late or self._read >= _DOCUMENTS_PER_WORKER
        return not is_spent and self._process.poll() is None

    def read(self, data: bytes, doc_id: str, uri: str) -> tuple[Read, ...]:
        return self._checked(self._ask(data, {"doc_id": doc_id, "uri": uri, "page": None}), doc_id, uri)

    def draw(self, data: bytes, media_type: str, page: int) -> bytes:
        answer = self._ask(data, {"media_type": media_type, "page": page})
        try:
            return wire.unpack_picture(answer)
        except ReadingError:
            raise
        except Exception as error:  # whatever it is, it costs one document
            raise self._unsound() from error

    def _ask(self, data: bytes, header: dict[str, object]) -> bytes:
        self._read += 1
        self._is_spent = True  # until its answer is here: whoever comes next must not get what is left of it
        watchdog = threading.Timer(self._limits.seconds, self._too_late)
        watchdog.start()
        try:
            self._connection.send_bytes(json.dumps(header).encode())
            self._connection.send_bytes(data)
            answer = self._connection.recv_bytes(_BYTES_BESIDE + _BYTES_PER_CHARACTER * self._limits.characters)
        except (EOFError, ConnectionError) as error:
            raise self._died() from error
        except OSError as error:
            if self._process.poll() is None and not self._is_late:  # it lives: its answer is longer than the limit
                raise self._too_long() from error
            raise self._died() from error
        finally:
            watchdog.cancel()
        self._is_spent = False
        return answer

    def _checked(self, answer: bytes, doc_id: str, uri: str) -> tuple[Read, ...]:
        """Believe the worker only what holds together."""
        try:
            read = wire.unpack(answer)
        except ReadingError:
            raise
        except Exception as error:  # whatever it is, it costs one document
            raise self._unsound() from error
        names = [one.document.doc_id for one in read]
        if names[:1] != [doc_id] or not all(name.startswith(f"{doc_id}/") for name in names[1:]):
            raise self._unsound()
        if any(one.document.uri != uri for one in read):  # it is opened again for whoever asks for the original
            raise self._unsound()
        if sum(len(one.document.text) for one in read) > self._limits.characters:
            raise self._too_long()
        return read

    def _too_long(self) -> ReadingError:
        most = f"{self._limits.characters:,}"
        return ReadingError(f"it holds more than {most} characters.", "Split it, or raise QUOTH_READING__MAX_CHARACTERS.")

    def _unsound(self) -> ReadingError:
        self._is_spent = True
        return ReadingError("its reader gave no sound answer.", "It may be hostile: do not open it.")

    def _too_late(self) -> None:
        self._is_late = True
        self._process.terminate()  # so that a program it runs ends with it
        try:
            self._process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _died(self) -> ReadingError:
        """Say why there was no answer."""
        if self._is_late:
            return ReadingError(
                f"reading it takes more than {self._limits.seconds:g} s.", "Split it, or raise QUOTH_READING__SECONDS."
            )
        status = self._process.wait()
        how = f"signal {signal.Signals(-status).name}" if status < 0 else f"status {status}"
        return ReadingError(
            f"its reader died of it ({how}).", "It is damaged or hostile, or needs more than QUOTH_READING__MEMORY_MB."
        )

    def end(self) -> None:
        self._connection.close()
        self._process.kill()
        self._process.wait()


def in_order(work: Callable[[_A], _B], items: Iterable[_A], at_once: int) -> Iterator[tuple[_A, Future[_B]]]:
    """Do the work on the items in threads, `at_once` at a time, and yield each item with its finished result, in order."""
    pool = ThreadPoolExecutor(at_once)
    try:
        remaining = iter(items)
        waiting = [(item, pool.submit(work, item)) for item in islice(remaining, 2 * at_once)]
        while waiting:
            item, future = waiting.pop(0)
            future.exception()  # waits
            waiting.extend((following, pool.submit(work, following)) for following in islice(remaining, 1))
            yield item, future
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
