"""The tables of AsciiDoc: cells over several lines, spans, headers said or implied."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from quoth.reading.building import TextBuilder
from quoth.reading.formats.asciidoc_inline import Inline
from quoth.reading.tables.grid import Cell, body_rows, header_row
from quoth.text.normalise import squeeze

_CELL: Final = re.compile(
    r"(?:(?<![^\s|])(?:(?P<repeat>\d{1,3})\*|(?P<columns>\d{1,3})?(?:\.(?P<rows>\d{1,3}))?\+)?"
    r"(?:[<^>]?(?:\.[<^>])?)(?P<style>[aehlmdsv])?)?(?<!\\)\|"
)
_COLUMNS: Final = re.compile(r"cols\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\d+))")
_HEADER: Final = re.compile(r"%[\w%]*header|options?=\"?[^\"\]]*header|opts=\"?[^\"\]]*header")
_NO_HEADER: Final = re.compile(r"noheader")
_MOST_COLUMNS: Final = 200
_BULLET: Final = re.compile(r"^[ \t]*(?:\*+|-|\.+)\s+", re.MULTILINE)


class _Cell(NamedTuple):
    text: str
    columns: int
    rows: int
    style: str


def read_table(lines: list[str], attributes: str, mark: str, inline: Inline, builder: TextBuilder) -> None:
    """Add the table between two delimiters to the builder.

    Args:
        attributes: The lines of attributes before it, as `[%header,cols="1,2"]`.
        mark: The first character of its delimiter: "|", or "," and ":" for values apart by these.
    """
    content = [line for line in lines if not line.lstrip().startswith("//")]
    match = re.search(r"format=\"?(csv|dsv|tsv)", attributes)
    separator = {"csv": ",", "dsv": ":", "tsv": "\t"}[match.group(1)] if match else mark
    if separator in ",:\t":
        rows = [[Cell(squeeze(inline.words(cell))) for cell in row] for row in _separated(content, separator)]
        is_headed = bool(_HEADER.search(attributes)) or _is_implied(content)
    else:
        found = list(_cells([line.replace("!", "|") for line in content] if separator == "!" else content))
        columns = _column_count(attributes) or _first_line_count(content)
        shaped = _shaped(found, columns)
        is_headed = bool(_HEADER.search(attributes)) or _is_implied(content)
        is_headed = is_headed or bool(shaped and shaped[0] and all(cell.style == "h" for cell in shaped[0]))
        rows = [[Cell(squeeze(inline.words(c.text)), c.columns, c.rows) for c in row] for row in shaped]
    is_headed = is_headed and not _NO_HEADER.search(attributes)
    builder.table(header_row(rows[:1] if is_headed else []), body_rows(rows[1:] if is_headed else rows))


def _separated(lines: list[str], separator: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(lines, delimiter=separator) if row]
    except csv.Error:
        return [[line] for line in lines]


def _is_implied(lines: list[str]) -> bool:
    """Say whether the first row stands on the first line and a blank line follows it."""
    return len(lines) > 1 and bool(lines[0].strip()) and not lines[1].strip()


def _column_count(attributes: str) -> int:
    match = _COLUMNS.search(attributes)
    if match is None:
        return 0
    count = 0
    for part in re.split(r"[,;]", next(group for group in match.groups() if group is not None)):
        times = re.match(r"\s*(\d{1,3})\*", part)
        count += int(times.group(1)) if times else 1
    if match.group(3):
        count = int(match.group(3)[:3])
    return min(count, _MOST_COLUMNS)


def _first_line_count(lines: list[str]) -> int:
    first = next((line for line in lines if line.strip()), "")
    cells = list(_cells([first]))
    # A row written with a bar at its end, too.
    return sum(cell.columns for cell in cells[: -1 if len(cells) > 1 and not cells[-1].text.strip() else None])


def _cells(lines: list[str]) -> Iterator[_Cell]:
    text: list[str] = []
    spec: re.Match[str] | None = None
    width = 0
    for line in lines:
        start = 0
        count = 0
        for match in _CELL.finditer(line):
            text.append(line[start : match.start()])
            yield from _made(spec, text)
            text, spec, start = [], match, match.end()
            count += 1
        rest = line[start:]
        if count > 1 and width and count == width + 1 and not rest.strip():
            spec, text = None, []
            continue
        width = width or (count - (not rest.strip()) if count > 1 else 0)
        text.append(rest + "\n")
    yield from _made(spec, text)


def _made(spec: re.Match[str] | None, text: list[str]) -> Iterator[_Cell]:
    if spec is None:
        return
    words = _BULLET.sub("", "".join(text).replace("\\|", "|"))
    cell = _Cell(words, int(spec["columns"] or 1), int(spec["rows"] or 1), spec["style"] or "")
    for _ in range(min(int(spec["repeat"] or 1), _MOST_COLUMNS)):
        yield cell


def _shaped(cells: list[_Cell], columns: int) -> list[list[_Cell]]:
    """Return the cells in rows of so many columns, counting what hangs down from rows above."""
    rows: list[list[_Cell]] = []
    hanging: list[int] = []
    row: list[_Cell] = []
    room = columns
    for cell in cells:
        if room <= 0:
            rows.append(row)
            row, room = [], columns - (hanging.pop(0) if hanging else 0)
        row.append(cell)
        room -= cell.columns
        hanging.extend(0 for _ in range(cell.rows - 1 - len(hanging)))
        for below in range(cell.rows - 1):
            hanging[below] += cell.columns
    return [*rows, row] if row else rows
