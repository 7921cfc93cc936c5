"""Change documents so that readers get past the door: words and lines are moved and repeated, containers stay containers."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from typing import Final

ZIPPED: Final = frozenset({"docx", "pptx", "xlsx", "odt", "ods", "odp", "epub"})
BINARY: Final = ZIPPED | {"pdf", "xls", "msg"}
_PIECE: Final = re.compile(rb"[\w\x80-\xff]+|[ \t]+|.", re.DOTALL)
_LINE: Final = re.compile(rb"[^\n]*\n|[^\n]+")
_MOST_REPEATED: Final = 400
Mutate = Callable[[bytes, int], bytes]


def mutator(name: str, mutate: Mutate) -> Callable[[bytes, int, int], bytes]:
    """Return what changes documents of a format; `mutate` changes a byte here and there."""

    def change(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if name in ZIPPED and chance.random() < 0.95:
            changed = _change_member(data, mutate, chance)
            return changed if len(changed) <= most else data
        changed = _change(data, most, mutate, chance)
        # Guessing encodings takes long, and finds little; now and then it may.
        is_text = name not in BINARY and chance.random() < 0.98
        return changed.decode("utf-8", "ignore").encode() if is_text else changed

    return change


def _change(data: bytes, most: int, mutate: Mutate, chance: random.Random) -> bytes:
    if chance.random() < 0.3:
        return mutate(data, most)
    pieces = (_LINE if chance.random() < 0.4 else _PIECE).findall(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        if not pieces:
            break
        _move(pieces, chance)
    return b"".join(pieces)[:most]


def _move(pieces: list[bytes], chance: random.Random) -> None:
    start, place = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    end = start + chance.choice((1, 1, 2, 5, 20))
    kind = chance.random()
    if kind < 0.35:
        del pieces[start:end]
    elif kind < 0.65:
        pieces[place:place] = pieces[start:end]
    elif kind < 0.9:
        pieces[place : place + end - start] = pieces[start:end]
    else:
        pieces[place:place] = pieces[start:end] * chance.randrange(2, _MOST_REPEATED)


def _change_member(data: bytes, mutate: Mutate, chance: random.Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 - it is damaged already
        return data
    if not members:
        return data
    name = chance.choice(sorted(members))
    members[name] = _change(members[name], 2 * len(members[name]) + 5000, mutate, chance)
    return zipped(members)


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a ZIP container of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()
