"""Read Markdown (CommonMark with tables and YAML front matter) through markdown-it-py."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from quoth.reading.boilerplate import is_boilerplate
from quoth.reading.building import TextBuilder
from quoth.reading.formats.html import read_html
from quoth.text.normalise import squeeze


def read_markdown(text: str, builder: TextBuilder) -> dict[str, str]:
    """Add the document's blocks to the builder and return its front matter, values as text."""
    parser = MarkdownIt("commonmark").enable("table").use(front_matter_plugin)
    metadata: dict[str, str] = {}
    walk = _Walk(builder, metadata)
    for token in parser.parse(text):
        walk.take(token)
    return metadata


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
        self.in_cell = False

    def take(self, token: Token) -> None:
        match token.type:
            case "front_matter":
                self.metadata.update(read_front_matter(token.content))
            case "heading_open":
                self.level = int(token.tag[1])
            case "heading_close":
                self.level = 0
            case "bullet_list_open" | "ordered_list_open":
                self.lists += 1
            case "bullet_list_close" | "ordered_list_close":
                self.lists -= 1
            case "fence" | "code_block":
                self.builder.code(token.content)
            case "html_block":
                read_html(token.content, self.builder)
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
        text = "".join(_visible(token.children or []))
        if self.in_table:
            self.cells.append(text)
        elif self.level:
            self.builder.heading(text, self.level)
        else:
            flat = squeeze(text)
            linked = sum(len(squeeze(part)) for part in _linked(token.children or []))
            # A list of links is content in Markdown (people write it by hand); only calls to buy or click are not.
            is_call = is_boilerplate(flat, min(linked, len(flat) // 2))
            if self.lists:
                self.builder.list_item(text, self.lists, is_boilerplate=is_call)
            else:
                self.builder.paragraph(text, is_boilerplate=is_call)


def _visible(children: list[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("text", "code_inline"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak"):
            yield " "
        elif child.type == "image":
            yield child.content


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
