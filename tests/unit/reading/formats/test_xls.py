"""XLS and XLSB: the same sheets as in XLSX, from records written here byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.xls import read_xls

_PERCENT, _ISO_DAY = 10, 14


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _words(text: str, length: str) -> bytes:
    return struct.pack(f"<{length}B", len(text), 1) + text.encode("utf-16-le")


def _label(row: int, column: int, text: str) -> bytes:
    return _record(0x0204, struct.pack("<HHH", row, column, 0) + _words(text, "H"))


def _number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return _record(0x0203, struct.pack("<HHHd", row, column, style, value))


def _xls(*cells: bytes) -> bytes:
    """Return a workbook of one sheet, `Fees`; style 1 shows percent, style 2 dates."""
    font = _record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0, 400, 0, 0, 0, 0, 0) + _words("Arial", "B"))
    styles = b"".join(_record(0x00E0, struct.pack("<HHH", 0, code, 0) + bytes(14)) for code in (0, _PERCENT, _ISO_DAY))
    opening = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + _record(0x0042, struct.pack("<H", 1200))
    names, closing = font + styles, _record(0x000A, b"")
    at = len(opening) + len(names) + len(_record(0x0085, bytes(6) + _words("Fees", "B"))) + len(closing)
    directory = _record(0x0085, struct.pack("<IH", at, 0) + _words("Fees", "B"))
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 16, 0, 0, 0, 0)) + b"".join(cells) + closing
    return opening + names + directory + closing + sheet


def _binary(kind: int, body: bytes) -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(body)]) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _xlsb() -> bytes:
    """Return a binary workbook of one sheet with a word and a number."""
    bundle = _binary(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Fees"))
    row = _binary(0, struct.pack("<IIHBBBI", 0, 0, 300, 0, 0, 0, 0))
    cells = _binary(6, struct.pack("<II", 0, 0) + _wide("Share")) + _binary(5, struct.pack("<IId", 1, 0, 0.115))
    data = _binary(148, struct.pack("<IIII", 0, 0, 0, 1)) + _binary(145, b"") + row + cells + _binary(146, b"")
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr(
            "xl/workbook.bin", _binary(131, b"") + _binary(143, b"") + bundle + _binary(144, b"") + _binary(132, b"")
        )
        package.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.bin"/>'
            "</Relationships>",
        )
        package.writestr("xl/worksheets/sheet1.bin", _binary(129, b"") + data + _binary(130, b""))
    return target.getvalue()


def _read(data: bytes) -> TextBuilder:
    builder = TextBuilder()
    read_xls(data, builder)
    return builder


def test_xls_reads_what_a_cell_shows() -> None:
    """Percent and dates must come out as a person sees them, each row with its header and number."""
    cells = [_label(0, 0, "Share"), _label(0, 1, "Day"), _number(1, 0, 0.115, 1), _number(1, 1, 45413, 2)]
    builder = _read(_xls(*cells))
    assert [(block.kind, block.span.of(builder.text), block.row) for block in builder.blocks] == [
        ("heading", "Fees", None),
        ("table_header", "Share | Day", None),
        ("table_row", "11.50% | 2024-05-01", 2),
    ]


def test_xls_cell_in_the_last_corner_costs_nothing() -> None:
    """The size of a sheet must follow from its cells, not from where the last one stands."""
    assert _read(_xls(_label(0, 0, "first"), _label(65535, 255, "last"))).text == "Fees\n\nfirst\n\nlast"


def test_xlsb_is_read_and_says_what_is_missing() -> None:
    """A binary workbook must be read; that its formats are not applied must be said."""
    builder = _read(_xlsb())
    assert builder.text == "Fees\n\nShare | 0.115"
    assert builder.notes == ["Numbers are given as they are stored, without formats such as percent or currency."]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "it is protected by a password."),
        (_xls()[:10], "damaged"),
        (_xls().replace(_record(0x0042, b"\xb0\x04"), _record(0x002F, bytes(6))), "it is protected by a password."),
        (b"PK\x03\x04 nothing more", "damaged"),
        (b"", "damaged"),
    ],
)
def test_xls_unreadable_files_are_refused(data: bytes, message: str) -> None:
    """A file that cannot be read must be refused in words, not with a traceback."""
    with pytest.raises(ReadingError, match=message):
        _read(data)
