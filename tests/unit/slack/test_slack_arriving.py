"""Workers let go first what is being taken in, and never wait for it for long."""

from __future__ import annotations

import threading
import time

from quoth.slack.arriving import Arrivals


def test_worker_waits_until_all_is_taken_in() -> None:
    """It goes on in the moment in which the last of them is over."""
    arrivals, passed = Arrivals(), threading.Event()

    def work() -> None:
        arrivals.let_pass(30)
        passed.set()

    with arrivals.one():
        with arrivals.one():
            worker = threading.Thread(target=work)
            worker.start()
        assert not passed.wait(0.05)
    assert passed.wait(5)
    worker.join()


def test_worker_waits_no_longer_than_it_may() -> None:
    """A stream of events that never ends keeps no question from its answer."""
    arrivals, started = Arrivals(), time.monotonic()
    with arrivals.one():
        arrivals.let_pass(0.05)
    arrivals.let_pass(30)
    assert 0.05 <= time.monotonic() - started < 5
