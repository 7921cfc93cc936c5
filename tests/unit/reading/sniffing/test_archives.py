"""Archives: what would fill memory is refused by its directory, before a byte is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from quoth.errors import ReadingError
from quoth.reading.sniffing.archives import check_archive


def _zip(*parts: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return target.getvalue()


def _refusal(data: bytes) -> str:
    with pytest.raises(ReadingError) as refused:
        check_archive(data)
    assert refused.value.hint
    return refused.value.message


def test_archives_of_common_size_pass() -> None:
    """A document must pass, and one that packs well too, as long as it is small."""
    check_archive(_zip(("a.xml", b"x" * 1000), ("b.xml", b"y")))
    check_archive(_zip(("a.xml", b"\x00" * 49_000_000)))


def test_archives_that_grow_without_measure_are_refused() -> None:
    """More than a hundred times its size and more than 50 MB must be refused."""
    assert "it would grow from" in _refusal(_zip(("a.xml", b"\x00" * 51_000_000)))


def test_archives_that_declare_too_much_are_refused() -> None:
    """What the directory declares must count, whatever is there."""
    data = bytearray(_zip(("a.xml", b"x" * 1000)))
    entry = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, entry + 24, 600_000_000)
    assert "600,000,000 bytes" in _refusal(bytes(data))


def test_archives_of_too_many_parts_are_refused() -> None:
    """More than ten thousand parts must be refused."""
    assert "10,001 parts" in _refusal(_zip(*((str(number), b"") for number in range(10_001))))


def test_archives_under_a_password_are_refused() -> None:
    """An encrypted part must be called so."""
    data = bytearray(_zip(("a.xml", b"x")))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert _refusal(bytes(data)) == "it is protected by a password."


def test_archives_whose_parts_overlap_are_refused() -> None:
    """Entries that share bytes, the mark of a bomb that never nests, must be refused."""
    data = bytearray(_zip(("a.xml", b"x" * 50), ("b.xml", b"y" * 50)))
    second = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, second + 42, 10)
    assert "its parts overlap" in _refusal(bytes(data))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", _zip(("a.xml", b"x" * 99))[:-30]])
def test_archives_cut_short_are_called_damaged(data: bytes) -> None:
    """A file without its directory must be called damaged."""
    assert _refusal(data).startswith("its ZIP container is damaged")
