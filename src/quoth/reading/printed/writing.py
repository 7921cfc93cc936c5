"""Hand the pieces of a printed document to the builder, in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quoth.reading.building import TextBuilder, Word
from quoth.reading.printed.grids import Cell, Table
from quoth.reading.printed.hyphens import joined_words
from quoth.reading.printed.markers import is_caption
from quoth.reading.printed.paragraphs import Piece

_NEAR: Final = 6.0  # points: the columns of a table that goes on overleaf
_LONGEST_HEADER: Final = 60  # letters a cell

Row = list[Cell]


def write(pieces: Sequence[Piece], builder: TextBuilder, known: frozenset[str]) -> None:
    """Add the pieces to the builder."""
    for piece in pieces:
        builder.page = piece.page
        if piece.table is not None:
            _write_table(piece, builder, known)
            continue
        words = piece.words or joined_words(piece.lines, known)
        if piece.kind == "list_item" and piece.marker is not None and piece.marker.style and len(words) > 1:
            words = words[1:]
        builder.printed(piece.kind, words, piece.level, is_boilerplate=piece.is_boilerplate)


def _write_table(piece: Piece, builder: TextBuilder, known: frozenset[str]) -> None:
    table = piece.table
    if table is None:
        return
    rows = [_words(row, known) for row in table.rows]
    count = 1 if has_header(table) else 0
    builder.printed_table(rows[0] if count else [], rows[count:], is_boilerplate=piece.is_boilerplate)


def _words(row: Row, known: frozenset[str]) -> list[list[Word]]:
    return [joined_words(cell, known) for cell in row]


def has_header(table: Table) -> bool:
    """Say whether the first row names the columns: it alone is bold, or it has words where those below have numbers."""
    first, rest = table.rows[0], table.rows[1:]
    texts = [_text(cell) for cell in first]
    if sum(map(bool, texts)) < max(2, 0.5 * len(first)) or max(map(len, texts)) > _LONGEST_HEADER:
        return False
    if _is_bold(first) and not all(map(_is_bold, rest)):
        return True
    if any(_is_number(text) for text in texts[1:]):
        return False
    numbers = [sum(_is_number(_text(row[column])) for row in rest) for column in range(len(first))]
    if any(count >= 0.5 * len(rest) and not _is_number(texts[column]) for column, count in enumerate(numbers)):
        return True
    return len(rest) > 1 and len(first) > 2 and all(texts[1:])  # noqa: PLR2004


def _text(cell: Cell) -> str:
    return " ".join(line.text for line in cell)


def _is_bold(row: Row) -> bool:
    return all(line.is_bold for cell in row for line in cell)


def _is_number(text: str) -> bool:
    digits = sum(c.isdigit() for c in text)
    return digits > 0 and digits >= 0.5 * sum(c.isalnum() for c in text)


def without_titles(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with the title that stands in the first row of a table before it, as a caption."""
    result: list[Piece] = []
    for piece in pieces:
        while piece.table is not None and len(piece.table.rows) > 2 and _is_title(piece.table.rows[0]):  # noqa: PLR2004
            lines = [line for cell in piece.table.rows.pop(0) for line in cell]
            result.append(Piece(page=piece.page, lines=lines, is_caption=True))
        result.append(piece)
    return result


def _is_title(row: Row) -> bool:
    return sum(map(bool, row)) == 1 and (len(row) > 2 or is_caption(_text(row[0])))  # noqa: PLR2004


def mend_tables(pieces: Sequence[Piece]) -> list[Piece]:
    """Put together the parts of a table that goes on overleaf; the header that is printed there again is set aside."""
    result: list[Piece] = []
    last: Piece | None = None
    for piece in pieces:
        if last is not None and piece.table is not None and last.table is not None and _goes_on(last.table, piece.table):
            again = piece.table.rows[:1] if _same_row(piece.table.rows[0], last.table.rows[0]) else []
            result += [
                Piece(page=piece.page, lines=[line for cell in row for line in cell], is_boilerplate=True) for row in again
            ]
            last.table.rows.extend(piece.table.rows[len(again) :])
            last.table = _moved(last.table, piece.table)
            continue
        result.append(piece)
        if piece.table is not None or not (piece.is_boilerplate or piece.kind == "footnote"):
            last = piece
    return result


def _goes_on(one: Table, other: Table) -> bool:
    aligned = len(one.edges) == len(other.edges) and all(
        abs(a - b) < _NEAR for a, b in zip(one.edges[:-1], other.edges[:-1], strict=True)
    )
    return other.page == one.page + 1 and len(one.rows[0]) == len(other.rows[0]) and aligned


def _moved(one: Table, other: Table) -> Table:
    return Table(page=other.page, rows=one.rows, box=other.box, order=one.order, edges=one.edges)


def _same_row(one: Row, other: Row) -> bool:
    return [_text(cell) for cell in one] == [_text(cell) for cell in other]
