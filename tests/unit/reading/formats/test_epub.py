"""EPUB: chapters in order, each as the web page it is; notes beside the text; hostile archives survived."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.epub import read_epub

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="in/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def _package(order: list[str], metadata: str = "", nav: str = "") -> str:
    items = "".join(
        f'<item id="{name}" href="{name.replace(" ", "%20")}.xhtml" media-type="application/xhtml+xml"'
        + (' properties="nav"/>' if name == nav else "/>")
        for name in sorted(order)
    )
    refs = "".join(f'<itemref idref="{name}"/>' for name in order)
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata>{metadata}</metadata><manifest>{items}</manifest><spine>{refs}</spine></package>"
    )


def _book(chapters: dict[str, str | bytes], *, package: str = "", more: dict[str, str] | None = None) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", _CONTAINER)
        archive.writestr("in/book.opf", package or _package(list(chapters)))
        for name, body in chapters.items():
            page = f"<html xmlns:epub='x'><head><title/></head><body>{body}</body></html>" if isinstance(body, str) else body
            archive.writestr(f"in/{name}.xhtml", page)
        for name, body in (more or {}).items():
            archive.writestr(name, body)
    return file.getvalue()


def _read(data: bytes) -> TextBuilder:
    builder = TextBuilder()
    read_epub(data, builder)
    return builder


def test_epub_reads_chapters_in_the_order_of_the_book() -> None:
    """The spine must order the chapters, not the archive; names may be escaped."""
    data = _book({"b 2": "<h1>First</h1><p>One.</p>", "a": "<h1>Second</h1><ul><li>Two</li></ul>"})
    builder = _read(data)
    assert [(block.kind, block.span.of(builder.text)) for block in builder.blocks] == [
        ("heading", "First"),
        ("paragraph", "One."),
        ("heading", "Second"),
        ("list_item", "Two"),
    ]
    assert builder.source_characters == len("FirstOne.SecondTwo")


def test_epub_metadata_comes_from_the_package() -> None:
    """Title, authors and date must be those of the package."""
    metadata = "<dc:title>A book</dc:title><dc:creator>QA</dc:creator><dc:creator>RA</dc:creator><dc:date>2024-05-01</dc:date>"
    data = _book({"a": "<p>One.</p>"}, package=_package(["a"], metadata))
    found = read_epub(data, TextBuilder())
    assert (found["title"], found["owner"], found["date"]) == ("A book", "QA, RA", "2024-05-01")


def test_epub_changed_date_stands_in_for_a_missing_one() -> None:
    """Without a date of publication the date of the last change must be taken."""
    metadata = '<meta property="dcterms:modified">2024-05-01T10:00:00Z</meta>'
    assert (
        read_epub(_book({"a": "<p>One.</p>"}, package=_package(["a"], metadata)), TextBuilder())["date"]
        == "2024-05-01T10:00:00Z"
    )


def test_epub_navigation_is_left_out() -> None:
    """The navigation document repeats the headings: it must not be read."""
    data = _book({"nav": "<nav><a href='a'>First</a></nav>", "a": "<p>One.</p>"}, package=_package(["nav", "a"], nav="nav"))
    assert _read(data).text == "One."


def test_epub_notes_stand_beside_the_text() -> None:
    """Notes must be footnotes and their marks no words of the sentence."""
    note = "<aside epub:type='footnote' id='n'><p>See annex. <a role='doc-backlink' href='#r'>back</a></p></aside>"
    text = f"<p>The limit<a epub:type='noteref' href='#n'>1</a> is 20.</p>{note}<p>So it is.</p>"
    builder = _read(_book({"a": text}))
    assert {block.span.of(builder.text): block.kind for block in builder.blocks} == {
        "The limit is 20.": "paragraph",
        "See annex.": "footnote",
        "So it is.": "paragraph",
    }


def test_epub_closed_elements_end() -> None:
    """Elements closed as XML closes them must not swallow the page."""
    builder = _read(_book({"a": "<script src='x'/><p/><div class='a'/><a id='b'/><p>One.<br/>Two.</p><hr/>"}))
    assert builder.text == "One. Two."


def test_epub_pages_in_another_encoding_are_read() -> None:
    """A chapter must be read in the encoding that it declares."""
    page = "<?xml version='1.0' encoding='utf-16'?><html><body><p>Größe</p></body></html>".encode("utf-16")
    assert _read(_book({"a": page})).text == "Größe"


def test_epub_says_what_is_missing() -> None:
    """Chapters that are not there and pictures must be noted; the rest must be read."""
    builder = _read(_book({"a": "<p>One.</p><img src='x'/>"}, package=_package(["a", "b"])))
    assert builder.text == "One."
    assert builder.notes == ["1 picture was not read.", "1 of its 2 chapters are missing."]


def _encryption(path: str, method: str) -> dict[str, str]:
    body = f'<EncryptedData><EncryptionMethod Algorithm="{method}"/><CipherReference URI="{path}"/></EncryptedData>'
    return {"META-INF/encryption.xml": f"<encryption>{body}</encryption>"}


def test_epub_protected_says_so_and_hidden_fonts_do_not_matter() -> None:
    """Encrypted chapters must be one clear error; fonts that may not be copied must not."""
    with pytest.raises(ReadingError, match="DRM"):
        _read(_book({"a": "x"}, more=_encryption("in/a.xhtml", "http://www.w3.org/2001/04/xmlenc#aes128-cbc")))
    assert (
        _read(_book({"a": "<p>One.</p>"}, more=_encryption("in/font.otf", "http://www.idpf.org/2008/embedding"))).text == "One."
    )


def test_epub_without_container_is_found() -> None:
    """A book whose container is lost must be read by its package."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(_book({"a": "<p>One.</p>"}))) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            if not name.startswith("META-INF"):
                new.writestr(name, old.read(name))
    assert _read(file.getvalue()).text == "One."


def test_epub_that_unpacks_without_end_is_refused() -> None:
    """A chapter that unpacks to more than the limit must be one clear error."""
    with pytest.raises(ReadingError, match="unpacks"):
        _read(_book({"a": b"<p>" + b" " * (33 * 2**20)}))


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", _book({"a": "<p>One.</p>"})[:300], _book({"a": "x"}, package="<package"), _book({"a": "x"}, package="<!DOCTYPE p [<!ENTITY a 'b'>]><p>&a;</p>")],
)  # fmt: skip
def test_epub_broken_says_so(data: bytes) -> None:
    """A broken archive or package must be one clear error."""
    with pytest.raises(ReadingError, match="^its (archive|XML)"):
        _read(data)
