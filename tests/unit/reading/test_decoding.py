"""Decoding: any encoding comes through, from a word to a book; what is no text is refused."""

from __future__ import annotations

import time

import pytest

from quoth.errors import ReadingError
from quoth.reading.decoding import decode

_FRENCH = "Caf\u00e9 M\u00fcller d\u00e9veloppe des m\u00e9dicaments \u00e0 Gen\u00e8ve. "
_RUSSIAN = "\u041f\u0440\u043e\u0432\u0435\u0440\u043a\u0430 \u043a\u043e\u0434\u0438\u0440\u043e\u0432\u043a\u0438"
_POLISH = "Z\u0142o\u017cy\u0107 wniosek do ko\u0144ca miesi\u0105ca"
_TURKISH = "\u00c7al\u0131\u015fan izin dilek\u00e7esi verir"
_GREEK = "\u0391\u03af\u03c4\u03b7\u03c3\u03b7 \u03c0\u03c1\u03b9\u03bd \u03b1\u03c0\u03cc \u03c4\u03c1\u03b5\u03b9\u03c2 \u03b7\u03bc\u03ad\u03c1\u03b5\u03c2"
_HEBREW = "\u05d1\u05e7\u05e9\u05d4 \u05dc\u05e4\u05d7\u05d5\u05ea \u05e9\u05dc\u05d5\u05e9\u05d4 \u05d9\u05de\u05d9\u05dd"
_JAPANESE = "\u5f93\u696d\u54e1\u306f\u7533\u8acb\u66f8\u3092\u63d0\u51fa\u3057\u306a\u3051\u308c\u3070\u306a\u3089\u306a\u3044"
_CHINESE = "\u5458\u5de5\u5fc5\u987b\u81f3\u5c11\u63d0\u524d\u4e09\u5929\u63d0\u4ea4\u7533\u8bf7\u3002"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_decode_knows_the_encoding(encoding: str) -> None:
    """Accents must come through in every common encoding."""
    assert decode((_FRENCH * 4).encode(encoding)) == _FRENCH * 4


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [_FRENCH, _RUSSIAN, "Hi there", "1,2\n3,4\n"])
def test_decode_knows_wide_encodings_without_a_mark(encoding: str, text: str) -> None:
    """UTF-16 and UTF-32 must be known by their zeros where no byte-order mark tells."""
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (_RUSSIAN, "cp1251"),
        (_RUSSIAN, "koi8_r"),
        (_RUSSIAN, "cp866"),
        (_POLISH, "cp1250"),
        (_POLISH, "iso8859_2"),
        (_TURKISH, "cp1254"),
        (_GREEK, "iso8859_7"),
        (_HEBREW, "iso8859_8"),
        (_HEBREW, "cp1255"),
        (_JAPANESE, "shift_jis"),
        (_JAPANESE, "euc_jp"),
        (_JAPANESE, "iso2022_jp"),
        (_CHINESE, "gb18030"),
        ("gr\u00f6\u00dfer f\u00fcr \u00c4rzte", "cp1252"),
        ("\u00e9t\u00e9 \u2013 \u201cfin\u201d", "cp1252"),
        ("d\u00e9velopp\u00e9 \u00e0 Gen\u00e8ve", "mac_roman"),
    ],
)
def test_decode_guesses_from_one_line(text: str, encoding: str) -> None:
    """A line must be enough to tell an encoding that nothing names: no mojibake."""
    assert decode(text.encode(encoding)) == text


def test_decode_believes_a_declared_charset() -> None:
    """The charset that a page or an XML declaration names must be used where UTF-8 does not fit."""
    assert "\u20ac" in decode(b'<meta charset="windows-1252"><p>\x80 100</p>')
    assert "\u0142" in decode(b'<?xml version="1.0" encoding="iso-8859-2"?><p>\xb3</p>')
    assert "\u201c" in decode(b'<meta charset="iso-8859-1"><p>\x93so\x94</p>')


@pytest.mark.parametrize(
    "charset",
    [b"undefined", b"unicode_escape", b"idna", b"punycode", b"rot13", b"base64", b"no-such", b"-", b"utf-16", b"utf-7"],
)
def test_decode_survives_a_false_charset(charset: bytes) -> None:
    """A declared charset that is none must be passed over: some of Python's codecs raise errors of their own."""
    assert "caf" in decode(b"<meta charset=" + charset + b"><p>caf\xe9 \\d \xff</p>")


def test_decode_keeps_utf8_in_spite_of_a_stray_byte() -> None:
    """One false byte must not turn every accent of a UTF-8 text into two signs."""
    assert decode(_FRENCH.encode() + b"caf\xe9 noir") == _FRENCH + "caf\u00e9 noir"
    assert decode(_CHINESE.encode()[:-1]) == _CHINESE[:-1] + "\ufffd"


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 20 + b" some text", bytes(range(256)) * 4, b"\xff\xfe\x00\xd8" * 50])
def test_decode_refuses_binary(data: bytes) -> None:
    """Binary data must be refused, and what the document said before must no longer stand."""
    with pytest.raises(ReadingError, match="it holds binary data, not text.") as refused:
        decode(data)
    assert refused.value.has_lost_its_text


def test_decode_is_quick_on_a_large_file() -> None:
    """The encoding of a large file must be told from a sample: accents may come late, lines may be endless."""
    started = time.monotonic()
    assert decode(b"plain\n" * 1_000_000 + b"caf\xe9\n").endswith("caf\u00e9\n")
    assert decode(b"\xe9t\xe9 " * 1_000_000).startswith("\u00e9t\u00e9")
    assert time.monotonic() - started < 10
