"""Put the rooms together from the settings: the one object a door needs."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from quoth import __version__
from quoth.answering.marking import Marking, mark
from quoth.answering.mixing import Mixture
from quoth.answering.reader import load_weights
from quoth.ask import Asker, Found, Request
from quoth.errors import LibraryError, LibraryMismatchError, ModelError, NoMarksError, UnknownError
from quoth.ingest import IngestReport, Progress, ingest, ingest_upload, no_progress, rebuild, remove_document, shape_of
from quoth.library import Library
from quoth.models import load_encoder, load_other_reader, load_reader
from quoth.protocols import Encoder, EvidenceModel
from quoth.reading.sources.choosing import Choice
from quoth.settings import Settings
from quoth.stacks import Stacks
from quoth.types import Outcome, Ranked, Trace


def shipped_reader(settings: Settings) -> EvidenceModel:
    """Load the reader that is shipped, and refuse any other in its place.

    Raises:
        ModelError: Its weights are absent, damaged or not those that the probabilities were fitted with.
    """
    group = settings.encoder
    reader = load_reader(group.dtype, group.threads, runtime=group.runtime)
    if (wanted := load_weights().reader) != reader.name:
        raise ModelError(f"The shipped reader is {reader.name}, but {wanted} is expected.", "Reinstall Quoth.")
    return reader


def chosen_reader(settings: Settings) -> EvidenceModel | None:
    """Load the reader that the settings name; None for none.

    Raises:
        ModelError: It is absent, damaged or unfit.
    """
    group = settings.encoder
    match settings.reads_with:
        case "builtin":
            return shipped_reader(settings)
        case "none":
            return None
        case model:
            return load_other_reader(model, group.dtype, group.threads)


def marking_reader(reader: EvidenceModel | None, settings: Settings) -> EvidenceModel:
    """Return the reader that the settings name, if it can say which words answer.

    Raises:
        NoMarksError: There is none, or it cannot.
    """
    if reader is None or not reader.marks_words:
        raise NoMarksError(settings.reader.model, settings.library.language)
    return reader


class House(Stacks):
    """An open library with everything that works on it. Safe to share between threads; close it or use `with`."""

    def __init__(self, library: Library, settings: Settings) -> None:
        super().__init__(library, settings)
        self._loading = threading.Lock()
        self._making = threading.Lock()
        self._asker: Asker | None = None
        self._encoder: Encoder | None = None
        self._reader: EvidenceModel | None = None

    @property
    def encoder(self) -> Encoder:
        """Return the encoder, loading it the first time (some seconds)."""
        with self._loading:
            if self._encoder is None:
                group = self.settings.encoder
                self._encoder = load_encoder(group.model, group.dtype, group.threads, group.batch_size, runtime=group.runtime)
            return self._encoder

    @property
    def asker(self) -> Asker:
        """Return the asker; refuses a library that was built with other settings."""
        with self._making:
            if self._asker is None:
                self.check_shape()
                self._asker = Asker(self.library, self.encoder, self.settings, self.reader)
            return self._asker

    def judge_by(self, mixture: Mixture) -> None:
        """Make probabilities so from now on, in the place of what the library holds: how a calibration tries one out."""
        with self._making:
            self._asker = Asker(self.library, self.encoder, self.settings, self.reader, mixture)

    @property
    def reader(self) -> EvidenceModel | None:
        """Return the reader that the settings name, loading it the first time; None for none."""
        with self._loading:
            if self._reader is None:
                self._reader = chosen_reader(self.settings)
            return self._reader

    def check_shape(self) -> None:
        """Compare what shaped the library with the settings.

        Raises:
            LibraryMismatchError: They differ; the message names both and what mends it.
        """
        wanted = shape_of(self.encoder, self.settings)
        with self.library.reading() as snapshot:
            stored = {name: snapshot.fact(name) for name in wanted}
        if stored["encoder.weights"] is None:
            return
        if stored["encoder.weights"] != wanted["encoder.weights"]:
            was = f"{stored['encoder.model']} ({stored['encoder.dim']} dimensions, weights {stored['encoder.weights']})"
            now = f"{wanted['encoder.model']} ({wanted['encoder.dim']} dimensions, weights {wanted['encoder.weights']})"
            raise LibraryMismatchError(self.library.where, "encoder.model", str(stored["encoder.model"]), was, now)
        if stored["chunking.recipe"] != wanted["chunking.recipe"]:
            raise LibraryError(
                f"Library {self.library.where} was built by another version of Quoth, which cut documents differently.",
                "Run `quoth ingest --rebuild` to build it anew from the stored texts.",
            )
        for name in ("library.language", "chunking.max_tokens", "chunking.context_tokens"):
            if stored[name] != wanted[name]:
                raise LibraryMismatchError(self.library.where, name, str(stored[name]), str(stored[name]), wanted[name])

    def ask(self, request: Request) -> Outcome:
        """Answer one question, or abstain. A door notes it in `log` if somebody asked it."""
        return self.asker.ask(request)

    def trace(self, request: Request) -> Trace:
        """Answer one question, or abstain, and tell how that came about."""
        return self.asker.trace(request)

    def rank_within(self, request: Request, doc_id: str) -> tuple[Ranked, ...]:
        """Rank every passage of the library for a question, and return those of one document, best first."""
        return self.asker.rank_within(request, doc_id)

    def state(self) -> dict[str, str]:
        """Return what an outcome depends on besides the question: library, generation, settings, models."""
        with self.library.reading() as snapshot:
            library_id, generation = snapshot.fact("library_id") or "", snapshot.generation()
        return {
            "version": __version__,
            "library": library_id,
            "generation": str(generation),
            "settings": self.settings.model_dump_json(),
            "language": self.settings.library.language,
            "encoder": self.encoder.name,
            "reader": self.asker.reader_name,
            "threshold": f"{self.asker.threshold():.4g}",
        }

    def find(self, request: Request) -> Found:
        """Return the passages nearest to a question, best first, not judged."""
        return self.asker.find(request)

    def highlight(self, question: str, text: str, title: str = "") -> Marking:
        """Mark the words of any text that answer a question.

        Raises:
            NoMarksError: The settings name no reader that can.
        """
        return mark(marking_reader(self.reader, self.settings), question, text, title, self.settings.library.language)

    def ingest(
        self, places: Sequence[Path | str], progress: Progress = no_progress, *, retry: bool = True, only: Choice | None = None
    ) -> IngestReport:
        """Bring the library in step with files, folders and URLs.

        Args:
            retry: Try again what could not be read and has not changed since.
            only: What of the folders is looked at this time; of the rest nothing is read and nothing removed.
        """
        self.check_shape()
        return ingest(self.library, self.encoder, self.sandbox, places, self.settings, progress, retry=retry, only=only)

    def rebuild(self, progress: Progress = no_progress) -> int:
        """Cut and encode all stored texts anew with the present settings."""
        return rebuild(self.library, self.encoder, self.settings, progress)

    def put(self, doc_id: str, data: bytes) -> IngestReport:
        """Store an uploaded document under a name, and what it carries.

        Raises:
            ReadingError: It cannot be read.
        """
        self.check_shape()
        read = self.sandbox.read(data, doc_id=doc_id, uri=f"upload:{doc_id}")
        return ingest_upload(self.library, self.encoder, data, read, self.settings)

    def remove(self, doc_id: str) -> int:
        """Delete a document with every version of its text, and return the generation.

        Raises:
            UnknownError: The library does not hold it.
        """
        with self.library.reading() as snapshot:
            if snapshot.live_version(doc_id) is None:
                raise UnknownError("document", doc_id)
        return remove_document(self.library, doc_id, self.settings)
