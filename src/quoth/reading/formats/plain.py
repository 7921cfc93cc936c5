"""Read plain text: paragraphs between blank lines, headings on lines of their own, lists, tables of bars or aligned columns."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from quoth.reading.boilerplate import is_boilerplate
from quoth.reading.building import TextBuilder, visible_characters
from quoth.reading.formats.plain_tables import read_table
from quoth.text.normalise import squeeze

_ITEM: Final = re.compile(r"^\s*(?:[-*+\u2022\u2013]|\d{1,3}[.)]|\(?[a-z][.)])\s+")
_NUMBERED: Final = re.compile(r"^\s*(?:\d|\(?[a-z][.)])")
_FIRST: Final = re.compile(r"^\s*\(?(?:1|a)[.)]")
_FIELD: Final = re.compile(r"^(title|owner|author|date|version|source|department)\s*:\s*(.+)$", re.IGNORECASE)
_UNDERLINE: Final = re.compile(r"^\s*(?:={3,}|-{3,}|~{3,})\s*$")
_NUMBERED_HEADING: Final = re.compile(r"^\s*(\d{1,2})((?:\.\d{1,2}){0,3})\.?\s+[^\W\d_]")
# Bullets, numbers of items and drawn lines: marks that are no words.
_MARKS: Final = re.compile(
    r"^[ \t]*(?:[-*+\u2022\u2013]|\d{1,3}[.)]|\(?[a-z][.)])(?=[ \t])|^(?=.*[=~-]{2})[ \t|+:=~-]+$|\|", re.MULTILINE
)
_MOST_HEADING_WORDS: Final = 12
_FEWEST_CAPITALS: Final = 4


def read_plain(text: str, builder: TextBuilder) -> dict[str, str]:
    """Add the document's blocks to the builder and return the fields of its opening lines (`Owner: …`).

    Form feeds part pages, where there are any.
    """
    counted = visible_characters(_MARKS.sub("", text))
    builder.source_characters = (builder.source_characters or 0) + counted
    reader = _Reader(builder)
    pages = text.split("\f")
    if len(pages) > 1:
        builder.pages = len(pages) if pages[-1].strip() else len(pages) - 1
    for number, page in enumerate(pages, start=1):
        if builder.pages is not None and number <= builder.pages:
            builder.page = number
            if not page.strip():
                builder.blank_pages.append(number)
        reader.read(page)
    return reader.metadata


class _Reader:
    """Takes the chunks between blank lines, from top to bottom."""

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.metadata: dict[str, str] = {}
        self.place = 0
        self.number = 0

    def read(self, text: str) -> None:
        chunks = [chunk.strip("\n").split("\n") for chunk in re.split(r"\n[ \t]*\n", text) if chunk.strip()]
        for chunk, following in pairwise([*chunks, []]):
            self._chunk(chunk, following)
            self.place += 1

    def _chunk(self, chunk: list[str], following: list[str]) -> None:
        fields = [_FIELD.match(line) for line in chunk]
        if self.place <= 1 and all(fields):
            self.metadata.update({m.group(1).lower(): m.group(2).strip() for m in fields if m})
            self.builder.paragraph(" ".join(chunk), is_boilerplate=True)
        elif (level := self._numbered_level(chunk, following)) or _is_heading(chunk, following, is_first=self.place == 0):
            self.builder.heading(chunk[0], level or (1 if self.place == 0 else 2))
        elif (table := read_table(chunk)) is not None:
            self.builder.table(*table)
        elif len(chunk) > 2 and _UNDERLINE.match(chunk[1]) and _is_short(chunk[0].strip(), _MOST_HEADING_WORDS):  # noqa: PLR2004
            self.builder.heading(chunk[0], 2)
            _read_lines(chunk[2:], self.builder)
        elif len(chunk) > 1 and _is_capitals(chunk[0]) and not _is_capitals(chunk[1]):
            self.builder.heading(chunk[0], 2)
            _read_lines(chunk[1:], self.builder)
        else:
            _read_lines(chunk, self.builder)

    def _numbered_level(self, chunk: list[str], following: list[str]) -> int:
        """Return the level of a heading such as "2.1 Scope", which follows on the last; 0 if it is none."""
        match = _NUMBERED_HEADING.match(chunk[0])
        if match is None or len(chunk) > 1 or not following or not _is_short(chunk[0].strip(), _MOST_HEADING_WORDS):
            return 0
        number = int(match.group(1))
        if match.group(2):
            return min(2 + match.group(2).count("."), 6)
        if number != self.number + 1 or (_NUMBERED.match(following[0]) and _ITEM.match(following[0])):
            return 0
        self.number = number
        return 2


def _is_short(line: str, most: int) -> bool:
    return len(line.split()) <= most and line[-1] not in ".!?;,"


def _is_capitals(line: str) -> bool:
    """Say whether a line stands in capitals, as a heading right above its text."""
    words = line.strip()
    capitals = sum(c.isupper() for c in words)
    return (
        capitals >= _FEWEST_CAPITALS
        and not any(c.islower() or c == "|" for c in words)
        and words[0].isupper()
        and _is_short(words, _MOST_HEADING_WORDS)
        and sum(c.isalpha() for c in words) > len(words) / 2
    )


def _is_heading(chunk: list[str], following: list[str], *, is_first: bool) -> bool:
    if len(chunk) == 2 and _UNDERLINE.match(chunk[1]):  # noqa: PLR2004 - a line and its underline
        return True
    line = chunk[0].strip()
    if len(chunk) > 1 or not following or _ITEM.match(line):
        return False
    if not _is_short(line, _MOST_HEADING_WORDS * (2 if is_first else 1)):
        return False
    return line[0].isupper() or line[0].isdigit()


def _opens_list(line: str, before: list[str]) -> bool:
    """Say whether a line that looks like an item is one, not a sentence wrapped before "12." or "e. coli"."""
    return not before or not _NUMBERED.match(line) or bool(_FIRST.match(line)) or before[-1].rstrip().endswith((":", ";"))


def _read_lines(lines: list[str], builder: TextBuilder) -> None:
    running: list[str] = []
    indents: list[int] = []
    is_item = False

    def flush() -> None:
        flat = squeeze(" ".join(running))
        running.clear()
        if is_item:
            builder.list_item(flat, max(len(indents), 1), is_boilerplate=is_boilerplate(flat))
        else:
            builder.paragraph(flat, is_boilerplate=is_boilerplate(flat))

    for line in lines:
        if _UNDERLINE.match(line):
            if running:
                flush()
            continue
        if _ITEM.match(line) and (is_item or _opens_list(line, running)):
            if running:
                flush()
            is_item = True
            indent = len(line.expandtabs()) - len(line.expandtabs().lstrip())
            indents = [*(before for before in indents if before < indent), indent]
            line = _ITEM.sub("", line)  # noqa: PLW2901 - the bullet is not part of the words
        running.append(line)
    if running:
        flush()
