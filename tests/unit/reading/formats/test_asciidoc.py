"""AsciiDoc: the common syntax, its tables, and nothing opened."""

from __future__ import annotations

import time

import pytest

from quoth.reading.building import TextBuilder
from quoth.reading.formats.asciidoc import read_asciidoc


def _read(text: str) -> tuple[TextBuilder, dict[str, str]]:
    builder = TextBuilder()
    return builder, read_asciidoc(text, builder)


def _kinds(text: str) -> list[tuple[str, str]]:
    builder, _ = _read(text)
    return [(block.kind, block.span.of(builder.text)) for block in builder.blocks]


def test_asciidoc_header_gives_title_author_and_date() -> None:
    """The lines under the title must become metadata and never answer."""
    builder, fields = _read("= Manual\nAnn Ray <a@example.org>; Bo Li\nv1.2, 2024-05-01\n:department: QA\n\nText.")
    assert fields == {"title": "Manual", "owner": "Ann Ray, Bo Li", "version": "1.2", "date": "2024-05-01", "department": "QA"}
    assert [block.is_boilerplate for block in builder.blocks] == [False, True, True, False]


def test_asciidoc_reads_headings_lists_and_code() -> None:
    """Headings, nested items, continued lines and listings must be blocks of their kind and depth."""
    builder, _ = _read("== A\n* one\ngoes on\n** two\n\n. first\n\n----\nx = 1 // <1>\n----\n<1> It sets x.")
    assert [(block.kind, block.level, block.span.of(builder.text)) for block in builder.blocks] == [
        ("heading", 2, "A"),
        ("list_item", 1, "one goes on"),
        ("list_item", 2, "two"),
        ("list_item", 3, "first"),
        ("code", 0, "x = 1"),
        ("list_item", 1, "It sets x."),
    ]


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("*bold*, _it_ and `mono`", "bold, it and mono"),
        ("a_b_c and 2 * 3 * 4", "a_b_c and 2 * 3 * 4"),
        ("H~2~O and 10^3^", "H2O and 10\u00b3"),
        ("https://example.org[the site] and <<part,Part 2>>", "the site and Part 2"),
        ("press btn:[OK], then menu:File[Save]", "press OK, then File > Save"),
        ('"`said`" {nbsp}so', "\u201csaid\u201d so"),
        ("{unknown} stays", "{unknown} stays"),
    ],
)
def test_asciidoc_marks_leave_their_words(marked: str, words: str) -> None:
    """Marks inside a line must go, and no character that is none."""
    assert _kinds(f"See {marked}.") == [("paragraph", f"See {words}.")]


def test_asciidoc_notes_stand_beside_the_text() -> None:
    """A footnote must leave its sentence and follow it."""
    assert _kinds("Fees rose.footnote:[By *ten* percent.] Then fell.") == [
        ("paragraph", "Fees rose. Then fell."),
        ("footnote", "By ten percent."),
    ]


def test_asciidoc_table_with_cells_over_lines_and_spans() -> None:
    """Cells must come in rows of the right width, whatever line they stand on."""
    builder, _ = _read(
        '.Fees\n[%header,cols="1,2"]\n|===\n|Model |Fee\n\n|FTE\n|ten\nper day\n\n2+|none\n.2+|Unit |1\n|2\n|==='
    )
    assert builder.text == "Fees\n\nModel | Fee\nFTE | ten per day\nnone\nUnit | 1\n| 2"
    assert {block.header for block in builder.blocks[2:]} == {builder.blocks[1].span}


def test_asciidoc_table_without_a_header_has_none() -> None:
    """Without a blank line under it the first row is a row, as AsciiDoc has it; a style letter needs its bar."""
    assert _kinds("|===\n| a | First\n| b | Second\n|===") == [("table_row", "a | First"), ("table_row", "b | Second")]


def test_asciidoc_comments_and_includes_are_no_text() -> None:
    """Comments must go, includes must stay closed and be noted."""
    builder, _ = _read("Words.\n\n// not this\n////\nnor this\n////\ninclude::/etc/hostname[]\nimage::x.png[Alt]")
    assert builder.text == "Words."
    assert builder.notes == ["1 picture was not read.", "1 included file was not read."]


def test_asciidoc_quote_names_its_author_after_it() -> None:
    """Who said it must stand after what was said, not inside it."""
    assert _kinds("[quote, A. Einstein]\n____\nEverything counts.\n____") == [
        ("paragraph", "Everything counts."),
        ("paragraph", "A. Einstein"),
    ]


def test_asciidoc_definitions_stand_with_their_terms() -> None:
    """A term and its meaning must be one item, on one line or two."""
    assert _kinds("CPU:: The brain\nDisk::\n  The store") == [("list_item", "CPU: The brain"), ("list_item", "Disk: The store")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "=",
        "|===",
        "|===\n|",
        "----",
        "[",
        "....",
        "a::",
        "{a}" * 2000,
        "*" * 5000,
        "[[" * 3000,
        "`_*" * 2000,
        "footnote:[" * 500,
    ],
)
def test_asciidoc_fragments_raise_nothing(text: str) -> None:
    """Broken markup must give whatever words it has, and no error."""
    _read(text)


@pytest.mark.parametrize("text", ["Words.{}End.", "|===\n|a{}b\n|==="])
def test_asciidoc_many_blank_lines_take_no_long_time(text: str) -> None:
    """Very many blank lines, in the text and in a cell, must be passed over once."""
    started = time.process_time()
    assert _read(text.format("\n" * 30_000))[0].blocks
    assert time.process_time() - started < 5
