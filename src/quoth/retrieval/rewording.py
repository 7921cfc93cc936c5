"""What else the words of a question are searched as: acronyms and their long forms, synonyms, other spellings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from quoth.protocols import HoldingLexicon, Vocabulary
from quoth.retrieval.spelling import Speller
from quoth.text.acronyms import singular
from quoth.text.languages import ENGLISH, Language
from quoth.text.spellings import is_english, key_of, respellings
from quoth.text.words import STOP_WORDS, words
from quoth.types import Rewording, Sense, Span, Why

_LONGEST: Final = 8
# Other spellings are looked for of so many words together: "on boarding" has two.
_MOST_SPELT: Final = 2
_MOST: Final = 12
# A sense that fewer than a share of the documents have is no rival of the commonest one.
_RIVAL_SHARE: Final = 0.2


class Rewriter:
    """Knows how else to say the words of a question, from what the documents and the owner say. Never changes."""

    def __init__(
        self,
        lexicon: HoldingLexicon,
        vocabulary: Vocabulary,
        synonyms: Sequence[Sequence[str]] = (),
        language: Language = ENGLISH,
    ) -> None:
        """Set up.

        Args:
            language: Of the documents. Slips are corrected and spellings are known in English alone.
            synonyms: Lists of phrases that mean the same.
        """
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._language = language
        self._speller = Speller(lexicon, vocabulary)
        self._synonyms: dict[str, list[str]] = {}
        for group in synonyms:
            for phrase in group:
                others = [other for other in group if other != phrase]
                self._synonyms.setdefault(key_of(lexicon.terms(phrase)), []).extend(others)

    def correct(self, text: str) -> tuple[str, tuple[Rewording, ...]]:
        """Return the text with slips corrected, and which those are."""
        if self._language.code != "en":
            return text, ()
        return self._speller.correct(text)

    def capitals(self, text: str) -> tuple[str, ...]:
        """Return the function words that are acronyms here: "What did the WHO publish?", where a document explains it."""
        found = [word for word, _ in self._language.words(text) if word.isupper() and self._language.is_function_word(word)]
        return () if text.isupper() else tuple(word for word in dict.fromkeys(found) if self._vocabulary.senses(word))

    def is_name(self, word: str) -> bool:
        """Say whether the documents write a case-folded word as a name."""
        return self._vocabulary.is_name(word)

    def reword(self, text: str, terms: Sequence[str]) -> tuple[Rewording, ...]:
        """Return what else to search for.

        Args:
            terms: What is searched for anyway; only these can be reworded.
        """
        found: list[Rewording] = []
        said = self._lexicon.terms(text)
        for span, own, key in self._phrases(text):
            searched = tuple(dict.fromkeys(term for term in own if term in terms))
            if not searched:
                continue
            for read_as, why, sense in self._others(span.of(text), own, key):
                read = self._lexicon.terms(read_as)
                if read and read != own and not _runs_in(read, said):
                    evidence = None if sense is None else sense.where
                    found.append(
                        Rewording(
                            words=span.of(text), read_as=read_as, why=why, terms=searched, read_terms=read, evidence=evidence
                        )
                    )
        return tuple({(one.terms, one.read_terms): one for one in reversed(found[:_MOST])}.values())[::-1]

    def rivals(self, text: str, said: str) -> tuple[tuple[Sense, ...], Sense | None]:
        """Return what the first acronym with several senses may stand for, and which of them what was said points to, if to one.

        Args:
            said: All of the conversation.
        """
        heard = {key_of([term]) for term in self._lexicon.terms(said)}
        for word, _ in self._language.words(text):
            senses = self._senses(word)
            if len(senses) > 1:
                ranked = sorted(senses, key=lambda sense: -len(heard & self._keys(sense)))
                first, second = (len(heard & self._keys(sense)) for sense in ranked[:2])
                return senses, ranked[0] if first > second else None
        return (), None

    def unknown(self, found: Sequence[str], rewordings: Sequence[Rewording]) -> tuple[str, ...]:
        """Return those of a question's content words that no document holds in any form."""
        reworded = {word for one in rewordings for word, _ in words(one.words)}
        lacking = (word for word in found if word not in reworded and not self._language.is_function_word(word))
        return tuple(dict.fromkeys(word for word in lacking if not self._speller.holds(word)))

    @staticmethod
    def _keys(sense: Sense) -> set[str]:
        return {key_of([term]) for terms in sense.terms for term in terms} - {""}

    def _phrases(self, text: str) -> Iterator[tuple[Span, tuple[str, ...], str]]:
        """Yield the runs of words that may have another form, longer ones first, each with its stems and its key."""
        spans = [span for _, span in self._language.words(text)]
        stems = [self._lexicon.terms(span.of(text)) for span in spans]
        keys = [key_of(part) for part in stems]
        found: list[tuple[int, int, str]] = []
        for first in range(len(spans)):
            key = ""
            for last in range(first, min(first + _LONGEST, len(spans))):
                key += keys[last]
                # "the lots" is no more than "lots"
                is_whole = bool(keys[first] and keys[last])
                if is_whole and (last - first < _MOST_SPELT or key in self._synonyms or self._vocabulary.acronyms_of(key)):
                    found.append((first, last, key))
        for first, last, key in sorted(found, key=lambda one: (one[0] - one[1], one[0])):
            own = tuple(stem for part in stems[first : last + 1] for stem in part)
            yield Span(spans[first].start, spans[last].end), own, key

    def _others(self, phrase: str, own: tuple[str, ...], key: str) -> Iterator[tuple[str, Why, Sense | None]]:
        for other in self._synonyms.get(key, ()):
            yield other, "synonym", None
        for sense in self._vocabulary.acronyms_of(key):
            yield sense.short, "acronym", sense
        if len(own) == 1:
            for sense in self._senses(phrase):
                for long in sense.longs:
                    yield long, "acronym", sense
        for spelt in self._spelt(phrase.casefold()) if len(own) <= _MOST_SPELT else ():
            yield spelt, "spelling variant", None

    def _senses(self, word: str) -> tuple[Sense, ...]:
        """Return what a word stands for, if it can be an acronym: as written in capitals, or no English word."""
        short = singular(word)
        senses = self._vocabulary.senses(short)
        if short.isupper() or any(sense.short == short for sense in senses):
            return _rivals(senses)
        # Of no other language is there a list of words: there an acronym must be typed as the documents write it.
        is_word = self._language.code != "en" or short.casefold() in STOP_WORDS or is_english(short.casefold())
        plain = short if self._vocabulary.senses(short) else short.removesuffix("s")
        return () if is_word else _rivals(self._vocabulary.senses(plain))

    def _spelt(self, phrase: str) -> Iterator[str]:
        parts = [word for word, _ in words(phrase)]
        if len(parts) > 1:
            joined = "".join(parts)
            is_word = self._language.code != "en" or is_english(joined)
            is_chance = (
                "-" not in phrase and is_word and any(map(self._language.is_function_word, parts))
            )  # "in form", "a long"
            if self._vocabulary.count(joined) and not is_chance:
                yield joined
            return
        if hyphenated := self._vocabulary.hyphenated(phrase):
            yield hyphenated
        if not self._vocabulary.count(phrase):
            yield from self._speller.spaced(phrase)
        for spelt in respellings(phrase) if self._language.code == "en" else ():
            if self._vocabulary.count(spelt):
                yield spelt


def _rivals(senses: tuple[Sense, ...]) -> tuple[Sense, ...]:
    return tuple(one for one in senses if len(one.doc_ids) >= _RIVAL_SHARE * len(senses[0].doc_ids))


def _runs_in(run: Sequence[str], terms: Sequence[str]) -> bool:
    """Say whether words stand side by side among others."""
    return any(tuple(terms[place : place + len(run)]) == tuple(run) for place in range(len(terms) - len(run) + 1))
