"""Errands in a real library: taken in once, taken up by one, kept until done, forgotten for good."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from sqlalchemy import MetaData, Table

from quoth.library import Errands, Library
from quoth.library.tables import metadata
from quoth.types.errands import NewErrand, Posted

_ASKED = NewErrand(
    key="message:T:C:1", kind="mention", team="T", channel="C", person="U", ts="1", thread="1", said="What?", received_at=100.0
)


@pytest.fixture(params=["sqlite", "postgresql"])
def errands(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Errands]:
    """Return the errands of an empty library, in either database."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("cluster").new_url()
    with Library.create(tmp_path, url) as library:
        yield Errands(library, lease_s=10.0)


def test_errand_is_taken_in_once(errands: Errands) -> None:
    """A repeated delivery is known by its key, also after the errand is done or forgotten."""
    number = errands.put(_ASKED)
    assert number is not None
    assert errands.put(_ASKED) is None
    errands.forget([number])
    assert errands.put(_ASKED) is None
    assert errands.find(number) is None


def test_errand_is_taken_up_by_one_of_many(errands: Errands) -> None:
    """However many workers look, each errand goes to one."""
    for n in range(40):
        errands.put(replace(_ASKED, key=str(n)))
    taken: list[int] = []

    def work() -> None:
        while (errand := errands.take(200.0)) is not None:
            taken.append(errand.number)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 41))


def test_errand_of_a_dead_worker_lapses(errands: Errands) -> None:
    """Not before its lease is over; and one that was being posted is marked so."""
    errands.put(_ASKED)
    first = errands.take(100.0)
    assert first is not None
    assert errands.take(105.0) is None
    again = errands.take(111.0)
    assert again is not None
    assert (again.state, again.attempts) == ("doing", 2)
    assert not errands.begin_posting(first)
    errands.postpone(first, 500.0)
    assert not errands.give_up(first)
    assert errands.begin_posting(again)
    assert errands.take(122.0) is None, "whoever begins to post has a lease more"
    last = errands.take(132.0)
    assert last is not None
    assert last.state == "posting"
    assert errands.finish(last.number, "done", Posted(posted="2"))
    assert errands.finish(again.number, "done", Posted(posted="2")), "it was found again: one message, one answer"
    assert not errands.finish(again.number, "done", Posted(posted="3")), "one too many is taken back"
    assert [one.posted for one in errands.of_message("T", "C", "2")] == ["2"]


def test_forgotten_errand_is_neither_posted_nor_finished(errands: Errands) -> None:
    """A question that is deleted while it is being answered stays deleted, and nothing of it is kept."""
    number = errands.put(_ASKED)
    assert number is not None
    taken = errands.take(100.0)
    assert taken is not None
    errands.note_outcome(number, '{"words": 1}')
    errands.forget([number])
    assert not errands.begin_posting(taken)
    assert not errands.finish(number, "done", Posted(posted="2"))
    assert errands.of_message("T", "C", "1") == ()


def test_forgotten_message_leaves_one_errand_for_each_message_of_the_bot(errands: Errands) -> None:
    """The answer, the word that it would be late, and what was shared of it; twice told, once done."""
    number = errands.put(_ASKED)
    shared = errands.put(replace(_ASKED, key="share", kind="share", channel="D", ts="", source=number))
    assert number is not None
    assert shared is not None
    for one, ts in ((number, "7"), (shared, "8")):
        errands.take(100.0)
        errands.note_notice(one, f"{ts}.5")
        errands.finish(one, "done", Posted(posted=ts))
    assert errands.forget_message("T", "C", "1", 200.0) == 4
    assert errands.forget_message("T", "C", "1", 201.0) == 0
    todo = [errands.take(202.0) for _ in range(4)]
    assert {(one.kind, one.channel, one.ts) for one in todo if one} == {
        ("retract", "C", "7"), ("retract", "C", "7.5"), ("retract", "D", "8"), ("retract", "D", "8.5"),
    }  # fmt: skip
    assert errands.find(number) is None
    assert errands.find(shared) is None


def test_outcome_and_place_are_kept(errands: Errands) -> None:
    """What was answered and where is found by thread, person and message; the address for replies is not kept."""
    number = errands.put(replace(_ASKED, reply_url="https://hooks.test/x"))
    assert number is not None
    errands.take(100.0)
    errands.note_outcome(number, '{"words": "é"}')
    errands.finish(number, "done", Posted(posted="7"))
    (found,) = errands.of_thread("T", "C", "1")
    assert (found.outcome, found.posted, found.reply_url) == ('{"words": "é"}', "7", "")
    assert errands.of_message("T", "C", "7") == errands.of_person("T", "U", 0.0) == (found,)
    errands.tidy(101.0)
    assert errands.find(number) is None


def test_questions_of_one_conversation_stand_in_line(errands: Errands) -> None:
    """A follow-up waits for the question before it; other threads do not."""
    errands.put(_ASKED)
    errands.put(replace(_ASKED, key="b", ts="2"))
    errands.put(replace(_ASKED, key="c", ts="3", thread="3"))
    first, second, third = (errands.take(100.0) for _ in range(3))
    assert first is not None
    assert second is not None
    assert third is not None
    assert [errands.has_earlier(one) for one in (first, second, third)] == [False, True, False]


def test_slacks_stores_find_the_tables_they_expect() -> None:
    """The library's migrations make the tables of slack_sdk's stores, column by column."""
    theirs = MetaData()
    SQLAlchemyInstallationStore.build_bots_table(theirs, "slack_bots")
    SQLAlchemyInstallationStore.build_installations_table(theirs, "slack_installations")
    SQLAlchemyOAuthStateStore.build_oauth_states_table(theirs, "slack_oauth_states")
    for name, table in theirs.tables.items():
        assert _columns(metadata.tables[name]) == _columns(table), name


def _columns(table: Table) -> dict[str, tuple[str, bool]]:
    return {column.name: (str(column.type), bool(column.nullable)) for column in table.columns}
