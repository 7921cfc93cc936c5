"""Numbers as a spreadsheet shows them: checked against what Excel displays for the format."""

from __future__ import annotations

import pytest

from quoth.reading.tables.numerals import plain, shown, shown_text


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (0.115, "0.0%", "11.5%"),
        (1234.567, '_-* #,##0.00\\ "€"_-;-* #,##0.00\\ "€"_-', "1,234.57 €"),
        (-123456.789, "$#,##0.00;[Red]($#,##0.00)", "($123,456.79)"),
        (0, '#,##0;-#,##0;"none"', "none"),
        (12345678, '0.0,,"M"', "12.3M"),
        (2.5, "0", "3"),
        (-0.001, "0.00", "0.00"),
        (7, "00000", "00007"),
        (5551234567, "(000) 000-0000", "(555) 123-4567"),
        (12345, "0.00E+00", "1.23E+04"),
        (5, '[>=10]"many";[<10]"few"', "few"),
        (1234, "#,##0 USD", "1,234 USD"),
        (45413, "dddd, d. mmmm yyyy", "2024-05-01"),
        (45413.5625, "d/m/yy h:mm AM/PM", "2024-05-01 13:30"),
        (45413, "mmm-yy", "2024-05"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (61, "yyyy-mm-dd", "1900-03-01"),
        (45413.999999, "yyyy-mm-dd hh:mm", "2024-05-02 00:00"),
        (0.5625, "h:mm:ss", "13:30:00"),
        (1.5, "[h]:mm", "36:00"),
        (-2024, "0;;", ""),
        (0.5, "# ?/?", "0.5"),
        (1e300, "yyyy", "1E+300"),
    ],
)
def test_number_is_shown_in_its_format(value: float, code: str, expected: str) -> None:
    """A number must read as in the sheet; dates are ISO dates whatever their format."""
    assert shown(value, code) == expected


def test_number_without_format_is_plain() -> None:
    """No number may show the noise of its binary form, or an exponent where a person needs none."""
    assert [plain(value) for value in (0.1 + 0.2, 1e16, -0.0, 1e-12, float("nan"))] == [
        "0.3",
        "10000000000000000",
        "0",
        "1E-12",
        "nan",
    ]


def test_dates_of_old_macintosh_workbooks_count_from_1904() -> None:
    """The same number is another day there."""
    assert shown(43951, "yyyy-mm-dd", is_1904=True) == shown(45413, "yyyy-mm-dd")


def test_text_takes_the_words_of_its_format() -> None:
    """A format may put words around a text."""
    assert shown_text("A1", '0;0;0;"Ref. "@') == "Ref. A1"
