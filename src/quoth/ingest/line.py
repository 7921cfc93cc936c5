"""The straight line: from sources to a generation. This file alone knows the order of the rooms."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from quoth.chunking import RECIPE
from quoth.ingest.changes import Change, Known, is_same, read_changes
from quoth.ingest.cutting import Cut, batches, cut, encode_missing
from quoth.ingest.missing import remove_missing
from quoth.ingest.report import IngestReport, Progress, no_progress
from quoth.library import Library
from quoth.library.writing import Source
from quoth.protocols import Encoder
from quoth.reading.documents import Read
from quoth.reading.sandbox import Sandbox
from quoth.reading.sources.choosing import Choice
from quoth.reading.sources.finding import find_sources, root_of
from quoth.settings import Settings
from quoth.types import Document

_UPLOADS: Final = "upload:"


def ingest(  # noqa: PLR0913 - the rooms it needs, and how this one run differs
    library: Library,
    encoder: Encoder,
    sandbox: Sandbox,
    places: Sequence[str | Path],
    settings: Settings,
    progress: Progress = no_progress,
    *,
    retry: bool = True,
    only: Choice | None = None,
) -> IngestReport:
    """Bring the library in step with files, folders and URLs.

    New files are read, changed ones become a new version, renamed ones keep theirs, files gone from an ingested folder stop
    answering. A file that cannot be read costs one line in the report; what the library holds of it stays as it is unless its
    bytes say otherwise.

    Args:
        retry: Read again what could not be read before and has not changed since: help may have been installed.
        only: What of the folders is looked at this time; of the rest nothing is read and nothing removed.

    Raises:
        PathNotFoundError, SourceError: A place does not exist or cannot be listed. Nothing was changed.
        LibraryBusyError, DiskFullError: Nothing half-done is left; running it again goes on.
    """
    started = time.perf_counter()
    group = settings.reading
    named = [str(place) for place in places]
    report = IngestReport()
    with library.lock(settings.library.lock_timeout_s):
        # Not before: while we waited, another ingest may have read files that were not there when we came.
        found = [(root_of(place), find_sources(place, group.include, group.exclude)) for place in named]
        if only is not None:
            found = [
                (root, tuple(item for item in items if item.uri == root or only.takes(item.doc_id))) for root, items in found
            ]
        _record_shape(library, encoder, settings)
        for root, items in found:
            with library.reading() as snapshot:
                held = {document.doc_id: document for document in snapshot.documents()}
            remove_missing(library, root, items, held, report, only)
        with library.reading() as snapshot:
            held = {document.doc_id: document for document in snapshot.documents()}
            past = {} if retry else {failure.doc_id: failure for failure in snapshot.failures()}
        everything = [item for _, items in found for item in items]
        changes = read_changes(library, sandbox, everything, Known(held, past), group.max_bytes, report, progress)
        _store_all(library, encoder, changes, settings, report)
    report.elapsed_s = time.perf_counter() - started
    return report


def ingest_documents(
    library: Library, encoder: Encoder, documents: Iterable[tuple[Document, Source]], settings: Settings
) -> IngestReport:
    """Store documents that did not come from a folder (data sets); those that say nothing new cost nothing."""
    started = time.perf_counter()
    report = IngestReport()
    with library.lock(settings.library.lock_timeout_s):
        _record_shape(library, encoder, settings)
        _store_all(library, encoder, _news(library, documents, report), settings, report)
    report.elapsed_s = time.perf_counter() - started
    return report


def ingest_upload(library: Library, encoder: Encoder, data: bytes, read: Sequence[Read], settings: Settings) -> IngestReport:
    """Store an uploaded document and what it carries, in the place of what it said and carried before."""
    started = time.perf_counter()
    document, *carried = read
    doc_id = document.document.doc_id
    documents = [(document.document, Source(root=_UPLOADS, size=len(data), original=data))]
    documents += [(one.document, Source(root=_UPLOADS, carrier=doc_id, original=one.data)) for one in carried]
    report = IngestReport()
    with library.lock(settings.library.lock_timeout_s):
        _record_shape(library, encoder, settings)
        with library.writing() as writer:
            report.removed.extend(writer.drop_carried(doc_id, {one.document.doc_id for one in carried}))
            if report.removed:
                writer.raise_generation()
        _store_all(library, encoder, _news(library, documents, report), settings, report)
    report.elapsed_s = time.perf_counter() - started
    return report


def _news(library: Library, documents: Iterable[tuple[Document, Source]], report: IngestReport) -> Iterator[Change]:
    for document, source in documents:
        with library.reading() as snapshot:
            live = snapshot.live_version(document.doc_id)
        if live is not None and is_same(live, document):
            if live.source_sha256 != document.source_sha256:
                with library.writing() as writer:
                    writer.refresh(document, source)
            report.unchanged.append(document.doc_id)
        else:
            yield Change(document=document, source=source, is_new=live is None)


def _store_all(library: Library, encoder: Encoder, changes: Iterable[Change], settings: Settings, report: IngestReport) -> None:
    """Cut, encode and store what is new, batch by batch, then drop the vectors and originals that nothing uses any more."""
    for batch in batches(changes, encoder, settings):
        _store(library, encoder, batch, report)
    with library.writing() as writer:
        writer.remove_orphans()
    with library.reading() as snapshot:
        report.generation = snapshot.generation()


def _store(library: Library, encoder: Encoder, batch: Sequence[Cut], report: IngestReport) -> None:
    vectors = encode_missing(library, encoder, [(item.document.text, item.passages) for item in batch])
    with library.writing() as writer:
        writer.put_vectors(vectors)
        for item in batch:
            writer.put_document(item.document, item.change.source, item.passages)
        writer.raise_generation()
    renamed = {new for _, new in report.renamed}
    for item in batch:
        if item.change.is_new:
            report.new.append(item.document.doc_id)
        elif not renamed & {item.document.doc_id, item.change.source.carrier}:
            report.changed.append(item.document.doc_id)
        report.passages += len(item.passages)
        report.boilerplate_blocks += sum(block.is_boilerplate for block in item.document.blocks)


def remove_document(library: Library, doc_id: str, settings: Settings) -> int:
    """Delete a document with all its versions and what it carries, and return the generation."""
    with library.lock(settings.library.lock_timeout_s), library.writing() as writer:
        writer.remove_document(doc_id)
        writer.remove_orphans()
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
            passages = cut(document, encoder, settings)
            vectors = encode_missing(library, encoder, [(document.text, passages)])
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
        "library.language": settings.library.language,
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
