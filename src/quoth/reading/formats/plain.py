"""Read plain text: paragraphs between blank lines, headings on lines of their own, simple lists."""

from __future__ import annotations

import re
from itertools import pairwise

from quoth.reading.boilerplate import is_boilerplate
from quoth.reading.building import TextBuilder
from quoth.text.normalise import squeeze

_ITEM = re.compile(r"^\s*(?:[-*+\u2022\u2013]|\d{1,3}[.)]|\(?[a-z][.)])\s+")
_NUMBERED = re.compile(r"^\s*(?:\d|\(?[a-z][.)])")
_FIRST = re.compile(r"^\s*\(?(?:1|a)[.)]")
_FIELD = re.compile(r"^(title|owner|author|date|version|source|department)\s*:\s*(.+)$", re.IGNORECASE)
_UNDERLINE = re.compile(r"^\s*(?:={3,}|-{3,}|~{3,})\s*$")
_MOST_HEADING_WORDS = 12


def read_plain(text: str, builder: TextBuilder) -> dict[str, str]:
    """Add the document's blocks to the builder and return the fields of its opening lines (`Owner: …`)."""
    chunks = [chunk.strip("\n").split("\n") for chunk in re.split(r"\n[ \t]*\n", text) if chunk.strip()]
    metadata: dict[str, str] = {}
    for place, (chunk, following) in enumerate(pairwise([*chunks, []])):
        fields = [_FIELD.match(line) for line in chunk]
        if place <= 1 and all(fields):
            metadata.update({m.group(1).lower(): m.group(2).strip() for m in fields if m})
            builder.paragraph(" ".join(chunk), is_boilerplate=True)
        elif _is_heading(chunk, following, is_first=place == 0):
            builder.heading(chunk[0], 1 if place == 0 else 2)
        else:
            _read_lines(chunk, builder)
    return metadata


def _is_heading(chunk: list[str], following: list[str], *, is_first: bool) -> bool:
    if len(chunk) == 2 and _UNDERLINE.match(chunk[1]):  # noqa: PLR2004 - a line and its underline
        return True
    line = chunk[0].strip()
    if len(chunk) > 1 or not following or _ITEM.match(line):
        return False
    words = line.split()
    if len(words) > _MOST_HEADING_WORDS * (2 if is_first else 1) or line[-1] in ".!?;,":
        return False
    return line[0].isupper() or line[0].isdigit()


def _opens_list(line: str, before: list[str]) -> bool:
    """Say whether a line that looks like an item is one, not a sentence wrapped before "12." or "e. coli"."""
    return not before or not _NUMBERED.match(line) or bool(_FIRST.match(line)) or before[-1].rstrip().endswith((":", ";"))


def _read_lines(lines: list[str], builder: TextBuilder) -> None:
    """Join wrapped lines into paragraphs; each list item keeps its own continuation lines."""
    running: list[str] = []
    is_item = False

    def flush() -> None:
        flat = squeeze(" ".join(running))
        running.clear()
        add = builder.list_item if is_item else builder.paragraph
        add(flat, is_boilerplate=is_boilerplate(flat))

    for line in lines:
        if _ITEM.match(line) and (is_item or _opens_list(line, running)):
            if running:
                flush()
            is_item = True
            line = _ITEM.sub("", line)  # noqa: PLW2901 - the bullet is not part of the words
        running.append(line)
    if running:
        flush()
