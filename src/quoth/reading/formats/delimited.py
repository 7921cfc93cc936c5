"""Read tables written as text: fields parted by commas, semicolons, tabs or bars.

The `csv` module is not used: its limit on a field's size is one for the whole process, and an unclosed quotation mark makes
it swallow the rest of the file. Here a mark that is not closed is a character like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, Literal

from quoth.reading.building import TextBuilder, visible_characters
from quoth.reading.tables.regions import Cell, Sheet
from quoth.reading.tables.sheets import MOST_CELLS, add_sheet, note_cut

# In the order of preference where several fit: tabs and semicolons rarely stand in words, commas do.
_DELIMITERS: Final = "\t;|,"
_SAMPLE: Final = 100_000
_SAMPLE_RECORDS: Final = 200
_FEWEST_ALIKE: Final = 0.6
_FEWEST_WITH: Final = 0.8
_NONE: Final = "\0"  # stands in no normalised text
_MOST_COLUMNS: Final = 10_000
_SEPARATOR_LINE: Final = re.compile(r"sep=([\t;|,])\n", re.IGNORECASE)
_NUMBER: Final = re.compile(
    r"[-+(]?\s*[$€£¥]?\s*[-+]?(?:\d[\d.,' \u00a0\u202f]*|[.,]\d+)(?:e[-+]?\d+)?\s*(?:%|[$€£¥])?\)?", re.IGNORECASE
)
_DATE: Final = re.compile(
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:[T ]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(?::\d{2})?"
)


def read_csv(text: str, builder: TextBuilder) -> dict[str, str]:
    """Add the table to the builder; what parts its fields is found by content."""
    _read(text, builder, _delimiter(text))
    return {}


def read_tsv(text: str, builder: TextBuilder) -> dict[str, str]:
    """Add the table to the builder; tabs part its fields if there is one, else what fits."""
    _read(text, builder, "\t" if "\t" in text else _delimiter(text))
    return {}


def _read(text: str, builder: TextBuilder, delimiter: str) -> None:
    builder.source_characters = visible_characters(text.replace(delimiter, " ").replace('"', " "))
    sheet = Sheet(is_plain=True)
    declared = _SEPARATOR_LINE.match(text)
    start = declared.end() if declared else 0
    is_wide = False
    for number, record in enumerate(_records(text, delimiter, start), start=2 if declared else 1):
        if len(record) > _MOST_COLUMNS:
            is_wide = True
            record = [*record[: _MOST_COLUMNS - 1], " ".join(record[_MOST_COLUMNS - 1 :])]  # noqa: PLW2901
        for column, value in enumerate(record, start=1):
            sheet.put(number, column, Cell(value, _kind(value)))
        if sheet.cells >= MOST_CELLS:
            note_cut(builder, "")
            break
    if is_wide:
        builder.notes.append(f"Rows have more than {_MOST_COLUMNS:,} fields; the rest stands in the last one.")
    add_sheet(sheet, builder)


def _delimiter(text: str) -> str:
    """Return what parts the fields: the sign that gives most records the same number of fields, more than one."""
    if declared := _SEPARATOR_LINE.match(text):
        return declared.group(1)
    sample = text[:_SAMPLE]
    best, found = 0.0, ","
    for delimiter in _DELIMITERS:
        widths = Counter(len(record) for record in _first(sample, delimiter) if any(field.strip() for field in record))
        records = sum(widths.values())
        width, alike = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
        share = alike / max(records, 1)
        if width > 1 and share >= _FEWEST_ALIKE and share > best:
            best, found = share, delimiter
    if not best:
        # Ragged: whichever sign stands in most lines. Where none does, the commas are those of sentences.
        lines = [line for line in sample.split("\n")[:_SAMPLE_RECORDS] if line.strip()]
        counts = {delimiter: sum(delimiter in line for line in lines) for delimiter in _DELIMITERS}
        found = max(counts, key=lambda delimiter: counts[delimiter])
        return found if counts[found] >= _FEWEST_WITH * len(lines) else _NONE
    return found


def _first(sample: str, delimiter: str) -> Iterator[list[str]]:
    for number, record in enumerate(_records(sample, delimiter, 0)):
        if number == _SAMPLE_RECORDS:
            return
        yield record


def _records(text: str, delimiter: str, start: int) -> Iterator[list[str]]:
    """Yield the records, empty ones too. A quoted field ends at a mark before a delimiter or a line's end."""
    sign = re.escape(delimiter)
    field = re.compile(rf' *+"((?:[^"]++|"")*+)" *+(?={sign}|\n|\Z)|([^{sign}\n]*+)')
    record: list[str] = []
    at = start
    while at <= len(text):
        match = field.match(text, at)
        if match is None:  # cannot be: the second alternative matches nothing as well
            return
        quoted = match.group(1)
        record.append(match.group(2) if quoted is None else quoted.replace('""', '"'))
        at = match.end()
        if text[at : at + 1] != delimiter:
            if at < len(text) or record != [""]:
                yield record
            record = []
        at += 1


def _kind(value: str) -> Literal["text", "number", "date"]:
    flat = value.strip()
    if _DATE.fullmatch(flat):
        return "date"
    return "number" if _NUMBER.fullmatch(flat) else "text"
