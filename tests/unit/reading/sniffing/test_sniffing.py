"""Sniffing: content tells the format, whatever the name and encoding; what cannot be read is called what it is."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from quoth.errors import ReadingError
from quoth.reading.formats import FORMATS
from quoth.reading.sniffing.media_type import sniff

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."


def _zip(**parts: str) -> bytes:
    """Make a ZIP of parts; `__` in a name stands for `/`, `_dot_` for a dot."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return target.getvalue()


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a", "a.html", "a.doc", "a.xls", "a.pdf"])
def test_sniff_knows_html_under_any_name(name: str) -> None:
    """A page must be read as HTML whatever it is called."""
    assert sniff(b"<p><strong>Market</strong></p><p>It grows.</p>", name) == "text/html"
    assert sniff(b"<!-- saved --> <!-- twice -->\n<div><p>x</p></div>", name) == "text/html"
    assert sniff("<html><body>so</body></html>".encode("utf-16"), name) == "text/html"


@pytest.mark.parametrize(
    "text", [b"<p> is a tag", b"a < b and c > d", b"see <https://example.org>", b"<strong", b"<name> here"]
)
def test_sniff_takes_a_tag_in_prose_for_prose(text: bytes) -> None:
    """One tag alone must not make a page."""
    assert sniff(text, "a.txt") == "text/plain"


def test_sniff_lets_markdown_begin_with_a_tag() -> None:
    """A README that opens with a centred title in HTML and goes on in Markdown must be read as Markdown."""
    text = b'<p align="center"><a href="x">y</a></p>\n\n# Name\n\nIt works.\n'
    assert sniff(text, "README.md") == "text/markdown"


def test_sniff_knows_markdown_by_content_or_name() -> None:
    """Two marks of Markdown, front matter or the name must be enough; one hash must not."""
    assert sniff(b"# A\n\n## B\n", "a.txt") == sniff(b"plain", "a.MD") == sniff(b"---\ntitle: x\n---\n", "a") == "text/markdown"
    assert sniff(b"# 1 priority\n\nplain", "a.txt") == "text/plain"


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        ("= Title\n:author: A\n\n== One\n\nText.\n\n== Two\n", "text/asciidoc"),
        (".. note:: So.\n\nTitle\n=====\n\nText.\n", "text/x-rst"),
        ("#+TITLE: T\n\n* One\n** Two\n", "text/org"),
        ('{"a": [1, 2]}', "application/json"),
        ('{"a": 1}\n{"a": 2}\n', "application/x-ndjson"),
        ('{"nbformat": 4, "cells": []}', "application/x-ipynb+json"),
        ("name,age,town\nAnn,30,Rome\nBob,25,Oslo\n", "text/csv"),
        ('name;note;town\nAnn;"a;b";Rome\nBob;c;Oslo\n', "text/csv"),
        ("name\tage\ttown\nAnn\t30\tRome\nBob\t25\tOslo\n", "text/tab-separated-values"),
        ("<?xml version='1.0'?><!-- a --><root><x>y</x></root>", "application/xml"),
        ("<!DOCTYPE a [<!ENTITY b '<html>'>]><root>&b;</root>", "application/xml"),
        ("<!DOCTYPE article PUBLIC '-//NLM//DTD JATS' 'x.dtd'><article><front/></article>", "application/jats+xml"),
        ("<article xmlns='http://docbook.org/ns/docbook'><title>x</title></article>", "application/xml"),
        ("From: a@b.org\nSubject: s\n\nbody", "message/rfc822"),
        ("From a@b.org Mon Jan 1\nReceived: from x\n\tby y\nTo: c\n\nbody", "message/rfc822"),
        ("Title: Rules\nDate: 2024-01-01\nOwner: HR\n\nText.", "text/plain"),
        ("It rains, pours, and snows.\nI stay, read, and rest.\nYou go, walk, and run.\n", "text/plain"),
        ('{"name": "cut', "text/plain"),
        ("[1]\n[2]\n[3", "text/plain"),
    ],
)
def test_sniff_tells_texts_apart(text: str, media_type: str) -> None:
    """Formats that are text must be told by what they say, in any Unicode encoding, under a name that says nothing."""
    assert sniff(text.encode(), "a.txt") == media_type
    assert sniff(text.encode("utf-16"), "a") == media_type


def test_sniff_lets_the_name_break_a_tie() -> None:
    """Where the content does not tell, the name must."""
    names = {"a.rst": "text/x-rst", "a.adoc": "text/asciidoc", "a.org": "text/org", "a.csv": "text/csv"}
    assert {name: sniff(b"just words", name) for name in names} == names
    assert sniff(b'{"name": "cut', "a.json") == "application/json"
    assert sniff(b"a,b\n1,2\n", "a.xls") == "text/csv"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.4\n", "application/pdf"),
        (b"HTTP/1.1 200 OK\n\n%PDF-1.4\n1 0 obj\n%%EOF", "application/pdf"),
        (b"{\\rtf1 x}", "application/rtf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"II*\x00\x08", "image/tiff"),
        (_zip(_x="", mimetype="application/vnd.oasis.opendocument.text"), f"{_OPEN}text"),
        (_zip(mimetype="application/epub+zip"), "application/epub+zip"),
        (_zip(word__document_dot_xml="x"), f"{_OFFICE}wordprocessingml.document"),
        (_zip(ppt__presentation_dot_xml="x"), f"{_OFFICE}presentationml.presentation"),
        (_zip(xl__workbook_dot_xml="x"), f"{_OFFICE}spreadsheetml.sheet"),
        (_zip(xl__workbook_dot_bin="x"), "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    ],
)
def test_sniff_knows_binary_formats(data: bytes, media_type: str) -> None:
    """Files that are not text must be told by their first bytes or parts, whatever their name."""
    assert sniff(data, "a.txt") == sniff(data, "a.doc") == media_type


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is empty."),
        (b" \r\n\t", "it is empty."),
        ("\ufeff \n".encode("utf-16"), "it is empty."),
        (b"PK\x03\x04 and no more", "its ZIP container is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more", "its OLE container is damaged"),
        (_zip(a_dot_txt="x"), "it is a ZIP archive, not a document."),
        (_zip(visio__document_dot_xml="x"), "it is a Visio drawing"),
        (_zip(Index__Document_dot_iwa="x"), "it is an Apple Pages, Numbers or Keynote document"),
        (_zip(Index_dot_zip="x", _dot_iwph="x"), "it is protected by a password."),
        (_zip(mimetype="application/vnd.oasis.opendocument.graphics"), "it is an OpenDocument drawing"),
        (
            _zip(mimetype=f"{_OPEN}text", **{"META-INF__manifest_dot_xml": "<encryption-data/>"}),
            "it is protected by a password.",
        ),
        (b"\x7fELF\x02\x01", "it is a program"),
        (b"MZ\x90\x00\x03", "it is a program"),
        (b"\x1f\x8b\x08", "it is a gzip archive"),
        (b"SQLite format 3\x00", "it is a SQLite database"),
        (b"\x00\x00\x00\x18ftypmp42", "it is a video"),
        (b"RIFF\x00\x00\x00\x00WAVE", "it is an audio recording"),
        (b"\xffWPC\x00", "it is a WordPerfect document"),
        (b"%!PS-Adobe-3.0", "it is a PostScript file"),
        (b"\x00\x01\x02\x03" * 20 + b" some text", "it holds binary data, not text."),
        (b"VGhpcyBpcyBhIGxvbmcgdGV4dCBpbiBCYXNlNjQsIG5vdCBmb3IgcmVhZGVy", "it holds Base64, not text."),
    ],
)
def test_sniff_says_what_it_refuses(data: bytes, message: str) -> None:
    """What cannot be read must be refused in one sentence that says what it is, with a hint."""
    with pytest.raises(ReadingError) as refused:
        sniff(data, "a.docx")
    assert refused.value.message.startswith(message)
    assert refused.value.hint


def test_sniff_takes_text_that_begins_like_a_program_for_text() -> None:
    """Letters that may open a text must not be enough to refuse it."""
    for text in (b"MZ is an abbreviation.", b"BM 25 ranks.", b"THE NEW WAVE", b"PDF files begin with %PDF-1.4, he said."):
        assert sniff(text, "a.txt") == "text/plain"


def test_sniff_reads_the_parts_of_an_office_file() -> None:
    """The main part's own type must count, not the folders a file happens to have."""
    types = '<Override PartName="/a.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
    data = _zip(**{"[Content_Types]_dot_xml": types, "ppt__embedded_dot_xml": "x"})
    assert sniff(data, "a.zip") == f"{_OFFICE}wordprocessingml.document"


@pytest.mark.parametrize(
    "text", ["<!---->" * 1000 + "x", "\n" * 50_000 + "x", ":a:\n" * 5000 + "x", "<" * 50_000, "[" * 50_000]
)
def test_sniff_is_quick_on_hostile_text(text: str) -> None:
    """Repetition must not cost exponential time, nesting no crash."""
    assert sniff(text.encode(), "a.txt") in {"text/plain", "application/json"}


def test_sniff_names_only_formats_that_have_a_reader() -> None:
    """Every media type that is told must have its reader."""
    for data in (json.dumps({}).encode(), b"word", b"a\tb\tc\n1\t2\t3\n4\t5\t6\n"):
        assert sniff(data, "a") in FORMATS
