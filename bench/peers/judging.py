"""Judge what a peer said by the gold answers' words, whatever the passage or document they stand in."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from quoth.evaluation.items import Item
from quoth.evaluation.metrics import contains

CUTOFFS = (1, 5, 20)


@dataclass(frozen=True, slots=True)
class Said:
    """What a peer said to one question: the words of its passages, best first, and of its first quote if it gives quotes."""

    passages: Sequence[str]
    quote: str | None
    is_answered: bool


def judge(items: Sequence[Item], said: Sequence[Said]) -> dict[str, float | None]:
    """Return the rates. Those of quotes are None for a peer that never gave one."""
    pairs = list(zip(items, said, strict=True))
    answerable = [(item, one) for item, one in pairs if item.answerable]
    unanswerable = [one for item, one in pairs if not item.answerable]
    ranks = [_rank(item, one.passages) for item, one in answerable]
    quotes = [one.quote for one in said if one.quote is not None]
    figures: dict[str, float | None] = {"answerable": len(answerable), "unanswerable": len(unanswerable)}
    for k in CUTOFFS:
        figures[f"success@{k}"] = _share([rank < k for rank in ranks])
    figures["passage_characters"] = _mean([len(passage) for one in said for passage in one.passages])
    figures["passages_returned"] = _mean([len(one.passages) for one in said])
    hits = [one.quote is not None and _answers(item, one.quote) for item, one in answerable]
    figures["first_quote"] = _share(hits) if quotes else None
    figures["answered"] = _share([one.is_answered for _, one in answerable]) if quotes else None
    figures["unanswerable_answered"] = _share([one.is_answered for one in unanswerable]) if quotes else None
    figures["quote_characters"] = _mean([len(quote) for quote in quotes])
    return figures


def _answers(item: Item, text: str) -> bool:
    return any(contains(text, gold.text) for gold in item.answers)


def _rank(item: Item, passages: Sequence[str]) -> int:
    """Return the place, from 0, of the first passage that answers, or one past any cutoff."""
    return next((place for place, passage in enumerate(passages) if _answers(item, passage)), max(CUTOFFS))


def _share(values: Sequence[bool]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _mean(values: Sequence[int]) -> float | None:
    return round(statistics.fmean(values), 1) if values else None
