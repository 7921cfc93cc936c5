"""What asking passes from room to room: query, hits, candidates, evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from quoth.types.documents import Span, StoredPassage, Version
from quoth.types.wording import Rewording, Sense

# A language of documents and questions, ISO 639-1.
LanguageCode = Literal["en", "de", "es", "fr"]

QuestionKind = Literal[
    "definition", "comparison", "quantity", "date", "who", "where", "list", "yes_no", "why_how", "procedure", "open"
]


@dataclass(frozen=True, slots=True)
class Exchange:
    """An earlier question of a conversation, and what was answered, as far as it is known."""

    question: str
    answer: str = ""

    @classmethod
    def of(cls, questions: Iterable[str]) -> tuple[Exchange, ...]:
        """Return questions whose answers are not known."""
        return tuple(cls(question) for question in questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The prepared form of a question.

    Attributes:
        question: What the person typed, white space trimmed.
        text: The question as understood: what is encoded and searched.
        kind: What sort of answer it wants.
        terms: Its content words, stemmed as the lexical index stems them, in order, without repeats.
        topics: The phrases it asks about: what is to be defined, the sides to be compared.
        respect: For a comparison, the words that say in what respect; none for every one.
        names: Names and numbers that an answer may not lack (capitalised words, acronyms, years).
        rewordings: What its words were read as, and what else is searched for beside them.
        senses: What an acronym of it may stand for, where that is several things.
        meant: Which of these the question or those before it point to; None if to none.
        unknown: Its content words that no document holds in any form, as written.
        spelt_out: The text with what decided written out beside the words; empty if that is nothing.
        language: In which it is asked: the library's.
    """

    question: str
    text: str
    kind: QuestionKind
    terms: tuple[str, ...]
    topics: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    respect: tuple[str, ...] = ()
    rewordings: tuple[Rewording, ...] = ()
    senses: tuple[Sense, ...] = ()
    meant: Sense | None = None
    unknown: tuple[str, ...] = ()
    spelt_out: str = ""
    language: LanguageCode = "en"

    @property
    def understood_as(self) -> str:
        """Return the question as the person is told that it was understood."""
        return self.spelt_out or self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One passage found by one scorer. Scores compare only within one scorer and query."""

    number: int
    score: float
    rank: int
    scorer: Literal["lexical", "dense", "fused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A fused hit with what the reader needs to judge it.

    Attributes:
        version: The document version that holds the passage.
        sentence_vectors: One row per sentence, `(n_sentences, dim) float32`, unit rows.
        lexical: Its BM25 score as a share of the most this query can reach, in [0, 1] or little above.
        dense: The cosine of query and passage.
        fused: The score by which candidates are ranked.
        rank: From 1.
    """

    stored: StoredPassage
    version: Version
    sentence_vectors: NDArray[np.float32]
    lexical: float
    dense: float
    fused: float
    rank: int

    @property
    def text(self) -> str:
        """Return the words of the passage."""
        return self.stored.passage.span.of(self.version.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A window for the trained reader: consecutive sentences as spans of a text, and where they stand."""

    context: str
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the trained reader says of a window.

    Attributes:
        logits: For each sentence, above 0 if it rather answers.
        tokens: For each word piece its span in the text, and the probability that it belongs to the words that answer.
    """

    logits: tuple[float, ...]
    tokens: tuple[tuple[Span, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A scored span of a passage: higher answers better.

    Attributes:
        score: Comparable within one query.
        probability: That this span answers the question; calibrated on held-out questions.
        highlights: The words that carry the answer, as spans of the document's text.
        superseded_by: The `doc_id` of a newer edition of its document, if one is known.
        signs: Where another reader than the shipped one reads: the logits that the measured features give the sentence and that the reader does.
    """

    stored: StoredPassage
    span: Span
    score: float
    probability: float
    highlights: tuple[Span, ...] = ()
    version: Version
    superseded_by: str | None = None
    signs: tuple[float, float] | None = None
