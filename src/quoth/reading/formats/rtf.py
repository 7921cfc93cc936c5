"""Read RTF with a small reader of its own: the libraries there are return text without headings, lists, tables and notes."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, field
from typing import Final

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder, visible_characters
from quoth.reading.office.symbols import symbol
from quoth.reading.raised import raised
from quoth.reading.rtf.layout import Layout, Style
from quoth.reading.rtf.tokens import SYMBOL_CHARSET, Token, charset_codec, page_codec, tokens
from quoth.reading.rtf.words import CLOCK, INFO, PARAGRAPH_ENDS, SIGNS, SINKS, SKIPPED, STARRED, TIMES, WRAPPERS
from quoth.text.normalise import squeeze

_DEEPEST: Final = 5000


@dataclass(slots=True)
class _Sink:
    """Where text goes: the document itself, a note, a margin, a field of the document's information."""

    kind: str
    parts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    """What holds in a group and the groups inside it."""

    sink: _Sink
    style: Style = field(default_factory=Style)
    place: str = ""
    font: int = 0
    fallbacks: int = 1
    is_skipped: bool = False
    is_hidden: bool = False
    is_bold: bool = False
    is_raised: bool = False


def read_rtf(data: bytes, builder: TextBuilder) -> dict[str, str]:
    """Add the document's blocks to the builder and return its information: title, author, date of the last change."""
    start = data[:64].find(b"{\\rtf")
    if start < 0:
        raise ReadingError("it is no RTF document.", "Save it again with the program that made it.")
    reader = _Reader(builder)
    for token in tokens(data[start:]):
        reader.take(token)
    return reader.finish()


class _Reader:
    """Follows the groups and control words and hands text to the layout, paragraph by paragraph."""

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.layout = Layout(builder)
        self.main = _Sink("text")
        self.state = _State(self.main)
        self.stack: list[_State] = []
        self.codec = "cp1252"
        self.fonts: dict[int, tuple[int, str]] = {}
        self.pending = bytearray()
        self.to_skip = 0
        self.is_starred = False
        self.info: dict[str, str] = {}
        self.times: dict[str, dict[str, int]] = {}
        self.counted = 0
        self.pictures = 0
        self.unknown_signs = 0

    def take(self, token: Token) -> None:
        if not token.word:
            self._bytes(token)
            return
        self._flush()
        if token.word == "{":
            if len(self.stack) >= _DEEPEST:
                raise ReadingError("its groups nest too deeply.", "Save it again with the program that made it.")
            self.to_skip = 0
            self.stack.append(copy(self.state))
            self.state.style = copy(self.state.style)
            if self.state.place == "stylesheet":
                self.state.sink = _Sink("style")
                self.state.style = Style()
        elif token.word == "}":
            self.to_skip = 0
            if self.stack:
                self._close()
        elif token.word == "*":
            self.is_starred = True
            return
        else:
            self._word(token.word, token.number)
        self.is_starred = False

    def _bytes(self, token: Token) -> None:
        """Keep text until it is known whole: a letter of two bytes may be written in two ways at once."""
        data = token.data
        self.is_starred = False
        if self.to_skip:
            cut = min(self.to_skip, len(data))
            self.to_skip -= cut
            data = data[cut:]
        if not self.state.is_skipped:
            self.pending += data

    def _flush(self) -> None:
        if not self.pending:
            return
        data, self.pending = bytes(self.pending), bytearray()
        charset, name = self.fonts.get(self.state.font, (0, ""))
        if charset == SYMBOL_CHARSET and self.state.place != "fonttbl":
            self._put("".join(self._symbol(code, name) for code in data))
            return
        try:
            text = data.decode(charset_codec(charset) or self.codec)
        except UnicodeDecodeError:
            text = data.decode(self.codec, errors="replace")
        self._put(text)

    def _symbol(self, code: int, font: str) -> str:
        found = symbol(code, font.strip(" ;")) or ""
        self.unknown_signs += not found
        return found

    def _put(self, text: str) -> None:
        state = self.state
        if state.is_skipped or state.is_hidden:
            return
        if state.place == "fonttbl":
            charset, name = self.fonts.get(state.font, (0, ""))
            self.fonts[state.font] = (charset, (name + text)[:100])
            return
        if state.is_raised:
            text = raised("".join(state.sink.parts[-3:]), text)
        state.sink.parts.append(text)
        if state.sink.kind in ("text", "note", "margin", "box"):
            self.counted += visible_characters(text)
        if state.sink is self.main:
            self.layout.saw(text, is_bold=state.is_bold)

    def _word(self, word: str, number: int | None) -> None:  # noqa: C901, PLR0912 - one branch per sort of word
        state = self.state
        if self._opens(word):
            return
        if state.is_skipped and word != "uc":
            return
        if word in SIGNS:
            self._put(SIGNS[word])
        elif word == "u":
            self._unicode(number or 0)
        elif word == "uc":
            state.fallbacks = max(number or 0, 0) if number is not None else 1
        elif word in PARAGRAPH_ENDS or word in ("cell", "row", "nestcell", "nestrow"):
            self._end(word)
        elif word == "plain":
            state.is_hidden = state.is_bold = state.is_raised = False
        elif word in ("super", "nosupersub", "sub"):
            state.is_raised = word == "super" and number != 0
        elif word in ("v", "deleted"):
            state.is_hidden = number != 0
        elif word == "b":
            state.is_bold = number != 0
        elif word == "f":
            state.font = number or 0
        elif word == "fcharset" and state.place == "fonttbl":
            self.fonts[state.font] = (number or 0, self.fonts.get(state.font, (0, ""))[1])
        elif word == "ansicpg":
            self.codec = page_codec(number or 1252)
        elif word in ("mac", "pc", "pca"):
            self.codec = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        elif state.place in TIMES and word in CLOCK:
            self.times.setdefault(state.place, {})[word] = number or 0
        elif word in ("trowd", "trhdr"):
            self.layout.row(is_header=word == "trhdr")
        else:
            state.style.take(word, number)

    def _opens(self, word: str) -> bool:
        """Take a word that says what its group holds; say whether it was one."""
        state = self.state
        if state.is_skipped:
            return self._unwraps(word)
        if (self.is_starred and word not in STARRED) or word in SKIPPED or (word[0] == "m" and word.endswith("Pr")):
            self.pictures += word == "pict"
            state.is_skipped = True
        elif word in WRAPPERS:
            state.is_skipped, state.place = True, word
        elif word in SINKS:
            state.sink = _Sink(SINKS[word])
        elif state.place == "info" and word in INFO:
            state.sink = _Sink(word)
        elif word in ("fonttbl", "stylesheet", "info", *TIMES):
            state.place = word
            state.sink = _Sink("")
        else:
            return False
        return True

    def _unwraps(self, word: str) -> bool:
        """Take the word that opens the text inside a group that else is no text."""
        state = self.state
        if WRAPPERS.get(state.place) != word:
            return False
        state.is_skipped, state.place = False, word
        if word == "shptxt":
            state.sink = _Sink("box")
        return True

    def _unicode(self, number: int) -> None:
        self.to_skip = self.state.fallbacks
        code = number % 0x10000
        if 0xF020 <= code <= 0xF0FF:  # noqa: PLR2004 - where symbol fonts have their signs
            self._put(self._symbol(code, self.fonts.get(self.state.font, (0, ""))[1]))
        else:
            self._put(chr(code))

    def _end(self, word: str) -> None:
        """End a paragraph, a cell or a row."""
        sink = self.state.sink
        if sink is not self.main:
            sink.parts.append("\n\n")
            return
        text = _joined(sink)
        if word in ("cell", "nestcell"):
            self.layout.cell(text, is_nested=word == "nestcell", level=self.state.style.table_level)
        elif word in ("row", "nestrow"):
            self.layout.end_row(is_nested=word == "nestrow", level=self.state.style.table_level)
        else:
            self.layout.paragraph(text, self.state.style)

    def _close(self) -> None:
        """Close a group; what it collected apart from the text goes where it belongs."""
        state, self.state = self.state, self.stack.pop()
        sink = state.sink
        if sink is self.state.sink:
            # Many writers close the group before they end the paragraph: its style holds until then.
            if sink is self.main and sink.parts and state.style.is_special:
                self.state.style = state.style
            return
        text = _joined(sink)
        match sink.kind:
            case "style":
                self.layout.styles[state.style.number] = (text.strip(" ;"), state.style)
            case "note" | "box":
                self.layout.beside.extend((sink.kind, part) for part in text.split("\n\n") if part.strip())
            case "margin":
                self.layout.margins.extend(part for part in text.split("\n\n") if part.strip())
            case "bullet":
                self.layout.bullet = squeeze(text) or "•"
            case "entry":
                self.layout.entry = squeeze(text)
                self.counted += visible_characters(text)
            case kind if kind in INFO:
                self.info.setdefault(INFO[kind], squeeze(text))

    def finish(self) -> dict[str, str]:
        self._flush()
        if self.stack:
            self.builder.notes.append("The file breaks off before its end; what came before was read.")
            while self.stack:
                self._close()
        self.layout.paragraph(_joined(self.main), self.state.style)
        self.layout.finish()
        self.builder.source_characters = self.counted
        if self.pictures:
            some = "1 picture was" if self.pictures == 1 else f"{self.pictures} pictures were"
            self.builder.notes.append(f"{some} not read.")
        if self.unknown_signs:
            self.builder.notes.append(f"{self.unknown_signs} signs of symbol fonts could not be read.")
        found = {name: value for name, value in self.info.items() if value}
        for name in TIMES:
            time = self.times.get(name, {})
            if time.get("yr") and 1 <= time.get("mo", 0) <= 12 and 1 <= time.get("dy", 0) <= 31:  # noqa: PLR2004
                found.setdefault("date", f"{time['yr']:04}-{time['mo']:02}-{time['dy']:02}")
        return found


def _joined(sink: _Sink) -> str:
    text = "".join(sink.parts)
    sink.parts.clear()
    if re.search("[\ud800-\udfff]", text):  # letters beyond the first 65,536 are written as two
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", errors="replace")
    return text
