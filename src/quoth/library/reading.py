"""Read from one snapshot of the library."""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, func, select

from quoth.library.rows import passage_from_row, vectors_from_bytes, version_from_row
from quoth.library.tables import documents, facts, failures, originals, passages, printed_pages, renames, vectors, versions
from quoth.protocols import Matrix
from quoth.types import Fidelity, PrintedPage, StoredPassage, Version

_MOST_CACHED_CHARACTERS: Final = 32_000_000
_T = TypeVar("_T")
_AT_ONCE: Final = 500  # below SQLite's limit of bound variables
_KEY: Final = (
    versions.c.doc_id, versions.c.version, versions.c.text_sha256, versions.c.source_sha256, versions.c.uri, versions.c.stored_at,
)  # fmt: skip
_Key = tuple[Any, ...]


class VersionCache:
    """The versions read last, shared between snapshots and threads.

    The key is all that tells a row from another that once had its number: a document that was deleted and stored anew begins
    again with version 1, and a source whose bytes changed and whose words did not is noted in the row.
    """

    def __init__(self) -> None:
        self._held: OrderedDict[_Key, Version] = OrderedDict()
        self._characters = 0
        self._lock = threading.Lock()

    def get(self, key: _Key) -> Version | None:
        """Return a version, if it is held."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, version: Version) -> None:
        """Hold a version, letting go of the ones used longest ago."""
        with self._lock:
            key = tuple(getattr(version, column.name) for column in _KEY)
            if key not in self._held:
                self._characters += len(version.text)
            self._held[key] = version
            while self._characters > _MOST_CACHED_CHARACTERS and len(self._held) > 1:
                _, old = self._held.popitem(last=False)
                self._characters -= len(old.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A live document, without its text."""

    doc_id: str
    version: int
    title: str
    uri: str
    root: str
    media_type: str
    date: str | None
    owner: str | None
    characters: int
    passages: int
    source_sha256: str
    size: int
    stamp: str
    carrier: str | None
    stored_at: str
    fidelity: Fidelity | None
    text_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFailure:
    """A source that could not be read at the last ingest."""

    doc_id: str
    root: str
    message: str
    hint: str
    stamp: str


class Snapshot:
    """One state of the library, the same for as long as it is open."""

    def __init__(self, connection: Connection, cache: VersionCache) -> None:
        self._connection = connection
        self._cache = cache

    def fact(self, name: str) -> str | None:
        """Return a recorded fact (`encoder.weights`, `chunking.max_tokens`, …)."""
        return self._connection.execute(select(facts.c.value).where(facts.c.name == name)).scalar()

    def generation(self) -> int:
        """Return the commit counter; 0 for a library into which nothing was ever written."""
        return int(self.fact("generation") or 0)

    def count_documents(self) -> int:
        """Return the number of live documents."""
        return self._connection.execute(select(func.count()).select_from(documents)).scalar_one()

    def count_passages(self) -> int:
        """Return the number of passages that can answer."""
        return self._connection.execute(select(func.count()).select_from(passages)).scalar_one()

    def documents(self, *doc_ids: str) -> tuple[StoredDocument, ...]:
        """Return the live documents (or those asked for, at most 500), by `doc_id`."""
        counted = select(func.count()).where(passages.c.doc_id == documents.c.doc_id).scalar_subquery()
        rows = (
            select(
                documents,
                versions.c.title,
                versions.c.uri,
                versions.c.media_type,
                versions.c.date,
                versions.c.owner,
                versions.c.stored_at,
                versions.c.fidelity,
                versions.c.text_sha256,
                func.length(versions.c.text).label("characters"),
                counted.label("passages"),
            )
            .join(versions, (versions.c.doc_id == documents.c.doc_id) & (versions.c.version == documents.c.version))
            .order_by(documents.c.doc_id)
        )
        if doc_ids:
            rows = rows.where(documents.c.doc_id.in_(doc_ids))
        return tuple(_document_from(row._asdict()) for row in self._connection.execute(rows))

    def failures(self, most: int | None = None) -> tuple[StoredFailure, ...]:
        """Return what could not be read at the last ingest, by `doc_id`: all of it, or the first."""
        rows = self._connection.execute(select(failures).order_by(failures.c.doc_id).limit(most))
        return tuple(StoredFailure(**row._asdict()) for row in rows)

    def live_version(self, doc_id: str) -> Version | None:
        """Return the version of a document that answers, or None if the library does not hold it."""
        number = self._connection.execute(select(documents.c.version).where(documents.c.doc_id == doc_id)).scalar()
        return None if number is None else self.version(doc_id, number)

    def version(self, doc_id: str, number: int) -> Version | None:
        """Return one version, live or old, or None."""
        wanted = (versions.c.doc_id == doc_id) & (versions.c.version == number)
        key = self._connection.execute(select(*_KEY).where(wanted)).one_or_none()
        if key is None:
            return None
        if (held := self._cache.get(tuple(key))) is not None:
            return held
        found = version_from_row(self._connection.execute(select(versions).where(wanted)).one())
        self._cache.put(found)
        return found

    def printed_pages(self, doc_id: str, version: int) -> tuple[PrintedPage, ...]:
        """Return where the words of a version stand on its pages; empty where that is not known."""
        rows = self._connection.execute(
            select(printed_pages)
            .where((printed_pages.c.doc_id == doc_id) & (printed_pages.c.version == version))
            .order_by(printed_pages.c.number)
        )
        return tuple(
            PrintedPage(number=row.number, width=row.width, height=row.height, words=zlib.decompress(row.words)) for row in rows
        )

    def original(self, source_sha256: str) -> bytes | None:
        """Return the bytes of a source that lies in no folder, or None."""
        return self._connection.execute(select(originals.c.data).where(originals.c.sha256 == source_sha256)).scalar()

    def renamed(self, doc_id: str) -> str | None:
        """Return what a document is called that was called so before its file was renamed, or None."""
        return self._connection.execute(select(renames.c.new).where(renames.c.old == doc_id)).scalar()

    @property
    def connection(self) -> Connection:
        """Return the connection, for the other modules of this room."""
        return self._connection

    def versions_of(self, stored: Iterable[StoredPassage]) -> dict[tuple[str, int], Version]:
        """Return the versions that hold these passages, by document and number: one look at the database for all that are held."""
        wanted = {(item.doc_id, item.version) for item in stored}
        found: dict[tuple[str, int], Version] = {}
        for part in _parts(sorted({doc_id for doc_id, _ in wanted})):
            for key in self._connection.execute(select(*_KEY).where(versions.c.doc_id.in_(part))).all():
                if (key.doc_id, key.version) in wanted:
                    version = self._cache.get(tuple(key)) or self.version(key.doc_id, key.version)
                    if version is not None:
                        found[key.doc_id, key.version] = version
        return found

    def passage_numbers(self) -> list[int]:
        """Return the numbers of all passages that can answer, ascending."""
        return list(self._connection.execute(select(passages.c.number).order_by(passages.c.number)).scalars())

    def numbers_of(self, doc_ids: Sequence[str]) -> tuple[int, ...]:
        """Return the numbers of the passages of documents whose `doc_id` matches one of the patterns (`*`, `?`)."""
        live = self._connection.execute(select(documents.c.doc_id)).scalars()
        wanted = [doc_id for doc_id in live if any(fnmatchcase(doc_id, pattern) for pattern in doc_ids)]
        found: list[int] = []
        for part in _parts(wanted):
            found.extend(self._connection.execute(select(passages.c.number).where(passages.c.doc_id.in_(part))).scalars())
        return tuple(sorted(found))

    def numbers_in(self, doc_id: str) -> tuple[int, ...]:
        """Return the numbers of the passages of one document."""
        rows = select(passages.c.number).where(passages.c.doc_id == doc_id).order_by(passages.c.number)
        return tuple(self._connection.execute(rows).scalars())

    def passages(self, numbers: Sequence[int]) -> dict[int, StoredPassage]:
        """Return the passages with these numbers; those deleted meanwhile are absent."""
        found: dict[int, StoredPassage] = {}
        for part in _parts(numbers):
            for row in self._connection.execute(select(passages).where(passages.c.number.in_(part))):
                found[row.number] = passage_from_row(row)
        return found

    def passage_vectors(self, numbers: Sequence[int], dim: int) -> Iterator[tuple[list[int], Matrix]]:
        """Yield the passages' own vectors in parts: numbers and `(n, dim) float32`."""
        for part in _parts(numbers):
            rows = self._connection.execute(
                select(passages.c.number, vectors.c.passage)
                .join(vectors, vectors.c.key == passages.c.vector_key)
                .where(passages.c.number.in_(part))
                .order_by(passages.c.number)
            ).all()
            if rows:
                yield [row.number for row in rows], vectors_from_bytes(b"".join(row.passage for row in rows), dim)

    def sentence_vectors(self, numbers: Sequence[int], dim: int) -> dict[int, Matrix]:
        """Return for each passage one row per sentence: `(n_sentences, dim) float32`, unit rows."""
        found: dict[int, Matrix] = {}
        for part in _parts(numbers):
            rows = self._connection.execute(
                select(passages.c.number, vectors.c.sentences)
                .join(vectors, vectors.c.key == passages.c.vector_key)
                .where(passages.c.number.in_(part))
            )
            for row in rows:
                found[row.number] = vectors_from_bytes(row.sentences, dim)
        return found

    def missing_vectors(self, keys: Sequence[str]) -> set[str]:
        """Return which of these vector keys are not stored."""
        held: set[str] = set()
        for part in _parts(keys):
            held.update(self._connection.execute(select(vectors.c.key).where(vectors.c.key.in_(part))).scalars())
        return set(keys) - held


def _document_from(fields: dict[str, Any]) -> StoredDocument:
    fidelity = fields.pop("fidelity")
    return StoredDocument(**fields, fidelity=None if fidelity is None else Fidelity.from_row(fidelity))


def _parts(values: Sequence[_T]) -> Iterator[list[_T]]:
    for start in range(0, len(values), _AT_ONCE):
        yield list(values[start : start + _AT_ONCE])
