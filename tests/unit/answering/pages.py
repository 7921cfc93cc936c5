"""A Markdown page as the library would hold it, and its sentences as candidates and as evidence."""

from __future__ import annotations

from collections.abc import Sequence

from fakes import FakeEncoder, FakeLexicon
from quoth.chunking import chunk
from quoth.reading.documents import read_bytes
from quoth.retrieval import understand
from quoth.types import Candidate, Evidence, Query, Span, StoredPassage, Version, sha256


def ask(question: str) -> Query:
    """Return a question as understood."""
    return understand(question, (), FakeLexicon())


class Page:
    """One document, read and cut."""

    def __init__(self, text: str, doc_id: str = "page.md", max_tokens: int = 1900) -> None:
        document = read_bytes(text.encode(), doc_id=doc_id, uri=f"upload:{doc_id}")
        self._encoder = FakeEncoder(max_tokens=2000)
        self.version = Version(
            doc_id=doc_id, version=1, uri=document.uri, title=document.title, text=document.text,
            text_sha256=sha256(document.text), blocks=document.blocks, media_type=document.media_type, date=document.date, owner=None,
            stored_at="2026-01-01T00:00:00+00:00",
        )  # fmt: skip
        self.passages = [
            StoredPassage(number=number, doc_id=doc_id, version=1, passage=passage)
            for number, passage in enumerate(chunk(document, self._encoder, max_tokens, 50), 1)
        ]

    def find(self, words: str) -> Span:
        """Return where the words stand."""
        start = self.version.text.index(words)
        return Span(start, start + len(words))

    def evidence(self, words: str, probability: float = 0.9, highlights: Sequence[str] = ()) -> Evidence:
        """Return the sentence that holds the words, as evidence."""
        place = self.find(words)
        stored, span = next((p, s) for p in self.passages for s in p.passage.sentences if s.holds(place))
        marked = tuple(self.find(text) for text in highlights) or (span,)
        return Evidence(
            stored=stored, span=span, score=probability, probability=probability, highlights=marked, version=self.version
        )

    def candidates(self) -> tuple[Candidate, ...]:
        """Return every passage as a candidate, in order."""
        if not self.passages:
            return ()
        vectors = self._encoder.encode_passages([p.passage for p in self.passages], [self.version.text] * len(self.passages))
        return tuple(
            Candidate(
                stored=stored, version=self.version, sentence_vectors=rows, lexical=0.5, dense=0.5, fused=1 / rank, rank=rank
            )
            for rank, (stored, (_, rows)) in enumerate(zip(self.passages, vectors, strict=True), 1)
        )
