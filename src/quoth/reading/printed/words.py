"""The words of one page: runs of glyphs without white space, each with its box."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quoth.reading.printed.accents import with_accents
from quoth.reading.printed.geometry import Boxes, turned
from quoth.reading.printed.glyphs import HIDDEN, LED, LINE_HYPHEN, SKEWED, Glyphs

_WHITE: Final = np.array(
    [9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
)
_NO_INK: Final = np.array([0x200B, 0x2060, 0xFEFF, *range(0x200E, 0x2010), *range(0x202A, 0x202F)])
_OLD_LINE_HYPHEN: Final = 0xFFFE
_WORD_GAP: Final = 0.6  # of the size
_LIGATURES: Final = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
        "\x02": "-",
    }
)
RAISED: Final = dict(zip(map(ord, "0123456789-\u2212+"), map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺"), strict=True))
_DOTS: Final = np.array([ord("."), ord("…"), ord("·"), 0x2024])
_LEAST_DOTS: Final = 5
_LED_REACH: Final = 8  # characters
_DIGITS: Final = np.array(list(RAISED))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a page in the order of its content, as arrays of one length.

    Attributes:
        places: Their boxes as displayed.
        boxes: Their boxes with the page turned so that they run from left to right.
        quarters: Direction as displayed, in quarter turns against the clock; SKEWED if none.
        styles: Those that most of the word's glyphs have: BOLD, HIDDEN; LED if dots lead to it.
        is_parted: White space stands before it.
    """

    texts: list[str]
    places: Boxes
    boxes: Boxes
    sizes: NDArray[np.float64]
    quarters: NDArray[np.int64]
    styles: NDArray[np.int64]
    is_parted: NDArray[np.bool_]

    def chosen(self, which: NDArray[np.int64]) -> Words:
        """Return those at the given places."""
        return Words(
            texts=[self.texts[place] for place in which.tolist()],
            places=self.places[which],
            boxes=self.boxes[which],
            sizes=self.sizes[which],
            quarters=self.quarters[which],
            styles=self.styles[which],
            is_parted=self.is_parted[which],
        )


def read_words(glyphs: Glyphs, width: float, height: float) -> Words:
    """Gather the glyphs of a page of this size into words."""
    glyphs = with_accents(glyphs)
    codes = np.where(glyphs.codes == _OLD_LINE_HYPHEN, LINE_HYPHEN, glyphs.codes)
    is_white = np.isin(codes, _WHITE)
    is_ink = ~is_white & ((codes > 31) | (codes == LINE_HYPHEN)) & ~np.isin(codes, _NO_INK)  # noqa: PLR2004
    upright = _upright(glyphs, width, height)
    is_ink[_doubled(codes, upright, glyphs, is_ink)] = False
    is_led = np.zeros(len(codes), dtype=bool)
    for start, stop, following in _leaders(codes, upright, is_ink):
        is_white[start:stop], is_ink[start:stop], is_led[following] = True, False, True
    kept = np.flatnonzero(is_ink)
    codes, boxes, sizes = _in_order(codes[kept], upright[kept]), upright[kept], glyphs.sizes[kept]
    quarters, styles = glyphs.quarters[kept], glyphs.styles[kept]
    white_before = np.cumsum(is_white)[kept]
    is_parted = np.diff(white_before, prepend=-1) > 0
    begins = is_parted | _torn(boxes, sizes, quarters, styles)
    _raise_digits(codes, boxes, sizes)
    starts = np.flatnonzero(begins)
    if not len(starts):
        return Words([], np.zeros((0, 4)), np.zeros((0, 4)), *(np.zeros(0, dtype=kind) for kind in (float, int, int, bool)))
    counts = np.diff(starts, append=len(kept))
    bits = [(np.add.reduceat((styles >> bit) & 1, starts) * 2 > counts).astype(np.int64) << bit for bit in range(2)]
    return Words(
        texts=_texts(codes, starts, counts),
        places=_around(glyphs.boxes[kept], starts),
        boxes=_around(boxes, starts),
        sizes=np.maximum.reduceat(sizes, starts),
        quarters=quarters[starts],
        styles=bits[0] | bits[1] | np.where(is_led[kept[starts]], LED, 0),
        is_parted=is_parted[starts],
    )


def _upright(glyphs: Glyphs, width: float, height: float) -> Boxes:
    boxes = glyphs.boxes.copy()
    for quarters in (1, 2, 3):
        which = glyphs.quarters == quarters
        boxes[which] = turned(boxes[which], quarters, width, height)
    return boxes


def _in_order(codes: NDArray[np.int64], boxes: Boxes) -> NDArray[np.int64]:
    """Return the codes, those that share one glyph and run from right to left in the order in which they are read."""
    codes = np.array(codes)
    backward = ((codes >= 0x590) & (codes <= 0x8FF)) | ((codes >= 0xFB1D) & (codes <= 0xFEFC))  # noqa: PLR2004
    if not backward.any():
        return codes
    same = np.zeros(len(codes) + 1, dtype=bool)
    same[1:-1] = backward[1:] & backward[:-1] & (boxes[1:] == boxes[:-1]).all(axis=1)
    turns = np.flatnonzero(np.diff(same, prepend=False)).reshape(-1, 2)
    for start, stop in turns.tolist():
        codes[start - 1 : stop] = codes[start - 1 : stop][::-1]
    return codes


def _leaders(codes: NDArray[np.int64], boxes: Boxes, is_ink: NDArray[np.bool_]) -> Iterator[tuple[int, int, list[int]]]:
    """Yield where dots lead the eye, from a title to its page number: start, stop, and what they lead to. They are no text."""
    ink = np.flatnonzero(is_ink)
    is_dot = np.isin(codes[ink], _DOTS)
    turns = np.flatnonzero(np.diff(is_dot, prepend=False, append=False)).reshape(-1, 2)
    for start, stop in turns.tolist():
        last = boxes[ink[stop - 1]]
        height = last[3] - last[1]
        led = [
            index
            for index in ink[stop : stop + _LED_REACH].tolist()
            if boxes[index, 0] > last[2] - 1 and abs(boxes[index, 3] - last[3]) < 0.3 * height
        ][:1]
        if stop - start >= _LEAST_DOTS or (stop - start == _LEAST_DOTS - 1 and led and codes[led[0]] in _DIGITS):
            yield int(ink[start]), int(ink[stop - 1]) + 1, led


def _doubled(codes: NDArray[np.int64], boxes: Boxes, glyphs: Glyphs, is_ink: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the glyphs that are printed a second time on the same spot, to look bold."""
    which = np.flatnonzero(is_ink)
    order = which[np.lexsort((boxes[which, 0], boxes[which, 1].round(), codes[which]))]
    one, other = order[:-1], order[1:]
    near = 0.12 * np.maximum(glyphs.sizes[other], 1)
    same = (codes[one] == codes[other]) & (glyphs.runs[one] != glyphs.runs[other])
    same &= (np.abs(boxes[one] - boxes[other]) < near[:, None]).all(axis=1)
    doubled: NDArray[np.int64] = np.maximum(one[same], other[same])
    return doubled


def _torn(
    boxes: Boxes, sizes: NDArray[np.float64], quarters: NDArray[np.int64], styles: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Say before which glyphs a word ends although no white space stands there: they are printed elsewhere."""
    torn = np.ones(len(boxes), dtype=bool)
    before, after = boxes[:-1], boxes[1:]
    size = np.maximum(sizes[:-1], sizes[1:])
    gap = np.maximum(after[:, 0] - before[:, 2], before[:, 0] - after[:, 2])
    drop = np.abs(after[:, 1] + after[:, 3] - before[:, 1] - before[:, 3]) / 2
    torn[1:] = (gap > _WORD_GAP * size) | (drop > 0.7 * size)
    skewed = (quarters[1:] == SKEWED) & (quarters[:-1] == SKEWED)
    torn[1:][skewed] = False
    torn[1:] |= (quarters[1:] != quarters[:-1]) | ((styles[1:] ^ styles[:-1]) & HIDDEN != 0)
    return torn


def _raise_digits(codes: NDArray[np.int64], boxes: Boxes, sizes: NDArray[np.float64]) -> None:
    """Write small raised digits as such: a power or a note's number is no digit of the number it stands at."""
    if not len(codes):
        return
    usual = np.median(sizes)
    for index in np.flatnonzero(np.isin(codes, _DIGITS) & (sizes < 0.85 * usual)).tolist():
        for step in (-1, 1):
            beside = index + step
            while 0 <= beside < len(codes) and abs(beside - index) < 5 and sizes[beside] <= 1.15 * sizes[index]:  # noqa: PLR2004
                beside += step
            if 0 <= beside < len(codes) and _is_raised(boxes[index], boxes[beside], sizes[index], sizes[beside]):
                codes[index] = RAISED[int(codes[index])]
                break


def _is_raised(small: Boxes, large: Boxes, size: float, beside: float) -> bool:
    gap = max(small[0] - large[2], large[0] - small[2])
    lift = large[3] - small[3]
    return bool(1.15 * size < beside < 3 * size and gap < 2 * size and 0.25 * beside < lift < beside)


def _around(boxes: Boxes, starts: NDArray[np.int64]) -> Boxes:
    least = np.minimum.reduceat(boxes[:, :2], starts)
    return np.hstack([least, np.maximum.reduceat(boxes[:, 2:], starts)])


def _texts(codes: NDArray[np.int64], starts: NDArray[np.int64], counts: NDArray[np.int64]) -> list[str]:
    whole = "".join(map(chr, codes.tolist()))
    words = [whole[start : start + count] for start, count in zip(starts.tolist(), counts.tolist(), strict=True)]
    return [_mended(word.translate(_LIGATURES)) for word in words]


def _mended(word: str) -> str:
    """Put together the halves of characters that PDFium gives as surrogates."""
    if any("\ud800" <= c <= "\udfff" for c in word):
        return word.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return word
