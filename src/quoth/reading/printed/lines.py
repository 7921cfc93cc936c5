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
from quoth.reading.printed.glyphs import BOLD, FIXED, LED
from quoth.reading.printed.words import RAISED, Words
from quoth.types import Box

_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_CHAIN_GAP: Final = 1.0  # of the size: between words that follow each other in the content
_SPACE: Final = 0.7  # between those that do not
_GLUE: Final = 0.12
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
        column: The left and right edge of the column it stands in.
    """

    page: int
    text: str
    places: NDArray[np.float32]
    box: Box
    size: float
    is_bold: bool
    is_fixed: bool
    edges: NDArray[np.float32]
    order: int
    is_led: bool = False
    is_row: bool = False
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
        )


def line_of(words: Words, which: Sequence[int], page: int) -> Line:
    """Return the line of some words of a page, in the order given."""
    chosen = _glued(words, which)
    weights = np.array([len(text) for text in chosen.texts])
    heavy = chosen.sizes[np.argsort(chosen.sizes)]
    middle = np.searchsorted(np.cumsum(weights[np.argsort(chosen.sizes)]), weights.sum() / 2)
    boxes = chosen.boxes
    return Line(
        page=page,
        text=" ".join(_raised(chosen, float(heavy[middle]))),
        places=chosen.places.astype(np.float32),
        box=union(boxes),
        size=round(float(heavy[middle]), 1),
        is_bold=bool((weights * (chosen.styles & BOLD > 0)).sum() > 0.9 * weights.sum()),
        is_fixed=bool((weights * (chosen.styles & FIXED > 0)).sum() > 0.9 * weights.sum()),
        edges=boxes[:, [0, 2]].astype(np.float32),
        order=min(which),
        is_led=bool(chosen.styles[-1] & LED),
    )


def _raised(words: Words, size: float) -> list[str]:
    """Return the words' texts, small raised numbers written as such."""
    floor = np.median(words.boxes[words.sizes > 0.9 * size, 3])  # noqa: PLR2004
    lifted = (words.sizes < 0.85 * size) & (floor - words.boxes[:, 3] > 0.2 * size)  # noqa: PLR2004
    return [
        text.translate(RAISED) if is_up and text.isdigit() else text for text, is_up in zip(words.texts, lifted.tolist(), strict=True)
    ]


def _glued(words: Words, which: Sequence[int]) -> Words:
    """Return the words, those put together that touch although they do not follow each other in the content."""
    chosen = words.chosen(np.array(which))
    indices = np.array(which)
    gap = chosen.boxes[1:, 0] - chosen.boxes[:-1, 2]
    apart = chosen.is_parted[1:] & (np.diff(indices) == 1)
    closes = np.array([text[0] in _CLOSING for text in chosen.texts[1:]], dtype=bool)
    touches = (~apart | closes) & (gap < _GLUE * chosen.sizes[1:]) & (gap > -2 * _GLUE * chosen.sizes[1:])
    if not touches.any():
        return chosen
    starts = np.flatnonzero(np.concatenate([[True], ~touches]))
    stops = np.append(starts[1:], len(which)).tolist()
    first = chosen.chosen(starts)
    spans = list(zip(starts.tolist(), stops, strict=True))
    return replace(
        first,
        texts=["".join(chosen.texts[start:stop]) for start, stop in spans],
        places=np.array([union(chosen.places[start:stop]) for start, stop in spans]),
        boxes=np.array([union(chosen.boxes[start:stop]) for start, stop in spans]),
    )


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
    )


def find_lines(words: Words, page: int) -> list[Line]:
    """Return the lines of upright words; what wide gaps part are several."""
    chains = _chains(words)
    lines = [line_of(words, _ordered(words, chain), page) for chain in _merged(words, chains)]
    return sorted(lines, key=lambda line: line.order)


def rows_of(pieces: Sequence[P]) -> list[list[P]]:
    """Return pieces that stand at one height together, from left to right; the rows from top to bottom."""
    rows: list[list[P]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.box[1] + piece.box[3], piece.box[0])):
        if rows and _on_row(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.box[0]) for row in rows]


def _on_row(one: HasBox, other: HasBox) -> bool:
    overlap = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return overlap > _SAME_ROW * min(one.box[3] - one.box[1], other.box[3] - other.box[1])


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


def _merged(words: Words, chains: list[list[int]]) -> list[list[int]]:
    """Put together chains that stand within a space of each other: printed in pieces, read as one line."""
    if len(chains) < 2:  # noqa: PLR2004
        return chains
    edges = np.array([union(words.boxes[chain]) for chain in chains])
    sizes = np.array([words.sizes[chain].max() for chain in chains])
    order = np.argsort(edges[:, 0], kind="stable")
    is_led = np.array([words.styles[chain[0]] & LED > 0 for chain in chains])
    parent = list(range(len(chains)))
    tops = edges[order]
    for place, index in enumerate(order.tolist()):
        box = edges[index]
        reach = box[2] + _SPACE * sizes[index]
        stop = int(np.searchsorted(tops[:, 0], reach, side="right"))
        near = order[place + 1 : stop]
        if not len(near):
            continue
        close = (edges[near, 0] - box[2]) < _SPACE * np.minimum(sizes[near], sizes[index])
        close &= ~is_led[near]
        close &= _beside(np.broadcast_to(box, (len(near), 4)), edges[near])
        close &= np.maximum(sizes[near], sizes[index]) < 2 * np.minimum(sizes[near], sizes[index])
        for other in near[close].tolist():
            parent[_root(parent, other)] = _root(parent, index)
    groups: dict[int, list[int]] = {}
    for index, chain in enumerate(chains):
        groups.setdefault(_root(parent, index), []).extend(chain)
    return list(groups.values())


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _ordered(words: Words, chain: list[int]) -> list[int]:
    """Return the words of a line as they are read: from left to right, or as PDFium has put a line that runs the other way."""
    if any(_RIGHT_TO_LEFT.search(words.texts[index]) for index in chain):
        return chain
    return sorted(chain, key=lambda index: (float(words.boxes[index, 0] + words.boxes[index, 2]), index))
