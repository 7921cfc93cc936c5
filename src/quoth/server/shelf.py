"""What the pages say of a document's state: how much of it was kept, whether it answers, what a reader should look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from quoth.contract import Today
from quoth.library import State, StoredDocument
from quoth.server.documents_api import link_to_document
from quoth.server.texts import Texts

REMOVING: Final = "documents"
# Part of a media type, and what it is called in addresses; people are told the catalogue's word for it.
_FORMATS: Final = (
    ("pdf", "pdf"), ("markdown", "markdown"), ("html", "html"), ("wordprocessing", "word"), ("msword", "word"),
    ("presentation", "slides"), ("powerpoint", "slides"), ("spreadsheet", "sheet"), ("excel", "sheet"), ("csv", "csv"),
    ("epub", "epub"), ("rfc822", "mail"), ("outlook", "mail"), ("json", "json"), ("xml", "xml"), ("rtf", "rtf"),
    ("image", "picture"), ("opendocument", "opendocument"), ("text/plain", "text"),
)  # fmt: skip
FORMATS: Final = tuple(sorted({name for _, name in _FORMATS}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How well a document was read.

    Attributes:
        state: It answers; it answers and somebody should look; nothing of it can be quoted.
        kept: Share of the source's characters that the text has: "99.8 %"; None where nobody counted.
        warnings: What a reader should look at.
        notes: What else there is to know.
    """

    state: State
    kept: str | None
    warnings: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One document of the list."""

    title: str
    doc_id: str
    link: str
    date: str | None
    owner: str | None
    passages: int
    format: str
    is_stale: bool
    look: Look


def format_of(media_type: str) -> str:
    """Return the name of a media type's format: one of ours, or the media type itself."""
    return next((name for part, name in _FORMATS if part in media_type), media_type)


def called(name: str, texts: Texts) -> str:
    """Return what people call a format."""
    return texts(f"format.{name}") if name in FORMATS else name


def look_of(document: StoredDocument, texts: Texts) -> Look:
    """Say how well a document was read."""
    kept = document.fidelity
    warnings = tuple(_warnings(document, texts))
    needs_a_look = kept is None or kept.needs_a_look
    state: State = "silent" if not document.passages else "look" if needs_a_look else "answers"
    share = None if kept is None else texts("share.percent", share=texts.number(100 * (1 - kept.lost_share), 1))
    return Look(state=state, kept=share, warnings=warnings, notes=kept.notes if kept else ())


def line_of(document: StoredDocument, today: Today, texts: Texts) -> DocumentLine:
    """Return a document as a line of the list."""
    return DocumentLine(
        title=document.title, doc_id=document.doc_id, link=link_to_document(document.doc_id), date=document.date,
        owner=document.owner, passages=document.passages, format=called(format_of(document.media_type), texts),
        is_stale=today.is_stale(document.date), look=look_of(document, texts),
    )  # fmt: skip


def _warnings(document: StoredDocument, texts: Texts) -> Iterator[str]:
    kept = document.fidelity
    if kept is None:
        yield texts("look.older")
        return
    if kept.has_lost_too_much:
        yield texts("look.lost", percent=round(100 * kept.lost_share))
    if kept.blank_pages:
        yield texts("look.blank", n=len(kept.blank_pages), pages=", ".join(map(str, kept.blank_pages[:10])))
    if kept.truncated_tokens:
        yield texts("look.cut", n=kept.truncated_tokens)
    if not document.passages:
        yield texts("look.silent")
