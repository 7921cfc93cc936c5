"""Put a document's text together block by block, keeping every block's span, heading path, page and place on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from quoth.text.normalise import normalise, squeeze
from quoth.types import Block, BlockKind, Box, Fidelity, PrintedPage, Span

CELL_SEPARATOR: Final = " | "
_FARTHEST: Final = 2**30  # in hundredths of a point; what is printed farther off is nowhere
_CLOSE_KINDS: Final = {"list_item", "table_row", "table_header"}


class Word(NamedTuple):
    """A word as it is printed.

    Attributes:
        page: From 1.
        box: Left, top, right, bottom in points from the page's upper left corner.
        is_joined: No space stands before it: it goes on the word before, as after a hyphen at the end of a line.
    """

    text: str
    page: int
    box: Box
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document inside a document: a file that came with a mail."""

    name: str
    data: bytes


class TextBuilder:
    """Collects blocks in reading order; the text is their words, separated by line breaks.

    A reader sets `page` before it adds what stands on that page, slide or sheet.

    Attributes:
        page: The page, slide or sheet of what is added next, from 1; None where a format has none.
        pages: How many there are.
        blank_pages: Those on which no text was found.
        source_characters: Visible characters of the source, if the reader can count them apart from the blocks.
        tables: Tables found.
        notes: What a reader of the text should know, each a sentence.
        attachments: Documents that this one carries.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[tuple[int, str]] = []
        self._printed: dict[int, list[tuple[int, ...]]] = {}
        self._sizes: dict[int, tuple[float, float]] = {}
        self.blocks: list[Block] = []
        self.page: int | None = None
        self.pages: int | None = None
        self.blank_pages: list[int] = []
        self.source_characters: int | None = None
        self.tables = 0
        self.notes: list[str] = []
        self.attachments: list[Attachment] = []

    @property
    def text(self) -> str:
        """Return the text so far."""
        return "".join(self._parts)

    @property
    def length(self) -> int:
        """Return the number of characters so far."""
        return self._length

    def heading(self, text: str, level: int, *, is_boilerplate: bool = False) -> None:
        """Open a section. A boilerplate heading opens none."""
        text = squeeze(normalise(text))
        if not text:
            return
        self._open(level, is_boilerplate=is_boilerplate)
        self._add("heading", text, level=level, is_boilerplate=is_boilerplate)
        self._opened(text, level, is_boilerplate=is_boilerplate)

    def paragraph(self, text: str, *, is_boilerplate: bool = False) -> None:
        """Add running text."""
        self._add("paragraph", squeeze(normalise(text)), is_boilerplate=is_boilerplate)

    def list_item(self, text: str, depth: int = 1, *, is_boilerplate: bool = False) -> None:
        """Add one item of a list, without its bullet or number."""
        self._add("list_item", squeeze(normalise(text)), level=depth, is_boilerplate=is_boilerplate)

    def footnote(self, text: str, *, is_boilerplate: bool = False) -> None:
        """Add a footnote, endnote, comment or speaker's note: text that belongs beside the running text, not in it."""
        self._add("footnote", squeeze(normalise(text)), is_boilerplate=is_boilerplate)

    def code(self, text: str, *, is_boilerplate: bool = False) -> None:
        """Add preformatted text; its line breaks stay."""
        self._add("code", normalise(text).strip("\n"), is_boilerplate=is_boilerplate)

    def table(
        self,
        header: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        numbers: Iterable[int] | None = None,
        is_boilerplate: bool = False,
    ) -> None:
        """Add a table, one line a row; each row knows the span of the header.

        Args:
            header: The cells of the header row; empty if the table has none.
            numbers: For each row its number in the sheet, from 1.
        """
        head = None
        if any(cell.strip() for cell in header):
            head = self._add("table_header", _row(header), is_boilerplate=is_boilerplate)
        counter = iter(numbers) if numbers is not None else None
        for row in rows:
            number = next(counter) if counter is not None else None
            self._add("table_row", _row(row), header=head, row=number, is_boilerplate=is_boilerplate)
        self.tables += not is_boilerplate

    def printed(self, kind: BlockKind, words: Sequence[Word], level: int = 0, *, is_boilerplate: bool = False) -> None:
        """Add a block of printed words; where each stands on paper is kept. A heading opens a section."""
        if kind == "heading":
            self._open(level, is_boilerplate=is_boilerplate)
        span = self._print(kind, [words], level=level, is_boilerplate=is_boilerplate)
        if kind == "heading" and span is not None:
            self._opened(self._parts[-1], level, is_boilerplate=is_boilerplate)

    def printed_table(
        self, header: Sequence[Sequence[Word]], rows: Iterable[Sequence[Sequence[Word]]], *, is_boilerplate: bool = False
    ) -> None:
        """Add a table of printed words: cells of words; the header may be empty."""
        head = self._print("table_header", header, is_boilerplate=is_boilerplate) if any(header) else None
        for row in rows:
            self._print("table_row", row, header=head, is_boilerplate=is_boilerplate)
        self.tables += not is_boilerplate

    def page_size(self, page: int, width: float, height: float) -> None:
        """Note the size of a printed page, in points."""
        self._sizes[page] = (width, height)

    def close_sections(self, level: int) -> None:
        """End the sections of this level and below: what follows stands under none of their headings."""
        self._headings = [(depth, name) for depth, name in self._headings if depth < level]

    def _open(self, level: int, *, is_boilerplate: bool) -> None:
        if not is_boilerplate:
            self.close_sections(level)

    def _opened(self, text: str, level: int, *, is_boilerplate: bool) -> None:
        if not is_boilerplate:
            self._headings.append((level, text))

    def _print(
        self,
        kind: BlockKind,
        cells: Sequence[Sequence[Word]],
        *,
        level: int = 0,
        header: Span | None = None,
        is_boilerplate: bool,
    ) -> Span | None:
        parts: list[str] = []
        placed: list[tuple[int, int, Word]] = []
        length = 0
        for number, cell in enumerate(cells):
            gap = CELL_SEPARATOR if number else ""
            for word in cell:
                text = squeeze(normalise(word.text))
                if not text:
                    continue
                if not gap and parts and not word.is_joined:
                    gap = " "
                placed.append((length + len(gap), length + len(gap) + len(text), word))
                parts.append(gap + text)
                length += len(parts[-1])
                gap = ""
            if gap and number:
                parts.append(gap)
                length += len(gap)
        joined = "".join(parts)
        # Accents may compose across words that were printed apart: then no place is certain, and none is kept.
        text = squeeze(normalise(joined))
        cut = len(joined) - len(joined.lstrip())
        is_exact = text == joined.strip()
        before, self.page = self.page, placed[0][2].page if placed else self.page
        span = self._add(kind, text, level=level, header=header, is_boilerplate=is_boilerplate)
        self.page = before
        if span is None or not is_exact:
            return span
        turns: list[int] = []
        page = placed[0][2].page
        for start, end, word in placed:
            at = span.start + start - cut
            while word.page > page:
                turns.append(at)
                page += 1
            box = [min(max(round(100 * edge), -_FARTHEST), _FARTHEST) for edge in word.box]
            self._printed.setdefault(word.page, []).append((at, span.start + end - cut, *box))
        if turns:
            self.blocks[-1] = replace(self.blocks[-1], turns=tuple(turns))
        return span

    def _add(
        self,
        kind: BlockKind,
        text: str,
        *,
        level: int = 0,
        header: Span | None = None,
        row: int | None = None,
        is_boilerplate: bool,
    ) -> Span | None:
        if not text.strip():
            return None
        if self.blocks:
            close = kind in _CLOSE_KINDS and self.blocks[-1].kind in _CLOSE_KINDS
            self._write("\n" if close else "\n\n")
        start = self._length
        self._write(text)
        span = Span(start, self._length)
        path = tuple(name for _, name in self._headings)
        self.blocks.append(
            Block(
                kind=kind, span=span, heading_path=path, level=level, page=self.page, header=header, row=row,
                is_boilerplate=is_boilerplate,
            )
        )  # fmt: skip
        return span

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def finished_blocks(self) -> tuple[Block, ...]:
        """Return the blocks. If everything was taken for boilerplate, nothing is: a page must be able to speak."""
        words = [block for block in self.blocks if block.kind != "heading"]
        if words and all(block.is_boilerplate for block in words):
            return tuple(replace(block, is_boilerplate=False) for block in self.blocks)
        return tuple(self.blocks)

    def printed_pages(self) -> tuple[PrintedPage, ...]:
        """Return the pages as printed, in order."""
        pages = []
        for number, words in sorted(self._printed.items()):
            width, height = self._sizes.get(number, (0.0, 0.0))
            table = np.array(sorted(words), dtype=np.int32)
            pages.append(PrintedPage(number=number, width=width, height=height, words=table.tobytes()))
        return tuple(pages)

    def fidelity(self) -> Fidelity:
        """Return how much of the source the text keeps."""
        text, counted = self.text, self.source_characters
        kept = visible_characters(text)
        dropped = (block.span.of(text) for block in self.finished_blocks() if block.is_boilerplate)
        return Fidelity(
            source_characters=kept if counted is None else counted,
            characters=kept,
            boilerplate_characters=sum(map(visible_characters, dropped)),
            pages=self.pages,
            blank_pages=tuple(self.blank_pages),
            tables=self.tables,
            notes=tuple(map(normalise, self.notes)),
        )


def visible_characters(text: str) -> int:
    """Return the number of characters that are no white space."""
    return sum(map(len, text.split()))


def _row(cells: Sequence[str]) -> str:
    return CELL_SEPARATOR.join(squeeze(normalise(cell)) for cell in cells).strip()
