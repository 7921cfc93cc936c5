"""What Slack sends goes before everything else: Slack waits three seconds for its acknowledgement, workers can wait longer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from slack_bolt import App
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse


class Arrivals:
    """Counts what is being taken in at this moment."""

    def __init__(self) -> None:
        self._count = 0
        self._all_in = threading.Condition()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold the workers back while something is taken in."""
        with self._all_in:
            self._count += 1
        try:
            yield
        finally:
            with self._all_in:
                self._count -= 1
                if not self._count:
                    self._all_in.notify_all()

    def let_pass(self, most_s: float) -> None:
        """Wait until nothing is being taken in, for so many seconds at most."""
        with self._all_in:
            self._all_in.wait_for(lambda: not self._count, most_s)


class ArrivingApp(App):
    """Bolt's app, which tells Slack that something arrived only once a listener has stored it, and counts what arrives."""

    def __init__(self, **rest: Any) -> None:  # noqa: ANN401 - Bolt's own arguments
        super().__init__(process_before_response=True, **rest)
        self.arrivals = Arrivals()

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Take in what Slack sent."""
        with self.arrivals.one():
            return super().dispatch(req)
