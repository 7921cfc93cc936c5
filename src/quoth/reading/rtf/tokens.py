"""Cut RTF into tokens, and know its character sets."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\'?", re.DOTALL
)
# Source: RTF 1.9.1, "Font Table", \fcharset.
_CHARSETS: Final = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437",
    255: "cp850",
}  # fmt: skip
_PAGES: Final = {
    10000: "mac_roman",
    10001: "shift_jis",
    10006: "mac_greek",
    10007: "mac_cyrillic",
    10029: "mac_latin2",
    65001: "utf-8",
}
SYMBOL_CHARSET: Final = 2


class Token(NamedTuple):
    r"""A brace, a control word with its number, or bytes of text.

    Attributes:
        word: `{`, `}`, the control word or symbol without its backslash, or nothing for text.
        is_hex: The text is one byte, written as `\'hh`.
    """

    word: str
    number: int | None = None
    data: bytes = b""
    is_hex: bool = False


def tokens(data: bytes) -> Iterator[Token]:
    """Yield the tokens. Raw binary data is passed over; line breaks mean nothing."""
    place = 0
    while place < len(data):
        match = _TOKEN.match(data, place)
        if match is None:
            return
        place = match.end()
        word, number, byte, symbol, brace, text = match.groups()
        if text is not None:
            yield Token("", data=text)
        elif byte is not None:
            yield Token("", data=bytes.fromhex(byte.decode("ascii")), is_hex=True)
        elif brace is not None:
            yield Token(brace.decode("ascii"))
        elif word == b"bin":
            place += max(int(number or b"0"), 0)
        elif word is not None:
            yield Token(word.decode("ascii"), None if number is None else int(number))
        elif symbol in (b"{", b"}", b"\\"):
            yield Token("", data=symbol)
        elif symbol is not None:
            yield Token(symbol.decode("latin-1"))


def page_codec(page: int) -> str:
    """Return the codec of a Windows code page; an unknown one is read as the western one."""
    name = _PAGES.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def charset_codec(charset: int) -> str:
    """Return the codec of a font's character set, or nothing if the document's own applies."""
    return _CHARSETS.get(charset, "")
