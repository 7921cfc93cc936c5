"""The question log read for its owner: what was asked and how it ended, since a moment, counted by the database. Words only where they are kept."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, case, func, select, true

from quoth.library.notebook import Notebook
from quoth.library.tables import askings, feedback
from quoth.types import FeedbackVerdict, Reason

_MOST_WORDS: Final = 2000
_MOST_FREQUENT: Final = 200
_P95: Final = 95


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedDay:
    """The questions of one day, or of all days, and how long they took: median and 95th percentile, ms."""

    day: str
    answered: int
    abstained: int
    median_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedPeriod:
    """What was asked in some days: each on which something was, all of them as one without a name, and why nothing answered, how often."""

    days: tuple[NotedDay, ...]
    whole: NotedDay
    reasons: tuple[tuple[Reason, int], ...]


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


def read_period(notebook: Notebook, since: str) -> NotedPeriod:
    """Return what was asked since then, counted. Every row is looked at once: percentiles by window functions took twice as long."""
    rows = select(
        func.substr(askings.c.asked_at, 1, 10), askings.c.outcome, askings.c.reason, askings.c.timings["total"].as_float()
    ).where(askings.c.asked_at >= since)
    took: dict[str, list[float]] = {}
    answered: Counter[str] = Counter()
    reasons: Counter[Reason] = Counter()
    for day, outcome, reason, ms in notebook.connection.execute(rows):
        took.setdefault(day, []).append(ms)
        if outcome == "answer":
            answered[day] += 1
        else:
            reasons[reason] += 1
    days = tuple(_day(day, answered[day], took[day]) for day in sorted(took))
    whole = _day("", answered.total(), [ms for day in took.values() for ms in day])
    return NotedPeriod(days=days, whole=whole, reasons=tuple(reasons.most_common()))


def read_quoted(notebook: Notebook, since: str) -> tuple[tuple[str, int], ...]:
    """Return the documents quoted since then and by how many answers, the most quoted first."""
    name = "json_each" if notebook.connection.dialect.name == "sqlite" else "json_array_elements_text"
    named = getattr(func, name)(askings.c.doc_ids).table_valued("value")
    times = func.count(askings.c.number.distinct())
    rows = (
        select(named.c.value, times)
        .select_from(askings.join(named, true()))
        .where((askings.c.asked_at >= since) & (askings.c.outcome == "answer"))
        .group_by(named.c.value)
        .order_by(times.desc(), named.c.value)
    )
    return tuple((doc_id, n) for doc_id, n in notebook.connection.execute(rows))


def read_unanswered(notebook: Notebook, since: str, most: int) -> tuple[NotedWords, ...]:
    """Return the abstentions since then whose words are kept, the most frequent first, at most so many."""
    is_wanted = (askings.c.asked_at >= since) & (askings.c.outcome == "abstention") & (askings.c.reason != "not_a_question")
    return tuple(_grouped(notebook, is_wanted, 1, most))


def count_feedback(notebook: Notebook, since: str) -> tuple[int, int]:
    """Return how often somebody said something of an answer since then, and how often that it is right."""
    is_right = func.sum(case((feedback.c.verdict == "right", 1), else_=0))
    given, right = notebook.connection.execute(select(func.count(), is_right).where(feedback.c.given_at >= since)).one()
    return given, right or 0


def read_frequent(notebook: Notebook, since: str, least: int) -> tuple[str, ...]:
    """Return the questions that were answered at least so many times since then, the most frequent first."""
    is_wanted = (askings.c.asked_at >= since) & (askings.c.outcome == "answer")
    found = (words.said["understood_as"] for words in _grouped(notebook, is_wanted, least, _MOST_WORDS))
    return tuple(dict.fromkeys(found))[:_MOST_FREQUENT]


def read_feedback(notebook: Notebook, since: str, *, poor: bool, most: int = _MOST_WORDS) -> tuple[NotedFeedback, ...]:
    """Return what was said of answers since then, newest first, at most so many: that they are poor, or that they are right."""
    is_wanted = feedback.c.verdict != "right" if poor else feedback.c.verdict == "right"
    newest = select(askings.c.answer_id, func.max(askings.c.number).label("number")).group_by(askings.c.answer_id).subquery()
    rows = notebook.connection.execute(
        select(feedback, askings.c.said)
        .outerjoin(newest, newest.c.answer_id == feedback.c.answer_id)
        .outerjoin(askings, askings.c.number == newest.c.number)
        .where((feedback.c.given_at >= since) & is_wanted)
        .order_by(feedback.c.number.desc())
        .limit(most)
    )
    return tuple(
        NotedFeedback(
            answer_id=row.answer_id, given_at=row.given_at, verdict=row.verdict, note=row.note, quote=row.quote,
            said=_words_of(row),
        )
        for row in rows
    )  # fmt: skip


def _day(day: str, answered: int, took: Sequence[float]) -> NotedDay:
    return NotedDay(
        day=day, answered=answered, abstained=len(took) - answered, median_ms=share_at(took, 50), p95_ms=share_at(took, _P95)
    )


def share_at(values: Sequence[float], percent: int) -> float:
    """Return the value at or below which that share of the values lies; 0 if there are none."""
    return sorted(values)[len(values) * percent // 100] if values else 0.0


def _grouped(notebook: Notebook, is_wanted: ColumnElement[bool], least: int, most: int) -> Iterator[NotedWords]:
    times = func.count().label("times")
    counted = (
        select(askings.c.answer_id, times, func.max(askings.c.number).label("number"))
        .where(is_wanted & askings.c.said.is_not(None))
        .group_by(askings.c.answer_id)
        .having(func.count() >= least)
        .order_by(times.desc(), func.max(askings.c.number).desc())
        .limit(most)
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
