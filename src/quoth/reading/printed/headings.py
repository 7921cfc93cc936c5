"""Which pieces are headings and how they rank: by the document's own outline, by size, weight and number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from quoth.reading.printed.markers import section_depth
from quoth.reading.printed.paragraphs import Piece, Usual

Outline = Mapping[int, Mapping[str, int]]  # page -> folded title -> level
Style = tuple[float, bool]

_LONGEST: Final = 200  # letters
_MOST_LINES: Final = 4
_FEW_LINES: Final = 2
_SHORT: Final = 80  # letters
_LARGER: Final = 1.12
_ALMOST: Final = 0.95
_LEAST_CAPITALS, _MOST_CAPITALS = 4, 120
_LETTERS: Final = re.compile(r"[^\W\d_]")
_PLAIN: Final = re.compile(r"\W+")
_OPEN_END: Final = re.compile(r"[,;]$|[^.]\.$")


def folded(title: str) -> str:
    """Return letters and digits only, in lower case: how an outline and a page are compared."""
    return _PLAIN.sub("", title).lower()


def mark_headings(pieces: Sequence[Piece], usual: Usual, outline: Outline) -> None:
    """Make headings of the pieces that are, with their levels."""
    found = [(piece, _outlined(piece, outline)) for piece in pieces]
    headings = [(piece, level) for piece, level in found if level or _stands_out(piece, usual)]
    ranks = _ranks(headings, usual)
    least: dict[Style, int] = {}
    for piece, _ in headings:
        if depth := section_depth(piece.text):
            least[_style(piece)] = min(depth, least.get(_style(piece), depth))
    for piece, level in headings:
        extra = max(0, section_depth(piece.text) - least.get(_style(piece), 1))
        piece.kind = "heading"
        piece.level = max(1, min(6, level or ranks[_style(piece)] + extra))


def mend_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """Put the lines of one heading together that stand on several lines."""
    result: list[Piece] = []
    for piece in pieces:
        if result and _is_one(result[-1], piece):
            result[-1].lines += piece.lines
        else:
            result.append(piece)
    return result


def _is_one(one: Piece, other: Piece) -> bool:
    if one.kind != "heading" or other.kind != "heading" or one.level != other.level or one.page != other.page:
        return False
    last, line = one.lines[-1], other.lines[0]
    near = 0 < line.box[3] - last.box[3] < 1.6 * line.size and _style(one) == _style(other)
    return near and not section_depth(other.text) and len(one.lines) + len(other.lines) <= _MOST_LINES


def _style(piece: Piece) -> Style:
    line = piece.lines[0]
    return round(line.size), line.is_bold


def _outlined(piece: Piece, outline: Outline) -> int:
    """Return the level that the outline gives a piece, 0 if it names none."""
    if piece.table or piece.kind == "footnote" or not piece.lines or piece.is_boilerplate or len(piece.text) > _LONGEST:
        return 0
    titles = outline.get(piece.page, {})
    text = folded(piece.text)
    return titles.get(text, 0) or titles.get(text.lstrip("0123456789"), 0)


def _stands_out(piece: Piece, usual: Usual) -> bool:
    """Say whether a piece looks like a heading: few words, larger, bolder, in capitals or numbered."""
    if piece.table or piece.kind == "footnote" or not piece.lines or piece.is_boilerplate or piece.is_caption:
        return False
    text, line = piece.text, piece.lines[0]
    is_few = len(text) <= _LONGEST and len(piece.lines) <= _MOST_LINES and not line.is_row
    if not is_few or not _LETTERS.search(text) or (piece.kind == "list_item" and not _may_be_numbered(piece, usual)):
        return False
    if line.size >= _LARGER * usual.size:
        return not (_OPEN_END.search(text) and len(text) > _SHORT)
    return line.size >= _ALMOST * usual.size and _differs(piece, usual)


def _may_be_numbered(piece: Piece, usual: Usual) -> bool:
    """Say whether the number of a list item may be that of a heading."""
    line = piece.lines[0]
    is_numbered = piece.marker is not None and bool(piece.marker.values)
    return is_numbered and line.is_bold and not usual.is_bold and line.size >= usual.size


def _differs(piece: Piece, usual: Usual) -> bool:
    """Say whether a piece of the usual size is a heading by its capitals, weight or number."""
    text = piece.text
    if text.isupper() and _LEAST_CAPITALS < len(_LETTERS.findall(text)) <= _MOST_CAPITALS:
        return not text.endswith((",", ";"))
    if _OPEN_END.search(text) or len(piece.lines) > _FEW_LINES:
        return False
    if piece.lines[0].is_bold and not usual.is_bold:
        return text[:1].isupper() or not text[:1].isalpha()
    words = text.split(" ")
    return len(piece.lines) == 1 and len(text) <= _SHORT and section_depth(text) > 1 and len(words) > 1 and words[-1].isalpha()


def _ranks(headings: Sequence[tuple[Piece, int]], usual: Usual) -> dict[Style, int]:
    """Return the level of each style of heading: that of the outline where it names some, else by size and weight."""
    votes: dict[Style, Counter[int]] = {}
    for piece, level in headings:
        votes.setdefault(_style(piece), Counter()).update([level] if level else [])
    ranks: dict[Style, int] = {}
    rank = 0
    for style in sorted(votes, key=lambda style: (-max(style[0], round(usual.size)), not style[1], -style[0])):
        named = votes[style]
        rank = min(6, named.most_common(1)[0][0] if named else rank + 1)
        ranks[style] = rank
    return ranks
