"""Write to the library within one transaction. Every transaction raises the generation by one."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, insert, literal, select, update

from quoth.library.rows import vectors_to_bytes
from quoth.library.tables import documents, facts, failures, originals, passages, printed_pages, renames, vectors, versions
from quoth.protocols import Matrix, Vector
from quoth.types import Document, Passage, sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a document's bytes came from and how they looked, to tell later whether they changed.

    Attributes:
        stamp: Changes whenever the bytes may have changed; empty if that cannot be told.
        carrier: The document that carries it: the mail of an attachment.
        original: Its bytes, if they lie in no folder.
    """

    root: str
    size: int = 0
    stamp: str = ""
    carrier: str | None = None
    original: bytes | None = None


class Writer:
    """One transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def connection(self) -> Connection:
        """Return the connection, for the other modules of this room."""
        return self._connection

    def raise_generation(self) -> int:
        """Count this commit and return its number."""
        generation = int(self._fact("generation") or 0) + 1
        self.record({"generation": str(generation)})
        return generation

    def record(self, values: Mapping[str, str]) -> None:
        """Record facts, replacing what they were."""
        for name, value in values.items():
            self._connection.execute(delete(facts).where(facts.c.name == name))
            self._connection.execute(insert(facts).values(name=name, value=value))

    def _fact(self, name: str) -> str | None:
        return self._connection.execute(select(facts.c.value).where(facts.c.name == name)).scalar()

    def put_document(self, document: Document, source: Source, cut: Sequence[tuple[Passage, str]]) -> int:
        """Store a new version of a document; from this commit on only it answers. Return its number.

        Args:
            cut: The passages with their vector keys, whose vectors are stored already or in this transaction.
        """
        doc_id = document.doc_id
        newest = self._connection.execute(select(func.max(versions.c.version)).where(versions.c.doc_id == doc_id)).scalar()
        number = (newest or 0) + 1
        self._connection.execute(
            insert(versions).values(
                doc_id=doc_id,
                version=number,
                uri=document.uri,
                title=document.title,
                text=document.text,
                text_sha256=sha256(document.text),
                blocks=[block.as_row() for block in document.blocks],
                media_type=document.media_type,
                date=document.date,
                owner=document.owner,
                stored_at=datetime.now(UTC).isoformat(timespec="seconds"),
                source_sha256=document.source_sha256,
                fidelity=document.fidelity.as_row(),
            )
        )
        self._put_pages(document, number)
        if source.original is not None:
            self._put_original(document.source_sha256, source.original)
        self.put_passages(doc_id, number, cut)
        self._connection.execute(delete(documents).where(documents.c.doc_id == doc_id))
        self._connection.execute(
            insert(documents).values(
                doc_id=doc_id,
                version=number,
                root=source.root,
                source_sha256=document.source_sha256,
                size=source.size,
                stamp=source.stamp,
                carrier=source.carrier,
            )
        )
        self.forget_failure(doc_id)
        return number

    def _put_pages(self, document: Document, version: int) -> None:
        rows = [
            {
                "doc_id": document.doc_id,
                "version": version,
                "number": page.number,
                "width": page.width,
                "height": page.height,
                "words": zlib.compress(page.words),
            }
            for page in document.printed
        ]
        if rows:
            self._connection.execute(insert(printed_pages), rows)

    def _put_original(self, digest: str, data: bytes) -> None:
        held = self._connection.execute(select(originals.c.sha256).where(originals.c.sha256 == digest)).scalar()
        if held is None:
            self._connection.execute(insert(originals).values(sha256=digest, data=data))

    def put_passages(self, doc_id: str, version: int, cut: Sequence[tuple[Passage, str]]) -> None:
        """Replace the passages of a document."""
        self._connection.execute(delete(passages).where(passages.c.doc_id == doc_id))
        rows = [
            {
                "doc_id": doc_id,
                "version": version,
                "start": passage.span.start,
                "end": passage.span.end,
                "context": passage.context,
                "heading_path": list(passage.heading_path),
                "page": passage.page,
                "sentences": [[span.start, span.end] for span in passage.sentences],
                "vector_key": key,
            }
            for passage, key in cut
        ]
        if rows:
            self._connection.execute(insert(passages), rows)

    def put_vectors(self, encoded: Mapping[str, tuple[Vector, Matrix]]) -> None:
        """Store vectors by key."""
        rows = [
            {"key": key, "passage": vectors_to_bytes(own[None, :]), "sentences": vectors_to_bytes(sentences)}
            for key, (own, sentences) in sorted(encoded.items())
        ]
        if rows:
            self._connection.execute(insert(vectors), rows)

    def touch(self, doc_id: str, source: Source, source_sha256: str) -> None:
        """Note that a source was looked at again and says the same."""
        self._connection.execute(
            update(documents)
            .where(documents.c.doc_id == doc_id)
            .values(root=source.root, size=source.size, stamp=source.stamp, source_sha256=source_sha256)
        )
        live = select(documents.c.version).where(documents.c.doc_id == doc_id).scalar_subquery()
        self._connection.execute(
            update(versions)
            .where((versions.c.doc_id == doc_id) & (versions.c.version == live))
            .values(source_sha256=source_sha256)
        )
        self.forget_failure(doc_id)

    def refresh(self, document: Document, source: Source) -> None:
        """Note that a source was read again and says the same, with what does not show in its words: pages, fidelity, bytes."""
        doc_id = document.doc_id
        self.touch(doc_id, source, document.source_sha256)
        live = select(documents.c.version).where(documents.c.doc_id == doc_id).scalar_subquery()
        is_live = (versions.c.doc_id == doc_id) & (versions.c.version == live)
        number, known = self._connection.execute(select(versions.c.version, versions.c.fidelity).where(is_live)).one()
        # Its passages are not cut again.
        fidelity = replace(document.fidelity, truncated_tokens=(known or {}).get("truncated_tokens", 0))
        self._connection.execute(update(versions).where(is_live).values(fidelity=fidelity.as_row()))
        self._connection.execute(
            delete(printed_pages).where((printed_pages.c.doc_id == doc_id) & (printed_pages.c.version == number))
        )
        self._put_pages(document, number)
        if source.original is not None:
            self._put_original(document.source_sha256, source.original)

    def drop_carried(self, carrier: str, kept: Collection[str]) -> list[str]:
        """Delete what a document carried before and carries no more, and return the names."""
        dropped = [name for name in self._carried_by(carrier) if name not in kept]
        for name in dropped:
            self.remove_document(name)
        return dropped

    def remove_document(self, doc_id: str) -> None:
        """Delete a document with every version of its text, and what it carries: they stop answering with this commit."""
        for name in (doc_id, *self._carried_by(doc_id)):
            for table in (passages, documents, printed_pages, versions, failures):
                self._connection.execute(delete(table).where(table.c.doc_id == name))

    def _carried_by(self, doc_id: str) -> list[str]:
        return list(self._connection.execute(select(documents.c.doc_id).where(documents.c.carrier == doc_id)).scalars())

    def rename_document(self, old: str, new: str) -> None:
        """Give a document another name, and what it carries: they keep their versions and go on answering.

        Citations of the old name are followed. The source is read again at the next look: its stamp is emptied.
        """
        for carried in self._carried_by(old):
            self.rename_document(carried, new + carried.removeprefix(old))
            moved = documents.c.doc_id == new + carried.removeprefix(old)
            self._connection.execute(update(documents).where(moved).values(carrier=new))
        self._connection.execute(delete(renames).where(renames.c.old.in_([old, new])))
        columns = [column for column in versions.c if column.name != "doc_id"]
        copied = select(literal(new), *columns).where(versions.c.doc_id == old)
        names = ["doc_id", *(column.name for column in columns)]
        self._connection.execute(insert(versions).from_select(names, copied))
        for table in (passages, printed_pages):
            self._connection.execute(update(table).where(table.c.doc_id == old).values(doc_id=new))
        self._connection.execute(update(documents).where(documents.c.doc_id == old).values(doc_id=new, stamp=""))
        self._connection.execute(delete(versions).where(versions.c.doc_id == old))
        self._connection.execute(update(renames).where(renames.c.new == old).values(new=new))
        self._connection.execute(insert(renames).values(old=old, new=new))

    def remove_orphans(self) -> None:
        """Delete the vectors that no passage and the originals that no version uses any more."""
        used = select(passages.c.vector_key)
        self._connection.execute(delete(vectors).where(vectors.c.key.not_in(used)))
        self._connection.execute(delete(originals).where(originals.c.sha256.not_in(select(versions.c.source_sha256))))

    def remove_all_passages(self) -> None:
        """Delete all passages and vectors; the texts stay. The first step of building them anew."""
        self._connection.execute(delete(passages))
        self._connection.execute(delete(vectors))

    def note_failure(self, doc_id: str, root: str, message: str, hint: str, stamp: str = "") -> None:
        """Remember why a source could not be read."""
        self.forget_failure(doc_id)
        self._connection.execute(insert(failures).values(doc_id=doc_id, root=root, message=message, hint=hint, stamp=stamp))

    def forget_failure(self, doc_id: str) -> None:
        """Forget that a source could not be read."""
        self._connection.execute(delete(failures).where(failures.c.doc_id == doc_id))
