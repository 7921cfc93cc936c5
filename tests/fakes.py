"""Stand-ins behind the protocols: an encoder and a reader without weights, a lexicon without an index; and a desk to use them at."""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from quoth.ingest import IngestReport, ingest
from quoth.library import Library
from quoth.protocols import Matrix, Vector
from quoth.reading.sandbox import Limits, Sandbox
from quoth.settings import Settings
from quoth.types import Passage, Reading, Span, Unread, Version

_CHARACTERS_A_TOKEN = 4
# Workers are started when first needed, and shared by all tests: starting one takes most of a second.
SANDBOX = Sandbox(2, Limits())
atexit.register(SANDBOX.close)


class FakeEncoder:
    """Hashes words into unit vectors; the same text always gives the same vector. Refuses what a model would truncate."""

    name = "fake:0000"
    dim = 16

    def __init__(self, max_tokens: int = 40) -> None:
        self.max_tokens = max_tokens
        self.encoded = 0

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return for each text its number of tokens: every four characters of a word are one."""
        return [sum(-(-len(word) // _CHARACTERS_A_TOKEN) for word in text.split()) for text in texts]

    def encode_query(self, text: str) -> Vector:
        """Return `(16,) float32`, unit length."""
        row = np.full(self.dim, 0.01, dtype=np.float32)
        for word in re.findall(r"\w+", text.casefold()):
            digest = hashlib.sha256(word.encode()).digest()
            row[digest[0] % self.dim] += 1 if digest[1] % 2 else -1
        unit: Vector = row / np.linalg.norm(row)
        return unit

    def encode_passages(self, passages: Sequence[Passage], texts: Sequence[str]) -> list[tuple[Vector, Matrix]]:
        """Return for each passage its vector and one row per sentence."""
        if not passages:
            raise ValueError("nothing to encode: real models refuse an empty batch")
        self.encoded += len(passages)
        return [self._encode(passage, text) for passage, text in zip(passages, texts, strict=True)]

    def _encode(self, passage: Passage, text: str) -> tuple[Vector, Matrix]:
        lines = [f"{passage.context}\n{span.of(text)}" for span in (passage.span, *passage.sentences)]
        if max(self.count(lines)) + 2 > self.max_tokens:
            raise ValueError(f"a passage would be truncated: {lines[0]!r}")
        rows = np.stack([self.encode_query(line) for line in lines])
        return rows[0], rows[1:]


class FakeLexicon:
    """Lower-cases words; every word is as rare as any other."""

    def terms(self, text: str) -> tuple[str, ...]:
        """Return the words of a text in lower case."""
        return tuple(re.findall(r"\w+", text.lower()))

    def idf(self, term: str) -> float:
        """Return 1 for every word that is one."""
        return 1.0 if term else 0.0


class FakeEvidenceModel:
    """Finds evidence where a sentence has words of the question; a word is marked if the question has it."""

    name = "fake-reader:0000"
    marks_words = True
    marked = 0.9
    unmarked = 0.1

    def __init__(self, sentences_a_window: int = 2) -> None:
        self._at_once = sentences_a_window
        self.read_windows: list[Unread] = []

    def cut(self, text: str, sentences: Sequence[Span]) -> list[range]:
        """Cut after every so many sentences."""
        assert all(span.of(text) for span in sentences)
        return [range(start, min(start + self._at_once, len(sentences))) for start in range(0, len(sentences), self._at_once)]

    def read(self, question: str, windows: Sequence[Unread]) -> list[Reading]:
        """Return for each sentence a logit from -3 (shares no word) to 3 (all its words), and for each word its share."""
        asked = set(re.findall(r"\w+", question.casefold()))
        self.read_windows.extend(windows)
        return [self._read(asked, window) for window in windows]

    def _read(self, asked: set[str], window: Unread) -> Reading:
        logits: list[float] = []
        tokens: list[tuple[Span, float]] = []
        for sentence in window.sentences:
            found = list(re.finditer(r"\w+", sentence.of(window.text)))
            held = [match.group().casefold() in asked for match in found]
            logits.append(6 * sum(held) / max(len(held), 1) - 3)
            spans = [Span(*match.span()).shifted(sentence.start) for match in found]
            tokens.extend((span, self.marked if is_held else self.unmarked) for span, is_held in zip(spans, held, strict=True))
        return Reading(logits=tuple(logits), tokens=tuple(tokens))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An open library, an encoder and a folder of documents to ingest."""

    library: Library
    encoder: FakeEncoder
    settings: Settings
    folder: Path

    def write(self, name: str, text: str) -> Path:
        """Write a document into the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def ingest(self, *paths: Path) -> IngestReport:
        """Ingest the folder, or other paths."""
        return ingest(self.library, self.encoder, SANDBOX, paths or (self.folder,), self.settings)

    def generation(self) -> int:
        """Return the library's commit counter."""
        with self.library.reading() as snapshot:
            return snapshot.generation()

    def passages(self) -> dict[str, list[str]]:
        """Return the words of every passage that can answer, by document."""
        with self.library.reading() as snapshot:
            found: dict[str, list[str]] = {document.doc_id: [] for document in snapshot.documents()}
            for _, stored in sorted(snapshot.passages(snapshot.passage_numbers()).items()):
                version = snapshot.version(stored.doc_id, stored.version)
                assert version is not None
                found[stored.doc_id].append(stored.passage.span.of(version.text))
        return found

    def live(self, doc_id: str) -> Version:
        """Return the version of a document that answers."""
        with self.library.reading() as snapshot:
            version = snapshot.live_version(doc_id)
        assert version is not None
        return version


def ingest_folder(library: str, folder: str) -> None:
    """Ingest a folder; what a child process runs."""
    with Library.create(Path(library)) as opened:
        print("ingesting", flush=True)
        ingest(opened, FakeEncoder(), SANDBOX, [Path(folder)], Settings())


def child_environment() -> dict[str, str]:
    """Return the environment in which a child process finds what this one imports."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
