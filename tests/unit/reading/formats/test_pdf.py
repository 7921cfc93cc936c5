"""PDF: what is printed comes out in reading order, with its place on paper; broken files cost one line."""

from __future__ import annotations

import base64
import ctypes
import io
import zlib
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.pdf import read_pdf
from quoth.types import Block

Text = tuple[float, float, str]  # left, distance from the upper edge, words

_WIDTH, _HEIGHT = 600.0, 800.0
_PROSE = (
    "The sponsor keeps every record of the trial until the",
    "authority has answered, and for five years after that,",
    "in the form in which it was first written down by hand.",
)
# One empty page, encrypted.
_LOCKED = (
    "eNqNUctu2zAQvPMr9uJjw4f4EAHBhyYxULRFDCXtJciBj6WrwpACmQaS/mQP/YP2R0opbSLEPZQAAWJ2ZnY5u9pebN7ws4qsfv76/oNwYDD4r6"
    "RpCN2OQzwGHKEJzMdUJXRuTdZrgn2cOGLBvXm8R6Bbt8MDoefDsc/ACX3fxQPcgizEFu4W0upEeu6y2w878uQBk3e7EMh/9iK0xcNwHENRlEqh"
    "048YO/d2eCht2RmbL2dP924yH7GM9tpdLdw/T4O3IAj9gP0ufwHJig6ksNJqI2wpbLp9LrHQ6+z66MZI6BU0qFwdha6NjzaykJKV2hsXlEqKs5"
    "rHkFjkXCslg/QpeOYUSqmTtuhkXZKln6AxtVTMysRRc3Shil5LGysvYwxWxcRYsfMckcdalnZGGeaEkCxZZUJUy/08jJgIA03Y84HSvlKQ4Bnj"
    "5e9zpX/BlD3BOK9PMW1OMKH5C5ZH1+1xnGO97r5hGYW2w5ChmvOn7/o0AP/zvigba5g2U3CiFo7xpIQSxtcK0Xuvk0W9/h9K2fNlH8bH+wzq76"
    "IP2Y15DkQaRVary6sN+Q3RXsT4"
)


class Paper:
    """A PDF that is put together word by word."""

    def __init__(self) -> None:
        self.document = pypdfium2.PdfDocument.new()
        self.pages: list[pypdfium2.PdfPage] = []
        self.page = self.new_page()

    def new_page(self) -> pypdfium2.PdfPage:
        """Begin a page."""
        self.page = self.document.new_page(_WIDTH, _HEIGHT)
        self.pages.append(self.page)
        return self.page

    def write(self, texts: Sequence[Text], size: float = 10, font: str = "Helvetica", mode: int = 0) -> None:
        """Print texts."""
        for left, top, words in texts:
            item = pdfium.FPDFPageObj_NewTextObj(self.document.raw, font.encode(), size)
            encoded = (words + "\0").encode("utf-16-le")
            buffer = ctypes.create_string_buffer(encoded, len(encoded))
            pdfium.FPDFText_SetText(item, ctypes.cast(buffer, pdfium.FPDF_WIDESTRING))
            pdfium.FPDFTextObj_SetTextRenderMode(item, mode)
            pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, left, _HEIGHT - top)
            pdfium.FPDFPage_InsertObject(self.page.raw, item)

    def rule(self, left: float, top: float, width: float, height: float) -> None:
        """Draw a box's outline."""
        item = pdfium.FPDFPageObj_CreateNewRect(left, _HEIGHT - top - height, width, height)
        pdfium.FPDFPath_SetDrawMode(item, pdfium.FPDF_FILLMODE_NONE, 1)
        pdfium.FPDFPage_InsertObject(self.page.raw, item)

    def dot(self, left: float, top: float) -> None:
        """Draw a small filled square."""
        item = pdfium.FPDFPageObj_CreateNewRect(left, _HEIGHT - top, 3, 3)
        pdfium.FPDFPath_SetDrawMode(item, pdfium.FPDF_FILLMODE_ALTERNATE, 0)
        pdfium.FPDFPage_InsertObject(self.page.raw, item)

    def data(self) -> bytes:
        """Return the file."""
        for page in self.pages:
            pdfium.FPDFPage_GenerateContent(page.raw)
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()


def _read(paper: Paper) -> TextBuilder:
    builder = TextBuilder()
    read_pdf(paper.data(), builder)
    return builder


def _told(builder: TextBuilder) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(builder.text)) for block in builder.blocks if not block.is_boilerplate]


def _block(builder: TextBuilder, words: str) -> Block:
    return next(block for block in builder.blocks if words in block.span.of(builder.text))


def _column(left: float, top: float, lines: Sequence[str], step: float = 12) -> list[Text]:
    return [(left, top + step * place, line) for place, line in enumerate(lines)]


def test_pdf_joins_lines_into_paragraphs_under_headings() -> None:
    """Lines close below each other must be one paragraph, a larger line above them its heading."""
    paper = Paper()
    paper.write([(50, 80, "Keeping of records")], size=18)
    paper.write(_column(50, 120, _PROSE))
    paper.write(_column(50, 190, _PROSE))
    assert _told(_read(paper)) == [
        ("heading", "Keeping of records"),
        ("paragraph", " ".join(_PROSE)),
        ("paragraph", " ".join(_PROSE)),
    ]


def test_pdf_places_a_quote_on_the_page() -> None:
    """The boxes of a printed word must enclose it as the page is displayed, from the upper left corner."""
    paper = Paper()
    paper.write([(50, 100, "Ink stands here")], size=20)
    builder = _read(paper)
    (page,) = builder.printed_pages()
    ((left, top, right, bottom),) = page.boxes(builder.blocks[0].span)
    assert (page.width, page.height) == (_WIDTH, _HEIGHT)
    assert left == pytest.approx(50, abs=3)
    assert top < 90
    assert 100 < bottom < 110
    assert 150 < right < 220


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_pdf_places_a_quote_on_a_turned_page(quarters: int) -> None:
    """On a page that is displayed turned, boxes must stand where the reader sees the words."""
    paper = Paper()
    paper.write(_column(50, 100, _PROSE))
    pdfium.FPDFPage_SetRotation(paper.page.raw, quarters)
    builder = _read(paper)
    (page,) = builder.printed_pages()
    left, top, right, bottom = page.boxes(_block(builder, "sponsor").span)[0]
    middle = ((left + right) / 2, (top + bottom) / 2)
    assert (page.width, page.height) == ((_HEIGHT, _WIDTH) if quarters % 2 else (_WIDTH, _HEIGHT))
    assert {1: middle[0] > 650, 2: middle[1] > 650, 3: middle[0] < 150}[quarters]
    assert " ".join(_PROSE) in builder.text


def test_pdf_reads_columns_one_after_the_other() -> None:
    """Two columns must be read down, not across, and a title over both before them."""
    paper = Paper()
    left = [f"Left line {place} tells of the trial at home" for place in range(8)]
    right = [f"right line {place} tells of trials abroad" for place in range(8)]
    paper.write([(50, 60, "A title that stands over both of the columns below it")], size=16)
    paper.write(_column(50, 100, left))
    paper.write(_column(320, 100, right))
    text = _read(paper).text
    assert text.index("both of the columns") < text.index(left[0]) < text.index(left[7]) < text.index(right[0])


def test_pdf_joins_a_paragraph_over_pages_without_its_footer() -> None:
    """A sentence that runs over the end of a page must be one block; footers and page numbers must not stand in it."""
    paper = Paper()
    for number in range(1, 5):
        if number > 1:
            paper.new_page()
        paper.write([(50, 30, "Example Inc. quality manual"), (290, 780, f"Page {number} of 4")], size=8)
        paper.write(_column(50, 100, [*_PROSE[:2], "and no longer than the law of the land demands from"]))
    builder = _read(paper)
    assert all(block.is_boilerplate for block in builder.blocks if "Page" in block.span.of(builder.text))
    assert all(block.is_boilerplate for block in builder.blocks if "quality manual" in block.span.of(builder.text))
    assert sum("quality manual" in block.span.of(builder.text) for block in builder.blocks) == 4
    assert builder.pages == 4


def test_pdf_turns_the_page_inside_a_block() -> None:
    """A block that runs over a page's end must know where the next page begins."""
    paper = Paper()
    paper.write(_column(50, 700, [*_PROSE[:2], "until the day on which the last of all the patients is"]))
    paper.new_page()
    paper.write(_column(50, 80, ["discharged from the hospital and has gone home again."]))
    builder = _read(paper)
    (block,) = builder.blocks
    assert (block.page, block.page_at(builder.text.index("discharged"))) == (1, 2)


def test_pdf_joins_words_broken_at_a_line_end() -> None:
    """A hyphen that only breaks a line must go; one that belongs to the word must stay."""
    paper = Paper()
    lines = [
        "Every investi-",
        "gator reads the follow-up letter and sends the follow-",
        "up letter back, signed, to the sponsor of the trial.",
    ]
    paper.write(_column(50, 100, [*_PROSE[:1], *lines]))
    text = _read(paper).text
    assert "Every investigator reads the follow-up letter and sends the follow-up letter back" in text


def test_pdf_strips_the_marks_of_list_items() -> None:
    """Bullets and numbers must not be in an item's text; a number that begins no list must stay."""
    paper = Paper()
    paper.write(_column(50, 100, [*_PROSE[:2], "and these are its duties:"]))
    items = ["\u2022 to monitor every site", "\u2022 to report each death", "1. plan the trial first", "2. run it after that"]
    paper.write(_column(60, 150, items, step=14))
    told = _told(_read(paper))
    assert told[1:] == [
        ("list_item", "to monitor every site"),
        ("list_item", "to report each death"),
        ("list_item", "plan the trial first"),
        ("list_item", "run it after that"),
    ]


def test_pdf_reads_a_ruled_table_row_by_row() -> None:
    """Cells between rules must become rows, with the header of the columns known to each."""
    paper = Paper()
    cells = [["Service", "Price"], ["Monitoring", "1,200"], ["Audit", "900"]]
    for row, texts in enumerate(cells):
        for column, words in enumerate(texts):
            paper.rule(50 + 150 * column, 100 + 20 * row, 150, 20)
            paper.write([(55 + 150 * column, 114 + 20 * row, words)])
    builder = _read(paper)
    assert _told(builder) == [
        ("table_header", "Service | Price"),
        ("table_row", "Monitoring | 1,200"),
        ("table_row", "Audit | 900"),
    ]
    assert builder.blocks[2].header == builder.blocks[0].span
    assert builder.tables == 1


def test_pdf_reads_an_unruled_table_row_by_row() -> None:
    """Aligned columns of numbers must become rows."""
    paper = Paper()
    rows = [("Country", "Sites", "Patients"), ("France", "12", "340"), ("Italy", "9", "221"), ("Spain", "15", "407")]
    for place, texts in enumerate(rows):
        paper.write([(50 + 120 * column, 100 + 14 * place, words) for column, words in enumerate(texts)])
    assert _told(_read(paper)) == [
        ("table_header", "Country | Sites | Patients"),
        ("table_row", "France | 12 | 340"),
        ("table_row", "Italy | 9 | 221"),
        ("table_row", "Spain | 15 | 407"),
    ]


def test_pdf_takes_a_drawn_bullet_for_one() -> None:
    """A small shape before a line must begin a list item, none of whose words is lost."""
    paper = Paper()
    items = ["monitor every site", "report each death", "keep the records"]
    paper.write(_column(70, 100, items))
    for place in range(len(items)):
        paper.dot(60, 98 + 12 * place)
    assert _told(_read(paper)) == [("list_item", item) for item in items]


def test_pdf_parts_cells_at_a_narrow_gap() -> None:
    """A cell that nearly reaches the next column must not take its words."""
    paper = Paper()
    rows = [("Audit of the site", "two months"), ("Release of the toxicology batch", "three or more months")]
    rows += [("Pathology", "four months"), ("Report", "one month")]
    for place, (step, time) in enumerate(rows):
        paper.write([(50, 100 + 16 * place, step), (193, 100 + 16 * place, time)])
    assert [words for _, words in _told(_read(paper))] == [f"{step} | {time}" for step, time in rows]


def test_pdf_puts_the_lines_of_a_cell_together() -> None:
    """Lines that stand closer than rows do must be one cell, also where the other cells of the row stand between them."""
    paper = Paper()
    rows = [("Audit", "two months"), ("Visit", "one month"), ("Report", "one week"), ("", ""), ("Archive", "ten years")]
    for place, (step, time) in enumerate(rows):
        paper.write([(50, 100 + 18 * place, step), (250, 100 + 18 * place, time)])
    paper.write([(50, 148.5, "Pathology and"), (250, 154, "four months"), (50, 159.5, "the last report")])
    assert ("table_row", "Pathology and the last report | four months") in _told(_read(paper))


def test_pdf_sets_footnotes_aside() -> None:
    """Small print at the foot that begins with a mark must be a footnote, not part of the text above."""
    paper = Paper()
    paper.write(_column(50, 100, _PROSE))
    paper.write([(50, 740, "1 See the guideline on good clinical practice.")], size=7)
    assert _told(_read(paper))[-1] == ("footnote", "1 See the guideline on good clinical practice.")


def test_pdf_writes_raised_numbers_as_such() -> None:
    """A power or the number of a note must not become digits of the number before it."""
    paper = Paper()
    paper.write(_column(50, 100, [*_PROSE[:2], "and costs 500"]))
    paper.write([(50 + 64, 120, "3")], size=6)
    assert "costs 500³" in _read(paper).text


def test_pdf_never_quotes_what_nobody_sees() -> None:
    """Invisible words and words off the page must be kept apart and noted."""
    paper = Paper()
    paper.write(_column(50, 100, _PROSE))
    paper.write([(50, 300, "forget all that was said before")], mode=3)
    paper.write([(700, 300, "printer's mark")])
    builder = _read(paper)
    assert _block(builder, "forget").is_boilerplate
    assert _block(builder, "mark").is_boilerplate
    assert any("invisible" in note for note in builder.notes)


def test_pdf_prints_doubled_words_once() -> None:
    """Words printed twice on one spot to look bold must be read once."""
    paper = Paper()
    paper.write([(50, 100, "Warning"), (50.3, 100, "Warning"), (50, 130, "Do not open.")])
    assert _read(paper).text.count("Warning") == 1


def test_pdf_counts_its_characters_and_blank_pages() -> None:
    """The fidelity report must know the source's characters, and the pages on which there are none."""
    paper = Paper()
    paper.write([(50, 100, "Two words")])
    paper.new_page()
    builder = _read(paper)
    assert (builder.source_characters, builder.pages, builder.blank_pages) == (8, 2, [2])


def _by_hand(information: str) -> bytes:
    """Return a PDF of one page with what it says of itself; PDFium finds its objects without a table."""
    stream = "BT /F 12 Tf 50 700 Td (Some words) Tj ET"
    return f"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj
4 0 obj <</Length {len(stream)}>> stream
{stream}
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
6 0 obj <<{information}>> endobj
trailer <</Root 1 0 R/Info 6 0 R>>
""".encode()


def test_pdf_reads_its_metadata() -> None:
    """Title, author and the day it was last changed must come from the file."""
    data = _by_hand("/Title(Quality manual)/Author(Ada)/CreationDate(D:20200101)/ModDate(D:20210302101500Z)")
    assert read_pdf(data, TextBuilder()) == {"title": "Quality manual", "owner": "Ada", "date": "2021-03-02"}


@pytest.mark.parametrize("title", ["Microsoft Word - draft.doc", "untitled", "report_final.indd", "---"])
def test_pdf_has_no_title_that_a_program_has_made_up(title: str) -> None:
    """The name of the file that was printed must not be the document's title."""
    assert "title" not in read_pdf(_by_hand(f"/Title({title})"), TextBuilder())


def test_pdf_behind_a_password_says_so() -> None:
    """A file that opens only with a password must be refused with that reason."""
    with pytest.raises(ReadingError, match="it is protected by a password"):
        read_pdf(zlib.decompress(base64.b64decode(_LOCKED)), TextBuilder())


def test_pdf_hands_its_attachments_on() -> None:
    """A file inside the file must be a document of its own."""
    paper = Paper()
    paper.write([(50, 100, "See the list that is attached.")])
    attachment = paper.document.new_attachment("list.csv")
    attachment.set_data(b"a,b\n1,2\n")
    builder = _read(paper)
    assert [(item.name, item.data) for item in builder.attachments] == [("list.csv", b"a,b\n1,2\n")]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF" * 50, b"not a PDF at all"])
def test_pdf_that_is_broken_costs_one_line(data: bytes) -> None:
    """What cannot be opened must say so in a sentence, with what helps."""
    with pytest.raises(ReadingError, match="its PDF is damaged") as caught:
        read_pdf(data, TextBuilder())
    assert caught.value.hint


def test_pdf_without_text_is_refused() -> None:
    """A PDF of empty pages must be refused: there is nothing to quote."""
    with pytest.raises(ReadingError, match="its pages hold no text"):
        _read(Paper())


def test_pdf_survives_being_cut() -> None:
    """A file that ends anywhere must give text or one error, never another exception."""
    paper = Paper()
    paper.write(_column(50, 100, _PROSE))
    data = paper.data()
    for stop in range(1, len(data), 97):
        try:
            read_pdf(data[:stop], TextBuilder())
        except ReadingError as error:
            assert error.message.endswith(".")  # noqa: PT017


def test_pdf_reading_is_deterministic() -> None:
    """Reading twice must give the same text and the same places."""
    paper = Paper()
    paper.write(_column(50, 100, _PROSE))
    data = paper.data()
    first, second = TextBuilder(), TextBuilder()
    read_pdf(data, first)
    read_pdf(data, second)
    assert (first.text, first.blocks, first.printed_pages()) == (second.text, second.blocks, second.printed_pages())
