"""The page for whoever looks after the documents: what was asked, what was not answered, what is quoted. Its tables as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, ClassVar, Final, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from quoth.contract import Today
from quoth.errors import UnknownError
from quoth.house import House
from quoth.library import NotedAsking, NotedFeedback, NotedWords, read_askings, read_feedback, read_unanswered
from quoth.server.charts import Chart, stack
from quoth.server.insight import Day, Quoted, Rating, Topic, days_of, quoted_of, ratings_of, share_at, topics_of
from quoth.server.limits import AskingRoute
from quoth.server.shelf import DocumentLine, line_of
from quoth.server.texts import Texts
from quoth.server.visits import TheVisit, Visit

router = APIRouter(route_class=AskingRoute, include_in_schema=False)

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
    table: tuple[Day, ...]
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
class _Noted:
    """What the log holds of a period."""

    askings: tuple[NotedAsking, ...]
    unanswered: tuple[NotedWords, ...]
    feedback: tuple[NotedFeedback, ...]
    table: tuple[Day, ...]


@router.api_route("/insight", methods=_METHODS)
def insight(visit: TheVisit, days: Days = 30) -> Response:
    """Show what was asked and how it ended, what the documents lack, and which of them are quoted."""
    house, texts = _house_of(visit), visit.texts
    noted = _noted(house, days)
    today = Today.now(house.settings.answer.stale_after_days)
    documents = house.documents()
    quoted = quoted_of(noted.askings, documents)
    unquoted = [one.document for one in quoted if not one.times and one.document.passages]
    lines = [line_of(document, today, texts) for document in documents]
    return visit.show(
        InsightPage(
            is_on=house.log.is_on,
            keeps_words=house.log.keep_questions,
            retention=house.settings.log.retention_days,
            days=days,
            periods=tuple((period, period == days) for period in _PERIODS),
            tiles=_tiles(noted, texts),
            asked=_asked_chart(noted.table, texts),
            latency=stack(
                texts("insight.latency"), [day.day[5:] for day in noted.table], [("ms", [d.p95_ms for d in noted.table])]
            ),
            table=tuple(day for day in reversed(noted.table) if day.answered or day.abstained),
            reasons=_reasons(noted.askings, texts),
            topics=topics_of(noted.unanswered[:_MOST_GROUPED], visit.desk.vectors.of)[:_MOST_TOPICS],
            poor=ratings_of(noted.feedback, poor=True)[:_MOST_LINES],
            quoted=tuple(one for one in quoted if one.times)[:_MOST_LINES],
            unquoted=tuple(line_of(document, today, texts) for document in unquoted[:_MOST_LINES]),
            unquoted_count=len(unquoted),
            stale=tuple(line for line in lines if line.is_stale)[:_MOST_LINES],
            stale_count=sum(line.is_stale for line in lines),
            has_stale=today.stale_after_days is not None,
        )
    )


@router.get("/insight/{table}.csv")
def export(table: Table, visit: TheVisit, days: Days = 30) -> Response:
    """Return one table of the page as CSV, whole."""
    house = _house_of(visit)
    noted = _noted(house, days)
    head: tuple[str, ...]
    rows: Iterable[Sequence[object]]
    match table:
        case "days":
            head = ("day", "answered", "abstained", "median_ms", "p95_ms")
            rows = [(d.day, d.answered, d.abstained, round(d.median_ms, 1), round(d.p95_ms, 1)) for d in noted.table]
        case "unanswered":
            head = ("topic", "question", "answer_id", "times_topic", "nearest_title", "nearest_text")
            rows = _topic_rows(topics_of(noted.unanswered[:_MOST_GROUPED], visit.desk.vectors.of))
        case "feedback":
            head = ("day", "verdict", "question", "note", "answer_id")
            given = [*ratings_of(noted.feedback, poor=True), *ratings_of(noted.feedback, poor=False)]
            rows = [(one.given_at, one.verdict, one.question, one.note, one.answer_id) for one in given]
        case "documents":
            head = ("doc_id", "title", "date", "answers_that_quote_it", "passages")
            quoted = quoted_of(noted.askings, house.documents())
            rows = [
                (one.document.doc_id, one.document.title, one.document.date or "", one.times, one.document.passages)
                for one in quoted
            ]
    headers = {"Content-Disposition": f'attachment; filename="quoth-{table}.csv"'}
    return Response(_as_csv(head, rows), media_type="text/csv; charset=utf-8", headers=headers)


def _house_of(visit: Visit) -> House:
    """Return the house.

    Raises:
        UnknownError: The page is turned off.
    """
    if not visit.house.settings.server.insight:
        raise UnknownError("page", "/insight", "It is turned off (server.insight).")
    return visit.house


def _noted(house: House, days: int) -> _Noted:
    today = datetime.now(UTC)
    first = today - timedelta(days=days - 1)
    since = max(first.date().isoformat(), house.log.since())
    with house.library.notes() as notebook:
        askings = read_askings(notebook, since) if house.log.is_on else ()
        has_words = house.log.is_on and house.log.keep_questions
        unanswered = read_unanswered(notebook, since) if has_words else ()
        feedback = read_feedback(notebook, since) if house.log.is_on else ()
    return _Noted(askings=askings, unanswered=unanswered, feedback=feedback, table=days_of(askings, first.date(), today.date()))


def _tiles(noted: _Noted, texts: Texts) -> tuple[Tile, ...]:
    asked = len(noted.askings)
    answered = sum(asking.outcome == "answer" for asking in noted.askings)
    right = sum(one.verdict == "right" for one in noted.feedback)
    took = [asking.total_ms for asking in noted.askings]

    def share(part: int, whole: int) -> str:
        return texts("share.percent", share=texts.number(100 * part / whole)) if whole else "\N{EM DASH}"

    return (
        Tile(name=texts("insight.questions"), value=texts.number(asked)),
        Tile(name=texts("insight.answered"), value=share(answered, asked)),
        Tile(name=texts("insight.rated"), value=f"{texts.number(right)} / {texts.number(len(noted.feedback))}"),
        Tile(name=texts("insight.median"), value=f"{texts.number(share_at(took, 0.5))} ms"),
    )


def _asked_chart(days: Sequence[Day], texts: Texts) -> Chart:
    series = [
        (texts("insight.answered"), [day.answered for day in days]),
        (texts("insight.abstained"), [day.abstained for day in days]),
    ]
    return stack(texts("insight.per_day"), [day.day[5:] for day in days], series)


def _reasons(askings: Sequence[NotedAsking], texts: Texts) -> tuple[tuple[str, int], ...]:
    counted: dict[str, int] = {}
    for asking in askings:
        if asking.reason:
            counted[asking.reason] = counted.get(asking.reason, 0) + 1
    return tuple((texts(f"reason.{reason}"), n) for reason, n in sorted(counted.items(), key=lambda pair: -pair[1]))


def _topic_rows(topics: Sequence[Topic]) -> Iterable[Sequence[object]]:
    for number, topic in enumerate(topics, 1):
        near = topic.nearest[0] if topic.nearest else None
        for question, answer_id in topic.questions:
            yield number, question, answer_id, topic.times, near.title if near else "", near.text if near else ""


def _as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(head)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return "\N{BYTE ORDER MARK}" + file.getvalue()  # spreadsheets know UTF-8 by it


def _harmless(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
