"""Lines of print: words that stand side by side, in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from quoth.reading.building import Word
from quoth.reading.printed.geometry import Boxes, union
from quoth.reading.printed.glyphs import BOLD, LED
from quoth.reading.printed.words import RAISED, Words
from quoth.types import Box

_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_CHAIN_GAP: Final = 1.0  # of the size: between words that follow each other in the content
_SPACE: Final = 0.7  # between those that do not
_GLUE: Final = 0.12
_MOST_CHAINS: Final = 5_000  # a page of more is a drawing
_MOST: Final = 0.9  # of the letters
_SMALL: Final = 0.85  # of the line's size: raised numbers are smaller
_LIFT: Final = 0.2  # of the line's size
_CLOSING: Final = ",.;:)]}"
_SAME_ROW: Final = 0.5  # of the smaller height


class HasBox(Protocol):
    """Something that stands on a page."""

    @property
    def box(self) -> Box:
        """Return where."""


P = TypeVar("P", bound=HasBox)


@dataclass(frozen=True, slots=True)
class Line:
    """Words beside each other.

    Attributes:
        text: The words, one space between each two.
        places: Their boxes as displayed.
        box: Around all, the page turned upright.
        size: Of most of its letters, in points.
        edges: Left and right edge of each word, the page turned upright.
        order: Its place in the page's content.
        is_led: Dots lead to its last word.
        is_row: Wide gaps part it: it never goes on a paragraph.
        is_dotted: A bullet is drawn before it, as a shape.
        column: The left and right edge of the column it stands in.
    """

    page: int
    text: str
    places: NDArray[np.float32]
    box: Box
    size: float
    is_bold: bool
    edges: NDArray[np.float32]
    order: int
    is_led: bool = False
    is_row: bool = False
    is_dotted: bool = False
    column: tuple[float, float] = (0.0, 0.0)

    @property
    def first_width(self) -> float:
        """Return how wide its first word is."""
        return float(self.edges[0, 1] - self.edges[0, 0])

    def words(self) -> list[Word]:
        """Return its words as they are printed."""
        boxes = self.places.tolist()
        return [
            Word(text, self.page, (box[0], box[1], box[2], box[3]))
            for text, box in zip(self.text.split(" "), boxes, strict=True)
        ]

    def part(self, start: int, stop: int) -> Line:
        """Return the line of some of its words."""
        edges = self.edges[start:stop]
        return replace(
            self,
            text=" ".join(self.text.split(" ")[start:stop]),
            places=self.places[start:stop],
            box=(float(edges[:, 0].min()), self.box[1], float(edges[:, 1].max()), self.box[3]),
            edges=edges,
            is_dotted=self.is_dotted and not start,
        )


@dataclass(slots=True)
class _Ink:
    """A word while its line is put together."""

    text: str
    place: list[float]
    box: list[float]
    size: float
    style: int
    is_parted: bool
    order: int


def _inks(words: Words) -> list[_Ink]:
    columns = (words.texts, words.places.tolist(), words.boxes.tolist(), words.sizes.tolist(), words.styles.tolist())
    return [_Ink(*row) for row in zip(*columns, words.is_parted.tolist(), range(len(words.texts)), strict=True)]


def _line_of(inks: Sequence[_Ink], page: int) -> Line:
    """Return the line of some words of a page, in the order given."""
    order = min(ink.order for ink in inks)
    inks = _glued(inks)
    letters = sum(len(ink.text) for ink in inks)
    size = _usual_size(inks, letters)
    return Line(
        page=page,
        text=" ".join(_raised(inks, size)),
        places=np.array([ink.place for ink in inks], dtype=np.float32),
        box=_around([ink.box for ink in inks]),
        size=round(size, 1),
        is_bold=sum(len(ink.text) for ink in inks if ink.style & BOLD) > _MOST * letters,
        edges=np.array([ink.box[::2] for ink in inks], dtype=np.float32),
        order=order,
        is_led=bool(inks[-1].style & LED),
    )


def _around(boxes: Sequence[Sequence[float]]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def _usual_size(inks: Sequence[_Ink], letters: int) -> float:
    """Return the size of the middle letter, the letters in order of size."""
    count = 0
    for ink in sorted(inks, key=lambda ink: ink.size):
        count += len(ink.text)
        if count >= letters / 2:
            return ink.size
    return 0.0


def _raised(inks: Sequence[_Ink], size: float) -> list[str]:
    """Return the words' texts, small raised numbers written as such."""
    if all(ink.size >= _SMALL * size for ink in inks):
        return [ink.text for ink in inks]
    floor = min(ink.box[3] for ink in inks if ink.size >= size)
    return [
        ink.text.translate(RAISED)
        if ink.size < _SMALL * size and floor - ink.box[3] > _LIFT * size and ink.text.isdigit()
        else ink.text
        for ink in inks
    ]


def _glued(inks: Sequence[_Ink]) -> list[_Ink]:
    """Return the words, those put together that touch although they do not follow each other in the content."""
    result: list[_Ink] = []
    last = inks[0]
    for ink in inks:
        gap = ink.box[0] - last.box[2]
        follows = ink.is_parted and ink.order == last.order + 1 and ink.text[0] not in _CLOSING
        if result and not follows and -2 * _GLUE * ink.size < gap < _GLUE * ink.size:
            before = result[-1]
            result[-1] = replace(
                before,
                text=before.text + ink.text,
                place=list(_around([before.place, ink.place])),
                box=list(_around([before.box, ink.box])),
            )
        else:
            result.append(ink)
        last = ink
    return result


def joined(lines: Sequence[Line], *, is_row: bool) -> Line:
    """Return pieces of one line as one, from left to right as given."""
    whole = max(lines, key=lambda line: len(line.text))
    return replace(
        whole,
        text=" ".join(line.text for line in lines),
        places=np.concatenate([line.places for line in lines]),
        box=union(np.array([line.box for line in lines])),
        is_bold=all(line.is_bold for line in lines),
        edges=np.concatenate([line.edges for line in lines]),
        order=min(line.order for line in lines),
        is_led=lines[-1].is_led,
        is_row=is_row,
        is_dotted=lines[0].is_dotted,
    )


def find_lines(words: Words, page: int) -> list[Line]:
    """Return the lines of upright words; what wide gaps part are several."""
    inks = _inks(words)
    chains = _merged(inks, _chains(words))
    lines = [_line_of(_ordered([inks[index] for index in chain]), page) for chain in chains]
    return sorted(lines, key=lambda line: line.order)


def rows_of(pieces: Sequence[P]) -> list[list[P]]:
    """Return pieces that stand at one height together, from left to right; the rows from top to bottom."""
    rows: list[list[P]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.box[1] + piece.box[3], piece.box[0])):
        if rows and _is_beside(rows[-1][0].box, piece.box):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.box[0]) for row in rows]


def _chains(words: Words) -> list[list[int]]:
    """Return runs of words that follow each other on paper as they do in the content."""
    boxes, sizes = words.boxes, words.sizes
    if not len(boxes):
        return []
    before, after = boxes[:-1], boxes[1:]
    size = np.maximum(sizes[:-1], sizes[1:])
    gap = np.maximum(after[:, 0] - before[:, 2], before[:, 0] - after[:, 2])
    goes_on = (gap < _CHAIN_GAP * size) & (gap > -0.5 * size) & _beside(before, after) & ((words.styles[1:] & LED) == 0)
    cuts = np.flatnonzero(~goes_on) + 1
    return [part.tolist() for part in np.split(np.arange(len(boxes)), cuts)]


def _beside(one: Boxes, other: Boxes) -> NDArray[np.bool_]:
    """Say which boxes overlap in height by half of the smaller."""
    overlap = np.minimum(one[:, 3], other[:, 3]) - np.maximum(one[:, 1], other[:, 1])
    return overlap > _SAME_ROW * np.minimum(one[:, 3] - one[:, 1], other[:, 3] - other[:, 1])


def _merged(inks: Sequence[_Ink], chains: list[list[int]]) -> list[list[int]]:
    """Put together chains that stand within a space of each other: printed in pieces, read as one line."""
    if len(chains) > _MOST_CHAINS:
        return chains
    boxes = [_around([inks[index].box for index in chain]) for chain in chains]
    sizes = [max(inks[index].size for index in chain) for chain in chains]
    order = sorted(range(len(chains)), key=lambda index: boxes[index][1])
    tallest = max((box[3] - box[1] for box in boxes), default=0.0)
    parent = list(range(len(chains)))
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            if boxes[other][1] > min(boxes[one][3], boxes[one][1] + tallest):
                break
            left, right = sorted((one, other), key=lambda index: boxes[index][0])
            if inks[chains[right][0]].style & LED or not _is_beside(boxes[left], boxes[right]):
                continue
            near = boxes[right][0] - boxes[left][2] < _SPACE * min(sizes[left], sizes[right])
            if near and max(sizes[left], sizes[right]) < 2 * min(sizes[left], sizes[right]):
                parent[_root(parent, other)] = _root(parent, one)
    groups: dict[int, list[int]] = {}
    for index, chain in enumerate(chains):
        groups.setdefault(_root(parent, index), []).extend(chain)
    return list(groups.values())


def _is_beside(one: Box, other: Box) -> bool:
    overlap = min(one[3], other[3]) - max(one[1], other[1])
    return overlap > _SAME_ROW * min(one[3] - one[1], other[3] - other[1])


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _ordered(inks: list[_Ink]) -> list[_Ink]:
    """Return the words of a line as they are read: from left to right, or as PDFium has put a line that runs the other way."""
    if any(_RIGHT_TO_LEFT.search(ink.text) for ink in inks):
        return inks
    return sorted(inks, key=lambda ink: (ink.box[0] + ink.box[2], ink.order))
