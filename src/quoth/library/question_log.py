"""The question log: notes in the background what was asked. No answer waits for it, and none fails by it."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from quoth.errors import LibraryBusyError, QuothError, UnknownError, UsageError
from quoth.library.library import Library
from quoth.library.notebook import Notebook
from quoth.types import Asking, Feedback

logger = logging.getLogger(__name__)

_MOST_WAITING: Final = 1000
_RETRY_S: Final = 2.0
_TIDY_EVERY_S: Final = 3600.0
_PATIENCE_S: Final = 5.0
_HINT: Final = "Answers are kept for log.retention_days; ask the question again."


class QuestionLog:
    """What was asked in one library, and what people said of the answers. Safe to share between threads."""

    def __init__(self, library: Library, *, keep_questions: bool, retention_days: int) -> None:
        """Set up.

        Args:
            keep_questions: Keep the words of questions and outcomes, not only that something was asked.
            retention_days: Older notes are not returned, and deleted when the next are written; 0 notes nothing.
        """
        self._library = library
        self.keep_questions = keep_questions
        self._retention = timedelta(days=retention_days)
        self._waiting: list[Asking] = []
        self._changed = threading.Condition()
        self._writing = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._tidied: float | None = None
        self._told = ""

    @property
    def is_on(self) -> bool:
        """Say whether anything is noted at all."""
        return bool(self._retention)

    def note(self, asking: Asking) -> None:
        """Note that a question was asked. It is written soon, by another thread."""
        if not self.is_on:
            return
        if not self.keep_questions:
            asking = replace(asking, said=None)
        with self._changed:
            if len(self._waiting) >= _MOST_WAITING:
                self._tell(f"The question log is {_MOST_WAITING:,} questions behind; further ones are not noted.")
                return
            self._waiting.append(asking)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="question-log", daemon=True)
                self._thread.start()
            self._changed.notify()

    def find(self, answer_id: str) -> Asking:
        """Return the newest asking with this outcome, written or not yet.

        Raises:
            UnknownError: There is none, or it was too long ago.
        """
        with self._changed:
            found = next((asking for asking in reversed(self._waiting) if asking.answer_id == answer_id), None)
        if found is None and self.is_on and answer_id.isalnum():
            with self._library.notes() as notebook:
                found = notebook.asking(answer_id, self.since())
        if found is None:
            raise UnknownError("answer", answer_id, _HINT)
        return found if self.keep_questions else replace(found, said=None)

    def judge(self, given: Feedback) -> None:
        """Store what somebody said of an answer, together with the answer itself.

        Raises:
            UnknownError: No such answer was given, or too long ago.
            UsageError: The answer has no quote of that number.
            LibraryError: It cannot be written.
        """
        shown = len(self.find(given.answer_id).doc_ids)
        if given.quote is not None and not 1 <= given.quote <= shown:
            raise UsageError(
                f"Answer {given.answer_id} has {shown} quotes and none of number {given.quote}.", "Name one of them, or none."
            )
        with self._writing:
            waiting = self._batch()
            with self._library.noting() as notebook:
                notebook.put_askings(waiting)
                notebook.put_feedback(given)
            self._forget(waiting)

    def feedback(self) -> tuple[Feedback, ...]:
        """Return what people said of answers, oldest first."""
        with self._library.notes() as notebook:
            return notebook.feedback(self.since())

    def close(self) -> None:
        """Write what waits, giving it a moment, and end the thread."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join(_PATIENCE_S)
            if waiting := len(self._batch()):
                logger.warning("The question log lacks the last questions (%d): the library could not be written.", waiting)

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._is_closed:
                    self._changed.wait()
                if not self._waiting:
                    return
            if not self._write():
                with self._changed:
                    if self._is_closed:
                        return
                    self._changed.wait(_RETRY_S)

    def _write(self) -> bool:
        """Write what waits; say whether nothing of it has to be tried again."""
        with self._writing:
            batch = self._batch()
            try:
                with self._library.noting() as notebook:
                    notebook.put_askings(batch)
                    self._tidy(notebook)
            except LibraryBusyError as error:
                self._tell(f"The question log waits: {error}")
                return False
            except QuothError as error:
                self._tell(f"Questions are not noted: {error}")
            except Exception:  # whatever it is, the next question may fare better
                logger.exception("Questions are not noted")
            else:
                self._told = ""
            self._forget(batch)
            return True

    def _batch(self) -> tuple[Asking, ...]:
        with self._changed:
            return tuple(self._waiting)

    def _forget(self, written: tuple[Asking, ...]) -> None:
        """Take what was written from the front: new ones only ever join at the end, and one thread writes at a time."""
        with self._changed:
            del self._waiting[: len(written)]

    def _tidy(self, notebook: Notebook) -> None:
        if self._tidied is None or time.monotonic() - self._tidied >= _TIDY_EVERY_S:
            notebook.forget(self.since(), keep_questions=self.keep_questions)
            self._tidied = time.monotonic()

    def since(self) -> str:
        """Return the moment before which nothing is remembered: ISO 8601, UTC."""
        return (datetime.now(UTC) - self._retention).isoformat(timespec="milliseconds")

    def _tell(self, message: str) -> None:
        """Log a warning, once until something else happens."""
        if message != self._told:
            self._told = message
            logger.warning(message)
