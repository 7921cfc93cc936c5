"""Pictures: a scan becomes a document, page by page; what is broken, huge or unreadable here is said."""

from __future__ import annotations

import io
import shutil
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.picture import read_picture

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")


def _page(text: str, mode: str = "L") -> Image.Image:
    image = Image.new("L", (1600, 600), "white")
    ImageDraw.Draw(image).multiline_text((100, 200), text, fill="black", font=ImageFont.load_default(size=48))
    return image.convert(mode)


def _bytes(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def _read(data: bytes) -> TextBuilder:
    builder = TextBuilder()
    read_picture(data, builder)
    return builder


@needs_tesseract
@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("JPEG", "CMYK"), ("TIFF", "1"), ("PNG", "P"), ("PNG", "I;16")])
def test_picture_gives_its_words(kind: str, mode: str) -> None:
    """Every common kind of picture must be read, with a note that its words were recognised."""
    image = _page("Rooms are cleaned daily.")
    image = image.convert("I").point(lambda x: x * 257).convert("I;16") if mode == "I;16" else image.convert(mode)
    builder = _read(_bytes(image, kind))
    assert builder.text == "Rooms are cleaned daily."
    assert builder.notes == ["It was read by character recognition: check quotes against the picture."]
    assert (builder.pages, builder.blocks[0].page) == (1, 1)


@needs_tesseract
def test_picture_reads_every_page_of_a_tiff() -> None:
    """Each page of a TIFF must be read, an empty one named as empty."""
    pages = [_page("First page here."), _page(""), _page("Third page here.")]
    builder = _read(_bytes(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    assert [(block.page, block.span.of(builder.text)) for block in builder.blocks] == [
        (1, "First page here."),
        (3, "Third page here."),
    ]
    assert (builder.pages, builder.blank_pages) == (3, [2])


@needs_tesseract
def test_picture_knows_where_words_stand() -> None:
    """Words must be placed in points by the resolution that the picture names."""
    [page] = _read(_bytes(_page("Rooms are cleaned daily."), "PNG", dpi=(144, 144))).printed_pages()
    assert (page.width, page.height) == pytest.approx((800, 300), abs=1)


@needs_tesseract
def test_picture_is_read_upright() -> None:
    """A photograph that its camera marked as turned must be read as it is seen."""
    exif = Image.Exif()
    exif[0x0112] = 6  # seen turned by a quarter to the right
    turned = _page("Rooms are cleaned daily.").transpose(Image.Transpose.ROTATE_90)
    assert _read(_bytes(turned, "JPEG", exif=exif)).text == "Rooms are cleaned daily."


def _bomb() -> bytes:
    """Make a PNG of a few bytes that says it is 60,000 points wide and high."""
    header = struct.pack(">LLBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    data = struct.pack(">L", 9) + b"IDATxxxxxxxxx"
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">L", 13) + chunk + struct.pack(">L", zlib.crc32(chunk)) + data


@needs_tesseract
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (_bomb(), "it has more than 80,000,000 points."),
        (b"\x89PNG\r\n\x1a\n", "its picture is damaged"),
        (_bytes(_page("cut"), "PNG")[:500], "its picture is damaged"),
        (b"II*\x00\x08\x00\x00\x00\xff\xff", "its picture is damaged"),
        (b"\xff\xd8\xff\xe0", "its picture is damaged"),
    ],
)
def test_picture_that_is_broken_or_a_bomb_is_refused(data: bytes, message: str) -> None:
    """A damaged picture and one made to fill memory must be one clear error."""
    with pytest.raises(ReadingError) as refused:
        _read(data)
    assert refused.value.message.startswith(message)


def test_picture_without_tesseract_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where Tesseract is missing, the message must say what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReadingError, match="apt install tesseract-ocr"):
        _read(_bytes(_page("Words"), "PNG"))
