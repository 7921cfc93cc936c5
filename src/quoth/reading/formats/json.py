"""Read JSON, JSON Lines and Jupyter notebooks: records as tables, words as paragraphs under the keys they stand in."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder, visible_characters
from quoth.reading.formats.markdown import read_markdown
from quoth.reading.formats.plain import read_plain

_DEEPEST: Final = 60
_MOST_VALUES: Final = 500_000
_MOST_FIELDS: Final = 200
_MOST_LINE_WORDS: Final = 12
_MOST_CELL: Final = 400
_MOST_OUTPUT: Final = 20_000
_FEWEST_RECORDS: Final = 2
# "author" in JSON is whoever wrote it; a date of change says more than one of creation.
_FIELDS: Final = (
    ("title", ("title", "name", "headline")),
    (
        "date",
        ("date_modified", "datemodified", "modified", "updated", "updated_at", "date", "datepublished", "published", "created"),
    ),
    ("owner", ("owner", "author", "creator", "department")),
)


def read_json(text: str, builder: TextBuilder) -> dict[str, str]:
    """Add what the values say to the builder and return the title, date and author that the outermost object states.

    Broken JSON is read as the plain text it is, and noted.
    """
    try:
        value = _loaded(text)
    except ReadingError as error:
        builder.notes.append(f"Its JSON is broken; it was read as plain text: {error.message}")
        return read_plain(text, builder)
    if isinstance(value, dict) and isinstance(value.get("cells"), list) and "nbformat" in value:
        return _notebook(value, builder)
    builder.source_characters = sum(visible_characters(part) for part in _printed(value))
    walk = _Walk(builder)
    walk.value(value, (), 1)
    walk.finish()
    return _metadata(value)


def read_json_lines(text: str, builder: TextBuilder) -> dict[str, str]:
    """Add one table of all records, or one section a record; lines that are no JSON become paragraphs, and are noted."""
    records: list[object] = []
    broken: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        try:
            records.append(_loaded(line))
        except ReadingError:
            broken.append(line)
    builder.source_characters = sum(visible_characters(part) for part in (*_printed(records), *broken))
    walk = _Walk(builder)
    walk.value(records, (), 1)
    walk.finish()
    for line in broken:
        builder.paragraph(line)
    if broken:
        builder.notes.append(f"{len(broken)} {'line is' if len(broken) == 1 else 'lines are'} no JSON.")
    return {}


def read_notebook(text: str, builder: TextBuilder) -> dict[str, str]:
    """Add the cells of a Jupyter notebook to the builder and return the title and authors of its metadata."""
    return read_json(text, builder)


def _loaded(text: str) -> object:
    """Return the value; a number stays as it is written, a key that comes twice keeps both of its values.

    Raises:
        ReadingError: It is no JSON, or nests deeper than Python's stack.
    """
    try:
        return json.loads(text.lstrip("\ufeff"), parse_int=str, parse_float=str, object_pairs_hook=_merged)
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "it nests too deep"
        raise ReadingError(f"{where}.", "Save it again with the program that made it.") from error


def _merged(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        name = key
        number = 2
        while name in found:
            name = f"{key} ({number})"
            number += 1
        found[name] = value
    return found


def _printed(value: object) -> Iterator[str]:
    """Give every key and every value that says something, without recursion."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield from one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
        else:
            yield _word(one)


def _word(value: object) -> str:
    """Return a plain value as JSON writes it, without the quotes."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value)


def _is_plain(value: object) -> bool:
    return not isinstance(value, dict | list)


def _is_line(value: object) -> bool:
    """Say whether a value is one short line: a figure, a name, a date."""
    text = _word(value)
    return len(text.split()) <= _MOST_LINE_WORDS and "\n" not in text.strip()


class _Walk:
    """Walks down a value; deeper than the limit, what is left is written out as it stands."""

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.values = 0
        self.left_out = 0

    def value(self, value: object, path: tuple[str, ...], depth: int) -> None:
        self.values += 1
        if self.values > _MOST_VALUES:
            self.left_out += 1
        elif _is_plain(value):
            self._words(value)
        elif depth > _DEEPEST:
            for part in _printed(value):
                self.builder.list_item(part)
        elif isinstance(value, dict):
            self._object(value, path, depth)
        elif isinstance(value, list):
            self._list(value, path, depth)

    def finish(self) -> None:
        if self.left_out:
            self.builder.notes.append(f"Values beyond the first {_MOST_VALUES:,} were left out.")

    def _words(self, value: object) -> None:
        for paragraph in re.split(r"\n[ \t]*\n", _word(value)):
            self.builder.paragraph(paragraph)

    def _object(self, fields: dict[str, object], path: tuple[str, ...], depth: int) -> None:
        for key, value in fields.items():
            if _is_plain(value) and _is_line(value):
                self.builder.list_item(f"{key}: {_word(value)}" if _word(value) else "")
        for key, value in fields.items():
            if not (_is_plain(value) and _is_line(value)) and value not in ({}, []):
                self.builder.heading(key, min(len(path) + 1, 6))
                self.value(value, (*path, key), depth + 1)

    def _list(self, items: list[object], path: tuple[str, ...], depth: int) -> None:
        if (table := _records(items)) is not None:
            self.values += len(items)
            self.builder.table(*table)
            # Each record names its fields; the table says them once.
            repeated = Counter(key for item in items if isinstance(item, dict) for key in item)
            said = sum(visible_characters(key) * (n - 1) for key, n in repeated.items())
            self.builder.source_characters = (self.builder.source_characters or 0) - said
            return
        for item in items:
            if _is_plain(item) and _is_line(item):
                self.builder.list_item(_word(item))
            elif isinstance(item, dict):
                self._record(item, path, depth)
            else:
                self.value(item, path, depth + 1)

    def _record(self, item: dict[str, object], path: tuple[str, ...], depth: int) -> None:
        """Add one of several objects that are no table.

        Under the name it gives itself; if it has none, without headings, or the next would stand under this one's.
        """
        named = next((key for key in ("title", "name", "heading") if _is_name(item.get(key))), None)
        if named is not None:
            name = _word(item[named])
            self.builder.heading(name, min(len(path) + 1, 6))
            self.value({key: value for key, value in item.items() if key != named}, (*path, name), depth + 1)
            return
        for key, value in _leaves(item):
            self.values += 1
            if _is_line(value):
                self.builder.list_item(f"{key}: {_word(value)}" if _word(value) else "")
            else:
                self._words(value)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and any(map(str.isalpha, value)) and _is_line(value)


def _records(items: list[object]) -> tuple[list[str], list[list[str]]] | None:
    """Return header and rows if the items are flat objects with the same keys, more or less."""
    rows = [item for item in items if isinstance(item, dict)]
    if len(rows) < max(len(items), _FEWEST_RECORDS):
        return None
    keys = {key: None for row in rows for key in row}
    cells = sum(len(row) for row in rows)
    if not 1 < len(keys) <= _MOST_FIELDS or cells < 0.7 * len(keys) * len(rows):
        return None
    if not all(_is_plain(value) and len(_word(value)) <= _MOST_CELL for row in rows for value in row.values()):
        return None
    return list(keys), [[_word(row.get(key)) for key in keys] for row in rows]


def _leaves(value: object) -> Iterator[tuple[str, object]]:
    """Give the plain values below an object in order, each with the keys that lead to it, without recursion."""
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        name, one = waiting.pop()
        if isinstance(one, dict):
            waiting.extend((f"{name}.{key}" if name else key, below) for key, below in reversed(one.items()))
        elif isinstance(one, list):
            waiting.extend((name, below) for below in reversed(one))
        else:
            yield name, one


def _metadata(value: object) -> dict[str, str]:
    found: dict[str, str] = {}
    if isinstance(value, dict):
        given = {key.lower(): _word(one) for key, one in value.items() if _is_plain(one)}
        for ours, theirs in _FIELDS:
            if text := next((given[name] for name in theirs if given.get(name)), ""):
                found[ours] = text
    return found


def _notebook(notebook: dict[str, object], builder: TextBuilder) -> dict[str, str]:
    metadata: dict[str, str] = {}
    cells = notebook["cells"]
    read = [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else []
    counted = 0
    pictures = 0
    for cell in read:
        source = _joined(cell.get("source"))
        counted += visible_characters(source)
        if cell.get("cell_type") == "markdown":
            builder.source_characters = None
            metadata = read_markdown(source, builder) | metadata
        else:
            builder.code(source)
        outputs = cell.get("outputs")
        for output in outputs if isinstance(outputs, list) else []:
            text, is_picture = _output(output)
            pictures += is_picture
            counted += visible_characters(text)
            if len(text) > _MOST_OUTPUT:
                builder.notes.append(f"An output of {len(text):,} characters was cut to {_MOST_OUTPUT:,}.")
            builder.code(text[:_MOST_OUTPUT])
    builder.source_characters = counted
    if pictures:
        builder.notes.append(f"{pictures} {'picture was' if pictures == 1 else 'pictures were'} not read.")
    return _metadata(notebook.get("metadata")) | metadata


def _output(output: object) -> tuple[str, bool]:
    """Return the text of an output and whether it is a picture."""
    if not isinstance(output, dict):
        return "", False
    data = output.get("data")
    if not isinstance(data, dict):
        return _joined(output.get("text") or output.get("traceback")), False
    return _joined(data.get("text/plain")), any(str(kind).startswith("image/") for kind in data)


def _joined(value: object) -> str:
    """Return the text of a field that may be one string or a list of lines."""
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""
