"""Write plain PDFs for measuring: headings and paragraphs in Helvetica, one page per text, no library needed."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_WIDTH, _HEIGHT, _MARGIN, _LEADING = 595, 842, 56, 13
_LINE: Final = 95


def write_pdf(path: Path, pages: Sequence[str]) -> None:
    """Write one page per Markdown text; what does not fit on a page is left out."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>"]  # fmt: skip
    kids = []
    for text in pages:
        stream = _stream(text)
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents %d 0 R >>"
            % (_WIDTH, _HEIGHT, len(objects))
        )
    objects[1] = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids))
    path.write_bytes(_file(objects))


def _stream(text: str) -> bytes:
    parts = [b"BT"]
    y = _HEIGHT - _MARGIN
    for paragraph in text.split("\n\n"):
        is_heading = paragraph.startswith("# ")
        font, size = (b"F2", 16) if is_heading else (b"F1", 10)
        for line in textwrap.wrap(paragraph.removeprefix("# "), _LINE):
            if y < _MARGIN:
                break
            escaped = line.encode("cp1252", "replace").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
            parts.append(b"/%b %d Tf 1 0 0 1 %d %d Tm (%b) Tj" % (font, size, _MARGIN, y, escaped))
            y -= _LEADING + (8 if is_heading else 0)
        y -= 6
    return b"\n".join([*parts, b"ET"])


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
