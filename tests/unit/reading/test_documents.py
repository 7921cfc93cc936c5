"""Documents: what they are called, what they carry, what is refused."""

from __future__ import annotations

import io
from email.message import EmailMessage

import openpyxl
import pytest

from quoth.errors import ReadingError
from quoth.reading.documents import read_all, read_bytes


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


def test_title_is_not_the_name_of_a_sheet() -> None:
    """A workbook without a title must be called by its file, not "Sheet1"."""
    book = openpyxl.Workbook()
    book.active.append(["Year", "Sales"])
    book.active.append([2024, 7])
    stream = io.BytesIO()
    book.save(stream)
    assert read_bytes(stream.getvalue(), doc_id="q/sales 2024.xlsx", uri="file:///x").title == "sales 2024"


def _mail(*attachments: tuple[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = "Offer"
    mail.set_content("Please find the offer attached.")
    for name, data in attachments:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def test_attachments_have_names_of_their_own() -> None:
    """Names that repeat or lead elsewhere must become single, different parts of a path below the mail."""
    data = _mail(("a.txt", b"First words."), ("a.txt", b"Second words."), ("../../etc/x.txt", b"Third words."))
    names = [read.document.doc_id for read in read_all(data, doc_id="m.eml", uri="file:///m.eml")]
    assert len(set(names)) == 4
    assert names[0] == "m.eml"
    assert all(name.startswith("m.eml/") and name.count("/") == 1 and ".." not in name.split("/") for name in names[1:])


def test_mails_in_mails_are_read_only_so_deep() -> None:
    """Nesting must end, and the report must name what was not read."""
    data = _mail(("leaf.txt", b"The innermost words."))
    for _ in range(6):
        data = _mail(("inner.eml", data))
    read = read_all(data, doc_id="m.eml", uri="file:///m.eml")
    assert len(read) == 4
    assert any("nested too deep" in note for note in read[0].document.fidelity.notes)


def test_form_feeds_are_pages() -> None:
    """Plain text with form feeds must know the page of each paragraph."""
    document = read_bytes(b"The first page has words.\n\fThe second page has more.\n", doc_id="a.txt", uri="file:///a.txt")
    assert [(block.span.of(document.text)[:10], block.page) for block in document.blocks] == [
        ("The first ", 1),
        ("The second", 2),
    ]
