"""Views: caches of the library, never trusted, always in step."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from fakes import Desk
from quoth.errors import LibraryError
from quoth.index import Views
from quoth.index.views import View
from quoth.library import Library
from quoth.types import Hit

_WORDS = ("fee", "batch", "audit", "sponsor", "supplier", "trial", "rule")
Found = dict[str, tuple[tuple[Hit, ...], tuple[Hit, ...]]]


def _text(number: int) -> str:
    words = [_WORDS[(number * step) % len(_WORDS)] for step in range(1, 5)]
    return f"A {words[3]} reference standard ({words[3][0].upper()}RS) for {words[1]}-{words[2]}. The {words[0]} of the {words[1]} is here. Each {words[2]} has its {words[3]}."


def _write(desk: Desk, first: int, last: int) -> None:
    for number in range(first, last):
        desk.write(f"{number:03}.txt", _text(number))


def _delete(paths: Iterable[Path]) -> None:
    for path in list(paths):
        path.unlink()


def _view(desk: Desk, folder: Path | None = None) -> View:
    with desk.library.reading() as snapshot:
        return Views(folder or desk.library.folder, desk.encoder.dim).at(snapshot)


def _search(desk: Desk, view: View) -> Found:
    """Return what both indexes find for a number of questions, at a depth that falls among equals."""
    questions = [*_WORDS, "fee of the batch", "audit supplier trial"]
    return {
        q: (view.lexical.search(view.lexical.terms(q), 5), view.dense.search(desk.encoder.encode_query(q), 5))
        for q in questions
    }


def _rebuilt(desk: Desk) -> Found:
    """Return what views built from nothing find."""
    folder = desk.folder.parent / "fresh"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return _search(desk, _view(desk, folder))


def test_views_of_an_empty_library_find_nothing(desk: Desk) -> None:
    """Before the first document every search must be empty."""
    assert set(_search(desk, _view(desk)).values()) == {((), ())}


@pytest.mark.parametrize("is_same_process", [True, False])
def test_caught_up_views_equal_rebuilt_ones(desk: Desk, caplog: pytest.LogCaptureFixture, is_same_process: bool) -> None:
    """After additions, changes and deletions the views must find exactly what views from nothing find, score by score."""
    lasting = Views(desk.library.folder, desk.encoder.dim)
    steps: list[Callable[[], object]] = [
        lambda: _write(desk, 0, 30),
        lambda: _write(desk, 30, 70),
        lambda: desk.write("003.txt", "The fee changed."),
        lambda: _delete(desk.folder / f"{number:03}.txt" for number in range(10, 20)),
        lambda: _write(desk, 15, 18),
        lambda: _delete(desk.folder.iterdir()),
        lambda: _write(desk, 0, 5),
    ]
    for step in steps:
        step()
        desk.ingest()
        with desk.library.reading() as snapshot:
            view = lasting.at(snapshot) if is_same_process else _view(desk)
            assert view.generation == snapshot.generation()
            assert sorted(view.dense.numbers()) == snapshot.passage_numbers()
        assert _search(desk, view) == _rebuilt(desk)
        assert (desk.library.folder / "words.json").read_bytes() == (desk.folder.parent / "fresh" / "words.json").read_bytes()
    assert caplog.records == []


def test_views_in_step_are_loaded_not_built(desk: Desk) -> None:
    """A second process must read the files as they are: nothing may be written again."""
    _write(desk, 0, 5)
    desk.ingest()
    _view(desk)
    before = {path: path.stat().st_mtime_ns for path in desk.library.folder.rglob("*") if path.suffix != ".lock"}
    _view(desk)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def _overwrite(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def _lexical(folder: Path) -> list[Path]:
    return sorted(path for path in next(folder.glob("lexical-*")).iterdir() if path.suffix != ".lock")


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: _overwrite(folder / "dense.faiss"),
        lambda folder: (folder / "dense.faiss").write_bytes(b""),
        lambda folder: _overwrite(folder / "words.json"),
        lambda folder: (folder / "views.json").write_text("{broken"),
        lambda folder: (folder / "views.json").write_bytes(b"\xff\x00"),
        lambda folder: (folder / "views.json").write_text("[]"),
        lambda folder: (folder / "views.json").write_text('{"generation": 1}'),
        lambda folder: _overwrite(_lexical(folder)[-1]),
        lambda folder: [path.write_bytes(b"") for path in _lexical(folder)],
        lambda folder: _lexical(folder)[0].unlink(),
        lambda folder: (_lexical(folder)[0].parent / "stray").write_text("x"),
    ],
)
def test_damaged_files_are_built_anew(desk: Desk, caplog: pytest.LogCaptureFixture, damage: Callable[[Path], object]) -> None:
    """Whatever is damaged must be noticed, named in a warning, and built anew to find the same."""
    _write(desk, 0, 20)
    desk.ingest()
    before = _search(desk, _view(desk))
    damage(desk.library.folder)
    with caplog.at_level(logging.WARNING):
        assert _search(desk, _view(desk)) == before
    assert "building them anew" in caplog.text
    caplog.clear()
    assert _search(desk, _view(desk)) == before
    assert caplog.text == ""


@pytest.mark.parametrize("name", ["dense.faiss", "views.json", "words.json", "lexical-*"])
def test_missing_files_are_built_anew(desk: Desk, name: str) -> None:
    """Index files may be deleted at will."""
    _write(desk, 0, 20)
    desk.ingest()
    before = _search(desk, _view(desk))
    for path in desk.library.folder.glob(name):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert _search(desk, _view(desk)) == before


def test_files_of_another_library_are_not_used(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """A library built anew in the same folder, of the same generation, must not be searched with the old one's files."""
    _write(desk, 0, 20)
    desk.ingest()
    _view(desk)
    desk.library.close()
    for path in desk.library.folder.glob("library.db*"):
        path.unlink()
    _write(desk, 20, 40)
    for number in range(20):
        (desk.folder / f"{number:03}.txt").unlink()
    with Library.create(desk.library.folder) as library:
        anew = Desk(library=library, encoder=desk.encoder, settings=desk.settings, folder=desk.folder)
        assert anew.ingest().generation == 1
        assert _search(anew, _view(anew)) == _rebuilt(anew)
    assert "another library" in caplog.text


def test_files_newer_than_the_library_are_not_used(desk: Desk) -> None:
    """After a library is restored from a backup, files of its lost future must be built anew."""
    _write(desk, 0, 10)
    desk.ingest()
    desk.library.close()
    backup = (desk.library.folder / "library.db").read_bytes()
    _write(desk, 10, 20)
    desk.ingest()
    _view(desk)
    desk.library.close()
    (desk.library.folder / "library.db").write_bytes(backup)
    assert _search(desk, _view(desk)) == _rebuilt(desk)


def test_interrupted_update_is_noticed(desk: Desk) -> None:
    """A process killed after writing one index and before the stamp must leave files that are built anew."""
    _write(desk, 0, 10)
    desk.ingest()
    _view(desk)
    stamp = (desk.library.folder / "views.json").read_bytes()
    _write(desk, 10, 20)
    desk.ingest()
    _view(desk)
    (desk.library.folder / "views.json").write_bytes(stamp)
    assert _search(desk, _view(desk)) == _rebuilt(desk)


def test_old_view_lives_on_while_a_new_one_is_made(desk: Desk) -> None:
    """A view in use must find what it found, though another process has moved on and removed its files."""
    _write(desk, 0, 10)
    desk.ingest()
    old = _view(desk)
    before = _search(desk, old)
    for path in desk.folder.iterdir():
        path.unlink()
    desk.ingest()
    _view(desk)
    assert _search(desk, old) == before


def test_snapshot_older_than_the_view_is_served(desk: Desk) -> None:
    """A reader with an old snapshot must get a view that is newer, not an error."""
    _write(desk, 0, 5)
    desk.ingest()
    views = Views(desk.library.folder, desk.encoder.dim)
    with desk.library.reading() as old:
        assert views.at(old).generation == 1
        _write(desk, 5, 9)
        desk.ingest()
        with desk.library.reading() as new:
            assert views.at(new).generation == 2
        assert views.at(old).generation == 2


def test_files_that_cannot_be_written_say_why(desk: Desk) -> None:
    """A folder in the place of an index file must be an error of ours that names the folder, not a full disk."""
    _write(desk, 0, 5)
    desk.ingest()
    (desk.library.folder / "dense.faiss").mkdir()
    with pytest.raises(LibraryError, match="cannot be written") as refused:
        _view(desk)
    assert type(refused.value) is LibraryError


def test_stamp_names_generation_and_checksums(desk: Desk) -> None:
    """The stamp must say which library and generation the files are of, and the sha256 of each."""
    _write(desk, 0, 5)
    desk.ingest()
    _view(desk)
    stamp = json.loads((desk.library.folder / "views.json").read_text())
    assert stamp["generation"] == 1
    assert set(stamp["sha256"]) == {"dense.faiss", "words.json", stamp["lexical"]}
    assert len(stamp["library"]) == 32
