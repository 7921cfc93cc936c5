"""Find the headings of a DOCX whose writer used no heading styles: short lines, all bold or larger than the text."""

from __future__ import annotations

from collections import Counter
from typing import Final

from lxml import etree

from quoth.reading.formats.docx_lines import Line, read_line
from quoth.reading.formats.docx_styles import Styles, W
from quoth.text.normalise import squeeze

_MOST_WORDS: Final = 12
_FEWEST_WORDS_BELOW: Final = 8  # a heading heads text, or a list or table; a name under a letter does not
_MOST_SHARE: Final = 0.3  # more than that is emphasis
_LARGER: Final = 1.15
_DEEPEST: Final = 4


def bold_headings(blocks: list[etree._Element], styles: Styles) -> dict[etree._Element, int]:
    """Return the level of each paragraph that is a heading by its looks; none where the document has real headings."""
    styled = _styled(blocks, styles)
    if styled > 1:
        return {}
    lines = [read_line(node, styles) if node.tag == f"{W}p" else None for node in blocks]
    spoken = [line for line in lines if line is None or line.text.strip()]
    length = sum(len(squeeze(line.text)) for line in spoken if line)
    found = _found(spoken, styles, _usual_size(spoken, styles))
    if sum(len(squeeze(line.text)) for line in spoken if line and line.element in found) > _MOST_SHARE * length:
        return {}
    steps = sorted(set(found.values()), reverse=True)
    return {node: min(steps.index(size) + 1 + styled, _DEEPEST) for node, size in found.items()}


def _styled(blocks: list[etree._Element], styles: Styles) -> int:
    """Return how many paragraphs are headings by their style; one alone is a title."""
    nodes = (node for node in blocks if node.tag == f"{W}p" and styles.heading_level(node))
    return sum(any((text.text or "").strip() for text in node.iter(f"{W}t")) for node in nodes)


def _usual_size(lines: list[Line | None], styles: Styles) -> int:
    sizes: Counter[int] = Counter()
    for line in filter(None, lines):
        for run, length in line.runs:
            sizes[styles.size_of(run, line.element)] += length
    return sizes.most_common(1)[0][0] if sizes else styles.size


def _found(lines: list[Line | None], styles: Styles, usual: int) -> dict[etree._Element, int]:
    """Return the size of each line that stands out and heads something: from the end, for what is below decides."""
    found: dict[etree._Element, int] = {}
    can_head, size_below = False, 0
    for line in reversed(lines):
        if line is None:
            can_head, size_below = True, 0
            continue
        size = _size(line, styles)
        if _stands_out(line, styles, usual) and can_head and (not size_below or size > size_below):
            found[line.element] = size_below = size
        else:
            size_below = 0
            can_head = len(line.text.split()) >= _FEWEST_WORDS_BELOW or bool(styles.list_place(line.element)[0])
    return found


def _stands_out(line: Line, styles: Styles, usual: int) -> bool:
    text = squeeze(line.text)
    if len(text.split()) > _MOST_WORDS or text[-1] in ".!?;," or not (text[0].isupper() or text[0].isdigit() or text[0] == "("):
        return False
    is_listed = line.has_bullet or styles.list_place(line.element)[1] == "bullet" or styles.is_contents(line.element)
    if is_listed or styles.heading_level(line.element) or not any(c.isalpha() for c in text):
        return False
    is_bold = all(styles.switch(run, line.element, "b") for run, _ in line.runs)
    return bool(line.runs) and (is_bold or _size(line, styles) >= _LARGER * usual)


def _size(line: Line, styles: Styles) -> int:
    return min((styles.size_of(run, line.element) for run, _ in line.runs), default=0)
