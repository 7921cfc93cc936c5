"""Why a span was or was not quoted: its rank and score at every stage, and the stage that lost it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from quoth.ask import Request
from quoth.errors import ExpectedSpanError, UnknownError
from quoth.evaluation.judging import STAGES
from quoth.house import House
from quoth.types import Answer, Evidence, Ranked, Rewording, Span, Trace, Version

_SPAN: Final = re.compile(r"(\d+)-(\d+)")
_MOST: Final = 10
_SAID: Final[dict[str, str]] = {
    **{str(stage): said for stage, said in STAGES.items()},
    "right": "it is quoted",
    "not_indexed": "it lies in no passage: boilerplate, a heading or white space, which is kept but not searched",
    "not_read": "its passage was among those looked at, but its sentences looked less promising than the windows that the reader read",
    "wrong_sentence": "it was read, but other sentences were judged more probable",
    "too_low": "its passage was found, but ranked too low to be read",
    "never_retrieved": "its passage was not among those that either index returned",
    "abstained": "it stands in the first quote, but the probability did not suffice",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A span that should answer."""

    version: Version
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """How far the expected span came.

    Attributes:
        stage: Where it was lost; `right` if it was not.
        passage: Its best passage in a ranking of the whole library; None if it is in no passage.
        rank: That passage's rank among what was found at the search depth; None if it was not.
        sentence: Its best sentence; None if none of it was read.
        sentence_rank: From 1.
        quote: Number of the quote that holds it.
    """

    stage: str
    passage: Ranked | None = None
    rank: int | None = None
    sentence: Evidence | None = None
    sentence_rank: int | None = None
    quote: int | None = None

    @property
    def message(self) -> str:
        """Return the stage in words."""
        return _SAID[self.stage]


def find_expected(house: House, text: str) -> Expected:
    """Read `DOC#START-END`, or `DOC#WORDS` with words that stand in the document; names of documents may hold a `#`.

    Raises:
        UnknownError: There is no such document.
        ExpectedSpanError: There is no such span in it.
    """
    cuts = [place for place, letter in enumerate(text) if letter == "#" and 0 < place < len(text) - 1]
    if not cuts:
        raise ExpectedSpanError(text, "it is not DOC#START-END or DOC#WORDS")
    with house.library.reading() as snapshot:
        found = ((snapshot.live_version(text[:cut]), text[cut + 1 :]) for cut in reversed(cuts))
        version, rest = next(((version, rest) for version, rest in found if version is not None), (None, ""))
        if version is None:
            raise UnknownError("document", text[: cuts[0]])
        passages = [stored.passage.span for stored in snapshot.passages(snapshot.numbers_in(version.doc_id)).values()]
    if numbers := _SPAN.fullmatch(rest):
        start, end = int(numbers[1]), int(numbers[2])
        if 0 <= start < end <= len(version.text):
            return Expected(version=version, span=Span(start, end))
    places = [
        Span(*match.span())
        for match in re.finditer(r"\s+".join(map(re.escape, rest.split())) or r"\Z.", version.text, re.IGNORECASE)
    ]
    if not places:
        why = f"it has {len(version.text):,} characters" if numbers else "these words do not stand in it"
        raise ExpectedSpanError(text, f"{version.doc_id}: {why}")
    # Words that stand in a heading, too, are meant where they can be found.
    return Expected(version=version, span=next((place for place in places if any(map(place.touches, passages))), places[0]))


def explain(house: House, request: Request, expected: Expected | None) -> tuple[Trace, Lost | None]:
    """Answer a question and say how far the expected span came.

    Raises:
        QuestionError: It cannot be asked.
    """
    trace = house.trace(request)
    return trace, None if expected is None else _lost(house, request, trace, expected)


def _lost(house: House, request: Request, trace: Trace, expected: Expected) -> Lost:
    everywhere = next((p for p in house.rank_within(request, expected.version.doc_id) if _overlaps(p, expected)), None)
    rank = next((passage.rank for passage in trace.ranked if _overlaps(passage, expected)), None)
    if everywhere is None:
        return Lost(stage="not_indexed")
    found = enumerate(trace.evidence, 1)
    place, sentence = next(((n, one) for n, one in found if _covers(one.version, one.span, expected)), (None, None))
    quote = next((q.n for q in trace.quotes if _covers(q.citation.version, q.citation.span, expected)), None)
    if rank is None:
        stage = "never_retrieved"
    elif rank > trace.read:
        stage = "too_low"
    elif sentence is None and quote is None:
        stage = "not_read"
    elif quote is None:
        stage = "wrong_sentence"
    else:
        stage = "right" if isinstance(trace.outcome, Answer) else "abstained" if quote == 1 else "wrong_sentence"
    return Lost(stage=stage, passage=everywhere, rank=rank, sentence=sentence, sentence_rank=place, quote=quote)


def _overlaps(passage: Ranked, expected: Expected) -> bool:
    return _covers(passage.version, passage.stored.passage.span, expected)


def _covers(version: Version, span: Span, expected: Expected) -> bool:
    is_same = (version.doc_id, version.version) == (expected.version.doc_id, expected.version.version)
    return is_same and span.touches(expected.span)


def as_json(trace: Trace, expected: Expected | None, lost: Lost | None) -> dict[str, Any]:
    """Return the explanation as one JSON document."""
    outcome = trace.outcome
    return {
        "question": outcome.query.question,
        "understood_as": outcome.query.understood_as,
        "kind": outcome.query.kind,
        "terms": list(outcome.query.terms),
        "topics": list(outcome.query.topics),
        "names": list(outcome.query.names),
        "rewordings": [_rewording(one) for one in outcome.query.rewordings],
        "unknown": list(outcome.query.unknown),
        "outcome": "answer" if isinstance(outcome, Answer) else "abstention",
        "reason": None if isinstance(outcome, Answer) else outcome.reason,
        "probability": outcome.probability,
        "threshold": trace.threshold,
        "generation": outcome.generation,
        "found": len(trace.ranked),
        "read": trace.read,
        "passages": [_passage(passage) for passage in trace.ranked[:_MOST]],
        "sentences": [_sentence(n, one) for n, one in enumerate(trace.evidence[:_MOST], 1)],
        "expected": None if expected is None or lost is None else _expected(expected, lost),
    }


def _rewording(one: Rewording) -> dict[str, Any]:
    where = one.evidence
    evidence = (
        None
        if where is None
        else {"doc_id": where.doc_id, "version": where.version, "start": where.span.start, "end": where.span.end}
    )
    return {"words": one.words, "read_as": one.read_as, "why": one.why, "evidence": evidence}


def _expected(expected: Expected, lost: Lost) -> dict[str, Any]:
    return {
        "doc_id": expected.version.doc_id, "version": expected.version.version, "start": expected.span.start, "end": expected.span.end,
        "text": expected.span.of(expected.version.text), "stage": lost.stage, "message": lost.message, "rank": lost.rank,
        "passage": None if lost.passage is None else _passage(lost.passage),
        "sentence": None if lost.sentence is None or lost.sentence_rank is None else _sentence(lost.sentence_rank, lost.sentence),
        "quote": lost.quote,
    }  # fmt: skip


def _passage(passage: Ranked) -> dict[str, Any]:
    span = passage.stored.passage.span
    return {
        "rank": passage.rank, "doc_id": passage.stored.doc_id, "start": span.start, "end": span.end, "fused": passage.fused,
        "lexical": passage.lexical, "lexical_rank": passage.lexical_rank, "dense": passage.dense, "dense_rank": passage.dense_rank,
        "text": passage.text,
    }  # fmt: skip


def _sentence(rank: int, one: Evidence) -> dict[str, Any]:
    return {
        "rank": rank, "doc_id": one.version.doc_id, "start": one.span.start, "end": one.span.end, "score": one.score,
        "probability": one.probability, "text": one.span.of(one.version.text),
    }  # fmt: skip
