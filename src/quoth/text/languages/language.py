"""What Quoth knows of a language: how its words, sentences, questions and answers look. Handed on with the library and the query, never switched."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from quoth.text.words import words
from quoth.types import LanguageCode, QuestionKind, Span

NEVER: Final = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """How questions are asked, by patterns alone.

    Attributes:
        kinds: Tried in order; the first pattern that matches names the kind.
        topic: Finds in `topic` the phrase that a question wants defined.
        frames: For each kind the case-folded words that only say what sort of answer is wanted; nothing is searched for them.
        meaning: Matches questions for what an acronym stands for.
    """

    kinds: tuple[tuple[QuestionKind, re.Pattern[str]], ...]
    topic: re.Pattern[str]
    frames: Mapping[QuestionKind, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    meaning: re.Pattern[str] = NEVER

    def kind_of(self, question: str) -> QuestionKind:
        """Return the kind that the first fitting pattern names; `open` when none fits."""
        return next((kind for kind, pattern in self.kinds if pattern.search(question)), "open")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """What an answer of each kind looks like, as far as patterns tell.

    Attributes:
        number: A number in digits or words.
        measure: A number with what it counts: money, percent, units, spans of time.
        points_back: Opens with a pronoun or its like.
        references: The heading of a list of sources.
        unit_asked: For a question of quantity, what a number must come with; None where any will do.
        defines: How strongly a sentence (first) defines a topic (second), in [0, 1].
        sets_apart: How strongly a sentence says what sets one of some topics apart, in [0, 1].
    """

    number: re.Pattern[str]
    measure: re.Pattern[str]
    date: re.Pattern[str]
    modal: re.Pattern[str]
    cause: re.Pattern[str]
    contrast: re.Pattern[str]
    actor: re.Pattern[str]
    place: re.Pattern[str]
    sequence: re.Pattern[str]
    enumeration: re.Pattern[str]
    points_back: re.Pattern[str]
    references: re.Pattern[str]
    unit_asked: Callable[[str], re.Pattern[str] | None]
    defines: Callable[[str, str], float]
    sets_apart: Callable[[str, Sequence[str]], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """How sentences lean on others; each function says it of a text.

    Attributes:
        points_back: It opens with what only the words before it explain.
        limits: It opens by limiting what went before.
        goes_on: It goes on with a series.
        is_verdict: It is a yes or a no and hardly more.
        sets_condition: It introduces a list and says whether or when its members hold.
        names_unit: It says in what its numbers are counted.
    """

    points_back: Callable[[str], bool]
    limits: Callable[[str], bool]
    goes_on: Callable[[str], bool]
    is_verdict: Callable[[str], bool]
    sets_condition: Callable[[str], bool]
    names_unit: Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language of documents and questions.

    Attributes:
        stemmer: What tantivy calls its Snowball stemmer.
        function_words: Case-folded words that never tell one passage from another.
        articles: Case-folded words without which a question asks the same.
        split: Returns the sentences of a paragraph, in order, trimmed of white space.
        elided: A shortened word before the next one, such as French "l'"; None where there are none.
        has_small_nouns: Common nouns are written small, so that a capital inside a sentence is a name.
        questions, shapes, leaning: None for English, of which the rooms that ask and answer know more than patterns.
    """

    code: LanguageCode
    stemmer: str
    function_words: frozenset[str]
    articles: frozenset[str]
    split: Callable[[str], tuple[Span, ...]]
    elided: re.Pattern[str] | None = None
    has_small_nouns: bool = True
    questions: Questions | None = None
    shapes: Shapes | None = None
    leaning: Leaning | None = None

    def words(self, text: str) -> tuple[tuple[str, Span], ...]:
        """Return each word as written, with its span; an elided word before it is left out."""
        return tuple(self._whole(word, span) for word, span in words(text))

    def content_words(self, text: str) -> tuple[str, ...]:
        """Return the words that carry meaning, as written, in order. All words if every one is a function word."""
        found = [word for word, _ in self.words(text)]
        kept = [word for word in found if not self.is_function_word(word)]
        return tuple(kept or found)

    def is_function_word(self, word: str) -> bool:
        """Say whether a word never tells one passage from another."""
        return word.casefold().replace("\u2019", "'") in self.function_words

    def _whole(self, word: str, span: Span) -> tuple[str, Span]:
        match = self.elided.match(word) if self.elided is not None else None
        return (word, span) if match is None else (word[match.end() :], Span(span.start + match.end(), span.end))
