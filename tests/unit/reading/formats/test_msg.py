"""Outlook's mails: the same as any mail, whatever properties they keep it in."""

from __future__ import annotations

import struct
from collections.abc import Mapping

import pytest

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.eml import read_eml
from quoth.reading.formats.msg import read_msg

Folder = Mapping[str, "bytes | Folder"]
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def _ole(root: Folder) -> bytes:
    """Return a compound file of small streams (MS-CFB): all of them in the stream for small ones."""
    entries: list[tuple[str, int, int, int, int, int]] = []
    small: list[int] = []
    stream = bytearray()

    def add(name: str, kind: int, item: bytes | Folder) -> int:
        place = len(entries)
        entries.append((name, kind, 0, 0, 0, 0))
        start = size = 0
        child = _FREE
        if isinstance(item, bytes):
            start, size = len(stream) // 64, len(item)
            count = -(-size // 64)
            small.extend([*range(start + 1, start + count), _END] if count else [])
            stream.extend(item.ljust(count * 64, b"\0"))
        else:
            for below, one in reversed(list(item.items())):
                before, child = child, add(below, 2 if isinstance(one, bytes) else 1, one)
                entries[child] = (*entries[child][:2], before, *entries[child][3:])
        entries[place] = (name, kind, _FREE, child, start, size)
        return place

    add("Root Entry", 5, root)
    pieces = [len(entries) * 128, len(small) * 4, len(stream)]
    counts = [max(-(-size // 512), 1) for size in pieces]
    firsts = [1, 1 + counts[0], 1 + counts[0] + counts[1]]
    fat = [_FAT]
    for first, count in zip(firsts, counts, strict=True):
        fat += [*range(first + 1, first + count), _END]
    entries[0] = (*entries[0][:4], firsts[2], len(stream))
    folders = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBBIII16xI16xIII", 2 * len(name) + 2, kind, 1, _FREE, right, child, 0, start, size, 0)
        for name, kind, right, child, start, size in entries
    )
    head = struct.pack("<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6, 0, 1, firsts[0], 0, 4096,
                       firsts[1], counts[1], _END, 0, 0)  # fmt: skip
    sectors = [struct.pack("<128I", *fat, *[_FREE] * (128 - len(fat)))]
    tables = [folders, struct.pack(f"<{len(small)}I", *small), bytes(stream)]
    sectors += [data.ljust(count * 512, b"\0") for data, count in zip(tables, counts, strict=True)]
    return head + struct.pack("<108I", *[_FREE] * 108) + b"".join(sectors)


def _folder(
    texts: Mapping[int, str | bytes], numbers: Mapping[int, int] | None = None, header: int = 32
) -> dict[str, bytes | Folder]:
    """Return the streams of a mail, recipient or attachment."""
    found: dict[str, bytes | Folder] = {}
    for number, text in texts.items():
        found[f"__substg1.0_{number:04X}{'001F' if isinstance(text, str) else '0102'}"] = (
            text.encode("utf-16-le") if isinstance(text, str) else text
        )
    fixed = b"".join(struct.pack("<HHIQ", 3, number, 6, value) for number, value in (numbers or {}).items())
    found["__properties_version1.0"] = bytes(header) + fixed
    return found


def _mail(header: int = 32, **more: str) -> dict[str, bytes | Folder]:
    texts: dict[int, str | bytes] = {0x001A: "IPM.Note", 0x0037: "Dose limits", 0x0C1A: "Ada Byron", 0x0C1F: "ada@example.org"}
    texts |= {0x1000: more.get("body", "The limit is 20 mSv.")}
    return _folder(texts, {0x0039: 133_541_028_000_000_000}, header)


def _read(root: Folder) -> TextBuilder:
    builder = TextBuilder()
    read_msg(_ole(root), builder)
    return builder


def _texts(builder: TextBuilder) -> list[str]:
    return [block.span.of(builder.text) for block in builder.blocks]


def test_msg_gives_subject_people_and_date() -> None:
    """Properties must become title, owner and date, and each header a block of its own."""
    mail = _mail()
    mail["__recip_version1.0_#00000000"] = _folder({0x3001: "Bob", 0x39FE: "bob@example.org"}, {0x0C15: 1}, 8)
    mail["__recip_version1.0_#00000001"] = _folder({0x3001: "Eve", 0x3003: "/O=INNER/CN=EVE"}, {0x0C15: 2}, 8)
    builder = TextBuilder()
    found = read_msg(_ole(mail), builder)
    assert (found["title"], found["owner"], found["date"][:10]) == ("Dose limits", "Ada Byron", "2024-03-05")
    assert _texts(builder) == [
        "Dose limits",
        "From: Ada Byron <ada@example.org>",
        "To: Bob <bob@example.org>",
        "Cc: Eve",
        f"Date: {found['date']}",
        "The limit is 20 mSv.",
    ]


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        ({0x1013: "<ul><li>Größe</ul>"}, {}),
        ({0x1013: "<ul><li>Größe</ul>".encode()}, {0x3FDE: 65001}),
        ({0x1013: "<ul><li>Größe</ul>".encode("cp1252")}, {0x3FDE: 1252}),
        ({0x1009: struct.pack("<IIII", 64, 40, 0x414C454D, 0) + rb"{\rtf1\ansi{\*\htmltag <p>}Gr\'f6\'dfe\par}"}, {}),
    ],
)
def test_msg_reads_whichever_body_there_is(texts: Mapping[int, str | bytes], numbers: Mapping[int, int]) -> None:
    """HTML as text or bytes and RTF alone must all be read."""
    assert _texts(_read(_folder({0x0037: "A", **texts}, numbers)))[-1] == "Größe"


def test_msg_unpacks_rtf() -> None:
    """Packed RTF must be read: the example of the specification."""
    packed = bytes.fromhex("2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0")
    assert _texts(_read(_folder({0x0037: "A", 0x1009: packed})))[-1] == "hello world"


@pytest.mark.parametrize(("numbers", "text"), [({0x3FFD: 1251}, "Пр"), ({0x3FF1: 1049}, "Пр"), ({}, "Ïð")])
def test_msg_narrow_text_is_read_in_its_code_page(numbers: Mapping[int, int], text: str) -> None:
    """Text of one byte a letter must be read by code page, else by language, else as western."""
    mail = _folder({}, numbers)
    mail["__substg1.0_0037001E"] = b"\xcf\xf0\0"
    assert _texts(_read(mail)) == [text]


def test_msg_attachments_come_along() -> None:
    """Files must come along by their long names, hidden pictures not, and a mail inside as a mail of its own."""
    mail = _mail()
    mail["__attach_version1.0_#00000000"] = _folder(
        {0x3707: "a plan.txt", 0x3704: "APLAN~1.TXT", 0x3701: b"words"}, {0x3705: 1}, 8
    )
    mail["__attach_version1.0_#00000001"] = _folder(
        {0x3707: "logo.png", 0x370E: "image/png", 0x3701: b"png"}, {0x3705: 1, 0x3714: 4}, 8
    )
    inner = _mail(24, body="Größe: 20 mSv.")
    mail["__attach_version1.0_#00000002"] = _folder({}, {0x3705: 5}, 8) | {"__substg1.0_3701000D": inner}
    builder = _read(mail)
    assert [one.name for one in builder.attachments] == ["a plan.txt", "Dose limits.eml"]
    assert builder.notes == ["1 picture in its text was not read."]
    again = TextBuilder()
    found = read_eml(builder.attachments[1].data, again)
    assert (found["owner"], found["date"][:10], _texts(again)[-1]) == ("Ada Byron", "2024-03-05", "Größe: 20 mSv.")


def test_msg_encrypted_says_so() -> None:
    """A mail that needs a key must be one clear error."""
    mail = _folder({0x001A: "IPM.Note.SMIME", 0x0037: "A"})
    mail["__attach_version1.0_#00000000"] = _folder({0x3707: "smime.p7m", 0x3701: b"0\x82"}, {0x3705: 1}, 8)
    with pytest.raises(ReadingError, match="encrypted"):
        _read(mail)


def test_msg_without_words_says_so() -> None:
    """A mail without subject, words and files must be one clear error."""
    with pytest.raises(ReadingError, match="no words"):
        _read(_folder({0x001A: "IPM.Note"}))


@pytest.mark.parametrize("cut", [8, 100, 512, 700])
def test_msg_cut_off_says_so(cut: int) -> None:
    """A file that breaks off must be one clear error."""
    with pytest.raises(ReadingError, match="damaged|no words"):
        read_msg(_ole(_mail())[:cut], TextBuilder())
