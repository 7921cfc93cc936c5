"""The text builder: spans, headings, boilerplate."""

from __future__ import annotations

from quoth.reading.building import TextBuilder


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
