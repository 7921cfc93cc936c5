"""Read AsciiDoc, the syntax in common use, line by line: no file is ever included, no macro run."""

from __future__ import annotations

import re
from typing import Final

from quoth.reading.boilerplate import is_boilerplate
from quoth.reading.building import TextBuilder, visible_characters
from quoth.reading.formats.asciidoc_inline import Inline
from quoth.reading.formats.asciidoc_table import read_table
from quoth.text.normalise import squeeze

_HEADING: Final = re.compile(r"(={1,6}|#{1,6})\s+(\S.*)$")
_ATTRIBUTE: Final = re.compile(r":(!?[\w][\w-]*!?):(?:\s+(.*))?$")
_BLOCK_ATTRIBUTES: Final = re.compile(r"\[(?:\[[^\]]*\]|[^\[\]]*(?:\[[^\]]*\][^\[\]]*)*)\]\s*$")
_ITEM: Final = re.compile(r"(\s*)(\*{1,6}|-|\.{1,6}|\d{1,4}\.|[a-zA-Z]\.|\u2022|<(?:\d+|\.)>)\s+(\S.*)$")
_TERM: Final = re.compile(r"\s*(\S.*?)(?:::{1,3}|;;)(?:\s+(\S.*))?$")
_BLOCK_MACRO: Final = re.compile(r"([a-z]+)::(\S*?)\[(.*)\]\s*$")
_TITLE: Final = re.compile(r"\.(?![.\s])(\S.*)$")
_LISTING: Final = re.compile(r"(?:-{4,}|\.{4,}|`{3}[\w+-]*)\s*$")
_FENCE: Final = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--|~{4,})\s*$")
_TABLE: Final = re.compile(r"([|,:!])={3,}\s*$")
_RULE: Final = re.compile(r"(?:'{3,}|<{3,}|-{3}|\*{3})\s*$")
_PIPED: Final = re.compile(r"\|.*\|\s*$")
_CALLOUT: Final = re.compile(r"[ \t]*(?://|#|--|;;)?[ \t]*<(?:\d+|\.)>(?=[ \t]*(?:<\d+>)?[ \t]*$)", re.MULTILINE)
_AUTHOR: Final = re.compile(r"[^\W\d_][\w.'-]*(?: [\w.'-]+){0,3}(?: <[^<>\s]+>)?$")
_REVISION: Final = re.compile(r"v?([\d.]+)?(?:,\s*|^)(\d{4}-\d\d-\d\d|[^:]*\d{4})?(?::\s*(.*))?$")
_FIELDS: Final = {"author": "owner", "revdate": "date", "date": "date", "owner": "owner", "department": "department",
                  "revnumber": "version"}  # fmt: skip
# Marks that are no words; what a reader of the source would not count.
_MARKS: Final = re.compile(
    r"^////+$[\s\S]*?^////+$|^//.*$|^:[\w!-]+:.*$|^\[.*\][ \t]*$|^[|=*_.`'<>~+-]{2,}[ \t]*$|^\w+::\S*\[.*\][ \t]*$|^[ \t]*(?:\*+|-|\.+|\d+\.)\s|"
    r"https?://[^\s\[\]]{1,500}(?=\[)|[|*_`#=]|[\d.+<^>]{0,12}[a-z]?(?=\|)",
    re.MULTILINE,
)


def read_asciidoc(text: str, builder: TextBuilder) -> dict[str, str]:
    """Add the document's blocks to the builder and return its title, its author and the attributes of its header."""
    builder.source_characters = visible_characters(_MARKS.sub("", text))
    reader = _Reader(text.split("\n"), builder)
    reader.read()
    return reader.metadata


class _Reader:
    """Takes the lines from top to bottom; blocks of delimiters are walked into, not nested."""

    def __init__(self, lines: list[str], builder: TextBuilder) -> None:
        self.lines = lines
        self.at = 0
        self.builder = builder
        self.inline = Inline()
        self.metadata: dict[str, str] = {}
        self.attributes = ""
        self.credit = ""
        self.markers: list[tuple[str, int]] = []
        self.included = 0

    def read(self) -> None:
        while self.at < len(self.lines):
            line = self.lines[self.at].rstrip()
            self.at += 1
            if not line:
                continue
            if not (self._meta(line) or self._delimited(line) or self._heading(line) or self._item(line)):
                self._paragraph(line)
        self._finish()

    def _finish(self) -> None:
        for count, what in ((self.inline.pictures, "picture"), (self.included, "included file")):
            if count:
                self.builder.notes.append(f"{count} {what}{' was' if count == 1 else 's were'} not read.")

    def _meta(self, line: str) -> bool:
        """Take a line that steers the page and says nothing on it."""
        if line.startswith("////"):
            self._until(line)
        elif line.startswith("//") or line == "+" or _RULE.match(line):
            pass
        elif (match := _ATTRIBUTE.match(line)) is not None:
            self._attribute(match)
        elif _BLOCK_ATTRIBUTES.match(line):
            self.attributes += line
        elif (match := _BLOCK_MACRO.match(line)) is not None:
            self._macro(match)
        elif (match := _TITLE.match(line)) is not None:
            self._say(match.group(1))
        else:
            return False
        return True

    def _attribute(self, match: re.Match[str]) -> None:
        name, value = match.group(1), (match.group(2) or "").strip()
        while value.endswith("\\") and self.at < len(self.lines):
            value = value[:-1].rstrip(" +") + " " + self.lines[self.at].strip()
            self.at += 1
        self.inline.attributes[name.strip("!").lower()] = "" if "!" in name else value
        if value and name.lower() in _FIELDS:
            self.metadata.setdefault(_FIELDS[name.lower()], squeeze(self.inline.words(value)))

    def _macro(self, match: re.Match[str]) -> None:
        name, shown = match.group(1), match.group(3)
        if name in ("ifdef", "ifndef") and shown:
            self._say(shown)
        elif name == "include":
            self.included += 1
        elif name in ("image", "video", "audio"):
            self.inline.pictures += 1

    def _delimited(self, line: str) -> bool:
        if (match := _TABLE.match(line)) is not None:
            read_table(self._until(line), self.attributes, match.group(1), self.inline, self.builder)
            self._notes()
        elif _LISTING.match(line):
            self.builder.code(_CALLOUT.sub("", "\n".join(self._until(line[:3] if line[0] == "`" else line))))
        elif re.match(r"\+{4,}$", line):
            from quoth.reading.formats.html import read_fragment

            read_fragment("\n".join(self._until(line)), self.builder)
        elif _FENCE.match(line):
            self._credit()
            self.markers.clear()
            return True
        elif _PIPED.match(line) and self.at < len(self.lines) and _PIPED.match(self.lines[self.at]):
            rows = [line[:-1]]
            while self.at < len(self.lines) and _PIPED.match(self.lines[self.at]):
                rows.append(self.lines[self.at].rstrip()[:-1])
                self.at += 1
            read_table(rows, "[%header]", "|", self.inline, self.builder)
        else:
            return False
        self.markers.clear()
        self.attributes = ""
        return True

    def _until(self, line: str) -> list[str]:
        """Return the lines up to the one that closes the block, or to the end of the text."""
        start = self.at
        while self.at < len(self.lines) and self.lines[self.at].rstrip() != line:
            self.at += 1
        self.at += 1
        return self.lines[start : self.at - 1]

    def _credit(self) -> None:
        """Add who said what was quoted, at the end of the quote."""
        match = re.match(r"\[(?:quote|verse)\s*,\s*(.+)\]$", self.attributes)
        self.attributes = ""
        credit, self.credit = self.credit, match.group(1).replace('"', "") if match else ""
        self.builder.paragraph(self.inline.words(credit))

    def _heading(self, line: str) -> bool:
        match = _HEADING.match(line)
        if match is None:
            return False
        self.markers.clear()
        self.attributes = ""
        words = squeeze(self.inline.words(match.group(2)))
        level = len(match.group(1))
        self.builder.heading(words, level)
        self._notes()
        if level == 1 and "title" not in self.metadata:
            self.metadata["title"] = words
            self._authors()
        return True

    def _authors(self) -> None:
        """Take the lines under the title: the authors, then the version and its date."""
        names = self._peek().split(";")
        if not all(_AUTHOR.match(name.strip()) for name in names):
            return
        self.at += 1
        self.metadata["owner"] = ", ".join(re.sub(r"\s*<.*>", "", name).strip() for name in names)
        self.builder.paragraph("; ".join(name.strip() for name in names), is_boilerplate=True)
        line = self._peek()
        match = _REVISION.match(line) if line and not line.startswith((":", "/", "[")) else None
        if match is not None:
            self.at += 1
            self.metadata |= {key: value for key, value in (("version", match.group(1)), ("date", match.group(2))) if value}
            self.builder.paragraph(line, is_boilerplate=True)

    def _peek(self) -> str:
        return self.lines[self.at].strip() if self.at < len(self.lines) else ""

    def _item(self, line: str) -> bool:
        match = _ITEM.match(line)
        term = None if match else _TERM.match(line)
        if match is not None:
            words = self._with_following(match.group(3))
            self._listed(words, self._depth(re.sub(r"[\d]+|[a-zA-Z](?=\.)", "1", match.group(2)), len(match.group(1))))
        elif term is not None and not line.startswith("//"):
            while not term.group(2) and not self._peek() and any(map(str.strip, self.lines[self.at : self.at + 1])):
                self.at += 1
            meaning = self._with_following(term.group(2) or "")
            self._listed(f"{term.group(1)}: {meaning}" if meaning else term.group(1), self._depth("::", 0))
        else:
            return False
        return True

    def _depth(self, marker: str, indent: int) -> int:
        if (marker, indent) in self.markers:
            del self.markers[self.markers.index((marker, indent)) + 1 :]
        else:
            self.markers.append((marker, indent))
        return len(self.markers)

    def _listed(self, text: str, depth: int) -> None:
        words = squeeze(self.inline.words(re.sub(r"^\[[ x*]\]\s", "", text)))
        self.builder.list_item(words, depth, is_boilerplate=is_boilerplate(words))
        self._notes()

    def _with_following(self, first: str) -> str:
        """Return a line with those that go on from it."""
        lines = [first]
        while (line := self._peek()) and not self._opens(self.lines[self.at].rstrip()):
            lines.append(line)
            self.at += 1
        return "\n".join(lines)

    @staticmethod
    def _opens(line: str) -> bool:
        """Say whether a line begins a block of its own, so that no paragraph runs into it."""
        opening = (_LISTING, _FENCE, _TABLE, _BLOCK_MACRO, _ITEM, _HEADING)
        is_attributes = _BLOCK_ATTRIBUTES.match(line) is not None and not line.startswith("[.")
        is_term = re.match(r"\s*\S[^.]{0,80}::(?:\s|$)", line) is not None
        return line == "+" or is_attributes or is_term or line.startswith("//") or any(p.match(line) for p in opening)

    def _paragraph(self, line: str) -> None:
        if line.startswith((" ", "\t")):
            start = self.at - 1
            while self._peek():
                self.at += 1
            self.builder.code("\n".join(self.lines[start : self.at]))
            return
        is_quote = self.attributes.startswith(("[quote", "[verse"))
        if is_quote:
            self._credit()
        self._say(self._with_following(line))
        if is_quote:
            self._credit()
        self.attributes = ""

    def _say(self, text: str) -> None:
        self.markers.clear()
        words = squeeze(self.inline.words(text))
        self.builder.paragraph(words, is_boilerplate=is_boilerplate(words))
        self._notes()

    def _notes(self) -> None:
        for note in self.inline.taken_notes():
            self.builder.footnote(note)
