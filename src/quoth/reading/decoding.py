"""Turn the bytes of a text file into text, whatever its encoding."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from quoth.errors import ReadingError
from quoth.reading.guessing import guess_encoding

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DECLARED: Final = re.compile(
    rb"\A\s*<\?xml[^>]{0,80}?encoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]{0,120}charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE
)
# Codecs of Python that are no character encodings: some raise errors of their own, some warn.
_NO_CHARSETS: Final = {"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape", "utf_7"}
# What browsers take these names for: pages that name them use the larger set.
_LARGER: Final = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "shift_jis": "cp932", "euc_kr": "cp949", "gb2312": "gb18030",
    "gbk": "gb18030", "big5": "cp950", "tis-620": "cp874",
}  # fmt: skip
_LOGICAL: Final = re.compile(r"(iso-?8859-[68])-[ei]\Z")  # the letter tells the order of right-to-left text
_LOOKED_AT: Final = 20_000
_MOST_STRANGE: Final = 0.01
_HARMLESS: Final = "\t\n\r\f\x0b\x1b"
_CONTROLS: Final = bytes(code for code in range(32) if chr(code) not in _HARMLESS)
_WIDE_HEAD: Final = 4_096
_PLAIN: Final = b" \nabcdefghijklmnopqrstuvwxyz"
_STRAYS: Final = re.compile("[\udc80-\udcff]+")
_ENOUGH: Final = 1_000_000


def decode(data: bytes) -> str:
    """Return the text of a file in whatever encoding it is.

    Raises:
        ReadingError: The bytes are no text.
    """
    text = _decode(data)
    if text is None or is_strange(text):
        raise ReadingError("it holds binary data, not text.", "Save it as text, Markdown or HTML.", has_lost_its_text=True)
    return text


def is_strange(text: str) -> bool:
    """Say whether a text holds what bytes that were never text decode to: control characters and unassigned code points."""
    head = text[:_LOOKED_AT]
    return sum(map(_is_strange, head)) > 1 + _MOST_STRANGE * len(head)


def _is_strange(character: str) -> bool:
    if character < " ":
        return character not in _HARMLESS
    return character == "\ufffd" or unicodedata.category(character) == "Cn"


def _decode(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if (wide := _wide(data)) is not None:
        return data.decode(wide, errors="replace")
    if _is_binary(data):
        return None
    japanese = ("iso2022_jp",) if b"\x1b$" in data[:_LOOKED_AT] else ()
    for encoding in (*japanese, "utf-8", *_declared(data)):
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    if (patched := _patched(data)) is not None:
        return patched
    guess = guess_encoding(data)
    return None if guess is None else data.decode(guess, errors="replace")


def _is_binary(data: bytes) -> bool:
    """Say whether there are control characters as no text has them: they are the same in all encodings that are not wide."""
    head = data[:_LOOKED_AT]
    return sum(map(head.count, _CONTROLS)) > 1 + _MOST_STRANGE * len(head)


def _wide(data: bytes) -> str | None:
    """Name UTF-16 or UTF-32 where no byte-order mark does: their zeros stand in every second place, or in three of four."""
    head = data[:_WIDE_HEAD]
    quarter = len(head) // 4
    zeros = [head[place : 4 * quarter : 4].count(0) for place in range(4)]
    if quarter > 1 and zeros[3] == quarter > zeros[0] and zeros[2] > 0.9 * quarter:
        return "utf-32-le"
    if quarter > 1 and zeros[0] == quarter > zeros[3] and zeros[1] > 0.9 * quarter:
        return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    is_plain = sum(map(head.count, _PLAIN)) > 0.5 * len(head)
    if is_plain or max(even, odd) < max(1, 0.01 * len(head)) or min(even, odd) > 0.05 * max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _declared(data: bytes) -> Iterator[str]:
    """Name the encodings that an XML declaration or an HTML page names, so far as they are any."""
    for match in _DECLARED.finditer(data[:4096]):
        name = _LOGICAL.sub(r"\1", (match.group(1) or match.group(2)).decode("ascii", "replace").lower())
        try:
            encoding = codecs.lookup(name).name
            "a".encode(encoding)  # some turn text into text, or bytes into bytes
        except (LookupError, ValueError):
            continue
        if encoding.replace("-", "_") not in _NO_CHARSETS and not encoding.startswith(("utf-16", "utf-32")):
            yield _LARGER.get(encoding, encoding)


def _patched(data: bytes) -> str | None:
    """Return UTF-8 text in which a few bytes are none; a byte alone among plain letters is taken for Windows-1252."""
    for part in (data[:_ENOUGH], data):
        text = part.decode("utf-8", "surrogateescape")
        strays = sum(map(len, _STRAYS.findall(text)))
        whole = len(text) - len(text.encode("ascii", "ignore")) - strays
        if whole < strays:
            return None
    return _STRAYS.sub(_patch, text)


def _patch(match: re.Match[str]) -> str:
    stray = match.group().encode("utf-8", "surrogateescape")
    return stray.decode("cp1252", "replace") if len(stray) == 1 else "\ufffd"
