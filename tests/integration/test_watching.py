"""Watching: real folders, real changes, and what the caller is told of them."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from quoth.errors import SourceError
from quoth.reading.sources.watching import find_changes

_QUIET_S = 0.3
_SOON_S = 10.0
# Time for a change to be told by, where none must be: well above the quiet time and two ticks.
_LONG_S = 1.0


class _Watch:
    """A watch that runs in a thread; what it tells is kept in order."""

    def __init__(self, *roots: Path, quiet_s: float = _QUIET_S) -> None:
        self.stop = threading.Event()
        self.told: Queue[frozenset[str]] = Queue()
        self.changes = find_changes([str(root) for root in roots], quiet_s=quiet_s, stop=self.stop)
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        for changed in self.changes:
            self.told.put(changed)

    def next(self) -> frozenset[str]:
        """Return what is told next, and fail if nothing is."""
        return self.told.get(timeout=_SOON_S)

    def is_silent(self) -> bool:
        """Say whether nothing is told for a while."""
        try:
            self.told.get(timeout=_LONG_S)
        except Empty:
            return True
        return False


@pytest.fixture
def watching() -> Iterator[Callable[..., _Watch]]:
    """Return a function that starts to watch; every watch is stopped, and must have ended by itself."""
    watches: list[_Watch] = []

    def start(*roots: Path, quiet_s: float = _QUIET_S) -> _Watch:
        watches.append(_Watch(*roots, quiet_s=quiet_s))
        watches[-1].thread.start()
        return watches[-1]

    yield start
    for watch in watches:
        watch.stop.set()
        watch.thread.join(_SOON_S)
        assert not watch.thread.is_alive()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with three files, one of them below another folder."""
    folder = tmp_path / "docs"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "sub/c.txt"):
        (folder / name).write_text("words")
    return folder


def _replace(file: Path) -> None:
    """Save as editors do: write beside it, then put that in its place."""
    beside = file.with_name(f"{file.name}.tmp")
    beside.write_text("other words")
    beside.replace(file)


def _move_in(folder: Path) -> None:
    outside = folder.parent / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "deep/d.txt").write_text("words")
    outside.rename(folder / "inside")


_CHANGES: dict[str, Callable[[Path], object]] = {
    "create": lambda folder: (folder / "new.txt").write_text("words"),
    "create below": lambda folder: (folder / "sub/new.txt").write_text("words"),
    "change": lambda folder: (folder / "a.txt").write_text("other words"),
    "rename": lambda folder: (folder / "a.txt").rename(folder / "z.txt"),
    "delete": lambda folder: (folder / "sub/c.txt").unlink(),
    "delete folder": lambda folder: shutil.rmtree(folder / "sub"),
    "move in": _move_in,
    "move out": lambda folder: (folder / "sub").rename(folder.parent / "gone"),
    "replace": lambda folder: _replace(folder / "a.txt"),
}


@pytest.mark.parametrize("change", _CHANGES.values(), ids=_CHANGES)
def test_change_is_told_once(folder: Path, watching: Callable[..., _Watch], change: Callable[[Path], object]) -> None:
    """Each kind of change must be told as one change of the root, in the spelling in which the root was given."""
    watch = watching(folder)
    change(folder)
    assert watch.next() == {str(folder)}
    assert watch.is_silent()


def test_change_in_a_folder_made_meanwhile_is_told(folder: Path, watching: Callable[..., _Watch]) -> None:
    """A folder that came later must be watched as the others are."""
    watch = watching(folder)
    _move_in(folder)
    assert watch.next() == {str(folder)}
    (folder / "inside/deep/d.txt").write_text("other words")
    assert watch.next() == {str(folder)}


def test_burst_is_told_once_or_twice(folder: Path, watching: Callable[..., _Watch]) -> None:
    """Two hundred files that arrive together must not be two hundred changes."""
    watch = watching(folder)
    for number in range(200):
        (folder / f"{number}.txt").write_text("words")
    assert watch.next() == {str(folder)}
    assert watch.is_silent() or watch.is_silent()


def test_busy_folder_is_not_starved(folder: Path, watching: Callable[..., _Watch]) -> None:
    """A file that is written to all the time must be told before it comes to rest, and not at once."""
    watch = watching(folder)
    started = time.monotonic()
    while watch.told.empty() and time.monotonic() - started < _SOON_S:
        with (folder / "a.txt").open("a") as file:
            file.write("more ")
        time.sleep(0.02)
    assert _QUIET_S * 9 < time.monotonic() - started < _SOON_S


@pytest.mark.parametrize("name", [".hidden", "~$a.docx", "a.txt.tmp", ".git/config"])
def test_hidden_and_temporary_files_do_not_count(folder: Path, watching: Callable[..., _Watch], name: str) -> None:
    """What is never read must not be told."""
    watch = watching(folder)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("words")
    assert watch.is_silent()


def test_links_out_of_the_folder_do_not_count(folder: Path, watching: Callable[..., _Watch]) -> None:
    """What lies behind a link must not be watched, and links in circles must not disturb."""
    outside = folder.parent / "outside"
    outside.mkdir()
    for name, target in (("out", outside), ("up", ".."), ("self", "."), ("circle", "circle")):
        (folder / name).symlink_to(target)
    watch = watching(folder)
    (outside / "a.txt").write_text("words")
    assert watch.is_silent()
    (folder / "a.txt").write_text("other words")
    assert watch.next() == {str(folder)}


def test_file_behind_a_hidden_link_counts(folder: Path, watching: Callable[..., _Watch]) -> None:
    """Where versions are switched by a hidden link, as in mounted volumes, the visible file must be told."""
    for number in (1, 2):
        (folder / f"..{number}").mkdir()
        (folder / f"..{number}/e.txt").write_text(f"words {number}")
    (folder / "..data").symlink_to("..1")
    (folder / "e.txt").symlink_to("..data/e.txt")
    watch = watching(folder)
    (folder / "..next").symlink_to("..2")
    (folder / "..next").rename(folder / "..data")
    assert watch.next() == {str(folder)}


def test_single_file_can_be_watched(folder: Path, watching: Callable[..., _Watch]) -> None:
    """A file named alone must be told when it is written, replaced, or back again; its neighbours must not."""
    file = folder / "a.txt"
    watch = watching(file)
    for change in (lambda: file.write_text("other words"), lambda: _replace(file)):
        change()
        assert watch.next() == {str(file)}
    (folder / "b.txt").write_text("other words")
    file.unlink()
    assert watch.is_silent()
    file.write_text("new words")
    assert watch.next() == {str(file)}


def test_only_the_root_that_changed_is_told(folder: Path, watching: Callable[..., _Watch]) -> None:
    """Of several roots, those that stayed as they were must not be named."""
    other = folder.parent / "other"
    other.mkdir()
    watch = watching(folder, other)
    (other / "a.txt").write_text("words")
    assert watch.next() == {str(other)}


def test_root_that_goes_and_comes_back_is_followed_on(folder: Path, watching: Callable[..., _Watch]) -> None:
    """A folder that is away for a while must be no change; what changed while it was away must be one."""
    watch, away = watching(folder), folder.with_name("away")
    folder.rename(away)
    assert watch.is_silent()
    away.rename(folder)
    assert watch.is_silent()
    folder.rename(away)
    (away / "new.txt").write_text("words")
    time.sleep(_LONG_S)
    away.rename(folder)
    assert watch.next() == {str(folder)}
    (folder / "a.txt").write_text("other words")
    assert watch.next() == {str(folder)}


def test_root_that_is_made_anew_is_followed_on(folder: Path, watching: Callable[..., _Watch]) -> None:
    """Another folder in the place of the old one must be watched like it."""
    watch = watching(folder)
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "a.txt").write_text("new words")
    assert watch.next() == {str(folder)}
    (folder / "a.txt").write_text("newer words")
    assert watch.next() == {str(folder)}


def test_root_that_is_not_there_yet_is_waited_for(folder: Path, watching: Callable[..., _Watch]) -> None:
    """A root that comes later must be told when it comes."""
    later = folder.parent / "later"
    watch = watching(later)
    folder.rename(later)
    assert watch.next() == {str(later)}


def test_changes_are_not_missed_while_the_caller_is_busy(folder: Path) -> None:
    """What changes before the first step, or between two, must be told at the next."""
    stop = threading.Event()
    changes = find_changes([str(folder)], quiet_s=_QUIET_S, stop=stop)
    for text in ("before the first step", "between two"):
        (folder / "a.txt").write_text(text)
        time.sleep(_LONG_S)
        assert next(changes) == {str(folder)}
    stop.set()
    assert list(changes) == []


@pytest.mark.parametrize("has_circle", [False, True])
def test_folder_is_followed_without_notices(
    folder: Path, watching: Callable[..., _Watch], monkeypatch: pytest.MonkeyPatch, *, has_circle: bool
) -> None:
    """Where the system sends no notices, or its stand-in breaks on a link in a circle, changes must still be told."""
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "1")
    if has_circle:
        (folder / "circle").symlink_to("circle")
    watch = watching(folder)
    _replace(folder / "sub/c.txt")
    assert watch.next() == {str(folder)}
    assert watch.is_silent()


def test_watch_ends_when_told(folder: Path) -> None:
    """A watch that was told to stop must end within a moment, also before its first step."""
    stop = threading.Event()
    stop.set()
    started = time.monotonic()
    assert list(find_changes([str(folder)], quiet_s=60, stop=stop)) == []
    assert time.monotonic() - started < 1


def test_url_cannot_be_watched() -> None:
    """A URL must be refused before the watch begins; one that names a path of this machine must not."""
    with pytest.raises(SourceError, match="s3://bucket"):
        find_changes(["s3://bucket/docs"], quiet_s=1)
    find_changes([Path(os.sep, "nowhere").as_uri()], quiet_s=1)
