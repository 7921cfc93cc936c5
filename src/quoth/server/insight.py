"""What the question log tells its owner, made ready to be shown. Pure functions; the words come from the log as it keeps them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from quoth.library import NotedDay, NotedFeedback, NotedWords, StoredDocument
from quoth.protocols import Vector

_NEAR: Final = 0.6  # cosine of two questions about one thing: below it, other things come in (looked at on the shipped corpus)
_MOST_NEAREST: Final = 2


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
    """How many answers quote a document, and that as a share of the most quoted one's, in %."""

    document: StoredDocument
    times: int
    width: float


def days_of(noted: Sequence[NotedDay], first: date, last: date) -> tuple[NotedDay, ...]:
    """Return every day from the first to the last, also those without a question."""
    held = {day.day: day for day in noted}
    names = ((first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1))
    return tuple(held.get(name, NotedDay(day=name, answered=0, abstained=0, median_ms=0, p95_ms=0)) for name in names)


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


def ratings_of(given: Sequence[NotedFeedback]) -> tuple[Rating, ...]:
    """Return what was said of answers, in order."""
    return tuple(
        Rating(
            answer_id=one.answer_id, given_at=one.given_at[:10], verdict=one.verdict, note=one.note or "",
            question=_question_of(one.said),
        )
        for one in given
    )  # fmt: skip


def quoted_of(times: Sequence[tuple[str, int]], documents: Sequence[StoredDocument]) -> tuple[Quoted, ...]:
    """Return the documents that are quoted, those deleted since left out.

    Args:
        times: Their names with the number of answers that quote them, the most quoted first.
    """
    held = {document.doc_id: document for document in documents}
    most = times[0][1] if times else 1
    return tuple(
        Quoted(document=held[doc_id], times=n, width=round(100 * n / most, 1)) for doc_id, n in times if doc_id in held
    )


def _question_of(said: dict[str, Any] | None) -> str:
    return str(said["understood_as"]) if said else ""
