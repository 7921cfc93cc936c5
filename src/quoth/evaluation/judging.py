"""Judge one outcome: what of it was right, and if it was not, which stage lost the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, Self

from quoth.contract import OutcomeModel
from quoth.errors import QuestionError
from quoth.evaluation.items import Gold, Item
from quoth.evaluation.measures import RECALL_AT, SUCCESS_AT
from quoth.evaluation.metrics import contains, exact_match, f1
from quoth.evaluation.ranking import average_precision, ndcg, recall, reciprocal_rank, success
from quoth.types import Abstention, Answer, Evidence, Quote, Ranked, Span, Trace, sha256

Stage = Literal[
    "right", "refused_right", "not_asked", "not_in_documents", "never_retrieved", "too_low", "wrong_sentence", "abstained", "answered_unanswerable"
]  # fmt: skip
STAGES: Final[dict[Stage, str]] = {
    "right": "the first quote holds the answer",
    "refused_right": "the documents do not answer, and nothing was answered",
    "answered_unanswerable": "the documents do not answer, and something was answered",
    "wrong_sentence": "the right passage was read, but another sentence came first",
    "abstained": "the right sentence came first, but its probability did not suffice",
    "too_low": "the right passage was found, but ranked too low to be read",
    "never_retrieved": "no passage that was found holds the answer",
    "not_in_documents": "no document of the library holds the answer: a mistake in the question file, or a document is missing",
    "not_asked": "the question could not be asked",
}
# What a question was lost by, and not by the question file.
LOST: Final[tuple[Stage, ...]] = ("answered_unanswerable", "wrong_sentence", "abstained", "too_low", "never_retrieved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One question, its outcome, and what of it was right. Everything here can be written as JSON and read again.

    Attributes:
        outcome: As `OutcomeModel` writes it; None for a question that could not be asked, which counts as abstained.
        error: Why it could not be asked: code, message, hint.
        values: What the question counts for each metric that applies to it.
        stage: Where the answer was lost, or that it was not.
        rank: Of the first passage that holds a gold answer, from 1.
        confidence: The probability of the first quote, shown or not.
        is_right: That quote holds a gold answer.
    """

    item: Item
    outcome: dict[str, Any] | None
    error: dict[str, str] | None = None
    values: dict[str, float] = field(default_factory=dict)
    stage: Stage
    rank: int | None = None
    confidence: float = 0.0
    is_right: bool = False

    @property
    def is_answered(self) -> bool:
        """Say whether the outcome is an answer."""
        return self.outcome is not None and self.outcome["outcome"] == "answer"

    @property
    def line(self) -> dict[str, Any]:
        """Return the line of a file of outcomes: `{"id", …outcome…}` or `{"id", "error"}`."""
        return {"id": self.item.item_id, **(self.outcome if self.outcome is not None else {"error": self.error})}

    def to_json(self) -> dict[str, Any]:
        """Return all but the question as a JSON value."""
        return {name: value for name, value in asdict(self).items() if name != "item"}

    @classmethod
    def from_json(cls, item: Item, stored: dict[str, Any]) -> Self:
        """Return what `to_json` was made of."""
        return cls(item=item, **stored)


def refused(item: Item, error: QuestionError) -> Judged:
    """Judge a question that could not be asked."""
    values = {"coverage": 0.0} | (dict.fromkeys(_ANSWERS, 0.0) if item.answerable else {"refused_right": 1.0})
    said = {"code": error.code, "message": error.message, "hint": error.hint}
    return Judged(item=item, outcome=None, error=said, values=values, stage="not_asked")


_ANSWERS: Final = ("first_quote", "first_three", "sentence_hit", "found", "answered")


def judge(item: Item, trace: Trace, stands_somewhere: Callable[[Gold], bool]) -> Judged:
    """Compare an outcome with the gold answers. Quotes count only in an answer; an abstention hits nothing.

    Args:
        stands_somewhere: Says whether a gold answer stands in any document of the library.
    """
    outcome = trace.outcome
    hits = [_holds(passage.text, _place(passage), item.answers) for passage in trace.ranked]
    rank = hits.index(True) + 1 if True in hits else None
    is_right = item.answerable and any(_hits(item, quote) for quote in trace.quotes[:1])
    values = _of_answers(item, trace) | _of_abstention(item, outcome, is_right=is_right)
    if item.answerable and item.answers:
        values |= _of_retrieval(item, trace, hits)
    return Judged(
        item=item,
        outcome=OutcomeModel.of(outcome).model_dump(mode="json"),
        values=values,
        stage=_stage(item, trace, rank, stands_somewhere, is_right=is_right),
        rank=rank,
        confidence=outcome.probability,
        is_right=is_right,
    )


def _of_answers(item: Item, trace: Trace) -> dict[str, float]:
    outcome = trace.outcome
    quotes = outcome.quotes if isinstance(outcome, Answer) else ()
    shown = outcome.nearest if isinstance(outcome, Abstention) else outcome.quotes
    values: dict[str, float] = {}
    if item.answerable:
        values |= {
            "first_quote": float(any(_hits(item, quote) for quote in quotes[:1])),
            "first_three": float(any(_hits(item, quote) for quote in quotes[:3])),
            "sentence_hit": float(any(_is_gold(item, evidence) for evidence in trace.evidence[:1])),
            "found": float(any(_hits(item, quote) for quote in shown)),
        }
    golds = [gold.text for gold in item.answers if gold.text] if item.answerable else [""]
    if golds:
        said = _highlighted(quotes[0]) if quotes else ""
        values |= {"em": exact_match(said, golds), "f1": f1(said, golds)}
    if shown:
        values["citation_precision"] = sum(_is_exact(quote) for quote in shown) / len(shown)
    if quotes:
        values["quoted_characters"] = float(sum(len(quote.citation.quote) for quote in quotes))
    return values


def _of_abstention(item: Item, outcome: Answer | Abstention, *, is_right: bool) -> dict[str, float]:
    is_answered = isinstance(outcome, Answer)
    values = {"coverage": float(is_answered)}
    if is_answered:
        values["precision"] = float(is_right)
    if item.answerable:
        values["answered"] = float(is_answered)
    else:
        values["refused_right"] = float(not is_answered)
    return values


def _of_retrieval(item: Item, trace: Trace, hits: Sequence[bool]) -> dict[str, float]:
    values = {f"success@{k}": success(hits, k) for k in SUCCESS_AT} | {"rr": reciprocal_rank(hits)}
    grades = {gold.doc_id: gold.grade for gold in item.answers if gold.doc_id is not None}
    if grades and all(gold.doc_id is not None for gold in item.answers):
        run = list(dict.fromkeys(_named(passage.stored.doc_id, grades) for passage in trace.ranked))
        values |= {f"recall@{k}": recall(run, grades, k) for k in RECALL_AT}
        values |= {"ndcg@10": ndcg(run, grades, 10), "ap": average_precision(run, grades)}
    return values


def _stage(item: Item, trace: Trace, rank: int | None, stands_somewhere: Callable[[Gold], bool], *, is_right: bool) -> Stage:
    is_answered = isinstance(trace.outcome, Answer)
    if not item.answerable:
        return "answered_unanswerable" if is_answered else "refused_right"
    if is_right:
        return "right" if is_answered else "abstained"
    if rank is None:
        return "never_retrieved" if any(stands_somewhere(gold) for gold in item.answers) else "not_in_documents"
    return "too_low" if rank > trace.read else "wrong_sentence"


def _hits(item: Item, quote: Quote) -> bool:
    return _holds(quote.citation.quote, (quote.citation.version.doc_id, None), item.answers)


def _is_gold(item: Item, evidence: Evidence) -> bool:
    """Say whether a sentence holds a gold answer, or stands where one does: gold answers may be longer than a sentence."""
    return _holds(evidence.span.of(evidence.version.text), (evidence.version.doc_id, evidence.span), item.answers)


_Place = tuple[str, Span | None]


def _place(passage: Ranked) -> _Place:
    return passage.stored.doc_id, passage.stored.passage.span


def _holds(words: str, place: _Place, golds: Iterable[Gold]) -> bool:
    return any(_has(words, place, gold) for gold in golds)


def _has(words: str, place: _Place, gold: Gold) -> bool:
    doc_id, span = place
    if not gold.text:
        return gold.doc_id is not None and gold.doc_id in {doc_id, _bare(doc_id)}
    if contains(words, gold.text):
        return True
    if span is None or gold.start is None or gold.doc_id != doc_id:
        return False
    return max(span.start, gold.start) < min(span.end, gold.start + len(gold.text))


def _named(doc_id: str, grades: dict[str, int]) -> str:
    """Return the name by which a question file knows a document: BEIR's have no extension."""
    return doc_id if doc_id in grades else _bare(doc_id)


def _bare(doc_id: str) -> str:
    return doc_id.rsplit(".", 1)[0]


def _highlighted(quote: Quote) -> str:
    words = quote.citation.quote
    return " ".join(words[span.start : span.end] for span in quote.highlights) or words


def _is_exact(quote: Quote) -> bool:
    version, span = quote.citation.version, quote.citation.span
    is_slice = quote.citation.quote == version.text[span.start : span.end] and 0 <= span.start < span.end <= len(version.text)
    return is_slice and sha256(version.text) == version.text_sha256
