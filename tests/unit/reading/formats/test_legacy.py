"""Old Word and PowerPoint files: read through LibreOffice where it is installed, otherwise told what to install."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.legacy import read_doc, read_ppt
from quoth.reading.programs import find_program, private_folder, run
from quoth.reading.sniffing.media_type import sniff

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def _old(data: bytes, new: str, old: str) -> bytes:
    """Let LibreOffice save a document of today in the old format."""
    program = find_program("soffice")
    assert program is not None
    with private_folder() as folder:
        (folder / f"a.{new}").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        arguments = [program, profile, "--headless", "--convert-to", old, "--outdir", str(folder), str(folder / f"a.{new}")]
        run(arguments, stdin=b"", seconds=120, folder=folder)
        made = folder / f"a.{old}"
        if not made.exists():
            pytest.skip(f"this LibreOffice has no filter for .{old}")
        return made.read_bytes()


@pytest.fixture(scope="module")
def doc() -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.author = "Ann Example"
    document.add_heading("Opening hours", 1)
    document.add_paragraph("The clinic opens at nine.")
    document.add_paragraph("Bring your card.", style="List Bullet")
    table = document.add_table(2, 2, style="Table Grid")
    for cell, text in zip(table._cells, ("Day", "Hour", "Monday", "nine"), strict=True):
        cell.text = text
    document.add_paragraph("Closed on holidays.")
    target = io.BytesIO()
    document.save(target)
    return _old(target.getvalue(), "docx", "doc")


@pytest.fixture(scope="module")
def ppt() -> bytes:
    import pptx

    slides = pptx.Presentation()
    for title, text in (("Opening hours", "The clinic opens at nine."), ("Rules", "Bring your card.")):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
    target = io.BytesIO()
    slides.save(target)
    return _old(target.getvalue(), "pptx", "ppt")


def _blocks(builder: TextBuilder) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(builder.text)) for block in builder.blocks]


@needs_libreoffice
def test_doc_keeps_its_structure_each_time(doc: bytes) -> None:
    """Headings, paragraphs, items and tables of an old Word file must come through, and its author; alike when read again."""
    builder, again = TextBuilder(), TextBuilder()
    metadata = read_doc(doc, builder)
    assert read_doc(doc, again) == metadata
    assert again.blocks == builder.blocks
    assert sniff(doc, "a.pdf") == "application/msword"
    assert _blocks(builder)[:3] == [
        ("heading", "Opening hours"),
        ("paragraph", "The clinic opens at nine."),
        ("list_item", "Bring your card."),
    ]
    assert [text for kind, text in _blocks(builder) if kind in ("table_header", "table_row")] == ["Day | Hour", "Monday | nine"]
    assert metadata["owner"] == "Ann Example"
    assert "application" not in metadata


@needs_libreoffice
def test_ppt_keeps_its_slides(ppt: bytes) -> None:
    """Each slide of an old presentation must keep its number and title."""
    builder = TextBuilder()
    read_ppt(ppt, builder)
    assert sniff(ppt, "a.pdf") == "application/vnd.ms-powerpoint"
    found = [(block.page, block.span.of(builder.text)) for block in builder.blocks]
    assert found == [(1, "Opening hours"), (1, "The clinic opens at nine."), (2, "Rules"), (2, "Bring your card.")]


@needs_libreoffice
@pytest.mark.parametrize("read", [read_doc, read_ppt])
def test_damaged_old_files_are_one_clear_error_or_text(
    read: Callable[[bytes, TextBuilder], dict[str, str]], doc: bytes, ppt: bytes
) -> None:
    """A file cut short must give what is left of it or one clear error."""
    whole = doc if read is read_doc else ppt
    builder = TextBuilder()
    try:
        read(whole[: len(whole) // 2], builder)
    except ReadingError as error:
        assert error.hint  # noqa: PT017 - either outcome is right


@needs_libreoffice
def test_doc_under_a_password_is_called_so(doc: bytes) -> None:
    """The flag of encryption must be seen before LibreOffice asks anybody for a password."""
    import olefile

    changed = bytearray(doc)
    with olefile.OleFileIO(io.BytesIO(doc)) as ole:
        start = ole.openstream("WordDocument").read(12)
    changed[doc.index(start) + 11] |= 1
    with pytest.raises(ReadingError, match="it is protected by a password."):
        read_doc(bytes(changed), TextBuilder())


@pytest.mark.parametrize(
    ("read", "message"),
    [(read_doc, "apt install libreoffice-writer"), (read_ppt, "apt install libreoffice-impress")],
)
def test_without_libreoffice_the_message_says_what_to_install(
    read: Callable[[bytes, TextBuilder], dict[str, str]], message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where LibreOffice is missing, the message must name it and the other way out."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReadingError, match=message):
        read(b"\xdb\xa5" + bytes(100), TextBuilder())
