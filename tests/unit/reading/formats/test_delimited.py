"""Delimited text: what parts the fields is found by content, and nothing is lost on malformed rows."""

from __future__ import annotations

import pytest

from quoth.reading.building import TextBuilder
from quoth.reading.formats.delimited import read_csv, read_tsv


def _read(text: str) -> TextBuilder:
    builder = TextBuilder()
    read_csv(text, builder)
    return builder


def _lines(text: str) -> list[tuple[str, str]]:
    builder = _read(text)
    return [(block.kind, block.span.of(builder.text)) for block in builder.blocks]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_csv_finds_its_delimiter(sign: str) -> None:
    """Whatever parts the fields, the rows must come out alike, header first."""
    text = f"name{sign}age\nAnn{sign}40\nBob{sign}50\n"
    assert _lines(text) == [("table_header", "name | age"), ("table_row", "Ann | 40"), ("table_row", "Bob | 50")]


def test_csv_decimal_commas_do_not_part_fields() -> None:
    """In a file parted by semicolons a comma is a part of the number."""
    assert _lines("a;b\n1,5;2,5\n3,5;4,5\n")[1:] == [("table_row", "1,5 | 2,5"), ("table_row", "3,5 | 4,5")]


def test_csv_names_its_delimiter_in_the_first_line() -> None:
    """A first line `sep=;`, as Excel writes it, must be obeyed and is no row."""
    assert _lines("sep=;\na;b\n1;2\n") == [("table_header", "a | b"), ("table_row", "1 | 2")]


def test_csv_quoted_fields_hold_delimiters_marks_and_line_breaks() -> None:
    """Quoting must be undone, and a line break inside a field must not end the row."""
    builder = _read('name,note\nAnn,"says ""no, never"",\nthen leaves"\nBob,x\n')
    assert builder.blocks[1].span.of(builder.text) == 'Ann | says "no, never", then leaves'
    assert [block.row for block in builder.blocks if block.kind == "table_row"] == [2, 3]


def test_csv_without_header_has_none() -> None:
    """A first row of figures must be a row like any other."""
    assert [kind for kind, _ in _lines("1,Ann\n2,Bob\n")] == ["table_row", "table_row"]


def test_csv_ragged_rows_stay_whole() -> None:
    """Rows with too few or too many fields must keep each of them."""
    assert _lines("a,b,c\n1,2\n1,2,3,4\n1,2,3\n")[1:] == [
        ("table_row", "1 | 2"),
        ("table_row", "1 | 2 | 3 | 4"),
        ("table_row", "1 | 2 | 3"),
    ]


@pytest.mark.parametrize("text", ['a,b\n"open,2\n3,4\n', 'a,b\n"x"y,2\n3,4\n', 'a,b\n1,"\n3,4\n'])
def test_csv_malformed_quoting_costs_nothing(text: str) -> None:
    """A mark that is never closed must not swallow the rows below it."""
    assert _lines(text)[-1] == ("table_row", "3 | 4")


def test_csv_single_column_is_paragraphs() -> None:
    """Sentences in one column must not be cut at their commas."""
    text = "Notes\nFirst, we wait\nThen we go\nThat is all\n"
    assert _lines(text) == [("paragraph", line) for line in text.splitlines()]


def test_csv_title_above_the_table_is_a_paragraph() -> None:
    """A line of one field above a table is its title, not its header."""
    assert _lines("Fees\nModel,Fee\nFTE,10\n")[:2] == [("paragraph", "Fees"), ("table_header", "Model | Fee")]


def test_csv_field_of_a_million_characters_is_kept() -> None:
    """No limit on the length of a field must cost its text."""
    assert len(_read("a,b\n1," + "x" * 1_000_000 + "\n").text) > 1_000_000


def test_csv_counts_characters_without_delimiters() -> None:
    """Delimiters and quotation marks of the file are no text."""
    assert _read('a,b\n"c d",1\n').source_characters == len("abcd1")


def test_tsv_keeps_commas_in_fields() -> None:
    """In a file of tabs a comma parts nothing."""
    builder = TextBuilder()
    read_tsv("a, b\tc, d\n1\t2\n", builder)
    assert builder.text == "a, b | c, d\n1 | 2"
