"""Judge one outcome: what of it was right, and if it was not, which stage lost the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal, Self

from quoth.contract import CitationModel, OutcomeModel, QuoteModel
from quoth.errors import QuestionError
from quoth.evaluation.items import Gold, Item
from quoth.evaluation.measures import RECALL_AT, SUCCESS_AT
from quoth.evaluation.metrics import contains, exact_match, f1, normalise_answer
from quoth.evaluation.ranking import average_precision, ndcg, recall, reciprocal_rank, success
from quoth.types import Abstention, Answer, Quote, Span, Trace, Version, sha256

Stage = Literal[
    "right", "refused_right", "answered_unanswerable", "wrong_sentence", "partial", "abstained", "too_low", "never_retrieved", "not_in_documents",
    "not_asked",
]  # fmt: skip
STAGES: Final[dict[Stage, str]] = {
    "right": "the first quote holds the answer",
    "refused_right": "the documents do not answer, and nothing was answered",
    "answered_unanswerable": "the documents do not answer, and something was answered",
    "wrong_sentence": "the right passage was read, but another sentence came first",
    "partial": "the first quote stands where the answer does, but does not hold all of it",
    "abstained": "the right sentence came first, but its probability did not suffice",
    "too_low": "the right passage was found, but ranked too low to be read",
    "never_retrieved": "no passage that was found holds the answer",
    "not_in_documents": "no document of the library holds the answer: a mistake in the question file, or a document is missing",
    "not_asked": "the question could not be asked",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One question, its outcome, and what of it was right. Everything here can be written as JSON and read again.

    Attributes:
        outcome: As `OutcomeModel` writes it; None for a question that could not be asked, which counts as abstained.
        error: Why it could not be asked: code, message, hint.
        values: What the question counts for each metric that applies to it.
        stage: Where the answer was lost, or that it was not.
        rank: Of the first passage that holds a gold answer, from 1.
        probability: What the best sentence was given, shown or not.
        is_right: The first quote, shown or not, holds a gold answer.
        signs: Of the best sentence, as `Evidence` has them.
    """

    item: Item
    outcome: dict[str, Any] | None
    error: dict[str, str] | None = None
    values: dict[str, float] = field(default_factory=dict)
    stage: Stage
    rank: int | None = None
    probability: float = 0.0
    is_right: bool = False
    signs: tuple[float, float] | None = None

    @property
    def is_answered(self) -> bool:
        """Say whether the outcome is an answer."""
        return self.outcome is not None and self.outcome["outcome"] == "answer"

    @property
    def asked(self) -> str:
        """Return a digest of what was asked and what would answer it: two runs compare only what is the same."""
        item = self.item
        golds = [[gold.text, gold.doc_id, gold.grade] for gold in item.answers]
        before = [[old.question, old.answer] if old.answer else old.question for old in item.history]
        return sha256(json.dumps([item.question, before, item.answerable, golds]))[:16]

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
        signs = stored.pop("signs", None)
        return cls(item=item, **stored, signs=None if signs is None else (signs[0], signs[1]))


def refused(item: Item, error: QuestionError) -> Judged:
    """Judge a question that could not be asked: it finds nothing, and whether it should have been refused is not asked either."""
    said = {"code": error.code, "message": error.message, "hint": error.hint}
    values = {"coverage": 0.0}
    if item.answerable:
        values |= dict.fromkeys(("first_quote", "first_three", "sentence_hit", "found", "answered", "em", "f1", "rr"), 0.0)
        values |= {f"success@{k}": 0.0 for k in SUCCESS_AT}
        if _grades(item):
            values |= dict.fromkeys(("document_hit", "ndcg@10", "ap", *(f"recall@{k}" for k in RECALL_AT)), 0.0)
    return Judged(item=item, outcome=None, error=said, values=values, stage="not_asked")


def judge(
    item: Item, trace: Trace, stands_somewhere: Callable[[Gold], bool], is_exact: Callable[[CitationModel], bool]
) -> Judged:
    """Compare an outcome with the gold answers. Quotes count only in an answer; an abstention hits nothing.

    Args:
        stands_somewhere: Says whether a gold answer stands in any document of the library.
        is_exact: Rechecks a citation as it was written, as `quoth verify` does.
    """
    outcome = trace.outcome
    hits = [_holds(passage.text, passage.version, passage.stored.passage.span, item.answers) for passage in trace.ranked]
    rank = hits.index(True) + 1 if True in hits else None
    is_right = item.answerable and any(_hits(item, quote) for quote in trace.quotes[:1])
    written = OutcomeModel.of(outcome)
    values = _of_answers(item, trace) | _of_abstention(item, outcome, is_right=is_right)
    if shown := (written.quotes or written.nearest):
        values["citation_precision"] = float(all(is_exact(quote.citation) and _is_hashed(quote) for quote in shown))
    if item.answerable:
        values |= _of_retrieval(item, trace, hits)
    return Judged(
        item=item,
        outcome=written.model_dump(mode="json"),
        values=values,
        stage=_stage(item, trace, rank, stands_somewhere, is_right=is_right),
        rank=rank,
        probability=outcome.probability,
        is_right=is_right,
        signs=trace.evidence[0].signs if trace.evidence else None,
    )


def _of_answers(item: Item, trace: Trace) -> dict[str, float]:
    outcome = trace.outcome
    quotes = outcome.quotes if isinstance(outcome, Answer) else ()
    shown = outcome.nearest if isinstance(outcome, Abstention) else outcome.quotes
    values: dict[str, float] = {}
    if item.answerable:
        values |= {
            "first_quote": float(any(_hits(item, quote) for quote in quotes[:1])),
            "first_three": float(any(_hits(item, quote) for quote in [q for q in quotes if q.belongs_to is None][:3])),
            "sentence_hit": float(any(_is_gold(item, one.version, one.span) for one in trace.evidence[:1])),
            "found": float(any(_hits(item, quote) for quote in shown)),
        }
        if grades := _grades(item):
            values["document_hit"] = float(any(_named(q.citation.version.doc_id, grades) in grades for q in quotes[:1]))
    golds = item.answers if item.answerable else ()  # SQuAD v2 gives plausible answers to questions without one
    if all(gold.text for gold in golds):
        texts = [gold.text for gold in golds if normalise_answer(gold.text)] or [""]
        said = highlighted(quotes[0]) if quotes else ""
        values |= {"em": exact_match(said, texts), "f1": f1(said, texts)}
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
    if grades := _grades(item):
        run = list(dict.fromkeys(_named(passage.stored.doc_id, grades) for passage in trace.ranked))
        if not any(gold.text for gold in item.answers):
            run = [name for name in run if name != item.item_id]  # as BEIR does: a query may be one of the documents
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
    if rank > trace.read:
        return "too_low"
    return "partial" if any(_is_gold(item, q.citation.version, q.citation.span) for q in trace.quotes[:1]) else "wrong_sentence"


def _grades(item: Item) -> dict[str, int]:
    """Return the gold documents with their grades, if every gold answer names its document."""
    grades = {gold.doc_id: gold.grade for gold in item.answers if gold.doc_id is not None}
    return grades if all(gold.doc_id is not None for gold in item.answers) else {}


def _hits(item: Item, quote: Quote) -> bool:
    return _holds(quote.citation.quote, quote.citation.version, None, item.answers)


def _is_gold(item: Item, version: Version, span: Span) -> bool:
    """Say whether a sentence holds a gold answer, or stands where one does: gold answers may be longer than a sentence."""
    return _holds(span.of(version.text), version, span, item.answers)


def _holds(words: str, version: Version, span: Span | None, golds: Iterable[Gold]) -> bool:
    return any(_has(words, version, span, gold) for gold in golds)


def _has(words: str, version: Version, span: Span | None, gold: Gold) -> bool:
    if not gold.text:
        return gold.doc_id is not None and gold.doc_id in {version.doc_id, _bare(version.doc_id)}
    return contains(words, gold.text) or (span is not None and _stands_at(gold, version, span))


def _stands_at(gold: Gold, version: Version, span: Span) -> bool:
    """Say whether a span and a gold answer share half of the shorter one, if the answer stands where the file says."""
    if gold.start is None or gold.doc_id != version.doc_id:
        return False
    end = gold.start + len(gold.text)
    if version.text[gold.start : end] != gold.text:
        return False
    shared = min(span.end, end) - max(span.start, gold.start)
    return 2 * shared >= min(span.end - span.start, len(gold.text))


def _named(doc_id: str, grades: dict[str, int]) -> str:
    """Return the name by which a question file knows a document: BEIR's have no extension."""
    return _bare(doc_id) if doc_id not in grades and _bare(doc_id) in grades else doc_id


def _bare(doc_id: str) -> str:
    return doc_id.rsplit(".", 1)[0]


def highlighted(quote: Quote) -> str:
    """Return the words that a quote marks, or all of it if it marks none: what exact match and F1 are counted on."""
    words = quote.citation.quote
    return " ".join(words[span.start : span.end] for span in quote.highlights) or words


def _is_hashed(quote: QuoteModel) -> bool:
    return sha256(quote.text) == quote.citation.quote_sha256
