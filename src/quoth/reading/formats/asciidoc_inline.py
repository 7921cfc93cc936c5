"""The marks inside a line of AsciiDoc, reduced to the words they show."""

from __future__ import annotations

import re
from typing import Final

from quoth.reading.raised import raised

_FOOTNOTE: Final = re.compile(r"footnote(?:ref)?:([\w-]*)\[((?:[^\[\]\\]|\\.|\[[^\]]{0,500}\]){0,3000})\]")
_BARE_LINK: Final = re.compile(
    r"(?:link:)?((?:https?|ftp|irc|mailto)://?[^\s\[\]<>]{1,1000}|mailto:[^\s\[\]<>]{1,200})\[([^\]]{0,1000})\]"
)
_MACRO: Final = re.compile(r"(?<![\w:])([a-z]+):([^\s:\[\]]{0,500})\[((?:[^\]\\]|\\.){0,2000})\]")
_REFERENCE: Final = re.compile(r"<<([^<>,]{1,300})(?:,\s*([^<>]{1,300}))?>>")
_ANCHOR: Final = re.compile(r"\[\[[\w:. ,-]{1,300}\]\]")
_ATTRIBUTE: Final = re.compile(r"\{([\w-]+)\}")
_BREAK: Final = re.compile(r" \+$", re.MULTILINE)
_RAISED: Final = re.compile(r"\^(\S|\S[^\n^]{0,80}?\S)\^")
_LOWERED: Final = re.compile(r"(?<!\w~)~(\S{1,80}?)~")
_CURLY: Final = re.compile(r"([\"'])`(.{1,2000}?)`\1", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(?=[*_`#^~\[{<+])")
_ROLE: Final = r"(?:\[[^\[\]\n]{1,60}\])?"
# Doubled marks may stand inside a word; single ones hold whole words.
_DOUBLED: Final = [
    re.compile(rf"{_ROLE}{re.escape(m)}(?!\s)(.{{1,2000}}?){re.escape(m)}", re.DOTALL) for m in ("**", "__", "``", "##")
]
_SINGLE: Final = [
    re.compile(
        rf"(?<![\w\\{re.escape(m)}]){_ROLE}{re.escape(m)}(\S|\S.{{0,2000}}?[^\s\\]){re.escape(m)}(?![\w{re.escape(m)}])",
        re.DOTALL,
    )
    for m in ("*", "_", "#", "`")
]
_PASSED: Final = re.compile(r"\+\+\+(.{1,2000}?)\+\+\+|(?<![\w+])\+{1,2}(\S|\S.{0,500}?\S)\+{1,2}(?![\w+])", re.DOTALL)
_MARK: Final = re.compile(r"[*_`#^~+\[{<:]")
_MOST_MARKS: Final = 5000
_BUILT_IN: Final = {
    "nbsp": " ", "sp": " ", "empty": "", "blank": "", "zwsp": "", "wj": "", "amp": "&", "lt": "<", "gt": ">", "plus": "+",
    "asterisk": "*", "vbar": "|", "caret": "^", "tilde": "~", "backtick": "`", "apos": "'", "quot": '"', "startsb": "[",
    "endsb": "]", "backslash": "\\", "lsquo": "\u2018", "rsquo": "\u2019", "ldquo": "\u201c", "rdquo": "\u201d", "deg": "\u00b0",
    "two-colons": "::", "two-semicolons": ";;", "cpp": "C++", "pp": "++",
}  # fmt: skip


class Inline:
    """Turns marked text into words; collects the footnotes that stand in it."""

    def __init__(self) -> None:
        self.attributes: dict[str, str] = {}
        self.notes: list[str] = []
        self.pictures = 0

    def words(self, text: str) -> str:
        """Return the visible words. A stretch of nothing but marks is left as it is: to pair them all would take hours."""
        if len(_MARK.findall(text)) > _MOST_MARKS:
            return text
        text = _BREAK.sub("", text)
        for _ in range(3):
            text = _ATTRIBUTE.sub(self._value, text)
        text = _FOOTNOTE.sub(self._footnote, text)
        text = _BARE_LINK.sub(_linked, text)
        text = _MACRO.sub(self._macro, text)
        text = _ANCHOR.sub("", text)
        text = _REFERENCE.sub(lambda match: match.group(2) or match.group(1), text)
        return _unmarked(text)

    def taken_notes(self) -> list[str]:
        """Return the footnotes met since the last call."""
        notes, self.notes = self.notes, []
        return notes

    def _value(self, match: re.Match[str]) -> str:
        name = match.group(1).lower()
        value = self.attributes.get(name, _BUILT_IN.get(name, match.group()))
        return value if len(value) <= 1000 else match.group()  # noqa: PLR2004 - attributes in attributes must not explode

    def _footnote(self, match: re.Match[str]) -> str:
        if match.group(2):
            self.notes.append(_unmarked(_MACRO.sub(self._macro, _BARE_LINK.sub(_linked, match.group(2)))))
        return ""

    def _macro(self, match: re.Match[str]) -> str:
        name, target, shown = match.groups()
        if name in ("image", "icon"):
            self.pictures += name == "image"
            return ""
        if name in ("anchor", "indexterm"):
            return ""
        if name == "menu":
            return f"{target} > {shown}" if shown else target
        return _label(shown) or target


def _linked(match: re.Match[str]) -> str:
    return _label(match.group(2)) or match.group(1).removeprefix("mailto:")


def _label(shown: str) -> str:
    """Return the text of a link without the attributes after it: `Home,window=_blank`."""
    return re.sub(r",\s*\w+=.*$", "", shown).removesuffix("^").strip('"')


def _unmarked(text: str) -> str:
    text = _CURLY.sub(lambda m: f"\u201c{m.group(2)}\u201d" if m.group(1) == '"' else f"\u2018{m.group(2)}\u2019", text)
    text = _PASSED.sub(lambda match: match.group(1) or match.group(2), text)
    for pattern in (*_DOUBLED, *_SINGLE):
        text = pattern.sub(r"\1", text)
    text = _RAISED.sub(lambda match: raised(text[max(match.start() - 1, 0) : match.start()], match.group(1)), text)
    return _ESCAPE.sub("", _LOWERED.sub(r"\1", text))
