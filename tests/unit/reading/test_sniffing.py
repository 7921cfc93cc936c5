"""Sniffing: content tells the format, whatever the name and encoding."""

from __future__ import annotations

import pytest

from quoth.errors import ReadingError
from quoth.reading.sniffing import decode, sniff


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_decode_knows_the_encoding(encoding: str) -> None:
    """Accents must come through in every common encoding."""
    text = "Caf\u00e9 M\u00fcller d\u00e9veloppe des m\u00e9dicaments \u00e0 Gen\u00e8ve. " * 4
    assert decode(text.encode(encoding)) == text


def test_decode_believes_a_declared_charset() -> None:
    """The charset that a page declares must be used where UTF-8 does not fit."""
    assert "\u20ac" in decode(b'<meta charset="windows-1252"><p>\x80 100</p>')


@pytest.mark.parametrize(
    "charset", [b"undefined", b"unicode_escape", b"idna", b"punycode", b"rot13", b"base64", b"no-such", b"-"]
)
def test_decode_survives_a_false_charset(charset: bytes) -> None:
    """A declared charset that is none must be passed over: some of Python's codecs raise errors of their own."""
    assert "caf" in decode(b"<meta charset=" + charset + b"><p>caf\xe9 \\d \xff</p>")


@pytest.mark.parametrize("start", [b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG", b"\x7fELF", b"\x1f\x8b", b"\x00\x01\x02\x03" * 20])
def test_decode_refuses_binary(start: bytes) -> None:
    """Binary data must be refused, and what the document said before must no longer stand."""
    with pytest.raises(ReadingError) as refused:
        decode(start + b" some text")
    assert refused.value.has_lost_its_text


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a", "a.html"])
def test_sniff_knows_html_under_any_name(name: str) -> None:
    """A page must be read as HTML whatever it is called."""
    assert sniff("<p><strong>Market</strong></p><p>It grows.</p>", name) == "text/html"
    assert sniff("<!-- saved --> <!-- twice -->\n<div><p>x</p></div>", name) == "text/html"


@pytest.mark.parametrize("text", ["<p> is a tag", "a < b and c > d", "see <https://example.org>", "<strong"])
def test_sniff_takes_a_tag_in_prose_for_prose(text: str) -> None:
    """One tag alone must not make a page."""
    assert sniff(text, "a.txt") == "text/plain"


def test_sniff_knows_markdown_by_content_or_name() -> None:
    """Two marks of Markdown, front matter or the name must be enough; one hash must not."""
    assert sniff("# A\n\n## B\n", "a.txt") == sniff("plain", "a.MD") == sniff("---\ntitle: x\n---\n", "a") == "text/markdown"
    assert sniff("# 1 priority\n\nplain", "a.txt") == "text/plain"


def test_sniff_is_quick_on_many_comments() -> None:
    """A file of comments must not cost exponential time."""
    assert sniff("<!---->" * 1000 + "x", "a.txt") == "text/plain"
