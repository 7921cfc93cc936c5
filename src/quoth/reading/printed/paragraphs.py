"""Lines become headings, paragraphs, list items and footnotes; what runs over a column or page is one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np

from quoth.reading.building import Word
from quoth.reading.printed.grids import Table
from quoth.reading.printed.lines import Line
from quoth.reading.printed.markers import Marker, begins_note, is_caption, marker_of, section_depth
from quoth.reading.printed.sheets import Sheet
from quoth.types import BlockKind

_ENDS: Final = re.compile(r"[.!?:;…][\"'”\u2019»)\]⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_INDENT: Final = 0.8  # sizes
_WIDER: Final = 1.25  # times the usual distance of lines: a paragraph's gap
_SMALLER: Final = 0.93  # of the usual size: small print
_LIST_REACH: Final = 12  # pieces between two items of one list
_SAME_SIZE: Final = 0.08
_MOST_CAPTION_LINES: Final = 6
_CLOSE: Final = 0.6  # sizes between a caption and its table
_OFF: Final = 1.5  # sizes: from the middle of a table's words to that of its caption


@dataclass(slots=True, eq=False)
class Piece:
    """What will be one block, or one table: of lines, or of words that were never laid out."""

    page: int
    kind: BlockKind = "paragraph"
    lines: list[Line] = field(default_factory=list)
    level: int = 0
    table: Table | None = None
    is_boilerplate: bool = False
    is_caption: bool = False
    marker: Marker | None = None
    words: list[Word] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return its words, a space between each two."""
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Usual:
    """What most of a document's lines look like.

    Attributes:
        size: In points.
        pitch: The distance of two lines as a share of their size.
    """

    size: float
    pitch: float
    is_bold: bool


def usual_of(sheets: Iterable[Sheet]) -> Usual:
    """Measure the running text of a document."""
    sizes: Counter[float] = Counter()
    bold: Counter[float] = Counter()
    pitches: Counter[float] = Counter()
    for sheet in sheets:
        for column in sheet.columns:
            for piece in column:
                if isinstance(piece, Line):
                    sizes[round(piece.size * 2) / 2] += len(piece.text)
                    bold[round(piece.size * 2) / 2] += len(piece.text) * piece.is_bold
            for pitch in _pitches(column):
                pitches[round(pitch * 50) / 50] += 1
    size = max(sizes, key=lambda size: (sizes[size], -size), default=10.0)
    return Usual(size=size, pitch=_middle(pitches), is_bold=bold[size] > 0.5 * sizes[size])


def _pitches(column: Sequence[Line | Table]) -> Iterator[float]:
    for one, other in pairwise(column):
        if isinstance(one, Line) and isinstance(other, Line) and _same_size(one, other):
            pitch = (other.box[3] - one.box[3]) / max(one.size, 1)
            if 0.8 < pitch < 3:  # noqa: PLR2004
                yield pitch


def _middle(pitches: Counter[float]) -> float:
    values = np.sort(np.array(list(pitches.elements())))
    return float(values[len(values) // 3]) if len(values) else 1.2


def _same_size(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _SAME_SIZE * max(one.size, other.size)


def pieces_of(column: Sequence[Line | Table], usual: Usual, earlier: Sequence[Piece] = ()) -> list[Piece]:
    """Return the paragraphs, list items and tables of a column; an earlier column's list may go on in it."""
    pieces: list[Piece] = []
    pitch = _column_pitch(column, usual)
    open_piece: Piece | None = None
    for place, line in enumerate(column):
        if isinstance(line, Table):
            _mend_caption(pieces, line)
            pieces.append(Piece(page=line.page, table=line))
            open_piece = None
            continue
        following = column[place + 1] if place + 1 < len(column) else None
        marker = _marker(line, open_piece, [*earlier[-_LIST_REACH:], *pieces[-_LIST_REACH:]])
        is_new = open_piece is None or marker is not None or _parts(pieces, line, following, pitch)
        if open_piece is not None and not is_new:
            open_piece.lines.append(line)
            continue
        open_piece = Piece(page=line.page, lines=[line], marker=marker, is_caption=is_caption(line.text))
        if marker is not None:
            open_piece.kind = "list_item"
            open_piece.level = 1
        pieces.append(open_piece)
    return pieces


def _mend_caption(pieces: list[Piece], table: Table) -> None:
    """Put the lines close above a table together that are centred over it."""
    while len(pieces) > 1 and _is_centred(pieces[-1], pieces[-1], table) and _is_centred(pieces[-2], pieces[-1], table):
        pieces[-2].lines += pieces.pop().lines


def _is_centred(piece: Piece, below: Piece, table: Table) -> bool:
    """Say whether a piece is running text whose lines are all centred over a table, just above it or another such piece."""
    if piece.kind != "paragraph" or not piece.lines or len(piece.lines) + len(below.lines) > _MOST_CAPTION_LINES:
        return False
    last, first = piece.lines[-1], below.lines[0]
    middle = (table.box[0] + table.box[2]) / 2
    floor = table.box[1] if piece is below else first.box[1]
    is_near = floor - last.box[3] < _CLOSE * last.size and _same_size(last, first) and not last.is_row
    return is_near and all(abs(sum(line.box[::2]) / 2 - middle) < _OFF * line.size for line in piece.lines)


def _column_pitch(column: Sequence[Line | Table], usual: Usual) -> float:
    own = sorted(_pitches(column))
    return own[len(own) // 3] if len(own) > 7 else usual.pitch  # noqa: PLR2004


def _parts(pieces: Sequence[Piece], line: Line, following: Line | Table | None, pitch: float) -> bool:
    """Say whether a line begins a new paragraph."""
    piece = pieces[-1]
    last = piece.lines[-1]
    if line.is_row or last.is_row or last.is_led or (is_caption(line.text) and line.is_bold):
        return True
    if not _same_size(last, line) or (last.is_bold != line.is_bold and _is_own(last, line)):
        return True
    step = (line.box[3] - last.box[3]) / max(line.size, 1)
    if step > _WIDER * pitch or step < -0.5 or step > 3:  # noqa: PLR2004
        return True
    return _is_indented(pieces, line, following) or _ends_early(last, line)


def _is_own(last: Line, line: Line) -> bool:
    """Say whether a change of weight parts two lines, not only words of one sentence."""
    return last.is_bold or _ENDS.search(last.text) is not None or line.text[:1].isupper() or line.text[:1].isdigit()


def _is_indented(pieces: Sequence[Piece], line: Line, following: Line | Table | None) -> bool:
    piece = pieces[-1]
    first, last = piece.lines[0], piece.lines[-1]
    shift = (line.box[0] - last.box[0]) / max(line.size, 1)
    is_centred = abs(sum(line.box[::2]) - sum(last.box[::2])) < line.size
    if is_centred:
        return False
    if shift > _INDENT and piece.kind != "list_item":
        back = isinstance(following, Line) and following.box[0] < line.box[0] - _INDENT * line.size
        hangs = len(piece.lines) == 1 and not back
        if len(piece.lines) == 1 and any(_hangs(other) and _level(other.lines[0], first) for other in pieces[-4:-1]):
            return False
        return _ENDS.search(last.text) is not None or not (hangs or _room(last) < line.first_width + last.size)
    if piece.kind == "list_item":
        runs_on = _room(last) < line.first_width + last.size and not _ENDS.search(last.text)
        return not runs_on and (line.box[0] - (last if len(piece.lines) > 1 else first).box[0]) < -_INDENT * line.size
    return _hangs(piece) and line.box[0] < first.box[0] + _INDENT * line.size


def _hangs(piece: Piece) -> bool:
    """Say whether the first line of a piece stands further out than all others."""
    return len(piece.lines) > 1 and all(line.box[0] > piece.lines[0].box[0] + _INDENT * line.size for line in piece.lines[1:])


def _level(one: Line, other: Line) -> bool:
    return abs(one.box[0] - other.box[0]) < _INDENT * one.size / 2


def _room(line: Line) -> float:
    """Return how much of its column a line leaves white at the end, less a space."""
    return line.column[1] - line.box[2] - 0.3 * line.size


def _ends_early(last: Line, line: Line) -> bool:
    """Say whether the next line's first word had found room on the line before."""
    begins = not line.text[:1].islower()
    return _room(last) > line.first_width + 1.5 * last.size and begins and not last.text.endswith(("-", ","))


def _marker(line: Line, piece: Piece | None, pieces: Sequence[Piece]) -> Marker | None:
    """Return the marker of a list item that begins here; a number must be the first or follow the one before."""
    if line.is_dotted:
        return Marker("")
    words = line.text.split(" ", 2)
    marker = marker_of(words[0]) if len(words) > 1 else None
    if marker is None:
        return None
    before = [other.marker for other in pieces if other.marker is not None and other.marker.style == marker.style]
    if not marker.values:
        is_plain = marker.style in "-–—o*·"  # noqa: RUF001
        fresh = piece is None or bool(before) or _ENDS.search(piece.text) is not None or _ends_early(piece.lines[-1], line)
        return marker if not is_plain or fresh else None
    for value in marker.values:
        if value == 1 or any(value - 1 in other.values for other in before if other):
            return Marker(marker.style, (value,))
    return None


def mark_footnotes(pieces: list[Piece], sheet: Sheet, usual: Usual) -> None:
    """Mark small print at the foot of a column that begins with a note's mark, and what follows it."""
    place = len(pieces)
    while place and _is_small(pieces[place - 1], sheet, usual):
        place -= 1
    foot = list(pieces[place:])
    while foot and not begins_note(foot[0].text):
        foot.pop(0)
    for piece in foot:
        piece.kind, piece.level = "footnote", 0
    for before, piece in zip(foot[-2::-1], foot[:0:-1], strict=True):
        if not begins_note(piece.text):
            before.lines += piece.lines
            pieces.remove(piece)


def _is_small(piece: Piece, sheet: Sheet, usual: Usual) -> bool:
    if piece.table is not None or not piece.lines or piece.is_caption:
        return False
    return piece.lines[0].size < _SMALLER * usual.size and piece.lines[0].box[1] > 0.4 * sheet.height


def mend(pieces: list[Piece]) -> list[Piece]:
    """Put paragraphs together that run over the end of a column or page; tables, notes and captions stand behind them."""
    gone: set[int] = set()
    for place, piece in enumerate(pieces):
        if id(piece) in gone or not _is_open(piece):
            continue
        for other in pieces[place + 1 : place + 25]:
            if id(other) in gone or other.is_boilerplate or other.kind == "footnote" or other.table or other.is_caption:
                continue
            if other.page > piece.lines[-1].page + 1 or not _continues(piece, other):
                break
            piece.lines += other.lines
            gone.add(id(other))
            if not _is_open(piece):
                break
    return [piece for piece in pieces if id(piece) not in gone]


def _is_open(piece: Piece) -> bool:
    """Say whether a piece may go on elsewhere: running text that does not end a sentence."""
    is_text = piece.kind in ("paragraph", "list_item") and not piece.is_boilerplate and not piece.is_caption
    return is_text and bool(piece.lines) and not piece.lines[-1].is_row and not _ENDS.search(piece.text)


def _continues(piece: Piece, other: Piece) -> bool:
    last, line = piece.lines[-1], other.lines[0]
    if other.kind != "paragraph" or line.is_row or not _same_size(last, line) or last.is_bold != line.is_bold:
        return False
    apart = line.page != last.page or line.box[1] < last.box[1]
    if line.text[:1].islower() and not section_depth(other.text):
        return apart and len(last.text) > 15  # noqa: PLR2004
    is_full = last.box[2] > last.column[1] - 2 * last.size and len(piece.lines) > 1
    return apart and is_full and len(other.lines) > 1 and not line.is_bold
