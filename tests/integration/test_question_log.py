"""The question log: what is noted, beside what, and for how long; and that no answer suffers from it."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

import quoth.library
from fakes import Desk
from quoth.errors import UnknownError
from quoth.library import Library, QuestionLog
from quoth.library.writing import Source
from quoth.reading.documents import read_bytes
from quoth.types import Asking, Feedback, Timings

_ASKING = Asking(
    answer_id="0123456789abcdef", asked_at="2999-01-01T00:00:00.000+00:00", door="api", outcome="answer", kind="definition",
    reason=None, probability=0.5, generation=3, timings=Timings(understand=1, search=2, read=3, compose=4, total=10),
    doc_ids=("a.txt", "a.txt", "b.txt"), said='{"question": "What is a CRO\u2026?"}',
)  # fmt: skip
_FEEDBACK = Feedback(answer_id=_ASKING.answer_id, given_at=_ASKING.asked_at, verdict="wrong", note="No.", quote=2)


def _log(library: Library, *, keep_questions: bool = True, retention_days: int = 1) -> QuestionLog:
    return QuestionLog(library, keep_questions=keep_questions, retention_days=retention_days)


def _rows(library: Library, what: str = "count(*)", table: str = "askings") -> object:
    connection = sqlite3.connect(library.folder / "library.db")
    try:
        return connection.execute(f"SELECT {what} FROM {table}").fetchone()[0]  # noqa: S608 - the test's own words
    finally:
        connection.close()


def test_asking_is_found_at_once_and_after_opening_again(desk: Desk) -> None:
    """What was noted must be found whole before and after it was written, and raise no generation."""
    log = _log(desk.library)
    log.note(_ASKING)
    assert log.find(_ASKING.answer_id) == _ASKING
    log.close()
    with Library.open(desk.library.folder) as library:
        assert _log(library).find(_ASKING.answer_id) == _ASKING
    assert (desk.generation(), _rows(desk.library)) == (0, 1)


def test_each_asking_is_noted_and_the_newest_found(desk: Desk) -> None:
    """The same outcome given twice must be two rows, and the later one what is returned."""
    log = _log(desk.library)
    log.note(_ASKING)
    log.note(replace(_ASKING, door="web"))
    log.close()
    assert _rows(desk.library) == 2
    assert _log(desk.library).find(_ASKING.answer_id).door == "web"


@pytest.mark.parametrize("name", ["ffffffffffffffff", "", "x\0", "' OR 1=1 --"])
def test_unknown_answer_says_so(desk: Desk, name: str) -> None:
    """A name that no answer has must be an error that says how long answers are kept."""
    with pytest.raises(UnknownError, match="retention_days"):
        _log(desk.library).find(name)


def test_words_are_kept_only_if_allowed(desk: Desk) -> None:
    """Without leave no word may reach the database, and words that were kept before must go with the next note."""
    kept = _log(desk.library)
    kept.note(_ASKING)
    kept.close()
    log = _log(desk.library, keep_questions=False)
    assert log.find(_ASKING.answer_id) == replace(_ASKING, said=None)
    log.note(replace(_ASKING, answer_id="1" * 16))
    log.close()
    assert (_rows(desk.library), _rows(desk.library, "count(said)")) == (2, 0)


def test_old_notes_are_neither_returned_nor_kept(desk: Desk) -> None:
    """Past its time an answer must be unknown at once, and deleted with its feedback when the next is written."""
    log = _log(desk.library)
    with desk.library.noting() as notebook:
        notebook.put_askings([replace(_ASKING, asked_at="2020-01-01T00:00:00.000+00:00")])
        notebook.put_feedback(_FEEDBACK)
    with pytest.raises(UnknownError):
        log.find(_ASKING.answer_id)
    log.note(replace(_ASKING, answer_id="1" * 16))
    log.close()
    assert (_rows(desk.library), _rows(desk.library, table="feedback")) == (1, 0)


def test_retention_of_no_days_notes_nothing(desk: Desk) -> None:
    """With `log.retention_days = 0` nothing may be held or written."""
    log = _log(desk.library, retention_days=0)
    log.note(_ASKING)
    with pytest.raises(UnknownError):
        log.find(_ASKING.answer_id)
    log.close()
    assert _rows(desk.library) == 0


def test_library_that_cannot_be_written_costs_one_warning(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """Noting in a read-only library must return at once, warn once, and never raise."""
    file = desk.library.folder / "library.db"
    with (
        Library.open(desk.library.folder, f"sqlite:///file:{file}?mode=ro&uri=true") as library,
        caplog.at_level(logging.WARNING),
    ):
        log = _log(library)
        for _ in range(3):
            log.note(_ASKING)
            time.sleep(0.05)
        log.close()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "not noted" in caplog.text
    assert _rows(desk.library) == 0


def test_noting_does_not_wait_for_a_writer(desk: Desk) -> None:
    """While a transaction of an ingest is open, noting must take no time; afterwards the note must be there."""
    log = _log(desk.library)
    with desk.library.writing() as writer:
        writer.raise_generation()
        started = time.perf_counter()
        log.note(_ASKING)
        found = log.find(_ASKING.answer_id)
        took = time.perf_counter() - started
    log.close()
    assert found == _ASKING
    assert took < 0.5
    assert (_rows(desk.library), desk.generation()) == (1, 1)


def test_writer_that_reads_first_is_not_refused_for_a_note(desk: Desk) -> None:
    """A note between the reading and the writing of an ingest's transaction must wait, not make the transaction fail."""
    log = _log(desk.library)
    document = read_bytes(b"A CRO runs trials.", doc_id="a.txt", uri="upload:a.txt")
    for number in range(1, 6):
        with desk.library.writing() as writer:
            assert not writer.drop_carried("a.txt", ())  # reads
            log.note(_ASKING)
            time.sleep(0.02)
            assert writer.put_document(document, Source(root="upload:"), []) == number
    log.close()
    assert _rows(desk.library) == 5


def test_ingest_and_log_do_not_disturb_each_other(desk: Desk) -> None:
    """Questions noted all through an ingest in many transactions must all be there, and so must its documents."""
    for number in range(30):
        desk.write(f"{number:02}.txt", f"Rule {number} says that the sponsor audits supplier {number} once a year.")
    log, is_over = _log(desk.library), threading.Event()
    noted = 0

    def ask() -> None:
        nonlocal noted
        while not is_over.is_set():
            log.note(_ASKING)
            noted += 1
            time.sleep(0.002)

    asking = threading.Thread(target=ask)
    asking.start()
    report = desk.ingest()
    is_over.set()
    asking.join()
    log.close()
    assert (len(report.new), report.failed) == (30, [])
    assert _rows(desk.library) == noted


def test_feedback_is_stored_with_its_answer(desk: Desk) -> None:
    """Feedback on an answer that is not written yet must write both; on an unknown one nothing."""
    log = _log(desk.library)
    with desk.library.writing():  # keeps the log's own thread waiting
        log.note(_ASKING)
    log.judge(_FEEDBACK)
    with pytest.raises(UnknownError):
        log.judge(replace(_FEEDBACK, answer_id="f" * 16))
    assert log.feedback() == (_FEEDBACK,)
    log.close()
    assert (_rows(desk.library), _rows(desk.library, table="feedback")) == (1, 1)


def test_library_of_the_second_schema_gets_a_log(tmp_path: Path) -> None:
    """A library from before the log must open at the same generation and note from then on."""
    engine = create_engine(f"sqlite:///{tmp_path / 'library.db'}")
    config = Config()
    config.set_main_option("script_location", str(Path(quoth.library.__path__[0]) / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.exec_driver_sql("INSERT INTO facts VALUES ('generation', '7')")
    engine.dispose()
    with Library.open(tmp_path) as library:
        with library.reading() as snapshot:
            assert snapshot.generation() == 7
        log = _log(library)
        log.note(_ASKING)
        log.close()
        assert log.find(_ASKING.answer_id) == _ASKING
