"""From bytes to documents: tell the format, read it, and whatever it carries."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from quoth.errors import ReadingError
from quoth.reading.building import Attachment, TextBuilder
from quoth.reading.decoding import decode
from quoth.reading.formats import byte_reader, text_reader
from quoth.reading.sniffing.archives import check_archive
from quoth.reading.sniffing.media_type import sniff
from quoth.text.normalise import normalise, squeeze
from quoth.text.words import has_letters
from quoth.types import Document

# Raise it whenever the same bytes would be read differently: every source is then read anew at the next ingest.
RECIPE: Final = "2"
_ISO_DATE: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_ZIPPED: Final = re.compile(r"^application/(?:vnd\.(?:openxmlformats|oasis)|vnd\.ms-excel\.sheet|epub)")
_SHEETS: Final = re.compile("spreadsheet|excel")
_DEEPEST: Final = 3  # a mail in a mail in a mail
_MOST_ATTACHMENTS: Final = 200
_NO_WORDS: Final = ("it holds no words.", "Nothing to do, or delete it.")


@dataclass(frozen=True, slots=True)
class Read:
    """A document, and its bytes if another document carried it."""

    document: Document
    data: bytes | None = None


def read_bytes(data: bytes, *, doc_id: str, uri: str) -> Document:
    """Read a document, not what it carries.

    Raises:
        ReadingError: It is damaged, protected, of no format that can be read, or holds no words.
    """
    return _read(data, doc_id, uri)[0]


def read_all(data: bytes, *, doc_id: str, uri: str) -> tuple[Read, ...]:
    """Read a document and the documents that it carries, such as a mail's attachments: `doc_id/name`.

    What it carries and cannot be read is named in its fidelity notes.

    Raises:
        ReadingError: The document itself cannot be read.
    """
    document, attachments = _read(data, doc_id, uri)
    carried: list[Read] = []
    notes: list[str] = []
    for name, item in _unique(attachments):
        _carry(item, f"{doc_id}/{name}", uri, 1, carried, notes)
    fidelity = replace(document.fidelity, notes=(*document.fidelity.notes, *map(normalise, notes)))
    return Read(replace(document, fidelity=fidelity)), *carried


def _carry(item: Attachment, doc_id: str, uri: str, depth: int, carried: list[Read], notes: list[str]) -> None:
    """Read one attachment and, within bounds, its own."""
    if depth > _DEEPEST or len(carried) >= _MOST_ATTACHMENTS:
        notes.append(f"The attachment {item.name} was not read: too many, or nested too deep.")
        return
    try:
        document, attachments = _read(item.data, doc_id, uri)
    except ReadingError as error:
        notes.append(f"The attachment {item.name} was not read: {error.message}")
        return
    carried.append(Read(document, item.data))
    for name, inner in _unique(attachments):
        _carry(inner, f"{doc_id}/{name}", uri, depth + 1, carried, notes)


def _unique(attachments: list[Attachment]) -> Iterator[tuple[str, Attachment]]:
    """Yield each attachment under a name that can be part of a `doc_id`; a name used before gets a number."""
    taken: set[str] = set()
    for item in attachments:
        plain = re.sub(r"[/\\\x00-\x1f\x7f]+", "_", squeeze(normalise(item.name))).strip(". ")[-150:] or "attachment"
        name, number = plain, 2
        while name in taken:
            name, number = f"{number} {plain}", number + 1
        taken.add(name)
        yield name, item


def _read(data: bytes, doc_id: str, uri: str) -> tuple[Document, list[Attachment]]:
    if not data:
        raise ReadingError("it is empty.", _NO_WORDS[1], has_lost_its_text=True)
    media_type = sniff(data, doc_id)
    builder = TextBuilder()
    if (read_text := text_reader(media_type)) is not None:
        # A form feed ends a page of plain text; normalising would make a mere line break of it.
        pages = decode(data).split("\f") if media_type == "text/plain" else [decode(data)]
        fields = read_text("\f".join(map(normalise, pages)), builder)
    else:
        if _ZIPPED.match(media_type):
            check_archive(data)
        fields = byte_reader(media_type)(data, builder)
    # A second time: escapes in HTML and YAML are resolved by now.
    metadata = {normalise(name): normalise(value).strip() for name, value in fields.items()}
    if not has_letters(builder.text):
        raise ReadingError(*_NO_WORDS, has_lost_its_text=True)
    document = Document(
        doc_id=doc_id,
        uri=uri,
        title=_title(metadata, builder, doc_id, media_type),
        text=builder.text,
        blocks=builder.finished_blocks(),
        media_type=media_type,
        source_sha256=hashlib.sha256(data).hexdigest(),
        date=_date(metadata),
        owner=metadata.get("owner") or metadata.get("department") or metadata.get("author") or None,
        metadata=metadata,
        printed=builder.printed_pages(),
        fidelity=builder.fidelity(),
    )
    return document, builder.attachments


def _title(metadata: dict[str, str], builder: TextBuilder, doc_id: str, media_type: str) -> str:
    """Take the title the document gives itself, else its first heading, unless that is the name of a sheet, else its name."""
    if given := squeeze(normalise(metadata.get("title", ""))):
        return given
    headings = [b for b in builder.blocks if b.kind == "heading" and not b.is_boilerplate]
    if headings and not _SHEETS.search(media_type):
        return min(headings, key=lambda b: (b.level, b.span.start)).span.of(builder.text)
    return doc_id.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _date(metadata: dict[str, str]) -> str | None:
    match = _ISO_DATE.match(metadata.get("date", ""))
    return match.group() if match else None
