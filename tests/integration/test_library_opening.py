"""Opening a library: what is there, what is not, what is broken."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import quoth.library
from fakes import Desk
from quoth.errors import LibraryDamagedError, LibraryError, LibraryMissingError
from quoth.library import Library
from quoth.library.tables import REVISION, metadata
from quoth.types import Block, Span


def test_library_that_is_missing_is_not_created(tmp_path: Path) -> None:
    """Opening for reading must say that there is none, and create nothing."""
    with pytest.raises(LibraryMissingError, match="quoth ingest"):
        Library.open(tmp_path / "library")
    assert list(tmp_path.iterdir()) == []


def test_library_with_a_file_in_place_of_its_folder_is_missing(tmp_path: Path) -> None:
    """A file where the folder should be must be an error of ours, for readers and writers."""
    (tmp_path / "library").write_text("x")
    with pytest.raises(LibraryMissingError):
        Library.open(tmp_path / "library")
    with pytest.raises(LibraryError, match="cannot be opened"):
        Library.create(tmp_path / "library")


def test_empty_file_is_no_library(tmp_path: Path) -> None:
    """A database of nothing must count as missing."""
    (tmp_path / "library.db").touch()
    with pytest.raises(LibraryMissingError):
        Library.open(tmp_path)


def test_new_library_is_empty_and_opens_again(tmp_path: Path) -> None:
    """A created library must have generation 0 and no documents, and keep its name when opened again."""
    with Library.create(tmp_path) as library, library.reading() as snapshot:
        name = snapshot.fact("library_id")
        assert (snapshot.generation(), snapshot.documents(), snapshot.passage_numbers()) == (0, (), [])
    with Library.create(tmp_path) as library, library.reading() as snapshot:
        assert snapshot.fact("library_id") == name
    with Library.create(tmp_path / "other") as library, library.reading() as snapshot:
        assert snapshot.fact("library_id") != name


@pytest.mark.parametrize("place", [0, 100, 4096])
def test_damaged_library_says_so(desk: Desk, place: int) -> None:
    """A database whose header or first pages are overwritten must be reported as damaged, not as a traceback."""
    desk.write("a.txt", "A CRO runs trials.")
    desk.ingest()
    desk.library.close()
    with (desk.library.folder / "library.db").open("r+b") as file:
        file.seek(place)
        file.write(os.urandom(2000))
    with (
        pytest.raises(LibraryDamagedError, match="backup"),
        Library.open(desk.library.folder) as library,
        library.reading() as snapshot,
    ):
        snapshot.documents()


def test_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    """A text file under the library's name must be reported as damaged."""
    (tmp_path / "library.db").write_text("not a database " * 100)
    with pytest.raises(LibraryDamagedError):
        Library.open(tmp_path)


def test_library_of_a_newer_quoth_is_refused(desk: Desk) -> None:
    """A schema from the future must be refused with both revisions, and left alone."""
    desk.library.close()
    file = desk.library.folder / "library.db"
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(LibraryError, match=rf"9999.*{REVISION}.*Upgrade"):
        Library.open(desk.library.folder)


def test_migrated_schema_equals_the_tables(tmp_path: Path) -> None:
    """Migrations from nothing must end at exactly the tables that the code uses."""
    Library.create(tmp_path).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'library.db'}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata) == []
    engine.dispose()


def test_module_that_is_absent_elsewhere_is_no_matter_of_the_library(tmp_path: Path) -> None:
    """Only the driver's absence is told as such: what fails to be imported while the library is read comes through as it is."""
    with Library.create(tmp_path) as library, pytest.raises(ModuleNotFoundError, match="no_such_module"), library.reading():
        import no_such_module  # type: ignore[import-not-found]  # noqa: F401
    with pytest.raises(LibraryError, match=r"asyncpg.*pip install"):
        Library.create(tmp_path, "postgresql+asyncpg://quoth@127.0.0.1/quoth")


def test_revision_is_the_newest_migration() -> None:
    """The revision that the code expects must be the head of the migrations, and there must be one head."""
    folder = Path(quoth.library.__path__[0]) / "migrations"
    assert ScriptDirectory(str(folder)).get_heads() == [REVISION]


def test_library_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    """A library of the first schema must open with its documents answering, and have every source looked at again."""
    engine = create_engine(f"sqlite:///{tmp_path / 'library.db'}")
    config = Config()
    config.set_main_option("script_location", str(Path(quoth.library.__path__[0]) / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO versions VALUES ('a.txt', 1, 'file:///a.txt', 'A', 'Old words.', 'x',"
            """ '[["paragraph", 0, 10, ["A"], 0, null, null, false]]', 'text/plain', NULL, NULL, '2026-01-01')"""
        )
        connection.exec_driver_sql("INSERT INTO documents VALUES ('a.txt', 1, 'file:///', 'x', 10, 5)")
        connection.exec_driver_sql("INSERT INTO facts VALUES ('generation', '1')")
    engine.dispose()
    with Library.open(tmp_path) as library, library.reading() as snapshot:
        (held,) = snapshot.documents()
        live = snapshot.live_version("a.txt")
    assert (held.stamp, held.carrier, held.fidelity) == ("", None, None)
    assert live is not None
    assert live.blocks == (Block(kind="paragraph", span=Span(0, 10), heading_path=("A",)),)


@pytest.mark.parametrize(
    ("facts", "language"),
    [
        ((("generation", "3"), ("encoder.weights", "x")), "en"),
        ((("generation", "0"),), None),
    ],
)
def test_library_made_before_languages_is_english(
    tmp_path: Path, facts: tuple[tuple[str, str], ...], language: str | None
) -> None:
    """What was built before a language was noted is English, with its generation; an empty library has none yet."""
    engine = create_engine(f"sqlite:///{tmp_path / 'library.db'}")
    config = Config()
    config.set_main_option("script_location", str(Path(quoth.library.__path__[0]) / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        for name, value in facts:
            connection.exec_driver_sql("INSERT INTO facts VALUES (?, ?)", (name, value))
    engine.dispose()
    with Library.open(tmp_path) as library, library.reading() as snapshot:
        assert snapshot.fact("library.language") == language
        assert snapshot.generation() == int(dict(facts)["generation"])
