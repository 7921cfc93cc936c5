"""The question log read for its owner: what was asked and how it ended, since a moment. Words only where they are kept."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, func, select

from quoth.library.notebook import Notebook
from quoth.library.tables import askings, feedback
from quoth.types import FeedbackVerdict, OutcomeKind, Reason

_MOST_ROWS: Final = 200_000
_MOST_WORDS: Final = 2000
_MOST_FREQUENT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedAsking:
    """One time that a question was asked, without its words."""

    answer_id: str
    asked_at: str
    outcome: OutcomeKind
    reason: Reason | None
    total_ms: float
    doc_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedWords:
    """An outcome that was given: how often, and its words.

    Attributes:
        said: The outcome as JSON says it.
    """

    answer_id: str
    times: int
    said: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedFeedback:
    """What was said of an answer; `said` is that answer, None where its words are not kept."""

    answer_id: str
    given_at: str
    verdict: FeedbackVerdict
    note: str | None
    quote: int | None
    said: dict[str, Any] | None


def read_askings(notebook: Notebook, since: str) -> tuple[NotedAsking, ...]:
    """Return every asking since then, oldest first; of more than 200,000 the newest."""
    names = ("answer_id", "asked_at", "outcome", "reason", "timings", "doc_ids")
    rows = notebook.connection.execute(
        select(*(askings.c[name] for name in names))
        .where(askings.c.asked_at >= since)
        .order_by(askings.c.number.desc())
        .limit(_MOST_ROWS)
    ).all()
    return tuple(
        NotedAsking(
            answer_id=row.answer_id, asked_at=row.asked_at, outcome=row.outcome, reason=row.reason,
            total_ms=row.timings["total"], doc_ids=tuple(row.doc_ids),
        )
        for row in reversed(rows)
    )  # fmt: skip


def read_unanswered(notebook: Notebook, since: str) -> tuple[NotedWords, ...]:
    """Return the abstentions since then whose words are kept, the most frequent first."""
    is_wanted = (askings.c.asked_at >= since) & (askings.c.outcome == "abstention") & (askings.c.reason != "not_a_question")
    return tuple(_grouped(notebook, is_wanted, 1))


def read_frequent(notebook: Notebook, since: str, least: int) -> tuple[str, ...]:
    """Return the questions that were answered at least so many times since then, the most frequent first."""
    is_wanted = (askings.c.asked_at >= since) & (askings.c.outcome == "answer")
    found = (words.said["understood_as"] for words in _grouped(notebook, is_wanted, least))
    return tuple(dict.fromkeys(found))[:_MOST_FREQUENT]


def read_feedback(notebook: Notebook, since: str) -> tuple[NotedFeedback, ...]:
    """Return what was said of answers since then, newest first."""
    newest = select(askings.c.answer_id, func.max(askings.c.number).label("number")).group_by(askings.c.answer_id).subquery()
    rows = notebook.connection.execute(
        select(feedback, askings.c.said)
        .outerjoin(newest, newest.c.answer_id == feedback.c.answer_id)
        .outerjoin(askings, askings.c.number == newest.c.number)
        .where(feedback.c.given_at >= since)
        .order_by(feedback.c.number.desc())
        .limit(_MOST_WORDS)
    )
    return tuple(
        NotedFeedback(
            answer_id=row.answer_id, given_at=row.given_at, verdict=row.verdict, note=row.note, quote=row.quote,
            said=_words_of(row),
        )
        for row in rows
    )  # fmt: skip


def _grouped(notebook: Notebook, is_wanted: Any, least: int) -> Iterator[NotedWords]:  # noqa: ANN401 - SQLAlchemy's clause
    times = func.count().label("times")
    counted = (
        select(askings.c.answer_id, times, func.max(askings.c.number).label("number"))
        .where(is_wanted & askings.c.said.is_not(None))
        .group_by(askings.c.answer_id)
        .having(func.count() >= least)
        .order_by(times.desc(), func.max(askings.c.number).desc())
        .limit(_MOST_WORDS)
        .subquery()
    )
    rows = notebook.connection.execute(
        select(counted, askings.c.said)
        .join(askings, askings.c.number == counted.c.number)
        .order_by(counted.c.times.desc(), counted.c.number.desc())
    )
    for row in rows:
        if (said := _words_of(row)) is not None:
            yield NotedWords(answer_id=row.answer_id, times=row.times, said=said)


def _words_of(row: Row[Any]) -> dict[str, Any] | None:
    if row.said is None:
        return None
    said: dict[str, Any] = json.loads(zlib.decompress(row.said))
    return said
