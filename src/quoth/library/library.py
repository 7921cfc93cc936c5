"""The library: one database, one writer at a time, any number of readers that never wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine

from quoth.errors import LibraryBusyError, LibraryMissingError
from quoth.library.notebook import Notebook
from quoth.library.opening import WRITES, bring_up_to_date, open_engine, revision_of, translated
from quoth.library.reading import Snapshot, VersionCache
from quoth.library.writing import Writer


class Library:
    """The database of documents. Open it with `Library.open` or `Library.create`; close it or use `with`."""

    def __init__(self, engine: Engine, folder: Path, where: str) -> None:
        self._engine = engine
        self._folder = folder
        self._versions = VersionCache()
        self.where = where

    @classmethod
    def open(cls, folder: Path, url: str = "") -> Self:
        """Open an existing library.

        Raises:
            LibraryMissingError: There is none; nothing is created.
            LibraryDamagedError, LibraryError: It cannot be read.
        """
        file = folder / "library.db"
        if not url and not file.is_file():
            raise LibraryMissingError(str(file))
        return cls._open(folder, url or f"sqlite:///{file}", must_exist=True)

    @classmethod
    def create(cls, folder: Path, url: str = "") -> Self:
        """Open a library, making it first where there is none."""
        with translated(str(folder)):
            folder.mkdir(parents=True, exist_ok=True)
        return cls._open(folder, url or f"sqlite:///{folder / 'library.db'}", must_exist=False)

    @classmethod
    def _open(cls, folder: Path, url: str, *, must_exist: bool) -> Self:
        where = str(folder / "library.db") if url.startswith("sqlite") else url.rsplit("@", 1)[-1]
        with translated(where):
            engine = open_engine(url)
            try:
                with engine.begin() as connection:
                    if must_exist and revision_of(connection) is None:
                        raise LibraryMissingError(where)  # noqa: TRY301 - the engine must be let go of first
                    bring_up_to_date(connection, where)
            except BaseException:
                engine.dispose()
                raise
        return cls(engine, folder, where)

    @property
    def folder(self) -> Path:
        """Return the folder of the library; the indexes are kept in it."""
        return self._folder

    @property
    def engine(self) -> Engine:
        """Return the engine; for this room alone."""
        return self._engine

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """Open one unchanging view of the library."""
        with self._view() as connection:
            yield Snapshot(connection, self._versions)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Open one transaction. It is kept whole if the block ends well, and undone whole otherwise."""
        with self._transaction() as connection:
            yield Writer(connection)

    @contextmanager
    def noting(self) -> Iterator[Notebook]:
        """Open one transaction on what no answer depends on: the question log and feedback.

        It needs no lock and raises no generation: it may come between two transactions of an ingest, and waits for one at most.
        """
        with self._transaction() as connection:
            yield Notebook(connection)

    @contextmanager
    def notes(self) -> Iterator[Notebook]:
        """Open the question log and feedback for reading."""
        with self._view() as connection:
            yield Notebook(connection)

    @contextmanager
    def _view(self) -> Iterator[Connection]:
        with translated(self.where), self._engine.connect() as connection:
            if connection.dialect.name != "sqlite":  # whose transactions are such views by themselves
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with translated(self.where), self._engine.connect() as connection:
            connection.execution_options(**{WRITES: True})
            with connection.begin():
                yield connection

    @contextmanager
    def lock(self, timeout_s: float) -> Iterator[None]:
        """Be the only writer for a while, in this process and all others.

        Raises:
            LibraryBusyError: Another writer did not finish in time.
        """
        with translated(self.where):
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._folder / "writer.lock", timeout=timeout_s)
            try:
                lock.acquire()
            except Timeout as error:
                raise LibraryBusyError(self.where, timeout_s) from error
        try:
            yield
        finally:
            lock.release()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """Return the library itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it."""
        self.close()
