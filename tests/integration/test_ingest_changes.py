"""Ingest keeps the library in step with folders: new, changed, unchanged, removed, unreadable."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fakes import SANDBOX, Desk, FakeEncoder
from quoth.errors import PathNotFoundError
from quoth.ingest import ingest, rebuild, remove_document
from quoth.settings import Settings


def test_new_documents_are_stored(desk: Desk) -> None:
    """Each file must be a document with passages, in one generation."""
    desk.write("a.txt", "A CRO runs trials.")
    desk.write("sub/b.md", "# B\n\nA CMO makes drugs.")
    report = desk.ingest()
    assert (report.new, report.failed, report.generation) == (["a.txt", "sub/b.md"], [], 1)
    assert desk.passages() == {"a.txt": ["A CRO runs trials."], "sub/b.md": ["A CMO makes drugs."]}


def test_unchanged_documents_cost_nothing(desk: Desk) -> None:
    """A second ingest must change no generation and encode nothing, also where a file was merely touched."""
    path = desk.write("a.txt", "A CRO runs trials.")
    desk.ingest()
    encoded = desk.encoder.encoded
    os.utime(path, ns=(1, 1))
    report = desk.ingest()
    assert (report.unchanged, report.changed, report.generation, desk.encoder.encoded) == (["a.txt"], [], 1, encoded)


def test_changed_document_answers_in_its_new_words_only(desk: Desk) -> None:
    """A change must make a new version; the old words must be in no passage any more."""
    desk.write("a.txt", "The fee is ten percent. A CRO runs trials.")
    desk.ingest()
    desk.write("a.txt", "The fee is twelve percent. A CRO runs trials.")
    report = desk.ingest()
    assert (report.changed, desk.live("a.txt").version) == (["a.txt"], 2)
    words = " ".join(desk.passages()["a.txt"])
    assert "twelve" in words
    assert "ten percent" not in words


def test_removed_document_leaves_nothing(desk: Desk) -> None:
    """A file gone from the folder must lose its passages, all its versions and its vectors."""
    desk.write("a.txt", "The fee is ten percent.")
    desk.write("b.txt", "A CRO runs trials.")
    desk.ingest()
    (desk.folder / "a.txt").unlink()
    report = desk.ingest()
    assert (report.removed, report.unchanged) == (["a.txt"], ["b.txt"])
    with desk.library.reading() as snapshot:
        assert snapshot.live_version("a.txt") is snapshot.version("a.txt", 1) is None
    assert desk.passages() == {"b.txt": ["A CRO runs trials."]}


def test_removed_and_returned_document_encodes_anew(desk: Desk) -> None:
    """A document that comes back must answer again."""
    desk.write("a.txt", "The fee is ten percent.")
    desk.ingest()
    with desk.library.reading() as snapshot:
        before = snapshot.passage_numbers()
    remove_document(desk.library, "a.txt", desk.settings)
    assert desk.ingest().new == ["a.txt"]
    with desk.library.reading() as snapshot:
        assert not set(snapshot.passage_numbers()) & set(before)


def test_renamed_document_encodes_nothing(desk: Desk) -> None:
    """The same words under another name must use the stored vectors: with nothing to encode the encoder is not asked."""
    path = desk.write("a.txt", "Manual\n\nThe fee is ten percent.")
    desk.ingest()
    encoded = desk.encoder.encoded
    desk.write("b.txt", path.read_text())
    assert desk.ingest().new == ["b.txt"]
    assert desk.encoder.encoded == encoded


def test_document_of_headings_alone_is_stored(desk: Desk) -> None:
    """A document without sentences must be stored without passages, and without an error."""
    desk.write("a.html", "<h1>Nothing but a heading</h1><h2>And another</h2>")
    assert desk.ingest().new == ["a.html"]
    assert desk.passages() == {"a.html": []}


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("empty.txt", b"", "empty"),
        ("program.txt", b"\x7fELF" + bytes(50), "program"),
        ("large.txt", b"word " * 10_000, "50,000 bytes"),
        ("blank.txt", b" \n\n ", "empty"),
    ],
)
def test_unreadable_file_costs_one_line(desk: Desk, name: str, data: bytes, why: str) -> None:
    """A file that cannot be read must be listed with its reason, the others stored, and say so again next time."""
    (desk.folder / name).write_bytes(data)
    (desk.folder / "dangling.txt").symlink_to("nowhere")
    desk.write("a.txt", "A CRO runs trials.")
    settings = Settings(reading={"max_bytes": 20_000})
    for _ in range(2):
        report = ingest(desk.library, desk.encoder, SANDBOX, [desk.folder], settings)
        assert [failed.doc_id for failed in report.failed] == [name]
        assert why in report.failed[0].message
        assert report.generation == 1
    with desk.library.reading() as snapshot:
        assert [failure.doc_id for failure in snapshot.failures()] == [name]
    assert list(desk.passages()) == ["a.txt"]


def test_file_that_is_no_utf8_is_read(desk: Desk) -> None:
    """An old encoding must be recognised, accents and all."""
    (desk.folder / "a.txt").write_bytes(
        "Le caf\u00e9 \u00e0 Gen\u00e8ve co\u00fbte cher. Il est ferm\u00e9 \u00e0 midi.".encode("cp1252")
    )
    desk.ingest()
    assert "caf\u00e9 \u00e0 Gen\u00e8ve co\u00fbte" in desk.live("a.txt").text


def test_file_whose_name_is_no_text_is_read(desk: Desk) -> None:
    """A name of arbitrary bytes must not stop the ingest, and its file must be found unchanged next time."""
    with open(os.fsencode(desk.folder) + b"/\xff.txt", "w", encoding="utf-8") as file:  # noqa: PTH123 - Path takes no bytes
        file.write("A CRO runs trials.")
    assert desk.ingest().new == ["\\xff.txt"]
    assert desk.ingest().unchanged == ["\\xff.txt"]


@pytest.mark.parametrize("data", [b"", b"\x7fELF" + bytes(50)])
def test_file_that_lost_its_text_stops_answering(desk: Desk, data: bytes) -> None:
    """A file overwritten with nothing or a picture must take its old words with it, at once and once."""
    path = desk.write("a.txt", "The fee is ten percent.")
    desk.ingest()
    path.write_bytes(data)
    assert len(desk.ingest().failed) == 1
    assert desk.passages() == {}
    generation = desk.generation()
    desk.ingest()
    assert desk.generation() == generation


def test_file_that_recovers_is_no_failure_any_more(desk: Desk) -> None:
    """Once a file can be read, or is gone, its failure must be forgotten."""
    desk.write("a.txt", "")
    desk.write("b.txt", "")
    assert len(desk.ingest().failed) == 2
    desk.write("a.txt", "A CRO runs trials.")
    (desk.folder / "b.txt").unlink()
    assert desk.ingest().failed == []
    with desk.library.reading() as snapshot:
        assert snapshot.failures() == ()


def test_missing_path_changes_nothing(desk: Desk) -> None:
    """A path that is not there must be an error before anything is done."""
    desk.write("a.txt", "A CRO runs trials.")
    with pytest.raises(PathNotFoundError):
        desk.ingest(desk.folder, desk.folder / "nowhere")
    assert desk.generation() == 0


def test_folder_named_twice_is_read_once(desk: Desk) -> None:
    """A folder given twice, and a file given with its folder, must not become two versions."""
    path = desk.write("a.txt", "A CRO runs trials.")
    assert desk.ingest(desk.folder, desk.folder, path).new == ["a.txt"]
    assert desk.live("a.txt").version == 1


def test_file_named_alone_stays_with_its_folder(desk: Desk) -> None:
    """A file ingested alone after its folder must be taken as the same document, and still be removed with the folder's."""
    path = desk.write("a.txt", "A CRO runs trials.")
    desk.ingest()
    path.write_text("A CRO runs many trials.")
    assert desk.ingest(path).changed == ["a.txt"]
    path.unlink()
    assert desk.ingest().removed == ["a.txt"]


def test_two_sources_of_one_name_are_refused(desk: Desk, tmp_path: Path) -> None:
    """Two folders with a file of the same name must not overwrite each other, in one ingest or in two."""
    desk.write("a.txt", "A CRO runs trials.")
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("A CMO makes drugs.")
    for _ in range(2):
        report = desk.ingest(desk.folder, other)
        assert next(failed.message for failed in report.failed).startswith("its name a.txt is taken by")
    assert desk.passages() == {"a.txt": ["A CRO runs trials."]}


def test_name_is_free_once_its_file_is_gone(desk: Desk, tmp_path: Path) -> None:
    """A file deleted from one folder must not block its name in another."""
    desk.write("a.txt", "A CRO runs trials.").parent.mkdir(exist_ok=True)
    desk.ingest()
    (desk.folder / "a.txt").unlink()
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("A CMO makes drugs.")
    assert desk.ingest(other).failed == []
    assert desk.passages() == {"a.txt": ["A CMO makes drugs."]}


def test_rebuild_gives_the_same_passages(desk: Desk) -> None:
    """Cutting and encoding all stored texts anew must change generation and numbers, no words and no versions."""
    for number in range(5):
        desk.write(f"{number}.md", f"# Rules\n\nRule {number} holds.\n\n## More\n\nIt is short.")
    desk.ingest()
    before = desk.passages()
    generation = rebuild(desk.library, FakeEncoder(), desk.settings)
    assert (desk.passages(), desk.generation()) == (before, generation)
    assert desk.ingest().unchanged == sorted(before)
