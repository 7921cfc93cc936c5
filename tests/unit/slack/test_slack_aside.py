"""What is done on the side: failures are logged and told, and stopping does not wait for all of it."""

from __future__ import annotations

import threading
import time

import pytest

from quoth.errors import LibraryBusyError
from quoth.slack.aside import Aside


def test_failure_is_logged_and_told(caplog: pytest.LogCaptureFixture) -> None:
    """An error of ours does not vanish in a future: the log says what was lost by it, and the person hears of it."""
    told = threading.Event()

    def fail() -> None:
        raise LibraryBusyError("here", 10)

    aside = Aside()
    aside.do("A channel stays as it is", fail, told.set)
    assert told.wait(5)
    aside.stop(time.monotonic() + 5)
    assert "A channel stays as it is: Another process is writing to library here" in caplog.text


def test_fault_of_ours_is_logged_with_where_it_is(caplog: pytest.LogCaptureFixture) -> None:
    """So is an error that nobody foresaw."""
    aside, told = Aside(), threading.Event()
    aside.do("A window stays closed", lambda: 1 / 0, told.set)
    assert told.wait(5)
    aside.stop(time.monotonic() + 5)
    assert "ZeroDivisionError" in caplog.text


def test_stopping_takes_no_longer_than_it_may(caplog: pytest.LogCaptureFixture) -> None:
    """What waits is not begun any more, what is under way gets a moment, and all that is lost is in the log."""
    aside, go_on = Aside(), threading.Event()
    for number in range(20):
        aside.do(f"Word {number}", lambda: go_on.wait(30))
    started = time.monotonic()
    aside.stop(time.monotonic() + 0.2)
    assert time.monotonic() - started < 2
    go_on.set()
    assert sum("the bot was stopped before" in line for line in caplog.messages) == 20
    aside.do("Word 20", go_on.wait)
    assert "Word 20: the bot is being stopped" in caplog.text
