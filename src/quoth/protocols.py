"""The seams between the rooms, as structural types. Every room depends on these, never on another room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from quoth.types import Candidate, Evidence, Passage, Query, Reading, Sense, Span, StoredPassage, Unread, Version

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]


class Tokens(Protocol):
    """Counts tokens as an encoder does."""

    @property
    def max_tokens(self) -> int:
        """Most tokens that the encoder reads; the rest it would silently drop."""

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return for each text its number of tokens, without the special ones at the ends."""


class Encoder(Tokens, Protocol):
    """Turns text into unit vectors whose inner product is the cosine."""

    @property
    def name(self) -> str:
        """The model and its weights; libraries built with another name do not fit."""

    @property
    def dim(self) -> int:
        """Length of a vector."""

    def encode_query(self, text: str) -> Vector:
        """Return `(dim,) float32`, unit length."""

    def encode_passages(self, passages: Sequence[Passage], texts: Sequence[str]) -> list[tuple[Vector, Matrix]]:
        """Return for each passage its vector `(dim,)` and one row per sentence `(n_sentences, dim)`, unit length.

        Args:
            texts: For each passage, the text of the document that holds it.
        """


class PassageSource(Protocol):
    """What an index needs to know of the library: one state of its passages."""

    def generation(self) -> int:
        """Return the commit counter."""

    def passage_numbers(self) -> list[int]:
        """Return the numbers of all passages that can answer, ascending."""

    def passages(self, numbers: Sequence[int]) -> Mapping[int, StoredPassage]:
        """Return the passages with these numbers; those deleted meanwhile are absent."""

    def passage_vectors(self, numbers: Sequence[int], dim: int) -> Iterator[tuple[list[int], Matrix]]:
        """Yield the passages' vectors in parts: numbers and `(n, dim) float32`."""

    def version(self, doc_id: str, number: int) -> Version | None:
        """Return one version of a document, or None."""


class Lexicon(Protocol):
    """What the lexical index knows of words."""

    def terms(self, text: str) -> tuple[str, ...]:
        """Return the words of a text as the index stores them: lower case, stemmed."""

    def idf(self, term: str) -> float:
        """Return the inverse document frequency of a stored term (BM25's, above 0), largest for unknown ones."""


class HoldingLexicon(Lexicon, Protocol):
    """A lexicon that also knows titles and headings."""

    def holds(self, term: str) -> bool:
        """Say whether a passage, its title or its headings hold a stored term."""

    def holds_phrase(self, terms: tuple[str, ...]) -> bool:
        """Say whether they hold stored terms side by side."""


class Vocabulary(Protocol):
    """What was mined from the documents' words."""

    def count(self, word: str) -> int:
        """Return how often the documents hold a case-folded word."""

    def is_name(self, word: str) -> bool:
        """Say whether the documents nearly always write a case-folded word with a capital."""

    def alike(self, word: str, most: int) -> tuple[str, ...]:
        """Return the words that occur more than once, begin alike and differ in length by at most `most`."""

    def hyphenated(self, word: str) -> str | None:
        """Return how documents hyphenate a word, or None."""

    def senses(self, short: str) -> tuple[Sense, ...]:
        """Return what an acronym stands for; that of most documents first."""

    def acronyms_of(self, key: str) -> tuple[Sense, ...]:
        """Return the senses whose long form has this key."""


class EvidenceModel(Protocol):
    """A trained model that reads question and text together: which sentences and which words answer."""

    @property
    def name(self) -> str:
        """The model and its weights."""

    @property
    def marks_words(self) -> bool:
        """Say whether it tells which words answer, or of sentences alone whether they do."""

    def cut(self, text: str, sentences: Sequence[Span]) -> list[range]:
        """Return how the sentences of a passage would be read together, as ranges of their places."""

    def read(self, question: str, windows: Sequence[Unread]) -> list[Reading]:
        """Return what each window says; what is read beside it makes no difference but for rounding."""


class Reader(Protocol):
    """Judges candidates: which of their words answer, and how probably."""

    @property
    def name(self) -> str:
        """The model and its weights, part of what makes an outcome repeatable."""

    def read(self, query: Query, vector: Vector, candidates: Sequence[Candidate]) -> tuple[Evidence, ...]:
        """Return scored spans of the candidates, best first, ties broken by passage id and start."""
