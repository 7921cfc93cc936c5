"""What is gone from a folder, and what is only called otherwise there."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress

from quoth.errors import ReadingError
from quoth.ingest.report import IngestReport
from quoth.library import Library, StoredDocument
from quoth.reading.sources.choosing import Choice
from quoth.reading.sources.finding import Found

Held = dict[str, StoredDocument]


def remove_missing(
    library: Library, root: str, found: Sequence[Found], held: Held, report: IngestReport, only: Choice | None = None
) -> None:
    """Remove what was read from this folder before and is not in it any more; follow what was only renamed.

    Args:
        only: What of the folder was looked at; of the rest nothing is known.
    """
    present = {item.doc_id for item in found}
    closed = tuple(item.doc_id for item in found if item.doc_id.endswith("/"))

    def is_gone(doc_id: str) -> bool:
        is_known = only is None or only.takes(doc_id)
        return is_known and doc_id not in present and not doc_id.startswith(closed)

    missing = [d for d in held.values() if d.root == root and d.carrier is None and is_gone(d.doc_id)]
    with library.reading() as snapshot:
        stale = [f.doc_id for f in snapshot.failures() if f.root == root and is_gone(f.doc_id)]
    if not missing and not stale:
        return
    carried = by_carrier(held)
    renamed = {
        old: new
        for old, new in _renamed(missing, [item for item in found if item.doc_id not in held]).items()
        if not any(new + name.removeprefix(old) in held for name in carried.get(old, ()))
    }
    with library.writing() as writer:
        for document in missing:
            if (name := renamed.get(document.doc_id)) is not None:
                writer.rename_document(document.doc_id, name)
            else:
                writer.remove_document(document.doc_id)
        for doc_id in stale:
            writer.forget_failure(doc_id)
        writer.raise_generation()
    report.renamed.extend(renamed.items())
    report.removed.extend(document.doc_id for document in missing if document.doc_id not in renamed)


def _renamed(missing: Sequence[StoredDocument], new: Sequence[Found]) -> dict[str, str]:
    """Return old name and new name of what is called otherwise and has the same bytes."""
    by_size: dict[int, list[Found]] = {}
    for item in new:
        by_size.setdefault(item.size, []).append(item)
    hashes: dict[str, str] = {}
    pairs: dict[str, str] = {}
    given: set[str] = set()
    for document in missing:
        for item in by_size.get(document.size, ()) if document.size else ():
            if item.doc_id not in hashes:
                with suppress(ReadingError):
                    hashes[item.doc_id] = hashlib.sha256(item.read(item.size)).hexdigest()
            if hashes.get(item.doc_id) == document.source_sha256 and item.doc_id not in given:
                pairs[document.doc_id] = item.doc_id
                given.add(item.doc_id)
                break
    return pairs


def by_carrier(held: Held) -> dict[str, list[str]]:
    """Return the documents that came with another one, such as the attachments of a mail, under its name."""
    carried: dict[str, list[str]] = {}
    for document in held.values():
        if document.carrier is not None:
            carried.setdefault(document.carrier, []).append(document.doc_id)
    return carried
