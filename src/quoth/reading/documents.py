"""Find the files of a folder and read one file into a document."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from quoth.errors import PathNotFoundError, ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.html import read_html
from quoth.reading.formats.markdown import read_markdown
from quoth.reading.formats.plain import read_plain
from quoth.reading.sniffing import Format, decode, sniff
from quoth.text.normalise import normalise, squeeze
from quoth.text.words import has_letters
from quoth.types import Document

_READERS: dict[Format, Callable[[str, TextBuilder], dict[str, str]]] = {
    "text/plain": read_plain,
    "text/markdown": read_markdown,
    "text/html": read_html,
}
_TEMPORARY = re.compile(r"^(?:\.|~\$|Thumbs\.db$|desktop\.ini$)|~$|\.(?:tmp|swp|part|crdownload)$", re.IGNORECASE)
_ISO_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file to read: its path, its `doc_id` and the root it was found below."""

    path: Path
    doc_id: str
    root: str


def find_files(path: Path) -> tuple[Found, ...]:
    """Return the files at a path, by `doc_id`. A folder is walked; hidden and temporary files are passed over.

    Symbolic links that lead outside the folder are not followed.

    Raises:
        PathNotFoundError: There is nothing at the path.
    """
    if not path.exists():
        raise PathNotFoundError(path)
    root = path.resolve()
    if root.is_file():
        return (Found(path=root, doc_id=_name_of(Path(root.name)), root=root.as_uri()),)
    found = [
        Found(path=file, doc_id=_name_of(file.relative_to(root)), root=root.as_uri())
        for file in root.rglob("*")
        if not any(_TEMPORARY.search(part) for part in file.relative_to(root).parts) and _is_inside(file, root)
    ]
    return tuple(sorted(found, key=lambda item: item.doc_id))


def _name_of(path: Path) -> str:
    r"""Return a path as text that can be stored: bytes that are no UTF-8 are written as `\xff`."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _is_inside(file: Path, root: Path) -> bool:
    try:
        return file.is_file() and file.resolve().is_relative_to(root)
    except OSError:
        return True  # let reading it say what is wrong


def read_file(found: Found, max_bytes: int) -> Document:
    """Read one file.

    Raises:
        ReadingError: It cannot be opened, is too large, is no text, or holds no words.
    """
    try:
        size = found.path.stat().st_size
        data = found.path.read_bytes() if size <= max_bytes else b""
    except OSError as error:
        raise ReadingError(f"it cannot be opened: {error.strerror}.", "Check its permissions.") from error
    if size > max_bytes:
        raise ReadingError(
            f"it has {size:,} bytes; the limit is {max_bytes:,}.", "Split it, or raise QUOTH_READING__MAX_BYTES."
        )
    return read_bytes(data, doc_id=found.doc_id, uri=found.path.as_uri())


def read_bytes(data: bytes, *, doc_id: str, uri: str) -> Document:
    """Read a document from its bytes.

    Raises:
        ReadingError: It is no text or holds no words.
    """
    if not data:
        raise ReadingError("it is empty.", "Nothing to do, or delete it.", has_lost_its_text=True)
    text = decode(data)
    media_type = sniff(text, doc_id)
    builder = TextBuilder()
    fields = _READERS[media_type](normalise(text), builder)
    # A second time: escapes in HTML and YAML are resolved by now.
    metadata = {normalise(name): normalise(value).strip() for name, value in fields.items()}
    if not has_letters(builder.text):
        raise ReadingError("it holds no words.", "Nothing to do, or delete it.", has_lost_its_text=True)
    return Document(
        doc_id=doc_id,
        uri=uri,
        title=_title(metadata, builder, doc_id),
        text=builder.text,
        blocks=builder.finished_blocks(),
        media_type=media_type,
        source_sha256=hashlib.sha256(data).hexdigest(),
        date=_date(metadata),
        owner=metadata.get("owner") or metadata.get("department") or metadata.get("author") or None,
        metadata=metadata,
    )


def _title(metadata: dict[str, str], builder: TextBuilder, doc_id: str) -> str:
    """Take the title the document gives itself, else its first heading, else its name."""
    if given := squeeze(normalise(metadata.get("title", ""))):
        return given
    headings = [b for b in builder.blocks if b.kind == "heading" and not b.is_boilerplate]
    if headings:
        return min(headings, key=lambda b: (b.level, b.span.start)).span.of(builder.text)
    return doc_id.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _date(metadata: dict[str, str]) -> str | None:
    match = _ISO_DATE.match(metadata.get("date", ""))
    return match.group() if match else None
