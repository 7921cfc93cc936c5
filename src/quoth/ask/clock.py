"""How long each stage of one question takes."""

from __future__ import annotations

import time

from quoth.types import Timings


class Clock:
    """Laps in milliseconds."""

    def __init__(self) -> None:
        self._started = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Count the time since the last lap to a stage."""
        now = time.perf_counter()
        self._laps[name] = self._laps.get(name, 0.0) + (now - self._last) * 1000
        self._last = now

    def timings(self) -> Timings:
        """Return the stages and their sum."""
        return Timings(**self._laps, total=(self._last - self._started) * 1000)
