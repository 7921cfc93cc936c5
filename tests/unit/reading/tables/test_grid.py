"""Tables with cells over several columns and rows: every value in its column, none twice."""

from __future__ import annotations

import pytest

from quoth.reading.tables.grid import Cell, body_rows, header_row, span_of


def test_grid_keeps_columns_in_line_under_a_tall_cell() -> None:
    """A cell over two rows must stand in the first, and leave its place in the second."""
    assert body_rows([[Cell("A", rows=2), Cell("1")], [Cell("2")]]) == [["A", "1"], ["", "2"]]


def test_grid_keeps_columns_in_line_beside_a_wide_cell() -> None:
    """A cell over two columns must stand in the first, what follows in the third."""
    assert body_rows([[Cell("A", columns=2), Cell("1")]]) == [["A", "", "1"]]


def test_grid_row_of_one_wide_cell_is_one_cell_and_blank_rows_go() -> None:
    """A heading inside a table must carry no empty cells, a row without words is none."""
    assert body_rows([[Cell("Group", columns=5)], [Cell(" "), Cell("")], [Cell("1")]]) == [["Group"], ["1"]]


def test_grid_header_rows_merge_by_column() -> None:
    """Each column must know all that stands above it, once."""
    rows = [[Cell("Drug", rows=2), Cell("Day", columns=2)], [Cell("1"), Cell("2")]]
    assert header_row(rows) == ["Drug", "Day / 1", "Day / 2"]


def test_grid_header_of_one_row_repeats_nothing() -> None:
    """A wide cell of the only header row must be written once."""
    assert header_row([[Cell("A"), Cell("B", columns=2)]]) == ["A", "B", ""]


def test_grid_of_hostile_spans_stays_small() -> None:
    """Spans of thousands of columns and rows must not fill the memory."""
    rows = body_rows([[Cell("x", columns=1000, rows=1000)] * 100] * 100)
    assert sum(map(len, rows)) < 2_000_000


@pytest.mark.parametrize(
    ("given", "span"), [("2", 2), ("0", 1), ("-3", 1), ("", 1), (None, 1), ("9" * 30, 1), ("5000", 1000), ("x", 1)]
)
def test_grid_span_of_any_attribute_is_a_number(given: object, span: int) -> None:
    """Whatever stands in the attribute must give at least one and no absurd number."""
    assert span_of(given) == span
