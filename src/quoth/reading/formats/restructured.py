"""Read reStructuredText through docutils: no file is included or opened, nothing is run, unknown directives keep their words."""

from __future__ import annotations

import re
from typing import Any, Final

from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Parser, roles
from docutils.parsers.rst.states import Inliner
from docutils.utils import DataError, ExtensionOptionError, SystemMessage

from quoth.errors import ReadingError
from quoth.reading.boilerplate import is_boilerplate
from quoth.reading.building import TextBuilder, visible_characters
from quoth.reading.formats.plain import read_plain
from quoth.reading.tables.grid import Cell, body_rows, header_row
from quoth.text.normalise import squeeze

_SETTINGS: Final[dict[str, Any]] = {
    "_disable_config": True, "file_insertion_enabled": False, "raw_enabled": False, "report_level": 5, "halt_level": 6,
    "warning_stream": False, "traceback": True, "smart_quotes": False, "syntax_highlight": "none", "strip_comments": True,
    "input_encoding": "unicode", "line_length_limit": 1_000_000, "pep_references": False, "rfc_references": False,
}  # fmt: skip
_DOCINFO: Final = {"author": "owner", "authors": "owner", "organization": "organisation"}
_ROLE: Final = re.compile(r":(?:[\w+.-]+:)*[\w+.-]+:`(?P<text>[^`]+)`")
_TARGET: Final = re.compile(r"\s*<[^<>]*>$")
_DIRECTIVE: Final = re.compile(r"\.\.[ \t]+(?:\|[^|]*\|[ \t]+)?(?P<name>[\w+.:-]+?)::(?:[ \t]+(?P<rest>.*))?$")
_OPTION: Final = re.compile(r"\s*:[\w-]+:(?:\s.*)?$")
_FILES: Final = {"include", "literalinclude", "csv-table", "raw"}
_LISTINGS: Final = {"mermaid", "graphviz", "digraph", "uml", "plantuml", "doctest", "testcode", "testsetup", "testoutput", "prompt",
                    "ipython", "productionlist", "code-block", "sourcecode"}  # fmt: skip
# What follows their name steers the page and is not shown on it.
_WORDLESS: Final = {"toctree", "only", "ifconfig", "highlight", "currentmodule", "module", "tabularcolumns", "grid", "tab-set", "tabs",
                    "hlist", "index", "image", "figure"}  # fmt: skip
_DEEPEST: Final = 20
# docutils takes the square of their number to pair them.
_OPENING: Final = re.compile(r"[*`|_]")
_MOST_MARKS: Final = 5000
# Marks that are no words; what a reader of the source would not count.
_MARKS: Final = re.compile(
    r"^[ \t]*[^\w\s]{2,}[ \t]*$|^[ \t]*[+|=-]{2}[+|= -]*$|^[ \t]*\.\.[ \t].*$|^[ \t]+:[\w-]+:.*$|:[\w+.:-]{1,200}:(?=`)|<[^<>\s]*>(?=`)|"
    r"^[ \t]*(?:[-*+]|#\.|\d+[.)])[ \t]|[`*|]|(?<=\w)_\b",
    re.MULTILINE,
)
# What docutils is known to raise for damaged or hostile markup.
_ZOO: Final = (
    SystemMessage, DataError, ExtensionOptionError, ValueError, LookupError, AttributeError, TypeError, AssertionError,
    NotImplementedError, RecursionError, OSError,
)  # fmt: skip


def read_restructured(text: str, builder: TextBuilder) -> dict[str, str]:
    """Add the document's blocks to the builder and return its title and the fields of its opening list.

    What docutils cannot take is read as plain text, and noted.
    """
    try:
        doctree = _parse(text)
    except ReadingError as error:
        builder.notes.append(f"It was read as plain text: {error.message}")
        return read_plain(text, builder)
    builder.source_characters = visible_characters(_MARKS.sub("", text))
    walk = _Walk(builder)
    walk.children(doctree, 2 if doctree.get("title") else 1)
    walk.finish()
    return {"title": squeeze(doctree["title"]), **walk.metadata} if doctree.get("title") else walk.metadata


def _parse(text: str) -> nodes.document:
    """Return the document's tree. Roles that it defines are forgotten again: docutils keeps them for the whole process."""
    if any(len(_OPENING.findall(part)) > _MOST_MARKS for part in text.split("\n\n")):
        raise ReadingError("a paragraph of it is nothing but marks.", "Mend its markup.")
    known = dict(roles._roles)  # noqa: SLF001 - docutils has no other door to them
    try:
        return publish_doctree(text, parser=Parser(inliner=_inliner()), settings_overrides=_SETTINGS)
    except _ZOO as error:
        raise ReadingError(f"its markup is damaged: {type(error).__name__}.", "Mend its markup.") from error
    finally:
        roles._roles.clear()  # noqa: SLF001
        roles._roles.update(known)  # noqa: SLF001


def _inliner() -> Inliner:
    """Return what finds marks in lines, but no bare addresses: it takes the square of a word's length to look for one."""
    inliner = Inliner()
    inliner.implicit_inline = lambda text, _: [nodes.Text(text)] if text else []  # docutils looks into the class: no subclass
    return inliner


class _Walk:
    """Walks down the tree of nodes."""

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.metadata: dict[str, str] = {}
        self.lists = 0
        self.again = 0
        self.pictures = 0
        self.files = 0

    def children(self, parent: nodes.Element, depth: int) -> None:
        for child in parent.children:
            if isinstance(child, nodes.Element):
                self._node(child, depth)

    def finish(self) -> None:
        for count, what in ((self.pictures, "picture"), (self.files, "included file")):
            if count:
                self.builder.notes.append(f"{count} {what}{' was' if count == 1 else 's were'} not read.")

    def _node(self, node: nodes.Element, depth: int) -> None:  # noqa: C901, PLR0912 - one case per sort of node
        match node:
            case nodes.title() | nodes.subtitle():
                is_top = isinstance(node.parent, nodes.document | nodes.section)
                level = depth - 1 + isinstance(node, nodes.subtitle)
                if is_top:
                    self.builder.heading(_text(node), min(level, 6))
                else:
                    self._running(_text(node))
            case nodes.section():
                self.children(node, depth + 1)
            case nodes.docinfo():
                self._docinfo(node)
            case nodes.paragraph() | nodes.rubric() | nodes.attribution() | nodes.caption() | nodes.math_block():
                self._running(_text(node))
            case nodes.line_block():
                self._running(" ".join(_text(line) for line in node.findall(nodes.line)))
            case nodes.bullet_list() | nodes.enumerated_list():
                self.lists += 1
                self.children(node, depth)
                self.lists -= 1
            case nodes.definition_list_item() | nodes.field() | nodes.option_list_item():
                self._pair(node, depth)
            case nodes.literal_block() | nodes.doctest_block():
                self.builder.code(node.astext())
            case nodes.table():
                self._table(node)
            case nodes.footnote() | nodes.citation():
                self.builder.footnote(" ".join(_text(part) for part in node.children[1:] if isinstance(part, nodes.Element)))
            case nodes.image():
                self.pictures += 1
            case nodes.system_message():
                self._refused(node, depth)
            case nodes.topic() if "contents" in node["classes"]:
                return
            case nodes.Invisible() | nodes.raw() | nodes.pending():
                return
            case _:
                self.children(node, depth)

    def _running(self, text: str) -> None:
        is_call = is_boilerplate(squeeze(text))
        if self.lists:
            self.builder.list_item(text, self.lists, is_boilerplate=is_call)
        else:
            self.builder.paragraph(text, is_boilerplate=is_call)

    def _docinfo(self, node: nodes.Element) -> None:
        for field in node.children:
            if not isinstance(field, nodes.Element):
                continue
            if isinstance(field, nodes.field):
                name, value = squeeze(_text(field[0])).lower(), squeeze(_text(field[1]))
            else:
                name, value = (
                    field.tagname,
                    squeeze(", ".join(_text(a) for a in field) if field.tagname == "authors" else _text(field)),
                )
            self.metadata[_DOCINFO.get(name, name)] = value
            self.builder.paragraph(f"{name}: {value}", is_boilerplate=True)

    def _pair(self, node: nodes.Element, depth: int) -> None:
        """Add a term and what it means: as one item, if the meaning is one paragraph."""
        bodies = (nodes.definition, nodes.field_body, nodes.description)
        body = next((child for child in node.children if isinstance(child, bodies)), None)
        heads = [child for child in node.children if isinstance(child, nodes.Element) and child is not body]
        term = squeeze(" ".join(_text(head) for head in heads))
        parts = [] if body is None else list(body.children)
        depth_of_list, self.lists = self.lists, self.lists + 1
        first = parts.pop(0) if parts and isinstance(parts[0], nodes.paragraph) else None
        meaning = "" if first is None else _text(first)
        self._running(f"{term}{'' if term.endswith((':', '?')) else ':'} {meaning}" if meaning else term)
        for part in parts:
            if isinstance(part, nodes.Element):
                self._node(part, depth)
        self.lists = depth_of_list

    def _table(self, table: nodes.table) -> None:
        for title in table.findall(nodes.title):
            self.builder.paragraph(_text(title))
        heads = [_cells(row) for head in table.findall(nodes.thead) for row in head.children]
        rows = [_cells(row) for body in table.findall(nodes.tbody) for row in body.children]
        self.builder.table(header_row(heads), body_rows(rows))

    def _refused(self, message: nodes.system_message, depth: int) -> None:
        """Read what stood in a directive that docutils does not know or may not run; its own message is no text."""
        for block in message.findall(nodes.literal_block):
            lines = block.astext().split("\n")
            match = _DIRECTIVE.match(lines[0].strip())
            if match is None:
                self._running(block.astext())
                continue
            self._directive(match["name"].lower(), match["rest"] or "", lines[1:], depth)

    def _directive(self, name: str, rest: str, lines: list[str], depth: int) -> None:
        if name in _FILES:
            self.files += 1
            return
        while lines and (_OPTION.match(lines[0]) or (lines[0].strip() and not lines[0].startswith((" ", "\t")))):
            lines = lines[1:]
        margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        content = "\n".join(line[margin:] for line in lines)
        if rest and name not in _WORDLESS and name not in _LISTINGS:
            self._parsed(rest, depth)
        if name in _LISTINGS:
            self.builder.code(content)
        elif name == "toctree":
            for line in filter(str.strip, lines):
                self.builder.list_item(_TARGET.sub("", line), is_boilerplate=True)
        elif content.strip():
            self._parsed(content, depth)

    def _parsed(self, text: str, depth: int) -> None:
        if self.again >= _DEEPEST:
            self.builder.paragraph(text)
            return
        self.again += 1
        try:
            self.children(_parse(text), depth)
        except ReadingError:
            self.builder.paragraph(text)
        self.again -= 1


def _cells(row: nodes.Node) -> list[Cell]:
    return [
        Cell(squeeze(_text(entry)), entry.get("morecols", 0) + 1, entry.get("morerows", 0) + 1)
        for entry in row.children
        if isinstance(entry, nodes.entry)
    ]


def _text(node: nodes.Node) -> str:
    """Return the words of a node: inline marks gone, paragraphs inside it apart, no messages of docutils."""
    match node:
        case nodes.Text():
            return str(node.astext())
        case nodes.problematic():
            return _ROLE.sub(_spoken, str(node.astext()))
        case nodes.footnote_reference() | nodes.citation_reference():
            return f"[{node.astext()}]"
        case nodes.system_message() | nodes.image() | nodes.raw() | nodes.Invisible():
            return ""
        case nodes.Element():
            gap = "" if isinstance(node, nodes.TextElement) else " "
            return gap.join(_text(child) for child in node.children)
    return ""


def _spoken(match: re.Match[str]) -> str:
    """Return what a role shows: "`Title <target>`" its title, "`~package.Name`" the name."""
    text = _TARGET.sub("", match["text"]).lstrip("!")
    return text.rsplit(".", 1)[-1] if text.startswith("~") else text
