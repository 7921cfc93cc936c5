"""From the laid-out pages of a whole document to its pieces, in reading order."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.reading.printed.contents import mark_contents
from quoth.reading.printed.furniture import find_furniture
from quoth.reading.printed.grids import Table
from quoth.reading.printed.headings import Outline, mark_headings, mend_headings
from quoth.reading.printed.lines import Line, rows_of
from quoth.reading.printed.paragraphs import Piece, Usual, mark_footnotes, mend, pieces_of, usual_of
from quoth.reading.printed.sheets import Sheet
from quoth.reading.printed.writing import mend_tables, without_titles


def compose(sheets: Sequence[Sheet], loose: Sequence[Piece], outline: Outline) -> list[Piece]:
    """Return the pieces of a document: of its pages, and those of no page's print in order."""
    usual = usual_of(sheets)
    furniture = find_furniture(sheets, usual.size)
    pages: dict[int, list[Piece]] = {}
    for sheet in sheets:
        pages[sheet.number] = _pieces(sheet, furniture, usual, pages.get(sheet.number - 1, []))
    for piece in loose:
        pages.setdefault(piece.page, []).append(piece)
    pieces = [piece for number in sorted(pages) for piece in pages[number]]
    mark_headings(pieces, usual, outline)
    pieces = mend_headings(without_titles(pieces))
    mark_contents(pieces)
    return mend_tables(mend(pieces))


def _pieces(sheet: Sheet, furniture: set[int], usual: Usual, earlier: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of one page: running headers first, footers and what is set aside last."""
    head = [line for line in sheet.lines() if id(line) in furniture and line.box[1] < sheet.height / 2]
    foot = [line for line in sheet.lines() if id(line) in furniture and line.box[1] >= sheet.height / 2]
    body: list[Piece] = []
    for column in sheet.columns:
        kept: list[Line | Table] = [piece for piece in column if id(piece) not in furniture]
        pieces = pieces_of(kept, usual, [*earlier, *body])
        mark_footnotes(pieces, sheet, usual)
        body += pieces
    notes = [piece for piece in body if piece.kind == "footnote"]
    text = [piece for piece in body if piece.kind != "footnote"]
    return [*_boilerplate(head), *text, *notes, *_boilerplate(foot), *_boilerplate(sheet.aside)]


def _boilerplate(lines: Sequence[Line]) -> list[Piece]:
    return [Piece(page=line.page, lines=[line], is_boilerplate=True) for row in rows_of(lines) for line in row]
