"""Ingest follows what becomes of files: renames keep their history, attachments come and go with their mail."""

from __future__ import annotations

import json
import os
from email.message import EmailMessage

import pytest

from fakes import SANDBOX, Desk
from quoth.ingest import ingest
from quoth.library import verify
from quoth.settings import load_settings
from quoth.types import Span, sha256

_RATE = "The agreed rate is nine percent."


def _mail(*attachments: tuple[str, str]) -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "Offer", "Ada <ada@example.org>", "Mon, 02 Mar 2026 10:00:00 +0000"
    mail.set_content("Please find the offer attached.\n")
    for name, text in attachments:
        mail.add_attachment(text.encode(), maintype="text", subtype="plain", filename=name)
    return mail.as_bytes()


def test_renamed_file_keeps_its_history(desk: Desk) -> None:
    """A rename must be one, encode nothing, and lead old citations to the new name."""
    path = desk.write("a.md", f"# Fees\n\n{_RATE}")
    desk.ingest()
    encoded = desk.encoder.encoded
    path.rename(desk.folder / "b.md")
    report = desk.ingest()
    assert (report.renamed, report.new, report.changed, report.removed) == ([("a.md", "b.md")], [], [], [])
    assert desk.encoder.encoded == encoded
    text = desk.live("b.md").text
    start = text.index(_RATE)
    span = Span(start, start + len(_RATE))
    with desk.library.reading() as snapshot:
        found = verify(snapshot, "a.md", 1, span, sha256(text), sha256(_RATE))
        assert snapshot.version("b.md", 1) is not None
    assert (found.standing, found.doc_id, found.start) == ("moved", "b.md", start)


def test_rename_and_change_at_once_is_no_rename(desk: Desk) -> None:
    """A file whose name and bytes both changed must be a new document, and the old one gone."""
    path = desk.write("a.txt", "The fee is ten percent.")
    desk.ingest()
    path.unlink()
    desk.write("b.txt", "The fee is six percent!")
    report = desk.ingest()
    assert (report.renamed, report.new, report.removed) == ([], ["b.txt"], ["a.txt"])


def test_copy_is_no_rename(desk: Desk) -> None:
    """A second file with the same bytes must not take the first one's history while that one is there."""
    desk.write("a.txt", "The fee is ten percent.")
    desk.ingest()
    desk.write("b.txt", "The fee is ten percent.")
    report = desk.ingest()
    assert (report.renamed, report.new, report.removed) == ([], ["b.txt"], [])


def test_rename_there_and_back(desk: Desk) -> None:
    """Names swapped twice must end with the first name answering, and no name leading in a circle."""
    path = desk.write("a.txt", "The fee is ten percent.")
    desk.ingest()
    path.rename(desk.folder / "b.txt")
    desk.ingest()
    (desk.folder / "b.txt").rename(path)
    assert desk.ingest().renamed == [("b.txt", "a.txt")]
    with desk.library.reading() as snapshot:
        text = desk.live("a.txt").text
        found = verify(snapshot, "b.txt", 1, Span(0, len(text)), sha256(text), sha256(text))
    assert (found.standing, found.doc_id) == ("moved", "a.txt")


def test_attachment_is_a_document_of_its_own(desk: Desk) -> None:
    """What a mail carries must answer under the mail's name and its own, and keep its bytes."""
    (desk.folder / "m.eml").write_bytes(_mail(("rates.txt", _RATE)))
    report = desk.ingest()
    assert report.new == ["m.eml", "m.eml/rates.txt"]
    assert desk.passages()["m.eml/rates.txt"] == [_RATE]
    with desk.library.reading() as snapshot:
        (held,) = snapshot.documents("m.eml/rates.txt")
        assert held.carrier == "m.eml"
        assert snapshot.original(held.source_sha256) == _RATE.encode()
    assert desk.ingest().unchanged == ["m.eml", "m.eml/rates.txt"]


def test_attachment_goes_with_its_mail(desk: Desk) -> None:
    """An attachment that a changed mail lacks must stop answering, and all of them when the mail is gone."""
    path = desk.folder / "m.eml"
    path.write_bytes(_mail(("rates.txt", _RATE), ("terms.txt", "The term is two years.")))
    desk.ingest()
    path.write_bytes(_mail(("terms.txt", "The term is two years.")))
    report = desk.ingest()
    assert report.removed == ["m.eml/rates.txt"]
    assert "m.eml/terms.txt" in report.unchanged
    path.unlink()
    desk.ingest()
    assert desk.passages() == {}
    with desk.library.reading() as snapshot:
        assert snapshot.documents() == ()


def test_renamed_mail_takes_its_attachments_along(desk: Desk) -> None:
    """Renaming a mail must rename what it carries."""
    path = desk.folder / "m.eml"
    path.write_bytes(_mail(("rates.txt", _RATE)))
    desk.ingest()
    path.rename(desk.folder / "n.eml")
    assert desk.ingest().renamed == [("m.eml", "n.eml")]
    assert set(desk.passages()) == {"n.eml", "n.eml/rates.txt"}
    (desk.folder / "n.eml").unlink()
    desk.ingest()
    assert desk.passages() == {}


def test_attachment_that_cannot_be_read_is_noted(desk: Desk) -> None:
    """Bytes that are no document must not fail the mail; its report must name them."""
    mail = EmailMessage()
    mail["Subject"] = "Data"
    mail.set_content("See the file.")
    mail.add_attachment(bytes(range(256)) * 8, maintype="application", subtype="octet-stream", filename="x.bin")
    (desk.folder / "m.eml").write_bytes(mail.as_bytes())
    report = desk.ingest()
    assert (report.new, report.failed) == (["m.eml"], [])
    with desk.library.reading() as snapshot:
        (held,) = snapshot.documents()
    assert held.fidelity is not None
    assert any("x.bin" in note for note in held.fidelity.notes)


def test_change_that_keeps_size_and_time_is_seen(desk: Desk) -> None:
    """New bytes of the same length under the old modification time must still be read."""
    path = desk.write("a.txt", "The fee is ten percent.")
    desk.ingest()
    before = path.stat()
    path.write_text("The fee is six percent.", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert desk.ingest().changed == ["a.txt"]


@pytest.mark.parametrize(
    ("reading", "names"),
    [
        ({"include": ["*.md"]}, ["a.md", "drafts/c.md"]),
        ({"exclude": ["drafts/**"]}, ["a.md", "b.txt"]),
        ({"include": ["*.md"], "exclude": ["drafts/**"]}, ["a.md"]),
    ],
)
def test_patterns_choose_what_is_read(desk: Desk, reading: dict[str, list[str]], names: list[str]) -> None:
    """Only what the patterns let through must be read, and what they no longer let through must go."""
    for name in ("a.md", "b.txt", "drafts/c.md"):
        desk.write(name, f"These are the words of {name}.")
    desk.ingest()
    report = ingest(desk.library, desk.encoder, SANDBOX, [desk.folder], load_settings(reading=reading))
    assert sorted(report.unchanged) == names
    assert sorted([*report.unchanged, *report.removed]) == ["a.md", "b.txt", "drafts/c.md"]


def test_report_is_plain_json(desk: Desk) -> None:
    """The fidelity of every document must be stored and come back equal."""
    desk.write("a.md", "# Fees\n\n| Year | Fee |\n|---|---|\n| 2024 | 7 |\n\nThe fee is paid.")
    desk.ingest()
    with desk.library.reading() as snapshot:
        (held,) = snapshot.documents()
    assert held.fidelity is not None
    assert held.fidelity.tables == 1
    assert held.fidelity.truncated_tokens == 0
    assert json.loads(json.dumps(held.fidelity.as_row()))["characters"] == held.fidelity.characters > 20
