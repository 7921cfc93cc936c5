"""A full disk: a clear error, and what was stored before is intact."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from fakes import SANDBOX, Desk, FakeEncoder
from quoth.errors import DiskFullError
from quoth.index import Views
from quoth.ingest import ingest
from quoth.library import Library
from quoth.settings import Settings

_TEXT = "The sponsor audits the supplier once a year. "


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=False).returncode:
        pytest.skip("a small file system can be mounted only by root where the machine permits it")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def _write(folder: Path, first: int, last: int) -> None:
    for number in range(first, last):
        text = " ".join(f"Rule {number}.{line} says this. {_TEXT}" for line in range(20))
        (folder / f"{number:04}.txt").write_text(text)


def test_full_disk_is_a_clear_error_and_harms_nothing(desk: Desk, small_disk: Path) -> None:
    """Ingest must stop with DiskFullError; the library must open with what it had, whole, and go on when there is room."""
    _write(desk.folder, 0, 5)
    with Library.create(small_disk / "library") as library:
        ingest(library, FakeEncoder(), SANDBOX, [desk.folder], Settings())
        _write(desk.folder, 5, 400)
        with pytest.raises(DiskFullError, match="Free some space"):
            ingest(library, FakeEncoder(), SANDBOX, [desk.folder], Settings())
    with Library.open(small_disk / "library") as library:
        with library.reading() as snapshot:
            held = {document.doc_id for document in snapshot.documents()}
            assert snapshot.fact("generation") is not None
        assert held >= {f"{number:04}.txt" for number in range(5)}
        subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
        ingest(library, FakeEncoder(), SANDBOX, [desk.folder], Settings())
        with library.reading() as snapshot:
            assert snapshot.count_documents() == 400


def test_full_disk_while_indexing_is_a_clear_error(desk: Desk, small_disk: Path) -> None:
    """Views that find no room must say so, and catch up once there is."""
    _write(desk.folder, 0, 60)
    desk.ingest()
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * (os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize - 20_000))
    views = Views(small_disk, desk.encoder.dim)
    with desk.library.reading() as snapshot:
        with pytest.raises(DiskFullError):
            views.at(snapshot)
        filler.unlink()
        assert views.at(snapshot).lexical.count() == len(snapshot.passage_numbers())


def test_full_database_is_a_clear_error(desk: Desk) -> None:
    """A database at its page limit must raise DiskFullError and keep what it holds."""

    def limit(connection: object, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 64")  # type: ignore[attr-defined] # the driver's own connection

    _write(desk.folder, 0, 30)
    event.listen(Engine, "connect", limit)
    try:
        with Library.create(desk.folder.parent / "tight") as library:
            with pytest.raises(DiskFullError):
                ingest(library, FakeEncoder(), SANDBOX, [desk.folder], Settings())
            with library.reading() as snapshot:
                assert snapshot.documents() == ()
    finally:
        event.remove(Engine, "connect", limit)
    with Library.open(desk.folder.parent / "tight") as library:
        assert len(ingest(library, FakeEncoder(), SANDBOX, [desk.folder], Settings()).new) == 30
