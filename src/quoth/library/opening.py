"""Open the database: engine, schema, and the border where its exceptions become ours."""

from __future__ import annotations

import errno
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, text
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from quoth.errors import DiskFullError, LibraryBusyError, LibraryDamagedError, LibraryError
from quoth.library.tables import FOLD, REVISION, facts

_BUSY_TIMEOUT_S = 10
# Says of a connection that its transactions write. Several processes may: each takes SQLite's write lock as it begins, and waits
# for it. A transaction that only finds out later that it writes is refused at once if another has written meanwhile.
WRITES = "quoth_writes"


def open_engine(url: str) -> Engine:
    """Return an engine. SQLite runs in WAL mode, so that readers never wait for the writer.

    Raises:
        LibraryError: The driver that the URL names is not installed.
    """
    is_file = url.startswith("sqlite")
    try:
        engine = create_engine(url, connect_args={"timeout": _BUSY_TIMEOUT_S} if is_file else {}, pool_pre_ping=not is_file)
    except ModuleNotFoundError as error:
        raise LibraryError(
            f"The driver {error.name}, which QUOTH_LIBRARY__URL names, is not installed.",
            "Run `pip install 'quoth[postgresql]'`.",
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    connection.isolation_level = None  # we say BEGIN ourselves: the driver's implicit one breaks snapshots
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function(FOLD, 1, _fold, deterministic=True)


def _fold(text: str | None) -> str | None:
    """Return a text in which case makes no difference, in any script."""
    return None if text is None else text.casefold()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Turn what the database or the disk says into our errors.

    Raises:
        DiskFullError, LibraryBusyError, LibraryDamagedError, LibraryError: as fits.
    """
    try:
        yield
    except DBAPIError as error:
        raise _translate(error, where) from error
    except SQLAlchemyError as error:
        raise LibraryError(f"Library {where}: {error}.", "Check QUOTH_LIBRARY__URL.") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFullError(where) from error
        raise LibraryError(
            f"Library {where} cannot be opened: {error.strerror}.", "Check the folder and its permissions."
        ) from error


def _translate(error: DBAPIError, where: str) -> LibraryError:
    said = str(error.orig).lower()
    if any(words in said for words in ("disk is full", "disk i/o error", "no space left")):
        return DiskFullError(where)
    if "sqlite" in type(error.orig).__module__:
        return _of_a_file(error, said, where)
    if error.connection_invalidated or isinstance(error, (OperationalError, InterfaceError)):
        return LibraryError(
            f"Library {where} cannot be reached: {error.orig}.", "Check that its database runs, and QUOTH_LIBRARY__URL."
        )
    return LibraryError(f"Library {where}: {error.orig}.", "Check QUOTH_LIBRARY__URL and what its user may do.")


def _of_a_file(error: DBAPIError, said: str, where: str) -> LibraryError:
    if "locked" in said:
        return LibraryBusyError(where, _BUSY_TIMEOUT_S)
    if "readonly" in said or "unable to open" in said:
        return LibraryError(f"Library {where} cannot be written: {error.orig}.", "Check the folder and its permissions.")
    if isinstance(error, DatabaseError):
        return LibraryDamagedError(where, str(error.orig))
    return LibraryError(f"Library {where}: {error.orig}.", "Check QUOTH_LIBRARY__URL.")


def revision_of(connection: Connection) -> str | None:
    """Return the schema's revision, or None for a database without tables of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def bring_up_to_date(connection: Connection, where: str) -> None:
    """Create or migrate the schema.

    Raises:
        LibraryError: The library was made by a newer Quoth.
    """
    found = revision_of(connection)
    if found == REVISION:
        return
    if found is not None and found > REVISION:
        raise LibraryError(
            f"Library {where} was made by a newer Quoth (schema {found}; this one knows {REVISION}).", "Upgrade Quoth."
        )
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if found is None:
        # Tells this library from another one that once stood in the same folder, whose index files may still be there.
        connection.execute(insert(facts).values(name="library_id", value=uuid.uuid4().hex))
