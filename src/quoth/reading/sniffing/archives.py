"""Refuse ZIP containers that would grow beyond all measure. Reads the directory only; unpacks nothing."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from quoth.errors import ReadingError

_MOST_MEMBERS: Final = 10_000
_MOST_BYTES: Final = 500_000_000
_SURELY_HARMLESS: Final = 50_000_000
_MOST_GROWTH: Final = 100
_ENCRYPTED: Final = 0x1
_LOCAL_HEADER: Final = 30  # bytes of a member's own header, before its name


def check_archive(data: bytes) -> None:
    """Look at what a ZIP container says it holds.

    The sizes are what its directory declares; a part that grows beyond its declared size fails when it is read.

    Raises:
        ReadingError: It is damaged, protected, or built to fill memory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, IndexError, OSError, EOFError, NotImplementedError) as error:
        raise ReadingError("its ZIP container is damaged: it may be cut short.", "Copy or download it again.") from error
    if len(members) > _MOST_MEMBERS:
        raise _refused(f"it holds {len(members):,} parts; the limit is {_MOST_MEMBERS:,}.")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise ReadingError("it is protected by a password.", "Save a copy without the password.")
    total = sum(member.file_size for member in members)
    if total > _MOST_BYTES or total > max(_SURELY_HARMLESS, _MOST_GROWTH * len(data)):
        raise _refused(f"it would grow from {len(data):,} to {total:,} bytes.")
    if _overlaps(members):
        raise _refused("its parts overlap, as in a file built to do harm.")


def _overlaps(members: list[zipfile.ZipInfo]) -> bool:
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            return True
        end = member.header_offset + _LOCAL_HEADER + member.compress_size
    return False


def _refused(message: str) -> ReadingError:
    return ReadingError(message, "Save it again with the program that made it, without large attachments.")
