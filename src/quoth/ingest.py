"""Job 1, ingest: reading, library, chunking, models, library. One straight line from a folder to a generation."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

from quoth.chunking import RECIPE, chunk
from quoth.errors import ReadingError
from quoth.library import Library, StoredDocument
from quoth.library.writing import Source
from quoth.protocols import Encoder, Matrix, Vector
from quoth.reading import Found, find_files, read_file
from quoth.settings import Settings
from quoth.types import Document, Passage, sha256

# Passages encoded and committed together: enough to fill the encoder's batches, little to lose when killed.
_PASSAGES_AT_ONCE = 128

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A source that could not be read: which, why, what helps."""

    doc_id: str
    message: str
    hint: str


@dataclass(slots=True, kw_only=True)
class IngestReport:
    """What one ingest did. Lists hold `doc_id`s."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    passages: int = 0
    boilerplate_blocks: int = 0
    generation: int = 0
    elapsed_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """A document cut into passages with their vector keys, ready to be stored."""

    document: Document
    source: Source
    passages: tuple[tuple[Passage, str], ...]
    is_new: bool


def no_progress(_done: int, _total: int, _doc_id: str) -> None:
    """Show nothing."""


def ingest(
    library: Library, encoder: Encoder, paths: Sequence[Path], settings: Settings, progress: Progress = no_progress
) -> IngestReport:
    """Bring the library in step with files and folders.

    New files are read, changed ones become a new version, files gone from an ingested folder stop answering. A file that
    cannot be read costs one line in the report; what the library holds of it stays as it is unless its bytes say otherwise.

    Raises:
        PathNotFoundError: A path does not exist. Nothing was changed.
        LibraryBusyError, DiskFullError: Nothing half-done is left; running it again goes on.
    """
    started = time.perf_counter()
    roots = [(path, find_files(path)) for path in paths]
    report = IngestReport()
    with library.lock(settings.library.lock_timeout_s):
        _record_shape(library, encoder, settings)
        for path, found in roots:
            _remove_missing(library, path, found, report)
        everything = [item for _, found in roots for item in found]
        with library.reading() as snapshot:
            held = {document.doc_id: document for document in snapshot.documents()}
        changes = _changes(library, everything, held, settings, report, progress)
        _store_all(library, encoder, changes, settings, report)
    report.elapsed_s = time.perf_counter() - started
    return report


def ingest_documents(
    library: Library, encoder: Encoder, documents: Iterable[tuple[Document, Source]], settings: Settings
) -> IngestReport:
    """Store documents that did not come from a folder (uploads, data sets); those that say nothing new cost nothing."""
    started = time.perf_counter()
    report = IngestReport()
    with library.lock(settings.library.lock_timeout_s):
        _record_shape(library, encoder, settings)
        _store_all(library, encoder, _news(library, documents, report), settings, report)
    report.elapsed_s = time.perf_counter() - started
    return report


def _store_all(
    library: Library,
    encoder: Encoder,
    changes: Iterable[tuple[Document, Source, bool]],
    settings: Settings,
    report: IngestReport,
) -> None:
    """Cut, encode and store what is new, batch by batch, then drop the vectors that nothing uses any more."""
    for batch in _batches(_cut_all(changes, encoder, settings)):
        _store(library, encoder, batch, report)
    with library.writing() as writer:
        writer.remove_orphan_vectors()
    with library.reading() as snapshot:
        report.generation = snapshot.generation()


def _news(
    library: Library, documents: Iterable[tuple[Document, Source]], report: IngestReport
) -> Iterator[tuple[Document, Source, bool]]:
    for document, source in documents:
        with library.reading() as snapshot:
            live = snapshot.live_version(document.doc_id)
        if live is not None and is_same(live, document):
            report.unchanged.append(document.doc_id)
        else:
            yield document, source, live is None


def remove_document(library: Library, doc_id: str, settings: Settings) -> int:
    """Delete a document with all its versions and return the generation."""
    with library.lock(settings.library.lock_timeout_s), library.writing() as writer:
        writer.remove_document(doc_id)
        writer.remove_orphan_vectors()
        return writer.raise_generation()


def rebuild(library: Library, encoder: Encoder, settings: Settings, progress: Progress = no_progress) -> int:
    """Cut and encode every stored text anew with the present settings, and return the generation.

    One transaction per batch; until all is done the library opens with neither the old nor the new settings, so a killed
    rebuild is noticed and only has to be run again.
    """
    with library.lock(settings.library.lock_timeout_s):
        with library.reading() as snapshot:
            names = [document.doc_id for document in snapshot.documents()]
        with library.writing() as writer:
            writer.remove_all_passages()
            writer.record({"encoder.weights": "(unfinished rebuild)"})
            writer.raise_generation()
        for done, doc_id in enumerate(names, 1):
            with library.reading() as snapshot:
                version = snapshot.live_version(doc_id)
            if version is None:
                continue
            document = Document(
                doc_id=doc_id, uri=version.uri, title=version.title, text=version.text, blocks=version.blocks,
                media_type=version.media_type, source_sha256="", date=version.date, owner=version.owner,
            )  # fmt: skip
            passages = _cut(document, encoder, settings)
            vectors = _encode_missing(library, encoder, [(document.text, passages)])
            with library.writing() as writer:
                writer.put_vectors(vectors)
                writer.put_passages(doc_id, version.version, passages)
                writer.raise_generation()
            progress(done, len(names), doc_id)
        with library.writing() as writer:
            writer.record(shape_of(encoder, settings))
            return writer.raise_generation()


def shape_of(encoder: Encoder, settings: Settings) -> dict[str, str]:
    """Return the facts that shape stored data: opening a library with others is an error."""
    model, _, weights = encoder.name.rpartition(":")
    return {
        "encoder.model": model,
        "encoder.weights": weights,
        "encoder.dim": str(encoder.dim),
        "chunking.recipe": RECIPE,
        "chunking.max_tokens": str(settings.chunking.max_tokens),
        "chunking.context_tokens": str(settings.chunking.context_tokens),
    }


def _record_shape(library: Library, encoder: Encoder, settings: Settings) -> None:
    with library.reading() as snapshot:
        is_shaped = snapshot.fact("encoder.weights") is not None
    if not is_shaped:
        with library.writing() as writer:
            writer.record(shape_of(encoder, settings))


def _remove_missing(library: Library, path: Path, found: Sequence[Found], report: IngestReport) -> None:
    """Remove what was read from this folder before and is not in it any more, in one transaction."""
    root, present = path.resolve().as_uri(), {item.doc_id for item in found}
    with library.reading() as snapshot:
        missing = [d.doc_id for d in snapshot.documents() if d.root == root and d.doc_id not in present]
        stale = [f.doc_id for f in snapshot.failures() if f.root == root and f.doc_id not in present]
    if not missing and not stale:
        return
    with library.writing() as writer:
        for doc_id in missing:
            writer.remove_document(doc_id)
        for doc_id in stale:
            writer.forget_failure(doc_id)
        writer.raise_generation()
    report.removed.extend(missing)


def _changes(
    library: Library,
    everything: Sequence[Found],
    held: dict[str, StoredDocument],
    settings: Settings,
    report: IngestReport,
    progress: Progress,
) -> Iterator[tuple[Document, Source, bool]]:
    """Read what is new or changed; note the rest in the report."""
    taken: dict[str, Path] = {}
    for done, item in enumerate(everything, 1):
        progress(done, len(everything), item.doc_id)
        known = held.get(item.doc_id)
        if taken.get(item.doc_id) == item.path:
            continue  # named twice, as itself and in its folder
        first = taken.setdefault(item.doc_id, item.path)
        try:
            _refuse_clash(item, known, first)
            stat = item.path.stat()
            source = Source(root=_root_of(item, known), size=stat.st_size, mtime_ns=stat.st_mtime_ns)
            if known and (known.root, known.size, known.mtime_ns) == (source.root, source.size, source.mtime_ns):
                report.unchanged.append(item.doc_id)
                continue
            document = read_file(item, settings.reading.max_bytes)
        except (ReadingError, OSError) as error:
            _note_failure(library, item, known, error, report)
            continue
        if known and _says_the_same(library, known, document, source):
            report.unchanged.append(item.doc_id)
            continue
        yield document, source, known is None


def _root_of(item: Found, known: StoredDocument | None) -> str:
    """Return the folder whose ingest removes the document: a file named alone stays with the folder it was found in."""
    named_alone = item.root == item.path.as_uri()
    return known.root if named_alone and known is not None and known.uri == item.root else item.root


def _refuse_clash(item: Found, known: StoredDocument | None, first: Path) -> None:
    """Refuse a second source for the same name: another one of this ingest, or one that was read before and is still there."""
    if first != item.path:
        raise ReadingError(f"its name {item.doc_id} is taken by {first}.", "Rename one of the two, or ingest only one of them.")
    if known is None or known.root == item.root or known.uri == item.path.as_uri():
        return
    with suppress(ValueError):
        if known.uri.startswith("file://") and not _path_of(known.uri).exists():
            return
        raise ReadingError(
            f"its name {item.doc_id} is taken by {known.uri}.", "Rename one of the two, or remove the other document first."
        )


def _path_of(uri: str) -> Path:
    return Path(os.fsdecode(unquote_to_bytes(urlsplit(uri).path)))


def _note_failure(
    library: Library, item: Found, known: StoredDocument | None, error: ReadingError | OSError, report: IngestReport
) -> None:
    if isinstance(error, ReadingError):
        message, hint, is_lost = error.message, error.hint, error.has_lost_its_text
    else:
        message, hint = f"it cannot be opened: {error.strerror}.", "Check that it is still there and its permissions."
        is_lost = False
    report.failed.append(Failed(doc_id=item.doc_id, message=message, hint=hint))
    with library.writing() as writer:
        if known is not None and is_lost:
            writer.remove_document(item.doc_id)
            writer.raise_generation()
        writer.note_failure(item.doc_id, item.root, message, hint)


def is_same(live: object, document: Document) -> bool:
    """Say whether a stored version and a document read just now say the same."""
    return all(getattr(live, name) == getattr(document, name) for name in ("text", "title", "blocks", "uri", "date", "owner"))


def _says_the_same(library: Library, known: StoredDocument, document: Document, source: Source) -> bool:
    with library.reading() as snapshot:
        live = snapshot.live_version(known.doc_id)
    if live is None or not is_same(live, document):
        return False
    with library.writing() as writer:
        writer.touch(known.doc_id, source, document.source_sha256)
    return True


def _cut_all(changes: Iterable[tuple[Document, Source, bool]], encoder: Encoder, settings: Settings) -> Iterator[_Cut]:
    for document, source, is_new in changes:
        yield _Cut(document=document, source=source, passages=_cut(document, encoder, settings), is_new=is_new)


def _cut(document: Document, encoder: Encoder, settings: Settings) -> tuple[tuple[Passage, str], ...]:
    passages = chunk(document, encoder, settings.chunking.max_tokens, settings.chunking.context_tokens)
    return tuple((passage, _vector_key(passage, document.text)) for passage in passages)


def _vector_key(passage: Passage, text: str) -> str:
    """Return the sha256 of what will be encoded: context, words and where the sentences are cut."""
    cuts = ",".join(f"{s.start - passage.span.start}-{s.end - passage.span.start}" for s in passage.sentences)
    return sha256(f"{passage.context}\0{cuts}\0{passage.span.of(text)}")


def _batches(cuts: Iterable[_Cut]) -> Iterator[list[_Cut]]:
    batch: list[_Cut] = []
    for cut in cuts:
        batch.append(cut)
        if sum(len(held.passages) for held in batch) >= _PASSAGES_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _encode_missing(
    library: Library, encoder: Encoder, texts: Sequence[tuple[str, Sequence[tuple[Passage, str]]]]
) -> dict[str, tuple[Vector, Matrix]]:
    """Encode what has no stored vector yet, each different text once."""
    wanted = {key: (passage, text) for text, passages in texts for passage, key in passages}
    with library.reading() as snapshot:
        missing = sorted(snapshot.missing_vectors(list(wanted)))
    if not missing:
        return {}
    encoded = encoder.encode_passages([wanted[key][0] for key in missing], [wanted[key][1] for key in missing])
    return dict(zip(missing, encoded, strict=True))


def _store(library: Library, encoder: Encoder, batch: Sequence[_Cut], report: IngestReport) -> None:
    vectors = _encode_missing(library, encoder, [(cut.document.text, cut.passages) for cut in batch])
    with library.writing() as writer:
        writer.put_vectors(vectors)
        for cut in batch:
            writer.put_document(cut.document, cut.source, cut.passages)
        writer.raise_generation()
    for cut in batch:
        (report.new if cut.is_new else report.changed).append(cut.document.doc_id)
        report.passages += len(cut.passages)
        report.boilerplate_blocks += sum(block.is_boilerplate for block in cut.document.blocks)
