"""Curated answers: which questions are the same, and how pinned words lead the quotes that were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from quoth.protocols import Lexicon
from quoth.text.languages import ENGLISH, Language
from quoth.text.normalise import normalise
from quoth.types import Citation, Curated, Disagreement, Quote

_EDGES: Final = ",;:!?\"'()[]\u201c\u201d\u2018\u2019\u00ab\u00bb\u2026"


def key_of(question: str, lexicon: Lexicon, language: Language = ENGLISH) -> tuple[str, ...]:
    """Return what two questions have in common if they ask the same in the same words, in the same order.

    Case, punctuation, articles and endings do not count; other words that say little elsewhere ("not", "was", "who", "do") do. Numbers and signs do: C++ is not C#, and -20 not 20. Nearness in meaning
    does not count either: encoded, "revenue 2023" and "revenue 2024" are nearer to each other than two wordings of one question.
    """
    spoken = normalise(question).casefold().replace("\u2019", "'").split()
    words = [word.strip(_EDGES).rstrip(".").strip(_EDGES).removesuffix("'s") for word in spoken]
    kept = [word for word in words if word and word not in language.articles] or [word for word in words if word]
    return tuple(stem for word in kept for stem in (lexicon.terms(word) if word.isalpha() else (word,)))


def lead(
    citation: Citation, curated: Curated, found: Sequence[Quote], disagreements: Sequence[Disagreement], k: int
) -> tuple[tuple[Quote, ...], tuple[Disagreement, ...]]:
    """Put pinned words before the quotes that were found, at most `k` in all, more where sources disagree.

    A quote within the pinned words is said already and left out; what disagreed by it then refers to the first.
    """
    first = Quote(n=1, citation=citation, probability=1.0, curated=curated)
    numbers: dict[int, int] = {}
    kept = [first]
    least = max((value.n for one in disagreements for value in one.values), default=0)
    for quote in found:
        if _is_within(quote.citation, citation):
            numbers[quote.n] = 1
        elif quote.belongs_to is not None and quote.belongs_to not in numbers:
            continue  # what it supplies was left out
        elif len(kept) < k or quote.n <= least or quote.belongs_to is not None:
            kept.append(replace(quote, n=len(kept) + 1, belongs_to=numbers.get(quote.belongs_to or 0)))
            numbers[quote.n] = len(kept)
    renumbered = tuple(
        replace(one, values=tuple(replace(value, n=numbers[value.n]) for value in one.values)) for one in disagreements
    )
    return tuple(kept), renumbered


def _is_within(inner: Citation, outer: Citation) -> bool:
    is_same = (inner.version.doc_id, inner.version.version) == (outer.version.doc_id, outer.version.version)
    return is_same and outer.span.start <= inner.span.start and inner.span.end <= outer.span.end
