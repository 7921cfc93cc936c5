"""Put the rooms together from the settings: the one object a door needs."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from quoth import __version__
from quoth.answering.calibration import FACT, Calibration, judged_by
from quoth.answering.marking import Marking, mark
from quoth.answering.reader import load_weights
from quoth.ask import Asker, Found, Request, check_question
from quoth.ask.curated import check_pin, today_utc
from quoth.errors import LibraryError, LibraryMismatchError, ModelError, UnknownError
from quoth.ingest import IngestReport, Progress, ingest, ingest_upload, no_progress, rebuild, remove_document, shape_of
from quoth.library import Library, QuestionLog, StoredDocument, StoredFailure, locate, put_pin, read_pins, remove_pin, verify
from quoth.models import load_encoder, load_reader
from quoth.protocols import Encoder, EvidenceModel
from quoth.reading.sandbox import Limits, Sandbox
from quoth.reading.sources.choosing import Choice
from quoth.reading.sources.originals import read_local
from quoth.settings import Settings
from quoth.types import Box, Outcome, Pin, PinState, PrintedPage, Ranked, Span, Trace, Verdict, Version


def shipped_reader(settings: Settings) -> EvidenceModel:
    """Load the reader that is shipped, and refuse any other in its place.

    Raises:
        ModelError: Its weights are absent, damaged or not those that the probabilities were fitted with.
    """
    reader = load_reader(settings.encoder.dtype, settings.encoder.threads)
    if (wanted := load_weights().reader) != reader.name:
        raise ModelError(f"The shipped reader is {reader.name}, but {wanted} is expected.", "Reinstall Quoth.")
    return reader


class House:
    """An open library with everything that works on it. Safe to share between threads; close it or use `with`."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self.library = library
        self.settings = settings
        self._loading = threading.Lock()
        self._making = threading.Lock()
        self._asker: Asker | None = None
        self._encoder: Encoder | None = None
        self._reader: EvidenceModel | None = None
        self.log = QuestionLog(library, keep_questions=settings.log.keep_questions, retention_days=settings.log.retention_days)
        group = settings.reading
        limits = Limits(seconds=group.seconds, memory_bytes=group.memory_mb * 2**20, characters=group.max_characters)
        self.sandbox = Sandbox(group.workers, limits)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open an existing library.

        Raises:
            LibraryMissingError, LibraryMismatchError, LibraryDamagedError: as they say.
        """
        return cls(Library.open(settings.library.dir, settings.library.url), settings)

    @classmethod
    def create(cls, settings: Settings) -> Self:
        """Open a library, making an empty one first where there is none."""
        return cls(Library.create(settings.library.dir, settings.library.url), settings)

    @property
    def encoder(self) -> Encoder:
        """Return the encoder, loading it the first time (some seconds)."""
        with self._loading:
            if self._encoder is None:
                group = self.settings.encoder
                self._encoder = load_encoder(group.model, group.dtype, group.threads, group.batch_size)
            return self._encoder

    @property
    def asker(self) -> Asker:
        """Return the asker; refuses a library that was built with other settings."""
        with self._making:
            if self._asker is None:
                self.check_shape()
                reader = self.reader if self.settings.reader.model == "builtin" else None
                self._asker = Asker(self.library, self.encoder, self.settings, reader)
            return self._asker

    @property
    def reader(self) -> EvidenceModel:
        """Return the trained reader, loading it the first time."""
        with self._loading:
            if self._reader is None:
                self._reader = shipped_reader(self.settings)
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
        for name in ("chunking.max_tokens", "chunking.context_tokens"):
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

    @property
    def calibration(self) -> Calibration | None:
        """Return the library's own abstention threshold and where it comes from, or None if it was never calibrated."""
        with self.library.reading() as snapshot:
            return Calibration.from_fact(snapshot.fact(FACT))

    @property
    def judged_by(self) -> str:
        """Return what a calibration depends on besides the documents."""
        with self.library.reading() as snapshot:
            return judged_by(snapshot.fact("encoder.weights"), self.settings)

    def calibrate(self, calibration: Calibration | None) -> None:
        """Store an abstention threshold of this library's own; None goes back to the built-in one."""
        with self.library.writing() as writer:
            writer.record({FACT: "" if calibration is None else calibration.to_fact()})
            writer.raise_generation()

    def state(self) -> dict[str, str]:
        """Return what an outcome depends on besides the question: library, generation, settings, models."""
        with self.library.reading() as snapshot:
            library_id, generation = snapshot.fact("library_id") or "", snapshot.generation()
        return {
            "version": __version__,
            "library": library_id,
            "generation": str(generation),
            "settings": self.settings.model_dump_json(),
            "encoder": self.encoder.name,
            "reader": self.asker.reader_name,
            "threshold": f"{self.asker.threshold():.4g}",
        }

    def find(self, request: Request) -> Found:
        """Return the passages nearest to a question, best first, not judged."""
        return self.asker.find(request)

    def highlight(self, question: str, text: str, title: str = "") -> Marking:
        """Mark the words of any text that answer a question."""
        return mark(self.reader, question, text, title)

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

    def documents(self) -> tuple[StoredDocument, ...]:
        """Return the live documents, by `doc_id`."""
        with self.library.reading() as snapshot:
            return snapshot.documents()

    def document(self, doc_id: str, version: int | None = None) -> tuple[StoredDocument, Version]:
        """Return a document and one version of it, the live one unless another is asked for.

        Raises:
            UnknownError: The library does not hold it.
        """
        with self.library.reading() as snapshot:
            held = snapshot.documents(doc_id)
            found = snapshot.live_version(doc_id) if version is None else snapshot.version(doc_id, version)
        if not held:
            raise UnknownError("document", doc_id)
        if found is None:
            raise UnknownError("version", f"{doc_id}@{version}")
        return held[0], found

    def renamed(self, doc_id: str) -> str | None:
        """Return what a document is called now that is not held under this name any more, or None."""
        with self.library.reading() as snapshot:
            name = None if snapshot.documents(doc_id) else snapshot.renamed(doc_id)
            return name if name is not None and snapshot.documents(name) else None

    def original(self, doc_id: str, version: int | None = None) -> bytes:
        """Return the bytes that a version was read from.

        Raises:
            UnknownError: The library does not hold it, or the original has changed since or is not there any more.
        """
        held, found = self.document(doc_id, version)
        with self.library.reading() as snapshot:
            data = snapshot.original(found.source_sha256)
        if data is None:  # an older version may be of a file that has another name now
            data = read_local(found.uri, self.settings.reading.max_bytes) or read_local(
                held.uri, self.settings.reading.max_bytes
            )
        if data is None or hashlib.sha256(data).hexdigest() != found.source_sha256:
            raise UnknownError("original", f"{doc_id}@{found.version}")
        return data

    def picture(self, doc_id: str, page: int, version: int | None = None) -> bytes:
        """Return one page of a document as it is printed, counted from 1, as PNG.

        Raises:
            UnknownError: The library does not hold the version, or its original is gone.
            ReadingError: It has no such page, or the page cannot be drawn.
        """
        data = self.original(doc_id, version)
        return self.sandbox.draw(data, self.document(doc_id, version)[1].media_type, page)

    def printed(self, version: Version, span: Span) -> tuple[tuple[PrintedPage, tuple[Box, ...]], ...]:
        """Return the printed pages on which a span stands, each with the rectangles of its words, in points."""
        with self.library.reading() as snapshot:
            pages = snapshot.printed_pages(version.doc_id, version.version)
        found = ((page, page.boxes(span)) for page in pages)
        return tuple((page, boxes) for page, boxes in found if boxes)

    def failures(self) -> tuple[StoredFailure, ...]:
        """Return what could not be read at the last ingest."""
        with self.library.reading() as snapshot:
            return snapshot.failures()

    def verify(self, doc_id: str, version: int, span: Span, text_sha256: str, quote_sha256: str) -> Verdict:
        """Recheck a citation against the library as it is now."""
        with self.library.reading() as snapshot:
            return verify(snapshot, doc_id, version, span, text_sha256, quote_sha256)

    def pin(self, pin: Pin) -> Pin:
        """Pin words of a document to questions: they answer these first. Return the pin with its number and words.

        Raises:
            UnknownError: The library does not hold the document.
            UsageError: A question, the span, the owner or the date cannot be.
        """
        for question in pin.questions:
            check_question(question, self.settings.answer.max_question_characters)
        with self.library.writing() as writer, self.library.reading() as snapshot:
            live = snapshot.live_version(pin.doc_id)
            if live is None:
                raise UnknownError("document", pin.doc_id)
            checked = check_pin(pin, live)
            number = put_pin(writer, checked)
            writer.raise_generation()
        return replace(checked, number=number)

    def unpin(self, number: int) -> None:
        """Take a pin away.

        Raises:
            UnknownError: There is none of this number.
        """
        with self.library.writing() as writer:
            if not remove_pin(writer, number):
                raise UnknownError("pin", str(number), "`quoth pin --list` and `GET /v1/curated` list them.")
            writer.raise_generation()

    def pins(self) -> tuple[PinState, ...]:
        """Return all pins, newest first, with what became of their words."""
        today = today_utc()
        with self.library.reading() as snapshot:
            return tuple(
                PinState(pin=pin, standing=locate(snapshot, pin)[0], is_over=pin.is_over(today)) for pin in read_pins(snapshot)
            )

    def counts(self) -> tuple[int, int, int]:
        """Return the numbers of documents and passages, and the generation."""
        with self.library.reading() as snapshot:
            return snapshot.count_documents(), snapshot.count_passages(), snapshot.generation()

    def close(self) -> None:
        """Write what the question log has waiting, let go of the library and end the workers."""
        self.log.close()
        self.sandbox.close()
        self.library.close()

    def __enter__(self) -> Self:
        """Return the house itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it."""
        self.close()
