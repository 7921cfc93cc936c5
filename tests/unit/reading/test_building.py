"""The text builder: spans, headings, boilerplate."""

from __future__ import annotations

import pytest

from quoth.reading.building import TextBuilder, Word
from quoth.types import Span


def test_builder_spans_slice_its_text() -> None:
    """Every block's span must slice exactly its words, close blocks one line apart, others two."""
    builder = TextBuilder()
    builder.paragraph(" A \n b ")
    builder.list_item("c")
    builder.list_item("d")
    assert builder.text == "A b\n\nc\nd"
    assert [block.span.of(builder.text) for block in builder.blocks] == ["A b", "c", "d"]


def test_builder_leaves_out_blank_blocks() -> None:
    """What has no visible character must make no block."""
    builder = TextBuilder()
    builder.heading("\u200b", 1)
    builder.paragraph(" ")
    builder.code("\n \n")
    builder.table(["", ""], [["", ""]])
    assert [block.kind for block in builder.blocks] in ([], ["table_row"])


def test_builder_boilerplate_heading_opens_no_section() -> None:
    """A heading of a menu must not become part of anyone's path."""
    builder = TextBuilder()
    builder.heading("Scope", 1)
    builder.heading("Share this", 2, is_boilerplate=True)
    builder.paragraph("words")
    assert builder.blocks[-1].heading_path == ("Scope",)


def test_builder_marks_nothing_when_all_is_boilerplate() -> None:
    """A document of nothing but boilerplate must be able to speak."""
    builder = TextBuilder()
    builder.paragraph("Buy now", is_boilerplate=True)
    assert [block.is_boilerplate for block in builder.finished_blocks()] == [False]


def test_builder_table_without_header_has_rows_without_one() -> None:
    """A blank header must make no block, and rows must not point to one."""
    builder = TextBuilder()
    builder.table(["", " "], [["a", "b"]])
    assert [(block.kind, block.header) for block in builder.blocks] == [("table_row", None)]


def test_builder_keeps_where_words_are_printed() -> None:
    """Each word's box must be found again through its span in the text, on its page."""
    builder = TextBuilder()
    builder.page_size(1, 600, 800)
    builder.printed("paragraph", [Word("Clean", 1, (10, 20, 50, 30)), Word("rooms", 1, (55, 20, 90, 30))])
    (page,) = builder.printed_pages()
    assert builder.text == "Clean rooms"
    assert page.boxes(Span(6, 11)) == ((55.0, 20.0, 90.0, 30.0),)
    assert page.boxes(Span(0, 11)) == ((10.0, 20.0, 90.0, 30.0),)
    assert (page.number, page.width, page.height) == (1, 600, 800)


def test_builder_joins_hyphenated_words() -> None:
    """A word broken at a line end must be one word of the text, with a box for each part."""
    builder = TextBuilder()
    builder.printed("paragraph", [Word("phar", 1, (70, 20, 90, 30)), Word("macy", 1, (10, 40, 40, 50), is_joined=True)])
    assert builder.text == "pharmacy"
    assert len(builder.printed_pages()[0].boxes(Span(0, 8))) == 2


def test_builder_knows_the_page_of_every_word() -> None:
    """A paragraph that runs over the end of a page must know where the next one begins."""
    builder = TextBuilder()
    words = [Word("first", 3, (0, 0, 9, 9)), Word("second", 4, (0, 0, 9, 9)), Word("last", 6, (0, 0, 9, 9))]
    builder.printed("paragraph", words)
    (block,) = builder.blocks
    assert [block.page_at(builder.text.index(word.text)) for word in words] == [3, 4, 6]


def test_builder_prints_tables_with_boxes() -> None:
    """Cells of printed words must become rows that know their header, each word where it stands."""
    builder = TextBuilder()
    builder.printed_table([[Word("Year", 1, (0, 0, 20, 9))], [Word("Sales", 1, (30, 0, 60, 9))]],
                          [[[Word("2024", 1, (0, 10, 20, 19))], [Word("7", 1, (30, 10, 35, 19))]],
                           [[], [Word("9", 1, (30, 20, 35, 29))]]])  # fmt: skip
    assert [block.span.of(builder.text) for block in builder.blocks] == ["Year | Sales", "2024 | 7", "| 9"]
    assert builder.blocks[1].header == builder.blocks[0].span
    at = builder.text.index("7")
    assert builder.printed_pages()[0].boxes(Span(at, at + 1)) == ((30.0, 10.0, 35.0, 19.0),)
    at = builder.text.index("9")
    assert builder.printed_pages()[0].boxes(Span(at, at + 1)) == ((30.0, 20.0, 35.0, 29.0),)


def test_builder_measures_what_it_kept() -> None:
    """Characters lost against the source and set aside as boilerplate must be counted, white space not."""
    builder = TextBuilder()
    builder.source_characters = 20
    builder.paragraph("ten visible")
    builder.paragraph("menu", is_boilerplate=True)
    kept = builder.fidelity()
    assert (kept.characters, kept.boilerplate_characters, kept.indexed_characters) == (14, 4, 10)
    assert kept.lost_share == pytest.approx(0.3)
