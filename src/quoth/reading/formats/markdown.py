"""Read Markdown (CommonMark with tables, footnotes, definitions and front matter) through markdown-it-py."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from html import unescape
from typing import Final

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from quoth.reading.boilerplate import is_boilerplate
from quoth.reading.building import TextBuilder, visible_characters
from quoth.reading.formats.html import read_fragment
from quoth.reading.raised import raised
from quoth.text.normalise import squeeze

_TASK: Final = re.compile(r"\[[ xX]\]\s+")
# "[!NOTE]", "!!! warning" and ":::tip": the openings of notes in the dialects of several site makers.
_ADMONITION: Final = re.compile(
    r"\[!\w+\][+-]?[ \t]*|(?:!!!|\?\?\?)\+?[ \t]+(?:\w+[ \t]*)(?:\"([^\"\n]*)\")?[ \t]*(?:\n|$)|:{3,}[ \t]*\{?[\w-]*\}?[ \t]*(?:\n|$)"
)
_LINE_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TOML: Final = re.compile(r"\s*\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|$)", re.DOTALL)
# Marks that are no words; what a reader of the source would not count.
_MARKS: Final = re.compile(
    r"\A---\n[\s\S]*?\n---$|^(?>[ >]*)(?:[-=*_]{3,}[ \t]*|[|: \t-]{3,})$|^[ \t>]*(?:#{1,6}|[-*+]|\d{1,9}[.)])(?=[ \t])|^[ \t]*(?:```|~~~).*$|<[^<>\n]*>|"
    r"!\[[^\]\n]{0,300}\]|(?<=\])(?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\]\n]*\])|^\[[^\]\n]+\]:.*$|[\\|*_`#>\[\]~]",
    re.MULTILINE,
)
_DEEPEST: Final = 50
_COMMENT: Final = re.compile(r"<!--[\s\S]*?-->")


def read_markdown(text: str, builder: TextBuilder) -> dict[str, str]:
    """Add the document's blocks to the builder and return its front matter, values as text."""
    metadata: dict[str, str] = {}
    if (match := _TOML.match(text)) is not None:
        metadata.update(_read_toml(match.group(1)))
        text = text[match.end() :]
    builder.source_characters = visible_characters(unescape(_MARKS.sub("", _without_comments(text))))
    parser = (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .use(front_matter_plugin)
        .use(footnote_plugin)
        .use(deflist_plugin)
    )
    walk = _Walk(builder, metadata)
    for token in parser.parse(text):
        walk.take(token)
    if walk.pictures:
        builder.notes.append(f"{walk.pictures} {'picture was' if walk.pictures == 1 else 'pictures were'} not read.")
    return metadata


def _without_comments(text: str) -> str:
    """Return the text without HTML comments. Behind the last that is closed, none is looked for: that could take long."""
    end = text.rfind("-->") + 3
    return _COMMENT.sub("", text[:end]) + text[end:] if "-->" in text else text


class _Walk:
    """Turns markdown-it's flat token stream into blocks."""

    def __init__(self, builder: TextBuilder, metadata: dict[str, str]) -> None:
        self.builder = builder
        self.metadata = metadata
        self.lists = 0
        self.level = 0
        self.cells: list[str] = []
        self.rows: list[list[str]] = []
        self.in_table = False
        self.in_note = False
        self.in_term = False
        self.terms: list[str] = []
        self.pictures = 0

    def take(self, token: Token) -> None:  # noqa: C901 - one case per sort of token
        match token.type:
            case "front_matter":
                self.metadata.update(read_front_matter(token.content))
            case "heading_open":
                self.level = int(token.tag[1])
            case "heading_close":
                self.level = 0
            case "bullet_list_open" | "ordered_list_open" | "dl_open":
                self.lists += 1
            case "bullet_list_close" | "ordered_list_close" | "dl_close":
                self._end_terms()
                self.lists -= 1
            case "dt_open" | "dt_close":
                self.in_term = token.nesting > 0
            case "footnote_open" | "footnote_close":
                self.in_note = token.nesting > 0
            case "fence" | "code_block":
                self.builder.code(token.content)
            case "html_block":
                self.pictures += token.content.lower().count("<img")
                read_fragment(token.content, self.builder)
            case "inline":
                self._inline(token)
            case _:
                self._table(token)

    def _table(self, token: Token) -> None:
        match token.type:
            case "table_open":
                self.in_table, self.rows = True, []
            case "tr_open":
                self.cells = []
            case "tr_close":
                self.rows.append(self.cells)
            case "table_close":
                self.builder.table(self.rows[0], self.rows[1:])
                self.in_table = False

    def _inline(self, token: Token) -> None:
        children = token.children or []
        text = "".join(_visible(children))
        self.pictures += sum(child.type == "image" for child in children)
        if self.in_table:
            self.cells.append(text)
        elif self.level:
            self.builder.heading(text, self.level)
        elif self.in_note:
            self.builder.footnote(text)
        elif self.in_term:
            self.terms.append(squeeze(text))
        else:
            self._running(text, children)

    def _running(self, text: str, children: list[Token]) -> None:
        text = _ADMONITION.sub(lambda match: f"{match.group(1) or ''} ", text) if _ADMONITION.match(text) else text
        flat = squeeze(text)
        linked = sum(len(squeeze(part)) for part in _linked(children))
        # A list of links is content in Markdown (people write it by hand); only calls to buy or click are not.
        is_call = is_boilerplate(flat, min(linked, len(flat) // 2))
        if self.lists:
            # A box to tick is a mark, unless it is quoted as code.
            if _TASK.match(flat) and children[0].type == "text":
                flat = _TASK.sub("", flat, count=1)
            if self.terms:
                flat, self.terms = f"{', '.join(self.terms)}: {flat}", []
            self.builder.list_item(flat, self.lists, is_boilerplate=is_call)
        else:
            self.builder.paragraph(text, is_boilerplate=is_call)

    def _end_terms(self) -> None:
        """Add the terms that no definition follows."""
        for term in self.terms:
            self.builder.list_item(term, self.lists)
        self.terms = []


def _visible(children: list[Token]) -> Iterator[str]:
    is_raised = False
    before = ""
    for child in children:
        text = ""
        if child.type in ("text", "code_inline"):
            text = raised(before, child.content) if is_raised else child.content
        elif child.type == "softbreak":
            text = "\n"
        elif child.type == "hardbreak" or (child.type == "html_inline" and _LINE_BREAK.match(child.content)):
            text = " "
        elif child.type == "html_inline":
            is_raised = child.content.lower().startswith("<sup")
        elif child.type == "image":
            text = child.content
        before = text or before
        yield text


def _linked(children: list[Token]) -> Iterator[str]:
    depth = 0
    for child in children:
        depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if depth and child.type == "text":
            yield child.content


def read_front_matter(text: str) -> dict[str, str]:
    """Return YAML front matter as flat text values, as written; lists are joined by line breaks.

    Malformed YAML is ignored, and so is whatever nests: written out, a few lines of aliases fill any memory.
    """
    if _nests_deep(text):
        return {}
    try:
        loaded = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes lists, tables and text, nothing else
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    found: dict[str, str] = {}
    for key, value in loaded.items() if isinstance(loaded, dict) else ():
        values = value if isinstance(value, list) else [value]
        if all(isinstance(one, str) for one in (key, *values)):
            found[key.lower()] = "\n".join(values)
    return found


def _nests_deep(text: str) -> bool:
    """Say whether lists stand in lists in lists: the YAML library takes the square of their depth."""
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        if depth > _DEEPEST:
            return True
    return False


def _read_toml(text: str) -> dict[str, str]:
    """Return TOML front matter as flat text values; whatever nests or is malformed is ignored."""
    try:
        loaded = tomllib.loads(text)
    except (ValueError, RecursionError):
        return {}
    found: dict[str, str] = {}
    for key, value in loaded.items():
        values = value if isinstance(value, list) else [value]
        if not any(isinstance(one, dict | list) for one in values):
            found[key.lower()] = "\n".join(map(str, values))
    return found
