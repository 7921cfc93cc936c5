"""The question log and feedback as rows: put, find, forget. No answer depends on them, so they raise no generation."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from quoth.library.tables import askings, feedback
from quoth.types import Asking, Feedback, Timings


class Notebook:
    """One transaction on what is noted."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def connection(self) -> Connection:
        """Return the connection, for the other modules of this room."""
        return self._connection

    def put_askings(self, noted: Sequence[Asking]) -> None:
        """Add askings, in order."""
        if noted:
            self._connection.execute(insert(askings), [_row_of(asking) for asking in noted])

    def asking(self, answer_id: str, since: str) -> Asking | None:
        """Return the newest asking with this outcome that is not older than `since`, or None."""
        wanted = (
            select(askings)
            .where((askings.c.answer_id == answer_id) & (askings.c.asked_at >= since))
            .order_by(askings.c.number.desc())
            .limit(1)
        )
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else _asking_from(row)

    def count_askings(self) -> int:
        """Return how many are held."""
        return self._connection.execute(select(func.count()).select_from(askings)).scalar_one()

    def put_feedback(self, given: Feedback) -> None:
        """Add what somebody said of an answer."""
        self._connection.execute(insert(feedback).values(**asdict(given)))

    def feedback(self, since: str) -> tuple[Feedback, ...]:
        """Return what was said since then, oldest first."""
        columns = [column for column in feedback.c if column.name != "number"]
        rows = self._connection.execute(select(*columns).where(feedback.c.given_at >= since).order_by(feedback.c.number))
        return tuple(Feedback(**row._asdict()) for row in rows)

    def forget(self, before: str, *, keep_questions: bool) -> None:
        """Delete what is older, feedback whose answer is gone, and, if they are not to be kept, the words of what stays."""
        self._connection.execute(delete(askings).where(askings.c.asked_at < before))
        is_alone = feedback.c.answer_id.not_in(select(askings.c.answer_id))
        self._connection.execute(delete(feedback).where((feedback.c.given_at < before) | is_alone))
        if not keep_questions:
            self._connection.execute(update(askings).where(askings.c.said.is_not(None)).values(said=None))


def _row_of(asking: Asking) -> dict[str, Any]:
    said = None if asking.said is None else zlib.compress(asking.said.encode())
    names = ("answer_id", "asked_at", "door", "outcome", "kind", "reason", "probability", "generation")
    fields = {name: getattr(asking, name) for name in names}
    return {**fields, "timings": asdict(asking.timings), "doc_ids": list(asking.doc_ids), "said": said}


def _asking_from(row: Row[Any]) -> Asking:
    fields = row._asdict()
    said = fields.pop("said")
    del fields["number"]
    timings, doc_ids = Timings(**fields.pop("timings")), tuple(fields.pop("doc_ids"))
    return Asking(**fields, timings=timings, doc_ids=doc_ids, said=None if said is None else zlib.decompress(said).decode())
