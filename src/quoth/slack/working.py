"""The workers: threads that take errands up, one after the other, until they are told to stop."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Final

from slack_sdk import WebClient

from quoth.errors import QuothError
from quoth.library import Errands
from quoth.slack.answering import WENT_WRONG, Answering
from quoth.slack.arriving import Arrivals
from quoth.slack.errors import SlackLaterError, SlackRefusedError
from quoth.slack.serving import Serving
from quoth.slack.workspaces import Workspaces
from quoth.types.errands import ASKING, Errand, NewErrand

logger = logging.getLogger(__name__)

_LOOK_S: Final = 0.5
# So long a worker waits for what arrives before it takes up the next errand; then it goes on all the same.
_LET_PASS_S: Final = 0.1
_REST_S: Final = 1.0
_MOST_ATTEMPTS: Final = 8
_TIDY_S: Final = 3600.0
_DAY_S: Final = 86_400.0
# Nobody waits for these.
_UNWANTED: Final = frozenset({"auto", "retract"})
Do = Callable[[Errand, WebClient], None]


class Workers:
    """Threads that do errands. Start them, wake them when something comes in, stop them."""

    def __init__(
        self,
        errands: Errands,
        workspaces: Workspaces,
        answering: Answering,
        serving: Serving,
        *,
        arrivals: Arrivals,
        threads: int,
        remember_days: int,
    ) -> None:
        self._errands = errands
        self._workspaces = workspaces
        self._answering = answering
        self._does: Mapping[str, Do] = {
            **dict.fromkeys(ASKING, answering.answer),
            "share": serving.share,
            "feedback": serving.judge,
            "help": serving.help,
            "retract": serving.retract,
        }
        self._arrivals = arrivals
        self._remember_s = remember_days * _DAY_S
        self._looking = threading.Lock()
        self._woken = threading.Condition()
        self._is_stopping = False
        self._under_way = 0
        self._tidied = 0.0
        self._threads = [threading.Thread(target=self._run, name=f"errands-{n}", daemon=True) for n in range(threads)]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self, until: float) -> None:
        """Finish what is under way, until then at most, and nothing else. What is left is done after the next start.

        Args:
            until: As `time.monotonic` says it.
        """
        with self._woken:
            self._is_stopping = True
            self._woken.notify_all()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, until - time.monotonic()))
        if any(thread.is_alive() for thread in self._threads):
            logger.warning("What is still under way is done after the next start")

    def put(self, errand: NewErrand) -> int | None:
        """Take an errand in for good, and wake a worker; None if it was taken in before."""
        number = self._errands.put(errand)
        if number is not None:
            self.wake()
        return number

    def wake(self) -> None:
        """Let a worker look for what there is to do."""
        with self._woken:
            self._woken.notify()

    @property
    def under_way(self) -> int:
        """How many errands are being done, the last words after an answer included, as taking a reaction away."""
        with self._woken:
            return self._under_way

    def _run(self) -> None:
        while not self._is_stopping:
            self._arrivals.let_pass(_LET_PASS_S)
            try:
                errand = self._next()
            except Exception as error:  # whatever it is: a worker that ended would be missed by nobody but those who wait
                logger.warning("Errands wait: %s", error, exc_info=not isinstance(error, QuothError))
                self._rest(_REST_S)
                continue
            if errand is None:
                self._rest(_LOOK_S)
            else:
                self._do(errand)

    def _next(self) -> Errand | None:
        with self._looking:
            now = time.time()
            if now - self._tidied > _TIDY_S:
                self._tidied = now
                self._errands.tidy(now - self._remember_s)
                self._errands.forget_people(now - _TIDY_S)
            due = self._errands.next_due()
            return self._errands.take(now) if due is not None and due <= now else None

    def _rest(self, seconds: float) -> None:
        with self._woken:
            if not self._is_stopping:
                self._woken.wait(seconds)

    def _do(self, errand: Errand) -> None:
        with self._woken:
            self._under_way += 1
        try:
            self._try(errand)
        except QuothError as error:
            # Its lease lapses, and it is taken up again.
            logger.warning("Errand %d (%s) waits: %s", errand.number, errand.kind, error)
        except Exception:
            logger.exception("Errand %d (%s) failed", errand.number, errand.kind)
            if errand.attempts >= _MOST_ATTEMPTS:
                self._give_up_for_good(errand)
        finally:
            with self._woken:
                self._under_way -= 1

    def _give_up_for_good(self, errand: Errand) -> None:
        try:
            self._give_up(errand, self._workspaces.client(errand.enterprise, errand.team), "it failed too often")
        except Exception:  # its lease lapses, and it is given up again
            logger.exception("Errand %d (%s) could not even be given up", errand.number, errand.kind)

    def _try(self, errand: Errand) -> None:
        client = self._workspaces.client(errand.enterprise, errand.team)
        if client is None:
            logger.warning("Workspace %s has the bot installed no more", errand.team)
            self._errands.forget([errand.number])
            return
        try:
            self._does[errand.kind](errand, client)
        except SlackLaterError as error:
            if time.time() - errand.received_at > _DAY_S:
                self._give_up(errand, client, f"for a day now, {error}")
                return
            logger.info("Errand %d (%s) waits for Slack: %s", errand.number, errand.kind, error)
            wait_s = error.wait_s if not error.may_have_arrived else error.wait_s * min(errand.attempts, _MOST_ATTEMPTS)
            # What was already in doubt stays so, whatever failed while it was being looked for.
            was_posted = error.may_have_arrived or errand.state == "posting"
            self._errands.postpone(errand, time.time() + wait_s, was_posted=was_posted)
        except SlackRefusedError as error:
            self._give_up(errand, client, str(error))

    def _give_up(self, errand: Errand, client: WebClient | None, why: str) -> None:
        """End an errand that cannot be done, and tell who wanted it."""
        if not self._errands.give_up(errand):
            return
        logger.warning("Errand %d (%s) cannot be done: %s", errand.number, errand.kind, why)
        if client is not None and errand.kind not in _UNWANTED:
            self._answering.refuse(errand, client, WENT_WRONG)
