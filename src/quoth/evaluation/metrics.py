"""When words hold an answer: normalisation, exact match and F1 as in SQuAD v2's official script (Rajpurkar et al. 2018)."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


@lru_cache(maxsize=4096)
def normalise_answer(text: str) -> str:
    """Lower the case, drop ASCII punctuation and English articles, squeeze white space."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def contains(quote: str, gold: str) -> bool:
    """Say whether the words of a gold answer stand in a quote, in order and whole."""
    return f" {normalise_answer(gold)} " in f" {normalise_answer(quote)} "


def exact_match(text: str, golds: Sequence[str]) -> float:
    """Return 1 if the text equals a gold answer after normalisation, else 0."""
    return float(any(normalise_answer(text) == normalise_answer(gold) for gold in golds))


def f1(text: str, golds: Sequence[str]) -> float:
    """Return the best token F1 against a gold answer."""
    return max((_f1(normalise_answer(text).split(), normalise_answer(gold).split()) for gold in golds), default=0.0)


def _f1(mine: list[str], theirs: list[str]) -> float:
    if not mine or not theirs:
        return float(mine == theirs)
    common = sum((Counter(mine) & Counter(theirs)).values())
    return 2 * common / (len(mine) + len(theirs)) if common else 0.0
