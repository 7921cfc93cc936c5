"""Which quotes say the same in nearly the same words, and how many independent documents say it.

Small edits are let pass; what can change the meaning is not: a number, a negation, a name in another's place, another order.
Word sets do; an edit distance knows nothing of what an edit means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from quoth.answering import patterns
from quoth.answering.scope import opposed
from quoth.text.languages import language_of
from quoth.text.words import is_name, words
from quoth.types import LanguageCode, Version

# The least share of content words that two texts have in common that say the same.
_SAME_WORDS: Final = 0.8
# The least share of content words that a sentence has in common with the one that took its place in a newer edition.
_SAME_PLACE: Final = 0.6
# Texts whose lengths differ by more than this factor, or that share less at a glance, are not compared word by word.
_MOST_LONGER: Final = 1.6
_AT_A_GLANCE: Final = 0.4
# The least share of their lines and sentences that two copies of one document have in common.
_COPY: Final = 0.8
_NEGATION: Final = re.compile(
    r"\b(?:not|no|nor|never|none|neither|without|cannot|except|unless|only|un\w{5,}|non-?\w{4,})\b|n['\u2019]t\b", re.IGNORECASE
)
# What stands for a unit, a bound or a sign beside a number.
_SIGN: Final = re.compile(r"[%$\u20ac\u00a3\u00a5\u00b0<>\u2264\u2265\u00b1]|(?<!\w)[-\u2212](?=\d)")


class Wording:
    """What of a text is compared: cheap things first, the rest only where they do not decide."""

    def __init__(self, text: str, language: LanguageCode = "en") -> None:
        self.text = text
        self.language: Final = language_of(language)
        self.rough: Final = frozenset(text.casefold().split())

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Return its words, case folded."""
        return tuple(word.casefold() for word in self._words)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Return its content words as they first come up; all words if every one is a function word."""
        return tuple(
            dict.fromkeys(w for w in self.folded if not self.language.is_function_word(w)) or dict.fromkeys(self.folded)
        )

    @cached_property
    def content(self) -> frozenset[str]:
        """Return its content words."""
        return frozenset(self.order)

    @cached_property
    def plain(self) -> frozenset[str]:
        """Return the content words that are no numbers."""
        return frozenset(word for word in self.content if not patterns.NUMBER.search(word))

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the content words that are written as names are."""
        return frozenset(word.casefold() for word in self._words if is_name(word)) & self.content

    @cached_property
    def numbers(self) -> list[str]:
        """Return its numbers, each with the beginning of the word behind it, which may be its unit; signs and symbols of units as well."""
        found = [f"{word} {after[:3]}" for word, after in pairwise([*self.folded, ""]) if patterns.NUMBER.search(word)]
        return sorted([*found, *_SIGN.findall(self.text)])

    @cached_property
    def negations(self) -> list[str]:
        """Return its words of negation and exception."""
        return sorted(match.group().casefold() for match in _NEGATION.finditer(self.text))

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(word for word, _ in words(self.text))


def say_the_same(one: Wording, other: Wording) -> bool:
    """Say whether two texts have the same words up to small edits that do not change what they say.

    Which edits those are is known of English alone: in any other language the words must be the same, in the same order.
    """
    if one.text == other.text:
        return True
    if one.language.code != "en":
        return bool(one.folded) and one.folded == other.folded and one.numbers == other.numbers
    return (
        _may_be_alike(one, other)
        and _share(one.content, other.content) >= _SAME_WORDS
        and one.numbers == other.numbers
        and one.negations == other.negations
        and not opposed(frozenset(one.folded), frozenset(other.folded))
        and not (one.names - other.content and other.names - one.content)
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


def _may_be_alike(one: Wording, other: Wording) -> bool:
    """Say at a glance whether two texts may have the same words: alike in length, and in much of what stands between blanks."""
    short, long = sorted((len(one.text), len(other.text)))
    return long <= _MOST_LONGER * short and _share(one.rough, other.rough) >= _AT_A_GLANCE


def _shared_order(one: Wording, other: Wording) -> list[str]:
    """Return the content words of the first text that the other has, too, in the order in which the first brings them up: who does it to whom."""
    return [word for word in one.order if word in other.content]


def _signs(text: str) -> tuple[str, ...]:
    """Return what stands for a unit, a bound or a sign beside a number."""
    return tuple(sorted(re.findall(r"[%$\u20ac\u00a3\u00a5\u00b0<>\u2264\u2265\u00b1]|(?<!\w)[-\u2212](?=\d)", text)))


def _share(one: frozenset[object], other: frozenset[object]) -> float:
    """Return the share of two sets that is in both: Jaccard's index."""
    return len(one & other) / max(len(one | other), 1)
