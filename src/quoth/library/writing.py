"""Write to the library within one transaction. Every transaction raises the generation by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from quoth.library.rows import block_to_row, vectors_to_bytes
from quoth.library.tables import documents, facts, failures, passages, vectors, versions
from quoth.protocols import Matrix, Vector
from quoth.types import Document, Passage, sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a document's bytes came from and how they looked, to tell later whether they changed."""

    root: str
    size: int
    mtime_ns: int


class Writer:
    """One transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

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
                blocks=[block_to_row(block) for block in document.blocks],
                media_type=document.media_type,
                date=document.date,
                owner=document.owner,
                stored_at=datetime.now(UTC).isoformat(timespec="seconds"),
            )
        )
        self.put_passages(doc_id, number, cut)
        self._connection.execute(delete(documents).where(documents.c.doc_id == doc_id))
        self._connection.execute(
            insert(documents).values(
                doc_id=doc_id,
                version=number,
                root=source.root,
                source_sha256=document.source_sha256,
                size=source.size,
                mtime_ns=source.mtime_ns,
            )
        )
        self.forget_failure(doc_id)
        return number

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
            .values(root=source.root, size=source.size, mtime_ns=source.mtime_ns, source_sha256=source_sha256)
        )
        self.forget_failure(doc_id)

    def remove_document(self, doc_id: str) -> None:
        """Delete a document with every version of its text: it stops answering with this commit."""
        for table in (passages, documents, versions, failures):
            self._connection.execute(delete(table).where(table.c.doc_id == doc_id))

    def remove_orphan_vectors(self) -> None:
        """Delete the vectors that no passage uses any more."""
        used = select(passages.c.vector_key)
        self._connection.execute(delete(vectors).where(vectors.c.key.not_in(used)))

    def remove_all_passages(self) -> None:
        """Delete all passages and vectors; the texts stay. The first step of building them anew."""
        self._connection.execute(delete(passages))
        self._connection.execute(delete(vectors))

    def note_failure(self, doc_id: str, root: str, message: str, hint: str) -> None:
        """Remember why a source could not be read."""
        self.forget_failure(doc_id)
        self._connection.execute(insert(failures).values(doc_id=doc_id, root=root, message=message, hint=hint))

    def forget_failure(self, doc_id: str) -> None:
        """Forget that a source could not be read."""
        self._connection.execute(delete(failures).where(failures.c.doc_id == doc_id))
