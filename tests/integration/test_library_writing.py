"""Writing to a library: all or nothing, one at a time, never while a reader waits."""

from __future__ import annotations

import pytest

from fakes import Desk
from quoth.errors import LibraryBusyError
from quoth.library import Library
from quoth.library.writing import Source
from quoth.reading.documents import read_bytes
from quoth.types import Document

_SOURCE = Source(root="upload:", size=1)


def _document(text: str = "A CRO runs trials.") -> Document:
    return read_bytes(text.encode(), doc_id="a.txt", uri="upload:a.txt")


def test_failed_transaction_leaves_nothing(desk: Desk) -> None:
    """An error in the middle must undo everything of its transaction."""
    with pytest.raises(ValueError, match="in the middle"), desk.library.writing() as writer:  # noqa: PT012 - the block is what fails
        writer.put_document(_document(), _SOURCE, [])
        writer.raise_generation()
        raise ValueError("in the middle")
    with desk.library.reading() as snapshot:
        assert (snapshot.generation(), snapshot.documents()) == (0, ())


def test_snapshot_does_not_change_while_open(desk: Desk) -> None:
    """A reader must see one state from beginning to end, and not wait for the writer."""
    with desk.library.reading() as snapshot:
        before = snapshot.generation()
        with desk.library.writing() as writer:
            writer.put_document(_document(), _SOURCE, [])
            writer.raise_generation()
        assert (snapshot.generation(), snapshot.documents()) == (before, ())
    with desk.library.reading() as snapshot:
        assert (snapshot.generation(), len(snapshot.documents())) == (before + 1, 1)


def test_versions_count_up_and_stay(desk: Desk) -> None:
    """Each put must make the next version; the old text must stay readable and unchanged."""
    for text in ("One fish.", "Two fish."):
        with desk.library.writing() as writer:
            writer.put_document(_document(text), _SOURCE, [])
    with desk.library.reading() as snapshot:
        old, live = snapshot.version("a.txt", 1), snapshot.live_version("a.txt")
        assert old is not None
        assert live is not None
        assert (old.text, live.text, live.version) == ("One fish.", "Two fish.", 2)
        assert snapshot.version("a.txt", 3) is None


def test_second_writer_is_told_to_wait(desk: Desk) -> None:
    """While one holds the lock, another must get LibraryBusyError in time, and the lock once it is free."""
    with Library.open(desk.library.folder) as other:
        with desk.library.lock(1), pytest.raises(LibraryBusyError, match="waited 0 s"), other.lock(0.1):
            pytest.fail("two writers at once")
        with other.lock(1):
            pass


def test_lock_is_freed_by_an_error(desk: Desk) -> None:
    """A writer that fails must not leave the library locked."""
    with pytest.raises(ValueError, match="oops"), desk.library.lock(1):
        raise ValueError("oops")
    with desk.library.lock(0.1):
        pass


def test_patterns_choose_documents(desk: Desk) -> None:
    """`*` and `?` must match names, other marks only themselves, and nothing must match nothing."""
    for name in ("a.txt", "b.txt", "sub/a.txt", "[x].txt"):
        desk.write(name, f"The words of {name} are here.")
    desk.ingest()
    with desk.library.reading() as snapshot:
        assert len(snapshot.numbers_of(["*.txt"])) == 4
        assert len(snapshot.numbers_of(["?.txt"])) == 2
        assert len(snapshot.numbers_of(["sub/*", "a.txt"])) == 2
        assert snapshot.numbers_of(["nothing", ""]) == snapshot.numbers_of([]) == ()


def test_more_names_than_a_statement_takes_are_read(desk: Desk) -> None:
    """Thousands of numbers and keys at once must be split into parts."""
    with desk.library.reading() as snapshot:
        assert snapshot.passages(range(70_000)) == {}
        assert len(snapshot.missing_vectors([str(n) for n in range(70_000)])) == 70_000
