"""What a library holds, as doors look at it and look after it: documents, pages, pins, its threshold. Nothing here runs a model."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from types import TracebackType
from typing import Self

from quoth.answering.calibration import FACT, Calibration, judged_by
from quoth.answering.reader import load_weights
from quoth.ask import check_question
from quoth.ask.curated import check_pin, today_utc
from quoth.errors import UnknownError
from quoth.library import Library, QuestionLog, StoredDocument, StoredFailure, locate, put_pin, read_pins, remove_pin, verify
from quoth.models import locate_reader
from quoth.reading.sandbox import Limits, Sandbox
from quoth.reading.sources.originals import read_local
from quoth.settings import Settings
from quoth.types import Box, Pin, PinState, PrintedPage, Span, Verdict, Version


def reader_name(settings: Settings) -> str | None:
    """Return the name of the reader that the settings name, without loading it; None for none.

    Raises:
        ModelError: It is not there.
    """
    match settings.reads_with:
        case "builtin":
            return load_weights().reader
        case "none":
            return None
        case model:
            return locate_reader(model).name


class Stacks:
    """An open library without models. Safe to share between threads; close it or use `with`."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self.library = library
        self.settings = settings
        self.log = QuestionLog(library, keep_questions=settings.log.keep_questions, retention_days=settings.log.retention_days)
        group = settings.reading
        limits = Limits(seconds=group.seconds, memory_bytes=group.memory_mb * 2**20, characters=group.max_characters)
        self.sandbox = Sandbox(group.workers, limits)
        self._counted: tuple[int, int, int] | None = None

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
    def calibration(self) -> Calibration | None:
        """Return the library's own abstention threshold and where it comes from, or None if it was never calibrated."""
        with self.library.reading() as snapshot:
            return Calibration.from_fact(snapshot.fact(FACT))

    @property
    def judged_by(self) -> str:
        """Return what a calibration depends on besides the documents.

        Raises:
            ModelError: The reader that the settings name is not there.
        """
        reader = reader_name(self.settings)
        with self.library.reading() as snapshot:
            return judged_by(snapshot.fact("encoder.weights"), reader, self.settings)

    def calibrate(self, calibration: Calibration | None) -> None:
        """Store an abstention threshold of this library's own; None goes back to the built-in one."""
        with self.library.writing() as writer:
            writer.record({FACT: "" if calibration is None else calibration.to_fact()})
            writer.raise_generation()

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
        """Return the numbers of documents and passages, and the generation. Counted once a generation: every page asks."""
        with self.library.reading() as snapshot:
            generation = snapshot.generation()
            if self._counted is None or self._counted[2] != generation:
                self._counted = snapshot.count_documents(), snapshot.count_passages(), generation
            return self._counted

    def generation(self) -> int:
        """Return the library's commit counter."""
        with self.library.reading() as snapshot:
            return snapshot.generation()

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
