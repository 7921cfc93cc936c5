"""Unpack the RTF that Outlook keeps in its mails."""

from __future__ import annotations

import struct
from typing import Final

# What the dictionary holds before the first byte is read.
# Source: MS-OXRTFCP 2.1.2.1.
_FIRST: Final = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    rb"Times New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW: Final = 4096
_PACKED: Final = 0x75465A4C
_PLAIN: Final = 0x414C454D
_MOST_BYTES: Final = 64 * 2**20


def unpack_rtf(data: bytes) -> bytes:
    """Return the RTF. What is cut off in the middle gives what came before.

    Raises:
        ValueError: It is not packed in a way that Outlook uses.

    Source: MS-OXRTFCP 3.1.1 (LZFu): runs of eight items, each a byte or a copy from the last 4096 bytes.
    """
    if len(data) < 16:  # noqa: PLR2004 - the header
        raise ValueError("its text is cut off")
    size, kind = struct.unpack_from("<4xII", data)
    if kind == _PLAIN:
        return data[16 : 16 + size]
    if kind != _PACKED:
        raise ValueError("its text is packed in an unknown way")
    window = bytearray(_WINDOW)
    window[: len(_FIRST)] = _FIRST
    write, read = len(_FIRST), 16
    found = bytearray()
    most = min(size, _MOST_BYTES)
    while read < len(data) and len(found) < most:
        flags, read = data[read], read + 1
        for bit in range(8):
            piece = data[read : read + 1 + (flags >> bit & 1)]
            read += len(piece)
            if len(piece) < 1 + (flags >> bit & 1):
                return bytes(found)
            if len(piece) == 1:
                window[write] = piece[0]
                found += piece
                write = (write + 1) % _WINDOW
                continue
            start, length = piece[0] << 4 | piece[1] >> 4, (piece[1] & 15) + 2
            if start == write:  # how the end is marked
                return bytes(found)
            for place in range(start, start + length):
                window[write] = window[place % _WINDOW]
                found.append(window[write])
                write = (write + 1) % _WINDOW
    return bytes(found)
