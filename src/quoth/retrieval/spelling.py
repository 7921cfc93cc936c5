"""Correct slips in a question against the words of the documents: rarely, and never silently."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from editdistpy import damerau_osa

from quoth.protocols import HoldingLexicon, Vocabulary
from quoth.text.spellings import hidden_in, is_english, respellings
from quoth.text.words import STOP_WORDS, words
from quoth.types import Rewording, Span

_LEAST_LETTERS: Final = 5
# Words from this length on may have two slips.
_LONG: Final = 9
# The lexical index holds no longer words.
_MOST_INDEXED: Final = 64
# Of two corrections as near, one is taken only if it is so many times as common.
_TIMES: Final = 10
# A question with more unknown words than this is in another language than the documents.
_MOST: Final = 10
_VOWELS: Final = re.compile(r"[aeiouy]+")
_DOUBLED: Final = re.compile(r"(.)\1+")
# Words with different ones of these differ in meaning, not by a slip.
_PREFIX: Final = re.compile(
    r"(?:hyper|hypo|inter|intra|macro|micro|mono|multi|over|under|endo|exo|pre|pro|post|anti|ante|homo|hetero|iso|allo)"
)
_BESIDE: Final = frozenset("-/.@_&\\#:0123456789")


class Speller:
    """Knows which words are words, and what an unknown one was meant to be."""

    def __init__(self, lexicon: HoldingLexicon, vocabulary: Vocabulary) -> None:
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._meant = lru_cache(maxsize=10_000)(self._look_up)
        self._writes = lru_cache(maxsize=10_000)(self._is_written)

    def holds(self, word: str) -> bool:
        """Say whether the documents hold a word in some form: another ending, hyphen or spelling."""
        lower = word.casefold()
        return self._writes(lower) or (len(lower) <= _MOST_INDEXED and self._has_stem(lower))

    def spaced(self, lower: str) -> tuple[str, ...]:
        """Return how the documents write a word as two: "on boarding"."""
        cuts = hidden_in(lower, lambda part: self._vocabulary.count(part) > 0)
        return tuple(" ".join(cut) for cut in cuts if self._lexicon.holds_phrase(self._lexicon.terms(" ".join(cut))))

    def correct(self, text: str) -> tuple[str, tuple[Rewording, ...]]:
        """Return the text with unknown words as they were probably meant, and which those are."""
        found: list[Rewording] = []
        parts: list[str] = []
        place = 0
        doubtful = [(word, span) for word, span in words(text) if not self._is_left_alone(word, span, text)]
        if len(doubtful) > _MOST:
            return text, ()
        for word, span in doubtful:
            meant = self._meant(word.casefold())
            if meant is None or self._is_compound(text, span):
                continue
            meant = meant.capitalize() if word[0].isupper() else meant
            found.append(Rewording(words=word, read_as=meant, why="spelling"))
            parts += [text[place : span.start], meant]
            place = span.end
        return "".join([*parts, text[place:]]), tuple(found)

    def _is_written(self, lower: str) -> bool:
        """Say whether the documents write a word so, but for hyphens, spaces and British or American spelling."""
        count = self._vocabulary.count
        if count(lower) or self._vocabulary.hyphenated(lower) or any(map(count, respellings(lower))):
            return True
        return bool(self.spaced(lower))

    def _has_stem(self, lower: str) -> bool:
        terms = self._lexicon.terms(lower)
        return not terms or all(map(self._lexicon.holds, terms))

    def _is_left_alone(self, word: str, span: Span, text: str) -> bool:
        """Say whether this may not be corrected: short, a name, a part of something longer, or a word."""
        opens = not text[: span.start].strip(" \"'(\u201c")
        is_name = any(c.isupper() for c in word[1:]) or (word[0].isupper() and not opens)
        beside = text[span.start - 1 : span.start] + text[span.end : span.end + 1].rstrip(".:")
        lower = word.casefold()
        if len(word) < _LEAST_LETTERS or not word.isalpha() or is_name or _BESIDE.intersection(beside):
            return True
        return lower in STOP_WORDS or is_english(lower) or self._writes(lower)

    def _is_compound(self, text: str, span: Span) -> bool:
        """Say whether this and a word beside it are one word of the documents: "pharmaco vigilance"."""
        before, after = text[: span.start].rsplit(maxsplit=1)[-1:], text[span.end :].split(maxsplit=1)[:1]
        own = span.of(text)
        joined = [*(f"{other}{own}" for other in before), *(f"{own}{other}" for other in after)]
        return any(self._vocabulary.count(one.casefold().strip("?!., ")) for one in joined)

    def _look_up(self, word: str) -> str | None:
        has_stem = self._has_stem(word)  # then only a wrong letter in the ending is a slip: other lengths are other endings
        for slips in (1, 2) if len(word) >= _LONG and not has_stem else (1,):
            near = [held for held in self._vocabulary.alike(word, slips) if self._is_slip(word, held, slips)]
            if has_stem:
                stem = self._lexicon.terms(word)
                near = [held for held in near if len(held) == len(word) and self._lexicon.terms(held) == stem]
            if near:
                return self._best(near)
        return None

    @staticmethod
    def _is_slip(word: str, held: str, slips: int) -> bool:
        """Say whether one may be the other mistyped. Two slips must leave the consonants as they sound: no other name is that near."""
        if damerau_osa.distance(word, held, slips) < 0:
            return False
        one, other = _PREFIX.match(word), _PREFIX.match(held)
        if one and other and one.group() != other.group():
            return False
        return slips == 1 or _consonants(word) == _consonants(held)

    def _best(self, near: list[str]) -> str | None:
        """Return the commonest, unless words of another stem are about as good."""
        near = sorted(near, key=lambda held: (-self._vocabulary.count(held), held))
        stem = self._lexicon.terms(near[0])
        others = [held for held in near if self._lexicon.terms(held) != stem]
        is_clear = not others or self._vocabulary.count(near[0]) >= _TIMES * self._vocabulary.count(others[0])
        return near[0] if is_clear else None


def _consonants(word: str) -> str:
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word))
