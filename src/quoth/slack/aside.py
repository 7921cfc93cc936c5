"""What Slack must not wait for and nobody has to store: words to one person, windows, the home tab. Never an answer."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from quoth.slack.posting import politely

logger = logging.getLogger(__name__)

_THREADS: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    lost: str
    call: Callable[[], object]
    otherwise: Callable[[], object] | None


class Aside:
    """Threads of their own, so that nothing of this keeps an acknowledgement or a question waiting.

    No pool of the standard library: the program would wait at its end for what its threads are still at, and Slack may hang.
    """

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._left: set[_Job] = set()
        self._is_stopping = False
        self._threads = [threading.Thread(target=self._run, name=f"aside-{n}", daemon=True) for n in range(_THREADS)]
        for thread in self._threads:
            thread.start()

    def do(self, lost: str, call: Callable[[], object], otherwise: Callable[[], object] | None = None) -> None:
        """Do something soon.

        Args:
            lost: What is lost if it cannot be done, for the log.
            otherwise: Tells the person who waits for it that it could not be done.
        """
        job = _Job(lost, call, otherwise)
        with self._lock:
            if self._is_stopping:
                logger.warning("%s: the bot is being stopped", lost)
                return
            self._left.add(job)
        self._jobs.put(job)

    def stop(self, until: float) -> None:
        """End what is under way, until then at most, and nothing else. What is not done is logged.

        Args:
            until: As `time.monotonic` says it.
        """
        with self._lock:
            self._is_stopping = True
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        with self._lock:
            left = sorted(job.lost for job in self._left)
        for lost in left:
            logger.warning("%s: the bot was stopped before", lost)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self._is_stopping:
                continue
            self._do(job)
            with self._lock:
                self._left.discard(job)

    def _do(self, job: _Job) -> None:
        if _works(job.lost, job.call) or job.otherwise is None:
            return
        if self._is_stopping:
            logger.warning("%s, and nobody was told: the bot is being stopped", job.lost)
        else:
            _works(f"{job.lost}, and nobody was told", job.otherwise)


def _works(lost: str, call: Callable[[], object]) -> bool:
    """Do something and say whether it worked. A fault of ours is logged with where it is: it must not end the thread."""
    try:
        return politely(lost, call)
    except Exception:
        logger.exception("%s", lost)
        return False
