"""The stories of a DOCX (body, cell, note, text box) as paragraphs and tables; what is left out of them, counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from quoth.reading.formats.docx_lines import Line
from quoth.reading.formats.docx_styles import W
from quoth.reading.office.packages import count

_BLOCKS: Final = {f"{W}p", f"{W}tbl", f"{W}altChunk"}
_PROPERTIES: Final = {f"{W}sectPr", f"{W}sdtPr", f"{W}sdtEndPr", f"{W}tcPr", f"{W}pPr", f"{W}rPr"}


@dataclass
class Tally:
    """What a document holds and its text does not."""

    deleted: int = 0
    hidden: int = 0
    pictures: int = 0
    objects: int = 0
    unknown: int = 0

    def add(self, line: Line) -> None:
        """Count what a line leaves out."""
        self.hidden += line.hidden
        self.pictures += line.pictures
        self.objects += line.objects
        self.unknown += line.unknown

    def remarks(self) -> list[str]:
        """Say what was left out, a sentence each."""
        said = (
            (self.deleted, f"Changes are tracked: {count(self.deleted, 'deletion')} left out, insertions are in."),
            (self.hidden, f"{count(self.hidden, 'hidden character')} left out."),
            (self.pictures, f"{count(self.pictures, 'picture')} not read."),
            (self.objects, f"{count(self.objects, 'embedded object')} not read."),
            (self.unknown, f"{count(self.unknown, 'sign')} not read: only their font knows what they look like."),
        )
        return [sentence for number, sentence in said if number]


def story_blocks(container: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs and tables of a body, cell, note or text box, through whatever wraps them."""
    stack = list(reversed(container))
    while stack:
        node = stack.pop()
        if node.tag in _BLOCKS:
            yield node
        elif node.tag not in _PROPERTIES:
            stack.extend(reversed(node))


def drop_deleted(root: etree._Element) -> int:
    """Take out tracked deletions and what was moved away; return how many there were."""
    dropped = 0
    for row in list(root.iter(f"{W}tr")):
        if row.find(f"{W}trPr/{W}del") is not None:
            dropped += _drop(row)
    for node in list(root.iter(f"{W}del", f"{W}moveFrom")):
        if len(node) and node.getparent() is not None:
            dropped += _drop(node)
    return dropped


def _drop(node: etree._Element) -> int:
    node.getparent().remove(node)
    return 1
