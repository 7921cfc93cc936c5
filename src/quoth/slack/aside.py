"""What Slack must not wait for and nobody has to store: words to one person, windows, the home tab. Never an answer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Final

from quoth.slack.posting import politely

logger = logging.getLogger(__name__)

_THREADS: Final = 4


class Aside:
    """Threads of their own, so that nothing of this keeps an acknowledgement or a question waiting."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_THREADS, "aside")
        self._lock = threading.Lock()
        self._under_way: dict[Future[None], str] = {}
        self._is_stopping = False

    def do(self, lost: str, call: Callable[[], object], otherwise: Callable[[], object] | None = None) -> None:
        """Do something soon.

        Args:
            lost: What is lost if it cannot be done, for the log.
            otherwise: Tells the person who waits for it that it could not be done.
        """
        with self._lock:
            if self._is_stopping:
                logger.warning("%s: the bot is being stopped", lost)
                return
            future = self._pool.submit(self._do, lost, call, otherwise)
            self._under_way[future] = lost
        future.add_done_callback(self._over)

    def stop(self, patience_s: float) -> None:
        """End what is under way, for so many seconds at most, and nothing else. What is not done is logged."""
        with self._lock:
            self._is_stopping = True
            waiting = dict(self._under_way)
        self._pool.shutdown(wait=False, cancel_futures=True)
        for future in wait(waiting, patience_s).not_done | {one for one in waiting if one.cancelled()}:
            logger.warning("%s: the bot was stopped before", waiting[future])

    def _do(self, lost: str, call: Callable[[], object], otherwise: Callable[[], object] | None) -> None:
        try:
            is_done = politely(lost, call)
        except Exception:  # a fault of ours: it must not vanish in a future that nobody looks at
            logger.exception("%s", lost)
            is_done = False
        if not is_done and otherwise is not None:
            politely(f"{lost}, and nobody was told", otherwise)

    def _over(self, future: Future[None]) -> None:
        with self._lock:
            self._under_way.pop(future, None)
