"""What an OLE file says about itself: the property set of MS-OLEPS, only the kinds of value that a title or a date can have.

olefile's own parser follows a vector's length without looking whether there is so much: one damaged number keeps it busy for hours.
"""

from __future__ import annotations

import codecs
import datetime as dt
import struct
from typing import Final

TITLE, SUBJECT, AUTHOR, KEYWORDS, CREATED, SAVED = 2, 3, 4, 5, 12, 13
_CODEPAGE: Final = 1
_I2, _LPSTR, _LPWSTR, _FILETIME = 2, 30, 31, 64
_MOST: Final = 200
_CODEPAGES: Final = {65001: "utf-8", 1200: "utf-16-le", 10000: "mac_roman"}
_EPOCH: Final = dt.datetime(1601, 1, 1)  # noqa: DTZ001 - times in Office files have no zone of their own


def read_summary(stream: bytes) -> dict[int, str | dt.datetime]:
    """Return the properties of a `SummaryInformation` stream by number: texts and moments. What is damaged is left out."""
    found: dict[int, str | dt.datetime] = {}
    try:
        (start,) = struct.unpack_from("<I", stream, 44)
        _, count = struct.unpack_from("<II", stream, start)
        places = [struct.unpack_from("<II", stream, start + 8 + 8 * n) for n in range(min(count, _MOST))]
    except struct.error:
        return found
    codepage = next((_codepage(stream, start + offset) for number, offset in places if number == _CODEPAGE), "cp1252")
    for number, offset in places:
        value = _value(stream, start + offset, codepage)
        if value is not None:
            found.setdefault(number, value)
    return found


def _value(stream: bytes, at: int, codepage: str) -> str | dt.datetime | None:
    try:
        kind, size = struct.unpack_from("<II", stream, at)
        if kind == _LPSTR:
            return stream[at + 8 : at + 8 + size].decode(codepage, errors="ignore").replace("\0", "").strip()
        if kind == _LPWSTR:
            return stream[at + 8 : at + 8 + 2 * size].decode("utf-16-le", errors="ignore").replace("\0", "").strip()
        if kind == _FILETIME:
            (ticks,) = struct.unpack_from("<Q", stream, at + 4)
            return _EPOCH + dt.timedelta(microseconds=ticks // 10)
    except (struct.error, OverflowError):
        return None
    return None


def _codepage(stream: bytes, at: int) -> str:
    try:
        kind, number = struct.unpack_from("<IH", stream, at)
        name = _CODEPAGES.get(number, f"cp{number}")
        codecs.lookup(name)
    except (struct.error, LookupError):
        return "cp1252"
    return name if kind == _I2 else "cp1252"
