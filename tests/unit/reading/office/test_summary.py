"""The property set of OLE files, made by hand."""

from __future__ import annotations

import datetime as dt
import struct
import time

import pytest

from quoth.reading.office.summary import AUTHOR, SAVED, TITLE, read_summary


def stream(*values: tuple[int, bytes]) -> bytes:
    """Return a property set of these values: number, and type with what follows."""
    places, body, at = b"", b"", 8 + 8 * len(values)
    for number, value in values:
        places += struct.pack("<II", number, at + len(body))
        body += value
    return bytes(44) + struct.pack("<I", 48) + struct.pack("<II", 0, len(values)) + places + body


def text(words: bytes) -> bytes:
    """Return a text of one byte a letter."""
    return struct.pack("<II", 30, len(words) + 1) + words + b"\0"


@pytest.mark.parametrize(
    ("codepage", "words"), [(1252, b"Caf\xe9"), (10000, b"Caf\x8e"), (65001, "Caf\u00e9".encode()), (4711, b"Caf\xe9")]
)
def test_texts_are_in_the_files_own_code_page(codepage: int, words: bytes) -> None:
    """Windows', the Macintosh's, UTF-8; and an unknown one is taken for Windows'."""
    found = read_summary(stream((1, struct.pack("<IH", 2, codepage) + b"\0\0"), (TITLE, text(words))))
    assert found[TITLE] == "Caf\u00e9"


def test_moments_count_from_1601() -> None:
    """In tenths of a microsecond."""
    ticks = int((dt.datetime(2024, 12, 20) - dt.datetime(1601, 1, 1)).total_seconds()) * 10**7  # noqa: DTZ001 - they have no zone
    assert read_summary(stream((SAVED, struct.pack("<IQ", 64, ticks))))[SAVED] == dt.datetime(2024, 12, 20)  # noqa: DTZ001


def test_what_is_damaged_costs_itself_alone() -> None:
    """A vector without end, a moment beyond all calendars, a place outside the stream."""
    began = time.process_time()
    endless = struct.pack("<III", 0x1000 | 5, 2**32 - 1, 0)
    found = read_summary(stream((7, endless), (SAVED, struct.pack("<IQ", 64, 2**64 - 1)), (AUTHOR, text(b"Ann")), (TITLE, b"")))
    assert found == {AUTHOR: "Ann"}
    assert time.process_time() - began < 1


@pytest.mark.parametrize("data", [b"", bytes(47), bytes(48), bytes(44) + b"\xff" * 4])
def test_what_is_no_property_set_says_nothing(data: bytes) -> None:
    """Without an error: a workbook is worth reading without its title."""
    assert read_summary(data) == {}
