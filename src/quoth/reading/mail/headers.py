"""Decode what mails declare wrongly: headers, encodings, dates."""

from __future__ import annotations

import codecs
import re
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final

from quoth.errors import ReadingError
from quoth.reading.decoding import decode

_LONGEST_HEADER: Final = 100_000
# Codecs of Python that are no character encodings of mail.
_NO_CHARSETS: Final = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "unicode_escape"})
# What browsers and mail programs read under these names (WHATWG encoding standard).
_WIDER: Final = {"iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932"}


def decoded_text(data: bytes, charset: str) -> str:
    """Return the text of bytes whose declared encoding may be wrong or unknown."""
    if b"\x1b" not in data:
        try:
            return data.decode()  # no text of another encoding reads as UTF-8 by chance, beyond plain ASCII
        except UnicodeDecodeError:
            pass
    name = re.split(r"[^\w.:+-]", charset.strip("\"' "), maxsplit=1)[0]
    try:
        codec = codecs.lookup(name).name if name else ""
        if codec not in ("", "utf-8", "ascii", *_NO_CHARSETS):
            return data.decode(_WIDER.get(codec, codec))
    except (UnicodeError, LookupError):
        pass
    try:
        return decode(data)
    except ReadingError:
        return data.decode("cp1252", errors="replace")


def every_header(message: Message, name: str) -> list[str]:
    """Return each header of a name as it is written."""
    return [str(value)[:_LONGEST_HEADER] for key, value in message.raw_items() if key.lower() == name.lower()]


def raw_header(message: Message, name: str) -> str:
    """Return a header as it is written, or nothing."""
    return next(iter(every_header(message, name)), "")


def header(message: Message, name: str) -> str:
    """Return a header decoded, or nothing."""
    return decoded(raw_header(message, name))


def decoded(raw: str) -> str:
    """Return a header's text: encoded words decoded, bytes that should not be there as well."""
    data = raw.encode("utf-8", "surrogateescape")
    raw = re.sub(r"\r?\n[ \t]*", " ", decoded_text(data, ""))
    if "=?" not in raw:
        return raw
    try:
        parts = decode_header(raw)
    except (HeaderParseError, ValueError, LookupError):
        return raw
    return "".join(part if isinstance(part, str) else _word(part, charset) for part, charset in parts)


def _word(data: bytes, charset: str | None) -> str:
    if charset is None:  # decode_header writes what lies between the words so
        return data.decode("raw-unicode-escape", errors="replace")
    return decoded_text(data, charset)


def iso_date(date: str) -> str:
    """Return a date as ISO, or nothing if it cannot be understood."""
    try:
        return parsedate_to_datetime(date).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    try:
        return datetime.fromisoformat(date).isoformat()
    except ValueError:
        return ""
