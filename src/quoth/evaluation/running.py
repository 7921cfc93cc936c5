"""Ask every question of a file and judge the outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from quoth.ask import Request
from quoth.errors import QuestionError
from quoth.evaluation.items import Gold, Item
from quoth.evaluation.metrics import contains
from quoth.types import Answer, Outcome, Quote, sha256

Ask = Callable[[Request], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One question, its outcome, and what of it was right.

    Attributes:
        outcome: None for a question that could not be asked; it counts as abstained.
        refused: Why it could not be asked.
        first: The first quote contains a gold answer.
        third: One of the first three does.
        found: A gold answer stands in the quotes or, on abstention, in the nearest ones.
        is_verbatim: Every quote shown is a slice of its stored version and has the hash it carries.
    """

    item: Item
    outcome: Outcome | None
    refused: QuestionError | None = None
    first: bool = False
    third: bool = False
    found: bool = False
    is_verbatim: bool = True

    @property
    def is_answered(self) -> bool:
        """Say whether the outcome is an answer."""
        return isinstance(self.outcome, Answer)


def run(items: Iterable[Item], ask: Ask, k: int | None = None) -> Iterator[Judged]:
    """Ask the questions in order and yield each as it is judged."""
    for item in items:
        try:
            outcome = ask(Request(question=item.question, history=item.history, k=k))
        except QuestionError as error:
            yield Judged(item=item, outcome=None, refused=error)
        else:
            yield judge(item, outcome)


def judge(item: Item, outcome: Outcome) -> Judged:
    """Compare an outcome with the gold answers. Quotes count only in an answer; an abstention hits nothing."""
    quotes = outcome.quotes if isinstance(outcome, Answer) else ()
    shown = outcome.quotes if isinstance(outcome, Answer) else outcome.nearest
    hits = [_hits(item, quote) for quote in quotes[:3]]
    return Judged(
        item=item,
        outcome=outcome,
        first=any(hits[:1]),
        third=any(hits),
        found=any(_hits(item, quote) for quote in shown),
        is_verbatim=all(_is_verbatim(quote) for quote in shown),
    )


def _hits(item: Item, quote: Quote) -> bool:
    return any(_holds(quote, gold) for gold in item.answers)


def _holds(quote: Quote, gold: Gold) -> bool:
    if gold.text:
        return contains(quote.citation.quote, gold.text)
    doc_id = quote.citation.version.doc_id
    return gold.doc_id is not None and gold.doc_id in {doc_id, doc_id.rsplit(".", 1)[0]}


def _is_verbatim(quote: Quote) -> bool:
    version, span = quote.citation.version, quote.citation.span
    is_slice = quote.citation.quote == version.text[span.start : span.end] and 0 <= span.start < span.end <= len(version.text)
    return is_slice and sha256(version.text) == version.text_sha256
