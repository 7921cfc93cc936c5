"""Which quotes say the same in nearly the same words, and how many independent documents say it.

Small edits are let pass; what can change the meaning is not: a number, a negation, a name in another's place, another order.
Word sets do; an edit distance knows nothing of what an edit means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from quoth.answering import patterns
from quoth.answering.scope import opposed
from quoth.text.words import STOP_WORDS, is_name, words
from quoth.types import Version

# The least share of content words that two texts have in common that say the same.
_SAME_WORDS: Final = 0.8
# The least share of content words that a sentence has in common with the one that took its place in a newer edition.
_SAME_PLACE: Final = 0.6
# Texts whose lengths differ by more than this factor are not compared word by word.
_MOST_LONGER: Final = 1.6
# The least share of their lines and sentences that two copies of one document have in common.
_COPY: Final = 0.8
_NEGATION: Final = re.compile(
    r"\b(?:not|no|nor|never|none|neither|without|cannot|except|unless|only|un\w{5,}|non-?\w{4,})\b|n['\u2019]t\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What of a text is compared.

    Attributes:
        order: The content words as they first come up.
        numbers: Each with the beginning of the word behind it, which may be its unit.
    """

    text: str
    content: frozenset[str]
    order: tuple[str, ...]
    names: frozenset[str]
    numbers: tuple[str, ...]
    folded: frozenset[str]
    negations: tuple[str, ...]

    @property
    def plain(self) -> frozenset[str]:
        """Return the content words that are no numbers."""
        return frozenset(word for word in self.content if not patterns.NUMBER.search(word))


def wording(text: str) -> Wording:
    """Return what of a text is compared."""
    found = [word for word, _ in words(text)]
    folded = [word.casefold() for word in found]
    return Wording(
        text=text,
        content=frozenset(word for word in folded if word not in STOP_WORDS) or frozenset(folded),
        order=tuple(dict.fromkeys(word for word in folded if word not in STOP_WORDS)),
        names=frozenset(word.casefold() for word in found if is_name(word) and word.casefold() not in STOP_WORDS),
        numbers=tuple(sorted(f"{word} {after[:3]}" for word, after in pairwise([*folded, ""]) if patterns.NUMBER.search(word))),
        folded=frozenset(folded),
        negations=tuple(sorted(match.group().casefold() for match in _NEGATION.finditer(text))),
    )


def say_the_same(one: Wording, other: Wording) -> bool:
    """Say whether two texts have the same words up to small edits that do not change what they say."""
    if one.text == other.text:
        return True
    return (
        _are_as_long(one, other)
        and one.numbers == other.numbers
        and one.negations == other.negations
        and _signs(one.text) == _signs(other.text)
        and not opposed(one.folded, other.folded)
        and not (one.names - other.content and other.names - one.content)
        and _share(one.content, other.content) >= _SAME_WORDS
        and _shared_order(one, other) == _shared_order(other, one)
    )


def stand_for_each_other(one: Wording, other: Wording) -> bool:
    """Say whether, of two editions of one document, the one text took the place of the other: its numbers may have changed."""
    return _share(one.plain, other.plain) >= _SAME_PLACE


def stands_within(sentence: Wording, quote: Wording) -> bool:
    """Say whether nearly all words of an older edition's sentence, numbers aside, are in a quote of the newer edition."""
    return len(sentence.plain & quote.plain) >= _SAME_WORDS * max(len(sentence.plain), 1)


def count_independent(versions: Sequence[Version]) -> int:
    """Return how many of the documents are no copies of one before them."""
    found: list[Version] = []
    for version in versions:
        if not any(version is other or version.doc_id == other.doc_id or are_copies(version, other) for other in found):
            found.append(version)
    return len(found)


def are_copies(one: Version, other: Version) -> bool:
    """Say whether two documents have the same text, or nearly."""
    return one.text_sha256 == other.text_sha256 or _share(one.lines, other.lines) >= _COPY


def shared_of_shorter(one: Version, other: Version) -> float:
    """Return the share of the lines and sentences of the shorter of two texts that stand in the longer one, in [0, 1]."""
    return len(one.lines & other.lines) / max(min(len(one.lines), len(other.lines)), 1)


def _are_as_long(one: Wording, other: Wording) -> bool:
    short, long = sorted((len(one.text), len(other.text)))
    return long <= _MOST_LONGER * short


def _shared_order(one: Wording, other: Wording) -> list[str]:
    """Return the content words of the first text that the other has, too, in the order in which the first brings them up: who does it to whom."""
    return [word for word in one.order if word in other.content]


def _signs(text: str) -> tuple[str, ...]:
    """Return what stands for a unit, a bound or a sign beside a number."""
    return tuple(sorted(re.findall(r"[%$\u20ac\u00a3\u00a5\u00b0<>\u2264\u2265\u00b1]|(?<!\w)[-\u2212](?=\d)", text)))


def _share(one: frozenset[object], other: frozenset[object]) -> float:
    """Return the share of two sets that is in both: Jaccard's index."""
    return len(one & other) / max(len(one | other), 1)
