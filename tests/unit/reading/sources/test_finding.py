"""Finding: which files are sources, what they are called, what is refused, and that nothing else is touched."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from quoth.errors import PathNotFoundError, ReadingError, SettingsError, SourceError
from quoth.reading.sources.finding import Found, find_sources, root_of


def _names(folder: Path, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> list[str]:
    return [found.doc_id for found in find_sources(str(folder), include, exclude)]


def _write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("words")


def _only(where: Path | str) -> Found:
    (found,) = find_sources(str(where))
    return found


def test_files_are_found_below_a_folder_in_order(tmp_path: Path) -> None:
    """Files must be named by their POSIX path below the folder, in order of these names."""
    _write(tmp_path, "b.txt", "a.txt", "sub/deep/c.txt", "sub.txt")
    assert _names(tmp_path) == ["a.txt", "b.txt", "sub.txt", "sub/deep/c.txt"]


def test_found_file_says_where_it_is_and_what_it_holds(tmp_path: Path) -> None:
    """Address, root, size and bytes must be those of the file."""
    _write(tmp_path, "a b#1.txt")
    found = _only(tmp_path)
    assert (found.uri, found.root) == ((tmp_path / "a b#1.txt").as_uri(), tmp_path.as_uri())
    assert (found.path, found.size, found.read(5)) == (tmp_path / "a b#1.txt", 5, b"words")


def test_file_named_alone_is_its_own_root(tmp_path: Path) -> None:
    """A single file must be called by its own name, be it hidden or not, whatever the patterns say."""
    _write(tmp_path, "sub/.a.txt")
    (found,) = find_sources(str(tmp_path / "sub/.a.txt"), ["*.pdf"], ["*.txt"])
    assert (found.doc_id, found.root) == (".a.txt", found.uri)


@pytest.mark.parametrize(
    "name",
    [
        ".hidden",
        ".git/config",
        "a/.b/c.txt",
        "~$draft.docx",
        "a.txt~",
        "a.tmp",
        "a.PART",
        "a.crdownload",
        ".a.swp",
        "Thumbs.db",
        "desktop.ini",
        "lost+found/a.txt",
        "__MACOSX/a.txt",
    ],
)
def test_temporary_and_hidden_files_are_passed_over(tmp_path: Path, name: str) -> None:
    """What editors, downloads, systems and version control leave behind must not be read."""
    _write(tmp_path, name)
    assert _names(tmp_path) == []


def test_folder_in_a_hidden_folder_can_be_named(tmp_path: Path) -> None:
    """Only what is below the root may be passed over for its name."""
    _write(tmp_path, ".private/docs/a.txt")
    assert _names(tmp_path / ".private/docs") == ["a.txt"]


def test_links_are_followed_only_to_files_inside_the_folder(tmp_path: Path) -> None:
    """A link out of the folder, into nothing, in a circle or to a folder must be passed over."""
    inside = tmp_path / "in"
    _write(tmp_path, "secret.txt", "in-between/b.txt", "in/a.txt", "in/sub/c.txt")
    for name, target in (
        ("alias", "a.txt"),
        ("out", "../secret.txt"),
        ("like", "../in-between/b.txt"),
        ("dangling", "nowhere"),
        ("circle", "circle"),
        ("up", ".."),
        ("self", "."),
        ("twice", "sub"),
    ):
        (inside / name).symlink_to(target)
    assert _names(inside) == ["a.txt", "alias", "sub/c.txt"]


def test_folder_named_by_a_link_is_walked(tmp_path: Path) -> None:
    """A link that the person names must be followed, and both names must be one root."""
    _write(tmp_path, "v1/a.txt")
    (tmp_path / "docs").symlink_to("v1")
    assert _names(tmp_path / "docs") == ["a.txt"]
    assert root_of(str(tmp_path / "docs")) == root_of(str(tmp_path / "v1")) == _only(tmp_path / "docs").root


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_special_files_are_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pipes and sockets must be neither listed nor opened: reading them would wait for ever."""
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        assert _names(tmp_path) == []
    with pytest.raises(SourceError, match="neither a file nor a folder"):
        find_sources(str(tmp_path / "pipe"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_file_that_became_a_pipe_does_not_hang(tmp_path: Path) -> None:
    """A file replaced by a pipe after it was found must be a reading error at once."""
    _write(tmp_path, "a.txt")
    found = _only(tmp_path)
    (tmp_path / "a.txt").unlink()
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(ReadingError, match="no file any more"):
        found.read(1000)


@pytest.mark.skipif(sys.platform == "darwin", reason="this file system takes only UTF-8 names")
def test_name_that_is_no_text_can_be_stored(tmp_path: Path) -> None:
    """A file name of arbitrary bytes must become a name that a database can hold and a terminal can show."""
    for name in (b"caf\xe9.txt", b"two\nlines\x1b.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("words")
    assert _names(tmp_path) == ["caf\\xe9.txt", "two\\x0alines\\x1b.txt"]
    assert [found.read(9) for found in find_sources(str(tmp_path))] == [b"words", b"words"]


@pytest.mark.parametrize("where", ["nowhere", "", "nul\0byte", "a.txt/b", "file:///nowhere/at/all"])
def test_path_that_is_not_there_is_an_error(elsewhere: Path, where: str) -> None:
    """Nothing at the path must be an error that names it."""
    _write(elsewhere, "a.txt")
    with pytest.raises(PathNotFoundError) as missing:
        find_sources(where)
    assert str(missing.value.path) in where


def test_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    """The message must hold both sizes and the setting; what the library holds of the file must stand."""
    (tmp_path / "a.txt").write_text("x" * 2000)
    with pytest.raises(ReadingError, match=r"2,000 bytes.*1,000.*QUOTH_READING__MAX_BYTES") as refused:
        _only(tmp_path).read(1000)
    assert not refused.value.has_lost_its_text
    assert len(_only(tmp_path).read(2000)) == 2000


def test_file_that_grew_is_read_whole_or_refused(tmp_path: Path) -> None:
    """A file that became larger after it was found must be held to the same limit."""
    _write(tmp_path, "a.txt")
    found = _only(tmp_path)
    (tmp_path / "a.txt").write_text("x" * 2000)
    assert len(found.read(2000)) == 2000
    with pytest.raises(ReadingError, match="more than 1,000 bytes"):
        found.read(1000)


def test_file_that_vanished_is_refused(tmp_path: Path) -> None:
    """A file deleted after it was found must be a reading error that keeps its text."""
    _write(tmp_path, "a.txt")
    found = _only(tmp_path)
    (tmp_path / "a.txt").unlink()
    with pytest.raises(ReadingError, match="cannot be opened") as refused:
        found.read(1000)
    assert not refused.value.has_lost_its_text


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to the superuser")
def test_folder_that_is_closed_is_found_and_cannot_be_read(tmp_path: Path) -> None:
    """What is in a closed folder is unknown, not gone: the folder must be listed, and say why."""
    _write(tmp_path, "a.txt", "closed/b.txt")
    (tmp_path / "closed").chmod(0)
    try:
        found = find_sources(str(tmp_path))
        assert [item.doc_id for item in found] == ["a.txt", "closed/"]
        with pytest.raises(ReadingError, match="Permission denied"):
            found[1].read(1000)
        with pytest.raises(SourceError, match="Permission denied"):
            find_sources(str(tmp_path / "closed"))
    finally:
        (tmp_path / "closed").chmod(0o700)


def _replace(file: Path) -> None:
    os.utime(file, ns=(1, 1))
    other = file.with_name("other")
    other.write_text("other")
    os.utime(other, ns=(1, 1))
    other.replace(file)


def test_stamp_differs_when_the_content_may(tmp_path: Path) -> None:
    """Another file of the same size and time in its place must have another stamp; an untouched one must not."""
    _write(tmp_path, "a.txt")
    first = _only(tmp_path)
    assert _only(tmp_path) == first
    _replace(tmp_path / "a.txt")
    second = _only(tmp_path)
    assert second.size == first.size
    assert second.stamp != first.stamp


_TREE = ("a.pdf", "b.txt", "drafts/c.pdf", "drafts/old/d.txt", "sub/drafts/e.pdf", "sub/F.PDF")


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        (["*.pdf"], [], ["a.pdf", "drafts/c.pdf", "sub/F.PDF", "sub/drafts/e.pdf"]),
        (["/*.pdf"], [], ["a.pdf"]),
        (["*.{pdf,txt}"], ["*.PDF"], ["b.txt", "drafts/old/d.txt"]),
        ([], ["drafts/**"], ["a.pdf", "b.txt", "sub/F.PDF", "sub/drafts/e.pdf"]),
        ([], ["drafts"], ["a.pdf", "b.txt", "sub/F.PDF"]),
        ([], ["drafts/"], ["a.pdf", "b.txt", "sub/F.PDF"]),
        ([], ["/Drafts"], ["a.pdf", "b.txt", "sub/F.PDF", "sub/drafts/e.pdf"]),
        ([], ["sub/*.pdf"], ["a.pdf", "b.txt", "drafts/c.pdf", "drafts/old/d.txt", "sub/drafts/e.pdf"]),
        (["sub", "b.txt"], ["**/e.pdf"], ["b.txt", "sub/F.PDF"]),
        (["", " "], [""], ["a.pdf", "b.txt", "drafts/c.pdf", "drafts/old/d.txt", "sub/F.PDF", "sub/drafts/e.pdf"]),
        (["*.docx"], [], []),
    ],
)
def test_patterns_choose_files(tmp_path: Path, include: list[str], exclude: list[str], expected: list[str]) -> None:
    """Patterns must mean what they mean in a `.gitignore`, whatever the case, and exclude must win."""
    _write(tmp_path, *_TREE)
    assert _names(tmp_path, include, exclude) == expected


def test_pattern_that_means_too_much_is_refused(tmp_path: Path) -> None:
    """A pattern that stands for very many must be an error that shows it, not a long wait."""
    with pytest.raises(SettingsError, match=r"\{1\.\.100000\}"):
        find_sources(str(tmp_path), ["{1..100000}"])


def test_file_url_is_a_path(tmp_path: Path) -> None:
    """`file://` must name the same sources as the path, escapes resolved."""
    _write(tmp_path, "a folder/a.txt")
    folder = tmp_path / "a folder"
    assert find_sources(folder.as_uri()) == find_sources(str(folder))
    assert root_of(folder.as_uri()) == root_of(str(folder)) == folder.as_uri()
    with pytest.raises(SourceError, match="no place on this machine"):
        find_sources("file://server/share")


def test_library_in_the_folder_is_no_source(tmp_path: Path) -> None:
    """The files of a library inside the folder must be passed over, what lies beside them not."""
    for name in (
        "a.md",
        "index/library.db",
        "index/library.db-wal",
        "index/writer.lock",
        "index/lexical-3/x.txt",
        "index/notes.md",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("words")
    assert [found.doc_id for found in find_sources(str(tmp_path))] == ["a.md", "index/notes.md"]
