"""What is new or changed in the sources, read several at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from quoth.errors import ReadingError
from quoth.ingest.missing import Held, by_carrier
from quoth.ingest.report import Failed, IngestReport, Progress
from quoth.library import Library, StoredDocument, StoredFailure
from quoth.library.writing import Source
from quoth.reading.documents import RECIPE, Read
from quoth.reading.sandbox import Sandbox, in_order
from quoth.reading.sources.finding import Found
from quoth.types import Document


@dataclass(frozen=True, slots=True)
class Known:
    """What the library knows of the sources: documents, and failures that need no second try while their stamps are the same."""

    held: Held
    failures: Mapping[str, StoredFailure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A document to be stored."""

    document: Document
    source: Source
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What a source says now; nothing if its bytes are those that were read before.

    Attributes:
        original: Its bytes, if it lies in no folder of this machine.
    """

    source_sha256: str
    read: tuple[Read, ...] = ()
    original: bytes | None = None


def is_same(live: object, document: Document) -> bool:
    """Say whether a stored version and a document read just now say the same."""
    return all(getattr(live, name) == getattr(document, name) for name in ("text", "title", "blocks", "uri", "date", "owner"))


def read_changes(
    library: Library,
    sandbox: Sandbox,
    found: Sequence[Found],
    known: Known,
    max_bytes: int,
    report: IngestReport,
    progress: Progress,
) -> Iterator[Change]:
    """Read what is new or changed, several at once, and yield it in order; note the rest in the report."""
    return _Reading(library, sandbox, known, max_bytes, report).changes(found, progress)


class _Reading:
    """One walk over the sources."""

    def __init__(self, library: Library, sandbox: Sandbox, known: Known, max_bytes: int, report: IngestReport) -> None:
        self.library = library
        self.sandbox = sandbox
        self.held = known.held
        self.failures = known.failures
        self.max_bytes = max_bytes
        self.report = report
        self.carried: Mapping[str, list[str]] = by_carrier(known.held)
        self.taken: dict[str, str] = {}
        self.done = 0

    def changes(self, found: Sequence[Found], progress: Progress) -> Iterator[Change]:
        total = len(found)

        def step(doc_id: str) -> None:
            self.done += 1
            progress(self.done, total, doc_id)

        to_read = self._to_read(found, step)
        for item, future in in_order(self._load, to_read, self.sandbox.workers):
            try:
                loaded = future.result()
            except ReadingError as error:
                self._note_failure(item, error)
            else:
                yield from self._news(item, loaded)
            step(item.doc_id)

    def _to_read(self, found: Sequence[Found], step: Callable[[str], None]) -> Iterator[Found]:
        """Yield the sources that a look at their stamps does not clear."""
        taken = self.taken
        for item in found:
            if taken.get(item.doc_id) == item.uri:
                step(item.doc_id)  # named twice, as itself and in its folder
                continue
            known = self.held.get(item.doc_id)
            try:
                _refuse_clash(item, known, taken.setdefault(item.doc_id, item.uri))
            except ReadingError as error:
                self._note_failure(item, error)
                step(item.doc_id)
                continue
            if known and (known.root, known.size, known.stamp) == (_root_of(item, known), item.size, _stamp_of(item)):
                self._unchanged(item)
                step(item.doc_id)
                continue
            failure = self.failures.get(item.doc_id)
            if failure and failure.stamp and (failure.root, failure.stamp) == (item.root, _stamp_of(item)):
                self.report.failed.append(Failed(doc_id=item.doc_id, message=failure.message, hint=failure.hint))
                step(item.doc_id)
                continue
            yield item

    def _load(self, item: Found) -> _Loaded:
        """Read a source, in a thread of its own, unless its bytes are those that were read before."""
        data = item.read(self.max_bytes)
        digest = hashlib.sha256(data).hexdigest()
        known = self.held.get(item.doc_id)
        is_held = known is not None and known.source_sha256 == digest and known.uri == item.uri
        if is_held and known is not None and known.stamp.startswith(f"{RECIPE}:"):
            return _Loaded(digest)
        read = self.sandbox.read(data, doc_id=item.doc_id, uri=item.uri)
        return _Loaded(digest, read, data if item.path is None else None)

    def _news(self, item: Found, loaded: _Loaded) -> Iterator[Change]:
        """Yield what a source says anew: itself, and what it carries."""
        source = Source(root=_root_of(item, self.held.get(item.doc_id)), size=item.size, stamp=_stamp_of(item))
        if not loaded.read:
            self._touch(item.doc_id, source, loaded.source_sha256)
            self._unchanged(item)
            return
        document, *carried = loaded.read
        names = {read.document.doc_id for read in carried}
        self._drop([name for name in self.carried.get(item.doc_id, ()) if name not in names])
        carried = [read for read in carried if self._is_free(read.document.doc_id, item)]
        is_whole = all(self._says_the_same(read.document) for read in carried)
        # What it carries is stored later than this is noted: until then it must not look as if all was read.
        noted = source if is_whole or not self._says_the_same(document.document) else replace(source, stamp="")
        yield from self._change(document.document, replace(noted, original=loaded.original))
        for read in carried:
            theirs = replace(source, size=len(read.data or b""), carrier=item.doc_id, original=read.data)
            yield from self._change(read.document, theirs)

    def _is_free(self, name: str, item: Found) -> bool:
        """Say whether a source can give this name to what it carries; if another document has it, note that."""
        known = self.held.get(name)
        first = self.taken.setdefault(name, item.uri)
        if first == item.uri and (known is None or known.carrier == item.doc_id):
            return True
        other = first if first != item.uri or known is None else known.uri
        why = f"the name of this attachment of {item.doc_id} is taken by {_shown(other)}."
        self._note_failure(replace(item, doc_id=name), ReadingError(why, "Rename one of the two."))
        return False

    def _change(self, document: Document, source: Source) -> Iterator[Change]:
        if self._says_the_same(document):
            with self.library.writing() as writer:
                writer.refresh(document, source)
            self.report.unchanged.append(document.doc_id)
        else:
            yield Change(document=document, source=source, is_new=document.doc_id not in self.held)

    def _drop(self, names: Sequence[str]) -> None:
        """Remove what a source carried before and does no more."""
        if not names:
            return
        self.report.removed.extend(names)
        with self.library.writing() as writer:
            for name in names:
                writer.remove_document(name)
            writer.raise_generation()

    def _unchanged(self, item: Found) -> None:
        self.report.unchanged.extend([item.doc_id, *self.carried.get(item.doc_id, ())])

    def _touch(self, doc_id: str, source: Source, source_sha256: str) -> None:
        with self.library.writing() as writer:
            writer.touch(doc_id, source, source_sha256)

    def _says_the_same(self, document: Document) -> bool:
        if document.doc_id not in self.held:
            return False
        with self.library.reading() as snapshot:
            live = snapshot.live_version(document.doc_id)
        return live is not None and is_same(live, document)

    def _note_failure(self, item: Found, error: ReadingError) -> None:
        self.report.failed.append(Failed(doc_id=item.doc_id, message=error.message, hint=error.hint))
        with self.library.writing() as writer:
            if item.doc_id in self.held and error.has_lost_its_text:
                writer.remove_document(item.doc_id)
                writer.raise_generation()
            writer.note_failure(item.doc_id, item.root, error.message, error.hint, _stamp_of(item))


def _stamp_of(item: Found) -> str:
    """Return how a source looks and by which recipe it is read; a source that cannot be told apart never looks the same."""
    return f"{RECIPE}:{item.stamp}" if item.stamp else ""


def _root_of(item: Found, known: StoredDocument | None) -> str:
    """Return the folder whose ingest removes the document: a file named alone stays with the folder it was found in."""
    named_alone = item.root == item.uri
    return known.root if named_alone and known is not None and known.uri == item.root else item.root


def _refuse_clash(item: Found, known: StoredDocument | None, first: str) -> None:
    """Refuse a second source for the same name: another one of this ingest, or one that was read before and is still there."""
    hint = "Rename one of the two, or ingest only one of them."
    if first != item.uri:
        raise ReadingError(f"its name {item.doc_id} is taken by {_shown(first)}.", hint)
    if known is None or known.root == item.root or known.uri == item.uri:
        return
    with suppress(ValueError):
        if known.uri.startswith("file://") and not _path_of(known.uri).exists():
            return
        raise ReadingError(
            f"its name {item.doc_id} is taken by {_shown(known.uri)}.",
            "Rename one of the two, or remove the other document first.",
        )


def _shown(uri: str) -> str:
    return str(_path_of(uri)) if uri.startswith("file://") else uri


def _path_of(uri: str) -> Path:
    return Path(os.fsdecode(unquote_to_bytes(urlsplit(uri).path)))
