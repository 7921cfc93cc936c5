"""When words hold an answer: normalisation, exact match and F1 as in SQuAD v2's official script (Rajpurkar et al. 2018)."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from quoth.text.normalise import normalise

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_ARTICLE_WORDS = frozenset({"a", "an", "the"})
# Numbers with their points, commas and sign; else letters and digits, with the signs that end names such as C++.
_WORD = re.compile(r"(?<![\w.])[-\u2212](?=\d)\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)+|\w+(?:[+#]+(?!\w))?")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalise_answer(text: str) -> str:
    """Lower the case, drop ASCII punctuation and English articles, squeeze white space."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


@lru_cache(maxsize=4096)
def words_of(text: str) -> str:
    """Return a text's words between spaces, as `contains` compares them: case, punctuation and English articles do not count.

    Unlike SQuAD's normalisation it keeps what tells numbers and names apart: 1.5 is not 15, -20 not 20, C++ not C#.
    """
    return _joined(word for word in _words(text) if word not in _ARTICLE_WORDS)


def contains(quote: str, gold: str) -> bool:
    """Say whether the words of a gold answer stand in a quote, in order and whole."""
    if wanted := words_of(gold).strip():
        return f" {wanted} " in words_of(quote)
    letters = _joined(_words(gold))  # "A", a blood type
    return bool(letters.strip()) and letters in _joined(_words(quote))


def _words(text: str) -> list[str]:
    found: list[str] = _WORD.findall(normalise(text).lower())
    return found


def _joined(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "


def exact_match(text: str, golds: Sequence[str]) -> float:
    """Return 1 if the text equals a gold answer after normalisation, else 0. Gold answers without a word count as silence."""
    return float(any(normalise_answer(text) == normalise_answer(gold) for gold in golds))


def f1(text: str, golds: Sequence[str]) -> float:
    """Return the best token F1 against a gold answer."""
    return max((_f1(normalise_answer(text).split(), normalise_answer(gold).split()) for gold in golds), default=0.0)


def _f1(mine: list[str], theirs: list[str]) -> float:
    if not mine or not theirs:
        return float(mine == theirs)
    common = sum((Counter(mine) & Counter(theirs)).values())
    return 2 * common / (len(mine) + len(theirs)) if common else 0.0
