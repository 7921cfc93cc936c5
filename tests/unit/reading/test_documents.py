"""Documents: which files are found, what they are called, what is refused."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from quoth.errors import PathNotFoundError, ReadingError
from quoth.reading import find_files, read_file
from quoth.reading.documents import read_bytes


def _names(folder: Path) -> list[str]:
    return [found.doc_id for found in find_files(folder)]


def test_files_are_found_below_a_folder_in_order(tmp_path: Path) -> None:
    """Files must be named by their POSIX path below the folder, in order."""
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt"):
        (tmp_path / name).write_text("x")
    assert _names(tmp_path) == ["a.txt", "b.txt", "sub/c.txt"]


@pytest.mark.parametrize("name", [".hidden", "~$draft.docx", "a.txt~", "a.tmp", "a.PART", ".git/config", "Thumbs.db"])
def test_temporary_and_hidden_files_are_passed_over(tmp_path: Path, name: str) -> None:
    """What editors, downloads and version control leave behind must not be read."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("x")
    assert _names(tmp_path) == []


def test_links_are_followed_only_inside_the_folder(tmp_path: Path) -> None:
    """A link out of the folder, one into nothing and one in a circle must be passed over."""
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("x")
    (inside / "a.txt").write_text("x")
    for name, target in (("alias", "a.txt"), ("out", "../secret.txt"), ("dangling", "nowhere"), ("circle", "circle")):
        (inside / name).symlink_to(target)
    assert _names(inside) == ["a.txt", "alias"]


@pytest.mark.skipif(sys.platform == "darwin", reason="this file system takes only UTF-8 names")
def test_name_that_is_no_text_can_be_stored(tmp_path: Path) -> None:
    """A file name of arbitrary bytes must become a name that a database can hold."""
    with open(os.fsencode(tmp_path) + b"/caf\xe9.txt", "w", encoding="utf-8") as file:  # noqa: PTH123 - Path takes no bytes
        file.write("words")
    assert _names(tmp_path) == ["caf\\xe9.txt"]


def test_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """Nothing at the path must be an error that names it."""
    with pytest.raises(PathNotFoundError, match="nowhere"):
        find_files(tmp_path / "nowhere")


def test_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    """The message must hold both sizes and the setting; what the library holds of the file must stand."""
    (tmp_path / "a.txt").write_text("x" * 2000)
    with pytest.raises(ReadingError, match=r"2,000 bytes.*1,000.*QUOTH_READING__MAX_BYTES") as refused:
        read_file(find_files(tmp_path)[0], 1000)
    assert not refused.value.has_lost_its_text


def test_file_that_vanished_is_refused(tmp_path: Path) -> None:
    """A file deleted after it was found must be a reading error."""
    (tmp_path / "a.txt").write_text("x")
    found = find_files(tmp_path)[0]
    found.path.unlink()
    with pytest.raises(ReadingError, match="cannot be opened"):
        read_file(found, 1000)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\t ", b"*** --- ***", b"<html><body></body></html>"])
def test_document_without_words_is_refused(data: bytes) -> None:
    """A file without a letter must be refused, and its old text must no longer stand."""
    with pytest.raises(ReadingError) as refused:
        read_bytes(data, doc_id="a.txt", uri="file:///a.txt")
    assert refused.value.has_lost_its_text


@pytest.mark.parametrize(
    ("data", "title"),
    [
        ("---\ntitle: Given\n---\n# Heading\n\nwords", "Given"),
        ("---\ntitle: ''\n---\n## Second\n\nwords\n\n# First", "First"),
        ("<title>Page</title><h1>Heading</h1><p>words</p><p>more</p>", "Page"),
        ("words without any heading.", "a"),
    ],
)
def test_title_is_what_the_document_calls_itself(data: str, title: str) -> None:
    """Metadata must come first, then the highest heading, then the name."""
    name = "a.md" if data.startswith("---") else "a.txt"
    assert read_bytes(data.encode(), doc_id=name, uri="file:///a").title == title


def test_metadata_holds_no_unpaired_surrogates() -> None:
    """Escapes in front matter can make characters that no database stores: they must be dropped."""
    document = read_bytes(b'---\nowner: "QA\\ud800"\ntitle: "T\\0"\n---\nwords', doc_id="a.md", uri="file:///a.md")
    assert (document.owner, document.title) == ("QA", "T")
