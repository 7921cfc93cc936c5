"""A small library of a test's own, with the real encoder: write documents, ingest them, ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fakes import SANDBOX
from quoth.ask import Asker, Request
from quoth.ingest import IngestReport, ingest
from quoth.library import Library
from quoth.protocols import Encoder
from quoth.settings import Settings
from quoth.types import Answer, Outcome, Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """An open library, an asker on it and a folder of documents to ingest."""

    library: Library
    encoder: Encoder
    asker: Asker
    folder: Path

    def write(self, name: str, text: str) -> None:
        """Write a document into the folder."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def ingest(self) -> IngestReport:
        """Ingest the folder."""
        return ingest(self.library, self.encoder, SANDBOX, [self.folder], Settings())

    def ask(self, question: str, min_probability: float | None = None) -> Outcome:
        """Ask one question."""
        return self.asker.ask(Request(question=question, min_probability=min_probability))


def shown(outcome: Outcome) -> tuple[Quote, ...]:
    """Return every quote that a person gets to see: those of an answer, or those nearest."""
    return outcome.quotes if isinstance(outcome, Answer) else outcome.nearest


def words_of(outcome: Outcome) -> Iterator[str]:
    """Yield the words of every quote shown."""
    return (quote.citation.quote for quote in shown(outcome))
