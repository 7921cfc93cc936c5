"""Ingest follows what becomes of files: renames keep their history, attachments come and go with their mail."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pytest
from sqlalchemy import null, update

from fakes import SANDBOX, Desk, FakeEncoder
from quoth.ingest import ingest
from quoth.library import StoredFailure, verify
from quoth.library.tables import documents, versions
from quoth.protocols import Matrix, Vector
from quoth.reading.sources.choosing import Choice
from quoth.settings import load_settings
from quoth.types import Passage, Span, sha256

_RATE = "The agreed rate is nine percent."


def _mail(*attachments: tuple[str, str]) -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "Offer", "Ada <ada@example.org>", "Mon, 02 Mar 2026 10:00:00 +0000"
    mail.set_content("Please find the offer attached.\n")
    for name, text in attachments:
        mail.add_attachment(text.encode(), maintype="text", subtype="plain", filename=name)
    return mail.as_bytes()


class _Interrupted(FakeEncoder):
    """Stops at the rate, as if somebody had pressed Ctrl-C."""

    def encode_passages(self, passages: Sequence[Passage], texts: Sequence[str]) -> list[tuple[Vector, Matrix]]:
        if any(_RATE in text for text in texts):
            raise KeyboardInterrupt
        return super().encode_passages(passages, texts)


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
    report = desk.ingest()
    assert (report.renamed, report.new, report.changed) == ([("m.eml", "n.eml")], [], [])
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


def test_attachment_whose_bytes_alone_changed_keeps_an_original(desk: Desk) -> None:
    """Other bytes that say the same must be kept in the place of the old ones, which nothing refers to any more."""
    path = desk.folder / "m.eml"
    path.write_bytes(_mail(("rates.txt", _RATE)))
    desk.ingest()
    path.write_bytes(_mail(("rates.txt", f"{_RATE}\n\n")))
    assert desk.ingest().unchanged == ["m.eml", "m.eml/rates.txt"]
    with desk.library.reading() as snapshot:
        (held,) = snapshot.documents("m.eml/rates.txt")
        assert snapshot.original(held.source_sha256) == f"{_RATE}\n\n".encode()


@pytest.mark.parametrize("first", ["", "Another rate, which is changed."])
def test_ingest_killed_within_a_mail_is_made_up_for(desk: Desk, first: str) -> None:
    """However many passages a mail has, its attachments must not be lost when the ingest ends before they are stored."""
    path = desk.folder / "m.eml"
    long = "\n\n".join(f"Line {n} of this letter says that item {n * n} was sent." for n in range(300))
    if first:
        path.write_bytes(_mail(("long.txt", long), ("rates.txt", first), ("terms.txt", "The term is one year.")))
        desk.ingest()
    path.write_bytes(_mail(("long.txt", long), ("rates.txt", _RATE), ("terms.txt", "The term is two years.")))
    with pytest.raises(KeyboardInterrupt):
        ingest(desk.library, _Interrupted(), SANDBOX, [desk.folder], desk.settings)
    desk.ingest()
    assert desk.passages()["m.eml/rates.txt"] == [_RATE]
    assert desk.passages()["m.eml/terms.txt"] == ["The term is two years."]


def test_attachment_takes_no_name_of_another_document(desk: Desk) -> None:
    """A file that is called as an attachment would be must keep its name, before and after the mail is renamed."""
    others = desk.folder.parent / "others"
    for mail in ("m.eml", "n.eml"):
        (others / mail).mkdir(parents=True)
        (others / mail / "rates.txt").write_text("A file of its own.", encoding="utf-8")
    desk.ingest(others)
    (desk.folder / "m.eml").write_bytes(_mail(("rates.txt", _RATE)))
    (failed,) = desk.ingest().failed
    assert (failed.doc_id, "taken by" in failed.message) == ("m.eml/rates.txt", True)
    (desk.folder / "o.eml").write_bytes(_mail(("rates.txt", "Its rate is ten.")))
    desk.ingest()
    (desk.folder / "o.eml").rename(desk.folder / "n.eml")
    desk.ingest()
    assert desk.passages()["m.eml/rates.txt"] == desk.passages()["n.eml/rates.txt"] == ["A file of its own."]


def test_library_without_fidelity_gets_it(desk: Desk) -> None:
    """A document that an older Quoth stored must get its report when it is read again, though it says the same."""
    desk.write("a.md", f"# Fees\n\n{_RATE}")
    desk.ingest()
    with desk.library.writing() as writer:
        writer._connection.execute(update(versions).values(fidelity=null(), source_sha256=""))
        writer._connection.execute(update(documents).values(stamp=""))
    assert desk.ingest().unchanged == ["a.md"]
    with desk.library.reading() as snapshot:
        (held,) = snapshot.documents()
    assert held.fidelity is not None
    assert desk.live("a.md").source_sha256 == held.source_sha256


def test_version_read_last_is_not_taken_for_another(desk: Desk) -> None:
    """A document stored anew with the same words must be shown as it is now, not as it was before it was deleted."""
    desk.write("a.txt", _RATE)
    desk.ingest()
    before = desk.live("a.txt")
    desk.write("a.txt", f"{_RATE}\n\n")
    desk.ingest()
    assert desk.live("a.txt").source_sha256 == hashlib.sha256(f"{_RATE}\n\n".encode()).hexdigest()
    (desk.folder / "a.txt").unlink()
    desk.ingest()
    other = desk.folder.parent / "others"
    other.mkdir()
    (other / "a.txt").write_text(_RATE, encoding="utf-8")
    desk.ingest(other)
    assert (desk.live("a.txt").version, desk.live("a.txt").uri == before.uri) == (1, False)


def test_ingest_that_waited_sees_what_is_there_then(desk: Desk) -> None:
    """What came into the folder while another ingest was at work must be read, not taken for gone."""
    desk.write("a.txt", _RATE)
    with ThreadPoolExecutor(1) as pool:
        with desk.library.lock(5):
            waiting = pool.submit(desk.ingest)
            time.sleep(0.3)
            desk.write("b.txt", "Later words.")
        assert waiting.result(60).new == ["a.txt", "b.txt"]


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


def test_a_narrowed_run_leaves_the_rest_alone(desk: Desk) -> None:
    """What this run does not look at must stay, though it is gone; what it looks at and does not find must go."""
    for name in ("a.md", "b.txt", "c.md"):
        desk.write(name, f"These are the words of {name}.")
    desk.ingest()
    for name in ("b.txt", "c.md"):
        (desk.folder / name).unlink()
    desk.write("a.md", "Other words.")
    narrowed = ingest(desk.library, desk.encoder, SANDBOX, [desk.folder], load_settings(), only=Choice(["*.md"], []))
    assert (narrowed.changed, narrowed.removed, narrowed.unchanged) == (["a.md"], ["c.md"], [])
    assert desk.ingest().removed == ["b.txt"]


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


def test_failure_is_tried_again_only_when_asked(desk: Desk) -> None:
    """A folder that is followed must not read an unchanged broken file at each change; an ingest asked for must."""
    path = desk.folder / "broken.pdf"
    path.write_bytes(b"%PDF-1.4 broken")
    desk.write("a.txt", "The fee is ten percent.")
    assert len(desk.ingest().failed) == 1
    with desk.library.writing() as writer:
        (failure,) = _failures(desk)
        writer.note_failure(failure.doc_id, failure.root, "noted.", "", failure.stamp)
    follow = ingest(desk.library, desk.encoder, SANDBOX, [desk.folder], desk.settings, retry=False)
    assert [failed.message for failed in follow.failed] == ["noted."]
    assert desk.ingest().failed[0].message != "noted."
    path.write_text("Words at last.", encoding="utf-8")
    assert ingest(desk.library, desk.encoder, SANDBOX, [desk.folder], desk.settings, retry=False).new == ["broken.pdf"]


def _failures(desk: Desk) -> tuple[StoredFailure, ...]:
    with desk.library.reading() as snapshot:
        return snapshot.failures()
