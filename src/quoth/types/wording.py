"""How the words of a question were read, and what the documents' acronyms mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from quoth.types.documents import Span

Why = Literal["acronym", "spelling", "synonym", "spelling variant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """Where in a document something stands."""

    doc_id: str
    version: int
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """Words of a question, and what they were read as or also searched as.

    Attributes:
        words: As the person typed them.
        read_as: The corrected word, the long form of an acronym or the acronym itself, the synonym, the other spelling.
        why: A "spelling" was put in the place of what was typed; all others are only searched for beside it.
        terms: The words as the lexical index stores them.
        read_terms: The same of `read_as`.
        evidence: For an acronym, where a document explains it.
    """

    words: str
    read_as: str
    why: Why
    terms: tuple[str, ...] = ()
    read_terms: tuple[str, ...] = ()
    evidence: Pointer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """An acronym and its long form (`terms`: as the lexical index stores it) where one document explains it; the span holds both."""

    short: str
    long: str
    terms: tuple[str, ...]
    where: Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One thing that an acronym stands for in the library.

    Attributes:
        short: The acronym, without the "s" of a plural.
        longs: Its long forms as documents write them, the commonest first: spellings of the same.
        terms: The same as the lexical index stores them.
        where: Where a document explains the first of them.
        doc_ids: The documents that explain the acronym so, sorted.
    """

    short: str
    longs: tuple[str, ...]
    terms: tuple[tuple[str, ...], ...]
    where: Pointer
    doc_ids: tuple[str, ...]

    @property
    def long(self) -> str:
        """Return the commonest long form."""
        return self.longs[0]
