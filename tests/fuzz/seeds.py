"""Small documents of every format, to begin fuzzing from."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Final

from fuzz.mutating import zipped

_NEEDLESS: Final = ("docProps/", "customXml/")
_HTML: Final = (
    "<html><head><title>T</title></head><body><nav><a href='#'>Home</a></nav><h1>Scope</h1><p>The unit <b>releases</b> it.</p>"
    "<ul><li>one<li>two<ul><li>three</ul></ul><table><tr><th>Year<th>Sales<tr><td rowspan=2>2024<td>7<tr><td>8</table>"
    "<pre>code</pre><dl><dt>CRO<dd>runs trials</dl></body></html>"
)
_MARKDOWN: Final = (
    "---\ntitle: T\ndate: 2024-01-02\n---\n# Scope\n\nThe unit *releases* it.[^1]\n\n- one\n  - two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    "```\ncode\n```\n\n<div>html</div>\n\n> quoted\n\n[^1]: A note.\n"
)
_RST: Final = "Title\n=====\n\n:Author: Ada\n\nText with *marks* [1]_.\n\n* one\n* two\n\n=== ===\na   b\n=== ===\n1   2\n=== ===\n\n::\n\n  code\n\n.. [1] A note.\n"
_ADOC: Final = "= Title\nAda <a@b.c>\n:date: 2024\n\n== Part\n\nText footnote:[a note].\n\n* one\n** two\n\n|===\n|a |b\n\n|1 |2\n|===\n\n----\ncode\n----\n"
_ORG: Final = "#+TITLE: T\n* Head\nText [fn:1].\n- one\n  - two\n| a | b |\n|---+---|\n| 1 | 2 |\n#+BEGIN_SRC\ncode\n#+END_SRC\n[fn:1] A note.\n"
_JATS: Final = (
    "<article><front><article-meta><title-group><article-title>T</article-title></title-group><abstract><p>Short.</p></abstract>"
    "</article-meta></front><body><sec><title>One</title><p>Text <xref>[1]</xref> H<sub>2</sub>O.</p><table-wrap><caption><p>C</p></caption>"
    "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></table-wrap></sec></body></article>"
)
_RTF: Final = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title T}}\pard\b Head\b0\par Text \'e4 \u8364? more.\par\trowd\cellx100\cellx200 a\cell b\cell\row}"
_JSON: Final = json.dumps(
    {"title": "T", "items": [{"a": 1, "b": "x y z"}, {"a": 2, "b": "q"}], "deep": {"er": ["one", None, True]}}
)
_ROWS: Final = (
    '<table:table table:name="S"><table:table-header-rows><table:table-row><table:table-cell><text:p>Year</text:p></table:table-cell>'
    "<table:table-cell><text:p>Sales</text:p></table:table-cell></table:table-row></table:table-header-rows>"
    '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-spanned="2"><text:p>7</text:p>'
    "</table:table-cell><table:covered-table-cell/></table:table-row></table:table>"
)
_ODT: Final = (
    '<text:h text:outline-level="1">Scope</text:h><text:p>Text<text:s text:c="2"/><text:note><text:note-body><text:p>N.</text:p>'
    "</text:note-body></text:note>.</text:p><text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>"
    + _ROWS
)
_ODP: Final = (
    '<draw:page draw:name="One"><draw:frame><draw:text-box><text:p>Scope</text:p></draw:text-box></draw:frame>'
    "<draw:frame><draw:text-box><text:list><text:list-item><text:p>one</text:p></text:list-item></text:list></draw:text-box>"
    "</draw:frame></draw:page>"
)
_NOTEBOOK: Final = json.dumps(
    {"nbformat": 4, "cells": [{"cell_type": "markdown", "source": ["# T\n", "Text."]},
                              {"cell_type": "code", "source": "1+1", "outputs": [{"output_type": "stream", "text": ["2"]}]}]}
)  # fmt: skip


def _text(text: str) -> Callable[[], list[bytes]]:
    return lambda: [text.encode()]


def _eml() -> list[bytes]:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "Offer", "Ada <a@b.c>", "Mon, 02 Mar 2026 10:00:00 +0000"
    mail.set_content("Dear all,\n\n> quoted\n\n-- \nAda\n")
    mail.add_alternative("<p>Dear <b>all</b></p>", subtype="html")
    mail.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename="t.csv")
    return [mail.as_bytes()]


def _docx() -> list[bytes]:
    import docx

    document = docx.Document()
    document.add_heading("Scope", 1)
    document.add_paragraph("The unit releases it.")
    document.add_paragraph("one", style="List Bullet")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "Year", "7"
    return [_saved(document.save)]


def _pptx() -> list[bytes]:
    import pptx

    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "Scope", "One\nTwo"
    slide.notes_slide.notes_text_frame.text = "A note."
    return [_saved(deck.save)]


def _xlsx() -> list[bytes]:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Year", "Sales"], [2024, 7.5], [2025, 8]):
        book.active.append(row)
    book.active["B2"].number_format = "0.00%"
    return [_saved(book.save)]


def _open_document(kind: str, body: str) -> Callable[[], list[bytes]]:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    return lambda: [_zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content})]


def _epub() -> list[bytes]:
    container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>'
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title></metadata>'
        '<manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
    )
    return [
        _zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": container, "c.opf": package, "a.xhtml": _HTML})
    ]


def _pdf() -> list[bytes]:
    from bench.printing import write_pdf

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.pdf"
        write_pdf(path, ["# Scope\n\nThe unit releases it, batch by batch.", "A second page of words."])
        return [path.read_bytes()]


def _zipped(members: dict[str, str]) -> bytes:
    return zipped({name: text.encode() for name, text in members.items()})


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    """Save an Office document, without the parts of its template that say nothing."""
    stream = io.BytesIO()
    save(stream)
    with zipfile.ZipFile(stream) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist() if not name.startswith(_NEEDLESS)})


SEEDS: Final[dict[str, Callable[[], list[bytes]]]] = {
    "html": _text(_HTML),
    "md": _text(_MARKDOWN),
    "txt": _text("Title\n=====\n\nSome words.\n\n1. one\n2. two\n\nName   Sales\nAnna   7\nBert   8\n"),
    "rst": _text(_RST),
    "adoc": _text(_ADOC),
    "org": _text(_ORG),
    "nxml": _text(_JATS),
    "xml": _text("<list><item><a>1</a><b>x</b></item><item><a>2</a><b>y</b></item></list>"),
    "rtf": _text(_RTF),
    "json": _text(_JSON),
    "jsonl": _text('{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n'),
    "ipynb": _text(_NOTEBOOK),
    "csv": _text('Year,Sales\n2024,"7, or so"\n2025,8\n'),
    "tsv": _text("Year\tSales\n2024\t7\n2025\t8\n"),
    "eml": _eml,
    "docx": _docx,
    "pptx": _pptx,
    "xlsx": _xlsx,
    "odt": _open_document("text", _ODT),
    "ods": _open_document("spreadsheet", _ROWS),
    "odp": _open_document("presentation", _ODP),
    "epub": _epub,
    "pdf": _pdf,
    "xls": list,
    "msg": list,
}
