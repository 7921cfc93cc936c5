"""Errands as rows: taken in once, taken up by one worker at a time, kept until they are done or forgotten."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import ColumnElement, Engine, and_, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from quoth.library.library import Library
from quoth.library.opening import WRITES
from quoth.library.tables import errands, open_channels
from quoth.types.errands import ASKING, Errand, ErrandState, NewErrand, Posted

_COLUMNS: Final = errands.c
_TAKEN: Final = ("doing", "posting")
_NOTHING: Final[dict[str, Any]] = {"said": "", "reply_url": "", "outcome": None}


class Errands:
    """The errands of one library. Safe to share between threads and processes."""

    def __init__(self, library: Library, lease_s: float = 120.0) -> None:
        """Set up.

        Args:
            lease_s: How long a worker may take; then another may take the errand up.
        """
        self._library = library
        self._lease_s = lease_s

    def put(self, errand: NewErrand, state: ErrandState = "waiting") -> int | None:
        """Take an errand in and return its number; None if it was taken in before."""
        values = {**asdict(errand), "state": state, "due_at": errand.received_at, "attempts": 0}
        with self._library.noting() as notebook:
            known = notebook.connection.execute(select(_COLUMNS.number).where(_COLUMNS.key == errand.key))
            if known.first() is not None:
                return None
            try:
                return int(notebook.connection.execute(insert(errands).values(values).returning(_COLUMNS.number)).scalar_one())
            except IntegrityError:  # another process was faster
                return None

    def take(self, now: float) -> Errand | None:
        """Take up what is due longest, or was taken up and left; None if nothing is due.

        One that was left while it was being posted stays in that state: it may have arrived.
        """
        is_due = and_(_COLUMNS.state.in_(("waiting", *_TAKEN)), _COLUMNS.due_at <= now)
        first = select(errands).where(is_due).order_by(_COLUMNS.due_at, _COLUMNS.number).limit(1)
        with self._library.noting() as notebook:
            row = notebook.connection.execute(first.with_for_update(skip_locked=True)).one_or_none()
            if row is None:
                return None
            state = "posting" if row.state == "posting" else "doing"
            values = {"state": state, "due_at": now + self._lease_s, "attempts": row.attempts + 1}
            notebook.connection.execute(update(errands).where(_COLUMNS.number == row.number).values(values))
        return _errand({**row._asdict(), **values})

    def next_due(self) -> float | None:
        """Return when the next errand is due, in seconds since 1970; None if none waits."""
        wanted = select(func.min(_COLUMNS.due_at)).where(_COLUMNS.state.in_(("waiting", *_TAKEN)))
        with self._library.notes() as notebook:
            found = notebook.connection.execute(wanted).scalar()
            return None if found is None else float(found)

    def hurry(self, now: float) -> None:
        """Let all questions that Quoth has not answered yet be due now."""
        wanted = (_COLUMNS.state == "waiting") & _COLUMNS.outcome.is_(None) & (_COLUMNS.due_at > now)
        with self._library.noting() as notebook:
            notebook.connection.execute(update(errands).where(wanted).values(due_at=now))

    def has_earlier(self, errand: Errand) -> bool:
        """Say whether a question before this one in the same conversation is not over yet. Commands have no conversation."""
        if errand.kind == "command":
            return False
        here = (_COLUMNS.team == errand.team) & (_COLUMNS.channel == errand.channel) & (_COLUMNS.number < errand.number)
        if errand.kind != "direct":
            here &= _COLUMNS.thread == errand.thread
        wanted = here & _COLUMNS.kind.in_(ASKING) & _COLUMNS.state.in_(("waiting", *_TAKEN))
        with self._library.notes() as notebook:
            return notebook.connection.execute(select(_COLUMNS.number).where(wanted).limit(1)).first() is not None

    def begin_posting(self, errand: Errand) -> bool:
        """Say that the answer goes out now.

        False if the errand was forgotten meanwhile, or taken up by another worker because this one took too long: then nothing
        must go out. Whoever may send has time for it: a lease more.
        """
        values = {"state": "posting", "due_at": errand.due_at + self._lease_s}
        return self._change(errand.number, values, only=_TAKEN, attempt=errand.attempts)

    def postpone(self, errand: Errand, until: float, *, was_posted: bool = False) -> None:
        """Put an errand back until then, unless another worker has it now.

        Args:
            was_posted: It is not known whether the answer arrived: to be looked for before it is sent again.
        """
        values = {"state": "posting" if was_posted else "waiting", "due_at": until}
        self._change(errand.number, values, only=_TAKEN, attempt=errand.attempts)

    def finish(self, number: int, state: ErrandState = "done", posted: Posted | None = None) -> bool:
        """Say that an errand is over; its address for answers is forgotten.

        False if it was forgotten meanwhile, and stays so, or if another message was posted for it: then this one is to be taken back.
        """
        where = {} if posted is None else asdict(posted)
        where = {name: value for name, value in where.items() if value}
        is_changed = self._change(number, {"state": state, "reply_url": "", **where}, only=_TAKEN)
        held = None if is_changed else self.find(number)
        return is_changed or (held is not None and (posted is None or held.posted == posted.posted))

    def give_up(self, errand: Errand) -> bool:
        """Say that an errand cannot be done; False if it is over already, or another worker has it now."""
        values = {"state": "failed", "reply_url": ""}
        return self._change(errand.number, values, only=_TAKEN, attempt=errand.attempts)

    def note_outcome(self, number: int, outcome: str) -> None:
        """Keep what Quoth answered, so that it is asked once."""
        self._change(number, {"outcome": zlib.compress(outcome.encode())}, only=_TAKEN)

    def note_notice(self, number: int, ts: str) -> None:
        """Keep the message that says that the answer will be late."""
        self._change(number, {"notice": ts}, only=_TAKEN)

    def find(self, number: int) -> Errand | None:
        """Return an errand that is not forgotten."""
        return next(iter(self._select((_COLUMNS.number == number) & (_COLUMNS.state != "forgotten"))), None)

    def of_message(self, team: str, channel: str, ts: str) -> tuple[Errand, ...]:
        """Return what was asked in a message or answered by it, and what came of that, unless forgotten."""
        return self._select(_about_message(team, channel, ts))

    def of_thread(self, team: str, channel: str, thread: str) -> tuple[Errand, ...]:
        """Return the questions of a thread that were answered, oldest first."""
        here = (_COLUMNS.team == team) & (_COLUMNS.channel == channel) & (_COLUMNS.thread == thread)
        return self._select(here & (_COLUMNS.state == "done") & _COLUMNS.outcome.is_not(None))

    def of_person(self, team: str, person: str, since: float, channel: str | None = None) -> tuple[Errand, ...]:
        """Return the questions of a person since then that are not forgotten, oldest first."""
        wanted = (_COLUMNS.team == team) & (_COLUMNS.person == person) & (_COLUMNS.received_at >= since)
        asked = _COLUMNS.kind.in_(ASKING) & _COLUMNS.state.not_in(("forgotten", "refused"))
        return self._select(wanted & asked & (True if channel is None else _COLUMNS.channel == channel))

    def count(
        self,
        since: float,
        team: str,
        *,
        person: str | None = None,
        channel: str | None = None,
        state: ErrandState | None = None,
        auto: bool = False,
    ) -> int:
        """Count questions since then.

        Args:
            state: Only those in this state; None for all but refused ones.
            auto: Only those that nobody asked the bot and that it answered.
        """
        wanted = (_COLUMNS.team == team) & (_COLUMNS.received_at >= since) & _COLUMNS.kind.in_(ASKING)
        wanted &= _COLUMNS.state != "refused" if state is None else _COLUMNS.state == state
        for column, value in ((_COLUMNS.person, person), (_COLUMNS.channel, channel)):
            if value is not None:
                wanted &= column == value
        if auto:
            wanted &= (_COLUMNS.kind == "auto") & _COLUMNS.posted.is_not(None)
        with self._library.notes() as notebook:
            return notebook.connection.execute(select(func.count()).select_from(errands).where(wanted)).scalar_one()

    def waiting(self) -> int:
        """Count what is not over yet."""
        with self._library.notes() as notebook:
            wanted = select(func.count()).select_from(errands).where(_COLUMNS.state.in_(("waiting", *_TAKEN)))
            return notebook.connection.execute(wanted).scalar_one()

    def forget(self, numbers: Sequence[int]) -> None:
        """Forget what was said and answered. The keys stay, so that a late delivery is not taken for a new errand.

        Who asked stays until `forget_people`: questions that are deleted count as asked.
        """
        with self._library.noting() as notebook:
            wanted = _COLUMNS.number.in_(numbers)
            notebook.connection.execute(update(errands).where(wanted).values(state="forgotten", **_NOTHING))

    def forget_message(self, team: str, channel: str, ts: str, now: float) -> int:
        """Forget what was asked in a message or answered by it, and take in an errand for each message of the bot to be deleted.

        All of it or nothing: what is being sent meanwhile is either found here or sees that it was forgotten.

        Returns:
            How many messages are to be deleted.
        """
        gone = update(errands).where(_about_message(team, channel, ts)).values(state="forgotten", **_NOTHING)
        with self._library.noting() as notebook:
            run = notebook.connection.execute
            rows = run(gone.returning(_COLUMNS.enterprise, _COLUMNS.channel, _COLUMNS.posted, _COLUMNS.notice)).all()
            told = {
                (row.enterprise, row.channel, said) for row in rows for said in (row.posted, row.notice) if said and said != ts
            }
            made = [_retraction(team, *one, now) for one in sorted(told, key=str)]
            known = set(run(select(_COLUMNS.key).where(_COLUMNS.key.in_([one["key"] for one in made]))).scalars())
            if new := [one for one in made if one["key"] not in known]:
                run(insert(errands), new)
        return len(new)

    def forget_people(self, before: float) -> None:
        """Forget who asked what is forgotten and older."""
        wanted = (_COLUMNS.state == "forgotten") & (_COLUMNS.received_at < before) & (_COLUMNS.person != "")
        with self._library.noting() as notebook:
            notebook.connection.execute(update(errands).where(wanted).values(person=""))

    def tidy(self, before: float) -> None:
        """Delete what is older."""
        with self._library.noting() as notebook:
            notebook.connection.execute(delete(errands).where(_COLUMNS.received_at < before))

    def is_open(self, team: str, channel: str) -> bool:
        """Say whether a channel lets the bot answer what it was not asked."""
        here = (open_channels.c.team == team) & (open_channels.c.channel == channel)
        with self._library.notes() as notebook:
            return notebook.connection.execute(select(open_channels.c.team).where(here)).first() is not None

    def set_open(self, team: str, channel: str, person: str, now: float, *, is_open: bool) -> None:
        """Let the bot answer in a channel what it was not asked, or no longer."""
        here = (open_channels.c.team == team) & (open_channels.c.channel == channel)
        with self._library.noting() as notebook:
            notebook.connection.execute(delete(open_channels).where(here))
            if is_open:
                values = {"team": team, "channel": channel, "opened_by": person, "opened_at": now}
                notebook.connection.execute(insert(open_channels).values(values))

    def _select(self, wanted: ColumnElement[bool]) -> tuple[Errand, ...]:
        with self._library.notes() as notebook:
            rows = notebook.connection.execute(select(errands).where(wanted).order_by(_COLUMNS.number)).all()
        return tuple(_errand(row._asdict()) for row in rows)

    def _change(self, number: int, values: dict[str, Any], *, only: Sequence[str], attempt: int | None = None) -> bool:
        wanted = (_COLUMNS.number == number) & _COLUMNS.state.in_(only)
        if attempt is not None:
            wanted &= _COLUMNS.attempts == attempt
        with self._library.noting() as notebook:
            return bool(notebook.connection.execute(update(errands).where(wanted).values(values)).rowcount)


def writing_engine(library: Library) -> Engine:
    """Return the engine of a library for stores of other packages: their transactions take the write lock as they begin."""
    return library.engine.execution_options(**{WRITES: True})


def _about_message(team: str, channel: str, ts: str) -> ColumnElement[bool]:
    """Say which errands were asked in a message or answered by it, and which came of those, unless forgotten."""
    here = (_COLUMNS.team == team) & (_COLUMNS.channel == channel) & or_(_COLUMNS.ts == ts, _COLUMNS.posted == ts)
    is_held = _COLUMNS.state != "forgotten"
    source = errands.alias()
    there = (source.c.team == team) & (source.c.channel == channel) & or_(source.c.ts == ts, source.c.posted == ts)
    numbers = select(source.c.number).where(there & (source.c.state != "forgotten"))
    return is_held & or_(here, _COLUMNS.source.in_(numbers))


def _retraction(team: str, enterprise: str | None, channel: str, message: str, now: float) -> dict[str, Any]:
    """Return the errand that deletes a message of the bot."""
    made = NewErrand(
        key=f"retract:{team}:{channel}:{message}", kind="retract", enterprise=enterprise, team=team, channel=channel, person="",
        ts=message, received_at=now,
    )  # fmt: skip
    return {**asdict(made), "state": "waiting", "due_at": now, "attempts": 0}


def _errand(fields: dict[str, Any]) -> Errand:
    outcome = fields.pop("outcome")
    return Errand(**fields, outcome=None if outcome is None else zlib.decompress(outcome).decode())
