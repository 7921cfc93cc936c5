"""The page for whoever looks after the documents: what was asked, what was not answered, what is quoted. Its tables as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, ClassVar, Final, Literal, Self

from fastapi import APIRouter, Query
from fastapi.responses import Response

from quoth.contract import Today
from quoth.errors import UnknownError
from quoth.house import House
from quoth.library import (
    Notebook,
    NotedDay,
    NotedWords,
    QuestionLog,
    Snapshot,
    Sought,
    StoredDocument,
    count_feedback,
    count_listed,
    list_documents,
    read_answering,
    read_feedback,
    read_period,
    read_quoted,
    read_unanswered,
)
from quoth.server.charts import Chart, stack
from quoth.server.insight import Quoted, Rating, Topic, days_of, quoted_of, ratings_of, topics_of
from quoth.server.limits import ReportRoute
from quoth.server.shelf import DocumentLine, line_of
from quoth.server.texts import Texts
from quoth.server.visits import TheVisit, Visit

router = APIRouter(route_class=ReportRoute, include_in_schema=False)

_METHODS: Final = ["GET", "HEAD"]
_PERIODS: Final = (7, 30, 90)
_MOST_TOPICS: Final = 30
_MOST_GROUPED: Final = 300
_MOST_LINES: Final = 20
Table = Literal["days", "unanswered", "feedback", "documents"]
Days = Annotated[int, Query(ge=1, le=366)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One number at the top of the page."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightPage:
    """Context of `insight.html`.

    Attributes:
        is_on: Questions are noted at all; `keeps_words` says whether their words are.
        retention: After how many days they are forgotten.
        periods: The periods to choose from, in days, each with whether it is the one shown.
    """

    template: ClassVar[str] = "insight.html"
    is_on: bool
    keeps_words: bool
    retention: int
    days: int
    periods: tuple[tuple[int, bool], ...]
    tiles: tuple[Tile, ...]
    asked: Chart
    latency: Chart
    table: tuple[NotedDay, ...]
    reasons: tuple[tuple[str, int], ...]
    topics: tuple[Topic, ...]
    poor: tuple[Rating, ...]
    quoted: tuple[Quoted, ...]
    unquoted: tuple[DocumentLine, ...]
    unquoted_count: int
    stale: tuple[DocumentLine, ...]
    stale_count: int
    has_stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days that are looked at.

    Attributes:
        since: Their beginning; not before what is remembered.
    """

    first: date
    last: date
    since: str

    @classmethod
    def of(cls, house: House, days: int) -> Self:
        """Return the last days, today among them. What is not noted, or no more, is before them."""
        now = datetime.now(UTC)
        first = (now - timedelta(days=days - 1)).date()
        return cls(first=first, last=now.date(), since=max(first.isoformat(), house.log.since()))

    def unanswered(self, notebook: Notebook, log: QuestionLog) -> tuple[NotedWords, ...]:
        """Return what was not answered, if its words are kept."""
        return read_unanswered(notebook, self.since, _MOST_GROUPED) if log.keep_questions else ()


@router.api_route("/insight", methods=_METHODS)
def insight(visit: TheVisit, days: Days = 30) -> Response:
    """Show what was asked and how it ended, what the documents lack, and which of them are quoted."""
    house, texts = _house_of(visit), visit.texts
    period = Period.of(house, days)
    with house.library.notes() as notebook:
        noted = read_period(notebook, period.since)
        given = count_feedback(notebook, period.since)
        unanswered = period.unanswered(notebook, house.log)
        poor = read_feedback(notebook, period.since, poor=True, most=_MOST_LINES)
        times = read_quoted(notebook, period.since)
    table = days_of(noted.days, period.first, period.last)
    with house.library.reading() as snapshot:
        names = {name for name, _ in times}
        unquoted = [name for name in read_answering(snapshot) if name not in names]
        most, never = _held(snapshot, [name for name, _ in times[:_MOST_LINES]]), _held(snapshot, unquoted[:_MOST_LINES])
        today = Today.now(house.settings.answer.stale_after_days)
        old = Sought(dated_before=today.stale_before or "")
        stale, stale_count = list_documents(snapshot, old, "name", 0, _MOST_LINES), count_listed(snapshot, old)
    return visit.show(
        InsightPage(
            is_on=house.log.is_on,
            keeps_words=house.log.keep_questions,
            retention=house.settings.log.retention_days,
            days=days,
            periods=tuple((period, period == days) for period in _PERIODS),
            tiles=_tiles(noted.whole, given, texts),
            asked=_asked_chart(table, texts),
            latency=stack(texts("insight.latency"), [d.day[5:] for d in table], [("ms", [d.p95_ms for d in table])]),
            table=tuple(day for day in reversed(table) if day.answered or day.abstained),
            reasons=tuple((texts(f"reason.{reason}"), n) for reason, n in noted.reasons),
            topics=topics_of(unanswered, visit.desk.vectors.of)[:_MOST_TOPICS],
            poor=ratings_of(poor),
            quoted=quoted_of(times[:_MOST_LINES], most),
            unquoted=tuple(line_of(document, today, texts) for document in never),
            unquoted_count=len(unquoted),
            stale=tuple(line_of(document, today, texts) for document in stale),
            stale_count=stale_count,
            has_stale=today.stale_before is not None,
        )
    )


@router.get("/insight/{table}.csv")
def export(table: Table, visit: TheVisit, days: Days = 30) -> Response:
    """Return one table of the page as CSV, whole."""
    house = _house_of(visit)
    period = Period.of(house, days)
    with house.library.notes() as notebook:
        match table:
            case "days":
                rows = _day_rows(days_of(read_period(notebook, period.since).days, period.first, period.last))
            case "unanswered":
                rows = _topic_rows(topics_of(period.unanswered(notebook, house.log), visit.desk.vectors.of))
            case "feedback":
                given = [one for poor in (True, False) for one in read_feedback(notebook, period.since, poor=poor)]
                rows = _rating_rows(ratings_of(given))
            case "documents":
                rows = _document_rows(dict(read_quoted(notebook, period.since)), house.documents())
    headers = {"Content-Disposition": f'attachment; filename="quoth-{table}.csv"'}
    return Response(_as_csv(rows), media_type="text/csv; charset=utf-8", headers=headers)


def _house_of(visit: Visit) -> House:
    """Return the house.

    Raises:
        UnknownError: The page is turned off.
    """
    if not visit.house.settings.server.insight:
        raise UnknownError("page", "/insight", "It is turned off (server.insight).")
    return visit.house


def _held(snapshot: Snapshot, names: Sequence[str]) -> tuple[StoredDocument, ...]:
    """Return the documents of these names that are there."""
    return snapshot.documents(*names) if names else ()


def _tiles(whole: NotedDay, feedback: tuple[int, int], texts: Texts) -> tuple[Tile, ...]:
    asked = whole.answered + whole.abstained
    share = texts("share.percent", share=texts.number(100 * whole.answered / asked)) if asked else "\N{EM DASH}"
    given, right = feedback
    return (
        Tile(name=texts("insight.questions"), value=texts.number(asked)),
        Tile(name=texts("insight.answered"), value=share),
        Tile(name=texts("insight.rated"), value=f"{texts.number(right)} / {texts.number(given)}"),
        Tile(name=texts("insight.median"), value=f"{texts.number(whole.median_ms)} ms"),
    )


def _asked_chart(days: Sequence[NotedDay], texts: Texts) -> Chart:
    series = [
        (texts("insight.answered"), [day.answered for day in days]),
        (texts("insight.abstained"), [day.abstained for day in days]),
    ]
    return stack(texts("insight.per_day"), [day.day[5:] for day in days], series)


def _day_rows(days: Iterable[NotedDay]) -> Iterator[Sequence[object]]:
    yield "day", "answered", "abstained", "median_ms", "p95_ms"
    for day in days:
        yield day.day, day.answered, day.abstained, round(day.median_ms, 1), round(day.p95_ms, 1)


def _rating_rows(ratings: Iterable[Rating]) -> Iterator[Sequence[object]]:
    yield "day", "verdict", "question", "note", "answer_id"
    for one in ratings:
        yield one.given_at, one.verdict, one.question, one.note, one.answer_id


def _document_rows(times: Mapping[str, int], documents: Iterable[StoredDocument]) -> Iterator[Sequence[object]]:
    """Yield every document, the most quoted first."""
    yield "doc_id", "title", "date", "answers_that_quote_it", "passages"
    for one in sorted(documents, key=lambda document: (-times.get(document.doc_id, 0), document.doc_id)):
        yield one.doc_id, one.title, one.date or "", times.get(one.doc_id, 0), one.passages


def _topic_rows(topics: Sequence[Topic]) -> Iterator[Sequence[object]]:
    yield "topic", "question", "answer_id", "times_topic", "nearest_title", "nearest_text"
    for number, topic in enumerate(topics, 1):
        near = topic.nearest[0] if topic.nearest else None
        for question, answer_id in topic.questions:
            yield number, question, answer_id, topic.times, near.title if near else "", near.text if near else ""


def _as_csv(rows: Iterable[Sequence[object]]) -> str:
    """Return a table whose first row names its columns."""
    file = io.StringIO()
    writer = csv.writer(file)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return "\N{BYTE ORDER MARK}" + file.getvalue()  # spreadsheets know UTF-8 by it


def _harmless(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
