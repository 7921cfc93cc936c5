"""Put a document's text together block by block, keeping every block's span and heading path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quoth.text.normalise import normalise, squeeze
from quoth.types import Block, BlockKind, Span

CELL_SEPARATOR = " | "
_CLOSE_KINDS = {"list_item", "table_row", "table_header"}


class TextBuilder:
    """Collects blocks in reading order; the text is their words, separated by line breaks."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._headings: list[tuple[int, str]] = []
        self.blocks: list[Block] = []

    @property
    def text(self) -> str:
        """Return the text so far."""
        return "".join(self._parts)

    def heading(self, text: str, level: int, *, is_boilerplate: bool = False) -> None:
        """Open a section. A boilerplate heading opens none."""
        text = squeeze(normalise(text))
        if not text:
            return
        if not is_boilerplate:
            self._headings = [(depth, name) for depth, name in self._headings if depth < level]
        self._add("heading", text, level=level, is_boilerplate=is_boilerplate)
        if not is_boilerplate:
            self._headings.append((level, text))

    def paragraph(self, text: str, *, is_boilerplate: bool = False) -> None:
        """Add running text."""
        self._add("paragraph", squeeze(normalise(text)), is_boilerplate=is_boilerplate)

    def list_item(self, text: str, depth: int = 1, *, is_boilerplate: bool = False) -> None:
        """Add one item of a list, without its bullet or number."""
        self._add("list_item", squeeze(normalise(text)), level=depth, is_boilerplate=is_boilerplate)

    def code(self, text: str, *, is_boilerplate: bool = False) -> None:
        """Add preformatted text; its line breaks stay."""
        self._add("code", normalise(text).strip("\n"), is_boilerplate=is_boilerplate)

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]], *, is_boilerplate: bool = False) -> None:
        """Add a table, one line a row; each row knows the span of the header."""
        head = None
        if any(cell.strip() for cell in header):
            head = self._add("table_header", _row(header), is_boilerplate=is_boilerplate)
        for row in rows:
            self._add("table_row", _row(row), header=head, is_boilerplate=is_boilerplate)

    def _add(
        self, kind: BlockKind, text: str, *, level: int = 0, header: Span | None = None, is_boilerplate: bool
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
            Block(kind=kind, span=span, heading_path=path, level=level, header=header, is_boilerplate=is_boilerplate)
        )
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


def _row(cells: Sequence[str]) -> str:
    return CELL_SEPARATOR.join(squeeze(normalise(cell)) for cell in cells).strip()
