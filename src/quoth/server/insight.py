"""What the question log tells its owner: counted, grouped, sorted. Pure functions; the words come from the log as it keeps them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from quoth.library import NotedAsking, NotedFeedback, NotedWords, StoredDocument
from quoth.protocols import Vector

_NEAR: Final = 0.6  # cosine of two questions about one thing: below it, other things come in (looked at on the shipped corpus)
_MOST_NEAREST: Final = 2
_P95: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The questions of one day, and how long they took: median and 95th percentile, ms."""

    day: str
    answered: int
    abstained: int
    median_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NearPassage:
    """A passage near unanswered questions."""

    title: str
    text: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Questions about one thing that the documents did not answer: what to write next.

    Attributes:
        times: How often they were asked, all together.
        questions: In the words of those who asked, the most frequent first, each with its answer's id.
    """

    times: int
    questions: tuple[tuple[str, str], ...]
    nearest: tuple[NearPassage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What somebody said of an answer."""

    answer_id: str
    given_at: str
    verdict: str
    question: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """How many answers quote a document, and their share of the most quoted one's, in %."""

    document: StoredDocument
    times: int
    width: float


def days_of(askings: Sequence[NotedAsking], first: date, last: date) -> tuple[Day, ...]:
    """Return every day from the first to the last, also those without a question."""
    by_day: dict[str, list[NotedAsking]] = {}
    for asking in askings:
        by_day.setdefault(asking.asked_at[:10], []).append(asking)
    days = []
    for n in range((last - first).days + 1):
        day = (first + timedelta(days=n)).isoformat()
        held = by_day.get(day, [])
        took = [asking.total_ms for asking in held]
        answered = sum(asking.outcome == "answer" for asking in held)
        days.append(
            Day(
                day=day,
                answered=answered,
                abstained=len(held) - answered,
                median_ms=share_at(took, 0.5),
                p95_ms=share_at(took, _P95),
            )
        )
    return tuple(days)


def share_at(values: Sequence[float], share: float) -> float:
    """Return the value below or at which a share of the values lies; 0 if there are none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def topics_of(unanswered: Sequence[NotedWords], encode: Callable[[str], Vector]) -> tuple[Topic, ...]:
    """Group questions by meaning: each joins the first group whose first question is near it.

    Args:
        unanswered: The most frequent first.
        encode: Returns the unit vector of a question.
    """
    groups: list[tuple[Vector, list[NotedWords]]] = []
    for words in unanswered:
        vector = encode(words.said["understood_as"])
        near = next((members for first, members in groups if float(first @ vector) >= _NEAR), None)
        if near is None:
            groups.append((vector, [words]))
        else:
            near.append(words)
    topics = [_topic(members) for _, members in groups]
    return tuple(sorted(topics, key=lambda topic: -topic.times))


def _topic(members: Sequence[NotedWords]) -> Topic:
    times: Counter[str] = Counter()
    ids: dict[str, str] = {}
    nearest: dict[str, NearPassage] = {}
    for words in members:
        question = words.said["understood_as"]
        times[question] += words.times
        ids.setdefault(question, words.answer_id)
        for passage in words.said["nearest"]:
            cited = passage["citation"]
            nearest.setdefault(cited["link"], NearPassage(title=cited["title"], text=passage["text"], link=cited["link"]))
    return Topic(
        times=times.total(),
        questions=tuple((question, ids[question]) for question, _ in times.most_common()),
        nearest=tuple(nearest.values())[:_MOST_NEAREST],
    )


def ratings_of(given: Sequence[NotedFeedback], *, poor: bool) -> tuple[Rating, ...]:
    """Return what was said of answers, the poor or the right ones alone."""
    return tuple(
        Rating(
            answer_id=one.answer_id, given_at=one.given_at[:10], verdict=one.verdict, note=one.note or "",
            question=_question_of(one.said),
        )
        for one in given
        if (one.verdict != "right") == poor
    )  # fmt: skip


def quoted_of(askings: Sequence[NotedAsking], documents: Sequence[StoredDocument]) -> tuple[Quoted, ...]:
    """Return every document with the number of answers that quote it, the most quoted first."""
    times = Counter(doc_id for asking in askings if asking.outcome == "answer" for doc_id in set(asking.doc_ids))
    most = max((times[document.doc_id] for document in documents), default=0)
    found = [
        Quoted(
            document=document, times=times[document.doc_id], width=round(100 * times[document.doc_id] / most, 1) if most else 0
        )
        for document in documents
    ]
    return tuple(sorted(found, key=lambda one: (-one.times, one.document.doc_id)))


def _question_of(said: dict[str, Any] | None) -> str:
    return str(said["understood_as"]) if said else ""
