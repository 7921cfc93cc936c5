"""Editions of one document: same title or file name up to a version, year or date, nearly the same text. The newest answers, the older ones are named.

Which is newer is taken from what the documents say of themselves, never from when they were stored, and only where nothing of it contradicts the rest.
A question that names an edition ("the 2022 policy") is asked of that edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from quoth.answering.repeats import Wording, say_the_same, shared_of_shorter, stand_for_each_other
from quoth.types import Candidate, Evidence, LanguageCode, Query, Version

# The least share of the lines of the shorter text that stand in the longer one.
_NEARLY_THE_SAME: Final = 0.5
_MONTHS: Final = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_VERSION: Final = re.compile(
    r"(?<![a-z])(?:version|ver|v|revision|rev|edition|ed|issue|release)[\s._-]*(?P<number>\d{1,3}(?:[._]\d{1,3})*)(?![a-z\d])|"
    r"(?<!\d)(?P<ordinal>\d{1,3})(?:st|nd|rd|th)[\s_-]+(?:edition|ed|revision|version|issue)\b"
)
_DATE: Final = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:[-_. ]?(?P<month>0[1-9]|1[0-2])(?:[-_. ]?(?P<day>0[1-9]|[12]\d|3[01]))?)?(?!\d)|"
    rf"(?<![a-z])(?:(?P<named>{_MONTH})[\s_-]+(?P<of>(?:19|20)\d\d))(?!\d)"
)
_NO_WORD: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Marks:
    """What a document says of its edition.

    Attributes:
        keys: Its title and its file name without marks: editions of one document share one.
        number: Version, revision or edition; empty if unknown.
        dated: Year, month, day as far as title or file name tell.
        date: The same of the document's own date.
    """

    keys: frozenset[str]
    number: tuple[int, ...]
    dated: tuple[int, ...]
    date: tuple[int, ...]


@lru_cache(maxsize=4096)
def marks_of(doc_id: str, title: str, date: str | None) -> Marks:
    """Return what a document says of its edition."""
    folder, _, name = doc_id.casefold().rpartition("/")
    name = name.rsplit(".", 1)[0] if "." in name else name
    texts = (title.casefold(), name, folder)
    return Marks(
        keys=frozenset(filter(None, (_bare(text) for text in texts[:2]))),
        number=next(filter(None, map(_number, texts)), ()),
        dated=next(filter(None, map(_dated, texts)), ()),
        date=tuple(int(part) for part in (date or "").split("-") if part.isdigit()),
    )


def newest_editions(query: Query, versions: Iterable[Version]) -> dict[str, Version]:
    """Return, for each document of which a newer edition is among the versions, the newest one by its `doc_id`."""
    marked = {version.doc_id: (version, marks_of(version.doc_id, version.title, version.date)) for version in versions}
    newest: dict[str, Version] = {}
    for doc_id, (version, marks) in marked.items():
        if _is_named(query, marks):
            continue
        newer = [
            (other, its)
            for other, its in marked.values()
            if other.doc_id != doc_id and marks.keys & its.keys and _order(its, marks) > 0 and _is_edition(version, other)
        ]
        for other, its in newer:
            best = newest.get(doc_id)
            if best is None or _order(its, marked[best.doc_id][1]) > 0:
                newest[doc_id] = other
    return newest


def put_newest_first(query: Query, evidence: Sequence[Evidence], candidates: Sequence[Candidate]) -> tuple[Evidence, ...]:
    """Return the evidence with older editions marked, and right before each of their sentences the one that took its place in the newest edition.

    Args:
        evidence: Best first.
        candidates: Where the newest edition's sentence is looked for, if it is not among the evidence.
    """
    newest = newest_editions(query, [*(item.version for item in evidence), *(candidate.version for candidate in candidates)])
    if not newest:
        return tuple(evidence)
    found: dict[tuple[str, int], Evidence] = {}
    for item in evidence:
        newer = newest.get(item.version.doc_id)
        if newer is None:
            found.setdefault(_key(item), item)
            continue
        if (heir := _heir(item, newer, evidence, candidates, query.language)) is not None:
            found.setdefault(_key(heir), heir)
        found[_key(item)] = replace(item, superseded_by=newer.doc_id)
    return tuple(found.values())


def _key(item: Evidence) -> tuple[str, int]:
    return item.version.doc_id, item.span.start


def _heir(
    item: Evidence, newer: Version, evidence: Sequence[Evidence], candidates: Sequence[Candidate], language: LanguageCode
) -> Evidence | None:
    """Return the sentence that took a sentence's place in the newer edition, as probable as that one if it says the same."""
    said = Wording(item.span.of(item.version.text), language)
    read = [other for other in evidence if other.version.doc_id == newer.doc_id]
    known = {_key(other) for other in read}
    unread = (
        replace(item, stored=candidate.stored, version=newer, span=span, highlights=(span,))
        for candidate in candidates
        if candidate.version.doc_id == newer.doc_id
        for span in candidate.stored.passage.sentences
        if (newer.doc_id, span.start) not in known
    )
    worded = [(other, Wording(other.span.of(newer.text), language)) for other in (*read, *unread)]
    alike = [(other, words) for other, words in worded if stand_for_each_other(said, words)]
    if not alike:
        return None
    best, words = max(alike, key=lambda pair: _nearness(said, pair[1]))
    return replace(best, probability=max(best.probability, item.probability)) if say_the_same(said, words) else best


def _nearness(one: Wording, other: Wording) -> float:
    return len(one.content & other.content) / max(len(one.content | other.content), 1)


def _is_named(query: Query, marks: Marks) -> bool:
    """Say whether a question names an edition: its year, or its version."""
    asked = query.text.casefold()
    years = {str(known[0]) for known in (marks.dated, marks.date) if known}
    return bool(years & set(_NO_WORD.split(asked))) or bool(marks.number and _number(asked) == marks.number)


def _is_edition(one: Version, other: Version) -> bool:
    return shared_of_shorter(one, other) >= _NEARLY_THE_SAME


def _order(one: Marks, other: Marks) -> int:
    """Return 1 if the first is newer, -1 if it is older, 0 if that cannot be told or the marks contradict each other."""
    signs = {_sign(a, b) for a, b in ((one.number, other.number), (one.dated, other.dated), (one.date, other.date))} - {0}
    return signs.pop() if len(signs) == 1 else 0


def _sign(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """Compare as far as both go: a year tells nothing of the months in it."""
    length = min(len(one), len(other))
    return (one[:length] > other[:length]) - (one[:length] < other[:length])


def _bare(text: str) -> str:
    """Return a title or name without the marks of an edition."""
    return " ".join(_NO_WORD.split(_DATE.sub(" ", _VERSION.sub(" ", text)))).strip()


def _number(text: str) -> tuple[int, ...]:
    match = _VERSION.search(text)
    if match is None:
        return ()
    return tuple(int(part) for part in re.split(r"[._]", match["number"] or match["ordinal"]))


def _dated(text: str) -> tuple[int, ...]:
    match = _DATE.search(text)
    if match is None:
        return ()
    if match["named"]:
        return int(match["of"]), _MONTHS[match["named"][:3]]
    return tuple(int(part) for part in match.group("year", "month", "day") if part)
