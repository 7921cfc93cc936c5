"""XLSX: what a person sees in the cells, tables with their headers, broken workbooks survived."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder, visible_characters
from quoth.reading.formats.xlsx import read_xlsx


def _saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _book(*rows: Sequence[object]) -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Fees"
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    return book


def _read(book: Workbook | bytes) -> TextBuilder:
    builder = TextBuilder()
    read_xlsx(book if isinstance(book, bytes) else _saved(book), builder)
    return builder


def _lines(book: Workbook | bytes) -> list[tuple[str, str]]:
    builder = _read(book)
    return [(block.kind, block.span.of(builder.text)) for block in builder.blocks]


def _changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return the workbook with one of its parts changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            assert name != part or old in content
            copy.writestr(name, content.replace(old, new) if name == part else content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.115, "0.0%", "11.5%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.1 + 0.2, "General", "0.3"),
        (1e16, "General", "10000000000000000"),
        (dt.datetime(2024, 5, 1), "dd/mm/yy", "2024-05-01"),  # noqa: DTZ001 - sheets know no time zones
        (True, "General", "TRUE"),
        ("#N/A", "General", "#N/A"),
        (-12, '#,##0 "EUR";(#,##0) "EUR"', "(12) EUR"),
    ],
)
def test_xlsx_reads_what_a_cell_shows(value: object, code: str, shown: str) -> None:
    """A quote must say what a person sees in the sheet, not how the number is stored."""
    book = _book([value])
    book.worksheets[0].cell(1, 1).number_format = code
    assert _lines(book) == [("heading", "Fees"), ("paragraph", shown)]


def test_xlsx_rows_know_header_sheet_and_number() -> None:
    """Each row must come with its header, its sheet and its number there; a title is no part of the table."""
    builder = _read(_book(["Fees in 2024"], [], ["Model", "Fee"], ["FTE", 10], ["Hourly", 20]))
    rows = [block for block in builder.blocks if block.kind == "table_row"]
    assert [(row.span.of(builder.text), row.row, row.page) for row in rows] == [("FTE | 10", 4, 1), ("Hourly | 20", 5, 1)]
    assert {row.header.of(builder.text) for row in rows if row.header} == {"Model | Fee"}
    assert builder.blocks[1].span.of(builder.text) == "Fees in 2024"


def test_xlsx_empty_row_parts_tables_with_headers_of_their_own() -> None:
    """Two tables must not share a header; a line of totals below an empty row keeps the one it stands under."""
    table: list[list[object]] = [["Item", "Cost"], ["Pens", 5], [], ["Total", 5], [], ["Name", "Age"], ["Ann", 40]]
    kinds = [kind for kind, _ in _lines(_book(*table))]
    assert kinds == ["heading", "table_header", "table_row", "table_row", "table_header", "table_row"]


def test_xlsx_tables_side_by_side_are_two() -> None:
    """What stands beside an empty column must not end up in the rows of another table."""
    left: list[list[object]] = [["A", "B"], ["x", 1], ["y", 2], ["z", 3]]
    right: list[list[object]] = [["C", "D"], ["v", 8], ["w", 9], [None, None]]
    rows = [[*cells, None, *beside] for cells, beside in zip(left, right, strict=True)]
    assert [text for _, text in _lines(_book(*rows))[1:]] == ["A | B", "x | 1", "y | 2", "z | 3", "C | D", "v | 8", "w | 9"]


def test_xlsx_column_left_empty_for_looks_keeps_rows_whole() -> None:
    """Figures must stay with their names though an empty column stands between them."""
    assert _lines(_book(["Costs", None, 2023, 2024], ["Staff", None, 1, 2], ["Rent", None, 3, 4]))[1:] == [
        ("table_header", "Costs | 2023 | 2024"),
        ("table_row", "Staff | 1 | 2"),
        ("table_row", "Rent | 3 | 4"),
    ]


def test_xlsx_empty_cells_keep_columns_in_line() -> None:
    """A value must stay below its header: empty cells count, those at a row's end do not."""
    assert _lines(_book(["A", "B", "C"], [1, None, 3], [4, None, None]))[2:] == [("table_row", "1 |  | 3"), ("table_row", "4")]


def test_xlsx_merged_header_spreads_over_its_columns() -> None:
    """A header merged over several columns must be said for each of them, with the row of headers below it."""
    book = _book(["Item", "Sales", None], [None, "North", "South"], ["Pens", 5, 6])
    book.worksheets[0].merge_cells("B1:C1")
    assert _lines(book)[1] == ("table_header", "Item | Sales / North | Sales / South")


def test_xlsx_bold_row_and_table_object_make_headers() -> None:
    """Where all cells are words, style or a table object says which row is the header; words alone in a form are none."""
    rows = [["Name", "Role"], ["Ann", "Nurse"], ["Bob", "Clerk"]]
    bold, named = _book(*rows), _book(*rows)
    for column in (1, 2):
        bold.worksheets[0].cell(1, column).font = Font(bold=True)
    named.worksheets[0].add_table(Table(displayName="Staff", ref="A1:B3"))
    assert [_lines(book)[1][0] for book in (bold, named, _book(*rows))] == ["table_header", "table_header", "table_row"]


def test_xlsx_comments_are_footnotes() -> None:
    """A comment must be read, and never in the middle of a row."""
    book = _book(["Item", "Cost"], ["Pens", 5])
    book.worksheets[0]["B2"].comment = Comment("Before tax", "QA")
    assert _lines(book)[-1] == ("footnote", "Before tax")


def test_xlsx_formula_without_result_is_noted() -> None:
    """Formulas are never calculated: one without a stored result must be left out, and said so."""
    builder = _read(_book(["Sum", "=1+1"]))
    assert "=1+1" not in builder.text
    assert any("1 formula has no stored result" in note for note in builder.notes)


def test_xlsx_hidden_sheets_and_rows_are_read_and_noted() -> None:
    """What is hidden must be in the text, and the notes must say so."""
    book = _book(["seen"], ["unseen"])
    book.worksheets[0].row_dimensions[2].hidden = True
    other = book.create_sheet("Lists")
    other["A1"], other.sheet_state = "secret", "hidden"
    builder = _read(book)
    assert "unseen" in builder.text
    assert "secret" in builder.text
    assert builder.notes == [
        "Sheet Lists is hidden; it was read all the same.",
        "Hidden rows or columns were read like the others: 1.",
    ]


def test_xlsx_counts_pages_and_characters() -> None:
    """The report must know empty sheets, and the characters of the source apart from the blocks."""
    book = _book(["ab", "c d"])
    book.create_sheet("Empty")
    builder = _read(book)
    assert (builder.pages, builder.blank_pages, builder.source_characters) == (2, [2], visible_characters("Fees ab c d"))


def test_xlsx_properties_name_title_owner_and_date() -> None:
    """Title, author and date must be found in the workbook's properties."""
    book = _book(["a"])
    book.properties.title, book.properties.creator = "Price list", "Finance"
    book.properties.modified = dt.datetime(2024, 5, 1)  # noqa: DTZ001
    data = _saved(book)
    found = read_xlsx(data, TextBuilder())
    assert (found["title"], found["owner"]) == ("Price list", "Finance")
    assert len(found["date"]) == len("2024-05-01")


def test_xlsx_inflated_dimensions_cost_nothing() -> None:
    """A cell in the last corner must not make a sheet of 17 thousand million cells."""
    book = _book(["a"])
    book.worksheets[0]["XFD1048576"] = "z"
    assert [text for kind, text in _lines(book) if kind == "paragraph"] == ["a", "z"]


def test_xlsx_sheet_that_breaks_off_keeps_what_came_before() -> None:
    """Damage must cost what is damaged: the rows before it stay, and a note says so."""
    data = _changed(_saved(_book(["first"], ["second"], [3])), "xl/worksheets/sheet1.xml", b'<row r="3"', b'</oops><row r="3"')
    builder = _read(data)
    assert "first" in builder.text
    assert any("damaged" in note for note in builder.notes)


def test_xlsx_entities_are_not_expanded() -> None:
    """An entity must never become text: it may be a file of this machine."""
    bomb = b'<!DOCTYPE worksheet [<!ENTITY e "leaked">]><worksheet'
    data = _changed(_saved(_book([1])), "xl/worksheets/sheet1.xml", b"<worksheet", bomb)
    data = _changed(data, "xl/worksheets/sheet1.xml", b"<v>1</v>", b"<v>&e;</v>")
    assert "leaked" not in _read(data).text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "it is protected by a password."),
        (_saved(_book(["a"]))[:500], "damaged"),
        (b"PK\x03\x04 nothing more", "damaged"),
    ],
)
def test_xlsx_unreadable_files_are_refused(data: bytes, message: str) -> None:
    """A file that cannot be read must be refused in words, not with a traceback."""
    with pytest.raises(ReadingError, match=message):
        read_xlsx(data, TextBuilder())


@pytest.mark.parametrize("rows", ["1.2.3", ".", "-1", "many", "1.0"])
def test_xlsx_odd_numbers_of_frozen_rows_raise_nothing(rows: str) -> None:
    """A number of frozen rows that is none must freeze none, and cost no text."""
    pane = f'<pane ySplit="{rows}" state="frozen"/><selection'.encode()
    data = _changed(_saved(_book(["first"], ["second"])), "xl/worksheets/sheet1.xml", b"<selection", pane)
    assert {"first", "second"} <= set(_read(data).text.split())
