"""Take the mail out of a signature that wraps it. The signature itself is not checked."""

from __future__ import annotations

from typing import Final

# Source: RFC 5652, the numbers of "signed data" and "data", as written in DER.
_SIGNED: Final = bytes.fromhex("06092a864886f70d010702")
_DATA: Final = bytes.fromhex("06092a864886f70d010701")
_NEAR: Final = 64
_FAR: Final = 4096
_WRAPPER: Final = 0xA0
_STRING: Final = 0x04
_PIECES: Final = 0x24


def signed_content(data: bytes) -> bytes | None:
    """Return what was signed, or None if it is not signed data or does not hold it."""
    if data[:_NEAR].find(_SIGNED) < 0:
        return None
    place = data[:_FAR].find(_DATA)
    if place < 0:
        return None
    place += len(_DATA)
    tag, _, place = _opening(data, place)
    if tag != _WRAPPER:
        return None
    tag, length, place = _opening(data, place)
    if tag == _STRING:
        return data[place : place + length]
    pieces = []
    while tag in (_STRING, _PIECES) and place < len(data):
        if tag == _STRING:
            pieces.append(data[place : place + length])
            place += length
        tag, length, place = _opening(data, place)
    return b"".join(pieces) or None


def _opening(data: bytes, place: int) -> tuple[int, int, int]:
    """Return tag, length and where the content begins; the length of what ends by a mark is 0."""
    head = data[place : place + 2]
    if len(head) < 2:  # noqa: PLR2004
        return 0, 0, len(data)
    size = head[1] & 0x7F if head[1] & 0x80 else 0
    start = place + 2 + size
    return head[0], int.from_bytes(data[place + 2 : start], "big") if size else head[1] & 0x7F, start
