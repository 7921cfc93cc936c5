"""Read Org, the outline format of Emacs, line by line: nothing is included, no code run."""

from __future__ import annotations

import re
from typing import Final

from quoth.reading.boilerplate import is_boilerplate
from quoth.reading.building import TextBuilder, visible_characters
from quoth.reading.raised import raised
from quoth.text.normalise import squeeze

_HEADING: Final = re.compile(
    r"(\*+)\s+(?:(?:TODO|DONE|NEXT|WAITING|CANCELL?ED)\s+)?(?:\[#[A-Z]\]\s+)?(.*?)(?:\s+:[\w@#%:]+:)?\s*$"
)
_KEYWORD: Final = re.compile(r"\s*#\+([\w-]+)(?:\[[^\]]*\])?:\s*(.*)$")
_BEGIN: Final = re.compile(r"\s*#\+begin_(\w+)(?:\s+(.*))?$", re.IGNORECASE)
_DRAWER: Final = re.compile(r"\s*:([\w-]+):\s*$")
_ITEM: Final = re.compile(r"(\s*)(?:[-+]|\s\*|\d{1,4}[.)]|[a-zA-Z][.)])(?:\s+|$)(?:\[@\d+\]\s*)?(?:\[[ Xx-]\]\s*)?(.*)$")
_TABLE: Final = re.compile(r"\s*\|")
_RULE: Final = re.compile(r"\s*\|[-+]+\|?\s*$")
_FORMULA: Final = re.compile(r"\s*#\+tblfm:", re.IGNORECASE)
_NOTE: Final = re.compile(r"\[fn:([\w-]+)\]\s*(.*)$")
_NOTE_INSIDE: Final = re.compile(r"\[fn:[\w-]*:((?:[^\[\]]|\[[^\]]{0,500}\]){0,3000})\]")
_NOTE_MARK: Final = re.compile(r"\[fn:([\w-]+)\]")
_LINK: Final = re.compile(r"\[\[([^\[\]]{1,2000})\](?:\[([^\[\]]{1,2000})\])?\]")
_PICTURE: Final = re.compile(r"(?:file:|\./|\.\./|https?:)?\S+\.(?:png|jpe?g|gif|svg|webp)$", re.IGNORECASE)
_TARGET: Final = re.compile(r"<<<?([^<>\n]+)>>>?")
_MARKED: Final = [
    re.compile(rf"(?<![\w\\{re.escape(m)}]){re.escape(m)}(\S|\S[^\n]{{0,2000}}?\S){re.escape(m)}(?![\w{re.escape(m)}])")
    for m in "*/_+=~"
]
_RAISED: Final = re.compile(r"(?<=\w)\^\{([^{}]*)\}")
_LOWERED: Final = re.compile(r"(?<=\w)_\{([^{}]*)\}")
_MARK: Final = re.compile(r"[*/_+=~\[^]")
_MOST_MARKS: Final = 5000
_PLANNING: Final = re.compile(r"\s*(?:CLOSED|DEADLINE|SCHEDULED|CLOCK):")
_STAMP: Final = re.compile(r"[<\[](\d{4}-\d\d-\d\d)[^>\]]*[>\]]")
_FIELDS: Final = {"title": "title", "author": "owner", "date": "date", "email": "email", "description": "description",
                  "keywords": "keywords", "language": "language", "subtitle": "subtitle"}  # fmt: skip
_LISTINGS: Final = {"src", "example", "export"}
# Marks that are no words; what a reader of the source would not count.
_MARKS: Final = re.compile(
    r"^[ \t]*#(?:\+.*|[ \t].*|$)|^\*+[ \t]|^[ \t]*:[\w-]+:.*$|^[ \t]*\|[-+|]+$|^[ \t]*(?:[-+]|\d+[.)])[ \t]|\[\[[^\[\]]*\]\[|[\[\]|*/=~_+]",
    re.MULTILINE,
)


def read_org(text: str, builder: TextBuilder) -> dict[str, str]:
    """Add the document's blocks to the builder and return what its `#+KEYWORD:` lines say."""
    builder.source_characters = visible_characters(_MARKS.sub("", text))
    reader = _Reader(text.split("\n"), builder)
    reader.read()
    return reader.metadata


class _Reader:
    """Takes the lines from top to bottom."""

    def __init__(self, lines: list[str], builder: TextBuilder) -> None:
        self.lines = lines
        self.at = 0
        self.builder = builder
        self.metadata: dict[str, str] = {}
        self.indents: list[int] = []
        self.notes: list[str] = []
        self.pictures = 0
        self.included = 0

    def read(self) -> None:
        blank = 0
        while self.at < len(self.lines):
            line = self.lines[self.at].rstrip()
            self.at += 1
            blank = blank + 1 if not line else 0
            if blank > 1:
                self.indents.clear()
            if line and not (self._meta(line) or self._block(line) or self._item(line)):
                self._paragraph(line)
        for count, what in ((self.pictures, "picture"), (self.included, "included file")):
            if count:
                self.builder.notes.append(f"{count} {what}{' was' if count == 1 else 's were'} not read.")

    def _meta(self, line: str) -> bool:
        """Take a line that steers the page and says nothing on it."""
        drawer = _DRAWER.match(line)
        keyword = _KEYWORD.match(line)
        if drawer is not None and any(row.strip().upper() == ":END:" for row in self.lines[self.at : self.at + 200]):
            self._until(":END:")
        elif keyword is not None:
            self._keyword(keyword.group(1).lower(), keyword.group(2).strip())
        elif _BEGIN.match(line) or not (line.lstrip().startswith(("# ", "#+")) or line.strip() == "#" or _PLANNING.match(line)):
            return False
        return True

    def _keyword(self, name: str, value: str) -> None:
        if name in _FIELDS and value:
            stamp = _STAMP.match(value)
            value = stamp.group(1) if stamp else self._words(value)
            before = self.metadata.get(_FIELDS[name])
            self.metadata[_FIELDS[name]] = f"{before} {value}" if before else value
            if name == "title":
                self.builder.heading(value, 1)
        elif name in ("caption", "attr_caption"):
            self._say(value)
        elif name == "include":
            self.included += 1

    def _until(self, end: str) -> list[str]:
        """Return the lines up to the one that closes a block, or to the end of the text."""
        start = self.at
        while self.at < len(self.lines) and self.lines[self.at].strip().upper() != end:
            self.at += 1
        self.at += 1
        return self.lines[start : self.at - 1]

    def _block(self, line: str) -> bool:
        if (match := _BEGIN.match(line)) is not None:
            self._begun(match.group(1))
        elif (match := _HEADING.match(line)) is not None:
            self.indents.clear()
            self.builder.heading(self._words(match.group(2)), min(len(match.group(1)) + ("title" in self.metadata), 6))
        elif _TABLE.match(line):
            self._table(line)
        elif (match := _NOTE.match(line)) is not None:
            self.builder.footnote(self._words(self._with_following(match.group(2))))
        elif re.match(r"\s*:(?:\s|$)", line):
            rows = [line]
            while self.at < len(self.lines) and re.match(r"\s*:(?:\s|$)", self.lines[self.at]):
                rows.append(self.lines[self.at])
                self.at += 1
            self.builder.code("\n".join(re.sub(r"^\s*: ?", "", row) for row in rows))
        else:
            return re.match(r"-{5,}$", line) is not None
        return True

    def _begun(self, name: str) -> None:
        if name.lower() in _LISTINGS:
            lines = self._until(f"#+END_{name.upper()}")
            self.builder.code("\n".join(re.sub(r"^(\s*),(?=[*#,])", r"\1", row) for row in lines))
        elif name.lower() == "comment":
            self._until("#+END_COMMENT")
        # What else is marked, a quote or a verse, is read like the lines around it: it may hold a list.

    def _table(self, line: str) -> None:
        rows = [line]
        while self.at < len(self.lines) and (_TABLE.match(self.lines[self.at]) or _FORMULA.match(self.lines[self.at])):
            rows.append(self.lines[self.at])
            self.at += 1
        rows = [row for row in rows if not _FORMULA.match(row)]
        rules = [place for place, row in enumerate(rows) if _RULE.match(row) and place]
        cells = [[] if _RULE.match(row) else self._cells(row) for row in rows]
        headed = rules[0] if rules and rules[0] < len(rows) - 1 else 0
        head = [" / ".join(filter(None, column)) for column in zip(*filter(None, cells[:headed]), strict=False)]
        self.builder.table(head, filter(None, cells[headed:]))
        self._add_notes()

    def _cells(self, row: str) -> list[str]:
        return [self._words(cell.replace("\\vert", "|")) for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]

    def _item(self, line: str) -> bool:
        match = _ITEM.match(line)
        if match is None:
            return False
        indent = len(match.group(1).expandtabs())
        self.indents = [*(before for before in self.indents if before < indent), indent]
        text = self._with_following(match.group(2))
        term, mark, meaning = text.partition(" :: ")
        words = self._words(f"{term}: {meaning}" if mark else text)
        self.builder.list_item(words, len(self.indents), is_boilerplate=is_boilerplate(squeeze(words)))
        self._add_notes()
        return True

    def _with_following(self, first: str) -> str:
        lines = [first]
        while self.at < len(self.lines) and self.lines[self.at].strip() and not self._opens(self.lines[self.at]):
            lines.append(self.lines[self.at].strip())
            self.at += 1
        return "\n".join(lines)

    @staticmethod
    def _opens(line: str) -> bool:
        """Say whether a line begins a block of its own, so that no paragraph runs into it."""
        opening = (_HEADING, _KEYWORD, _BEGIN, _DRAWER, _ITEM, _TABLE, _NOTE)
        return any(pattern.match(line) for pattern in opening) or line.lstrip().startswith(("# ", "#+"))

    def _paragraph(self, line: str) -> None:
        text = self._with_following(line)
        if not line.startswith((" ", "\t")):
            self.indents.clear()
        if self.indents:
            self.builder.list_item(self._words(text), len(self.indents))
            self._add_notes()
        else:
            self._say(text)

    def _say(self, text: str) -> None:
        words = self._words(text)
        self.builder.paragraph(words, is_boilerplate=is_boilerplate(squeeze(words)))
        self._add_notes()

    def _words(self, text: str) -> str:
        """Return the visible words of a text; the notes inside it are kept for after it.

        A stretch of nothing but marks is left as it is: to pair them all would take too long.
        """
        if len(_MARK.findall(text)) > _MOST_MARKS:
            return text
        self.notes.extend(match.group(1) for match in _NOTE_INSIDE.finditer(text))
        text = _NOTE_MARK.sub(_marked, _NOTE_INSIDE.sub("", text))
        text = _TARGET.sub(r"\1", _LINK.sub(self._linked, text))
        for pattern in _MARKED:
            text = pattern.sub(r"\1", text)
        text = _RAISED.sub(lambda match: raised(text[max(match.start() - 1, 0) : match.start()], match.group(1)), text)
        return _LOWERED.sub(r"\1", text).replace("\\\\\n", "\n")

    def _linked(self, match: re.Match[str]) -> str:
        target, shown = match.groups()
        if shown is None and _PICTURE.match(target):
            self.pictures += 1
            return ""
        return shown or target.removeprefix("file:").lstrip("*#")

    def _add_notes(self) -> None:
        notes, self.notes = self.notes, []
        for note in notes:
            self.builder.footnote(self._words(note))


def _marked(match: re.Match[str]) -> str:
    """Return the mark of a footnote as it is printed."""
    return f"[{match.group(1)}]"
