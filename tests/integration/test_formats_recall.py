"""No text is lost: of the words that a second library finds in a real file, nearly all are in ours."""

from __future__ import annotations

import email
import email.policy
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx2txt
import lxml.html
import openpyxl
import pptx
import pypdf
import pytest

from quoth.reading.documents import read_all

_FILES = Path(__file__).parents[3] / "shared/data/files/good"
_LEAST = 0.97

pytestmark = [
    pytest.mark.skipif(not _FILES.is_dir(), reason="../shared/data/files is absent"),
    pytest.mark.filterwarnings("ignore"),  # the second libraries' own
]


def _pdf(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def _docx(data: bytes) -> str:
    return str(docx2txt.process(io.BytesIO(data)))


def _pptx(data: bytes) -> str:
    def texts(shapes: Any) -> Iterator[str]:
        for shape in shapes:
            if shape.has_text_frame:
                yield shape.text_frame.text
            if getattr(shape, "has_table", False) and shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
            if hasattr(shape, "shapes"):
                yield from texts(shape.shapes)

    deck = pptx.Presentation(io.BytesIO(data))
    return "\n".join(text for slide in deck.slides for text in texts(slide.shapes))


def _xlsx(data: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row)
    return "\n".join(cell for cell in cells if isinstance(cell, str))


def _html(data: bytes) -> str:
    page = lxml.html.document_fromstring(data)
    for element in page.xpath("//script|//style|//noscript|//template|//head|//select|//button|//textarea|//svg"):
        element.drop_tree()
    return " ".join(page.itertext())


def _eml(data: bytes) -> str:
    mail = email.message_from_bytes(data, policy=email.policy.default)
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


_SECOND: dict[str, Callable[[bytes], str]] = {
    "pdf": _pdf, "docx": _docx, "pptx": _pptx, "xlsx": _xlsx, "html": _html, "eml": _eml,
}  # fmt: skip
# Files of which the second library's words are not the measure, each looked at by eye.
_EXPLAINED: dict[str, str] = {
    "docling/formatting.html": "the second library's words are split at <sub>: H 2 O",
    "poi/60289.xlsx": "openpyxl leaves _x000d_ undecoded",
    "poi/DiffFirstPageHeadFoot.docx": "docx2txt glues words at tabs",
    "unstructured/fake-email-image-embedded.eml": "the plain part repeats pictures' alternative texts, which the HTML part shows as pictures",
    "unstructured/fake-html-lang-de.html": "lxml takes UTF-8 for Latin-1",
    "unstructured/multi-column.pdf": "pypdf leaves words broken at line ends",
    "unstructured/pdf-with-ocr-text.pdf": "character recognition left words in pieces, which the two libraries join differently",
}


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize(
    "name", sorted(p.relative_to(_FILES).as_posix() for kind in _SECOND for p in _FILES.rglob(f"*.{kind}"))
)
def test_the_words_of_a_second_library_are_ours(name: str) -> None:
    """Nearly all words that another library finds must be in our text, as often as it finds them."""
    data = (_FILES / name).read_bytes()
    try:
        theirs = _words(_SECOND[name.rsplit(".", 1)[1]](data))
    except Exception as error:  # noqa: BLE001 - what it cannot read is no measure
        pytest.skip(f"the second library fails: {type(error).__name__}")
    if not theirs:
        pytest.skip("the second library finds no words")
    if name in _EXPLAINED:
        pytest.skip(_EXPLAINED[name])
    ours = _words("\n".join(read.document.text for read in read_all(data, doc_id=name, uri="file:///x")))
    missing = theirs - ours
    assert 1 - missing.total() / theirs.total() >= _LEAST, missing.most_common(20)
