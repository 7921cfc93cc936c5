"""Recognising: printed words of a picture with their places; without Tesseract, nothing and no error."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from quoth.errors import ReadingError
from quoth.reading.recognising import recognise, recognise_paragraphs

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")


def _picture(*paragraphs: str) -> bytes:
    image = Image.new("L", (1600, 300 + 300 * len(paragraphs)), "white")
    draw = ImageDraw.Draw(image)
    for number, text in enumerate(paragraphs):
        draw.multiline_text((100, 150 + 300 * number), text, fill="black", font=ImageFont.load_default(size=48), spacing=16)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


@needs_tesseract
def test_recognise_gives_words_and_their_places() -> None:
    """Words must come in reading order, each with its box in points on the given page."""
    words = recognise(_picture("The clinic opens at nine"), 3, 0.36)
    assert words is not None
    assert [word.text for word in words] == ["The", "clinic", "opens", "at", "nine"]
    assert {word.page for word in words} == {3}
    left, top, right, bottom = words[0].box
    assert pytest.approx(left, abs=4) == 100 * 0.36
    assert 150 * 0.36 < top < bottom < 220 * 0.36
    assert right < words[1].box[0]


@needs_tesseract
def test_recognise_keeps_paragraphs_apart_and_broken_words_whole() -> None:
    """Each paragraph must stand alone; a word broken at the end of a line must be one word."""
    found = recognise_paragraphs(_picture("The patients were in-\nformed in writing.", "Nothing else was said."), 1, 0.36)
    assert found is not None
    texts = ["".join(("" if word.is_joined else " ") + word.text for word in words).strip() for words in found.paragraphs]
    assert texts == ["The patients were informed in writing.", "Nothing else was said."]


@needs_tesseract
def test_recognise_finds_nothing_on_a_blank_page() -> None:
    """An empty page must give no words, not dust."""
    assert recognise(_picture(), 1, 0.36) == []


@needs_tesseract
def test_recognise_says_what_fails() -> None:
    """A picture that Tesseract cannot open must be one clear error."""
    with pytest.raises(ReadingError, match="tesseract fails on it"):
        recognise(b"no picture", 1, 0.36)


def test_recognise_without_tesseract_gives_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where Tesseract is not installed, None must say so."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert recognise(_picture("Words"), 1, 0.36) is None
