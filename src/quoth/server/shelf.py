"""What the pages say of a document's state: how much of it was kept, whether it answers, what a reader should look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from quoth.contract import Today
from quoth.library import StoredDocument
from quoth.server.documents_api import link_to_document
from quoth.server.texts import Texts

State = Literal["answers", "look", "silent"]
REMOVING: Final = "documents"
_LOST_TOO_MUCH: Final = 0.05
_FORMATS: Final = (
    ("pdf", "PDF"), ("markdown", "Markdown"), ("html", "HTML"), ("wordprocessing", "Word"), ("msword", "Word"),
    ("presentation", "Slides"), ("powerpoint", "Slides"), ("spreadsheet", "Sheet"), ("excel", "Sheet"), ("csv", "CSV"),
    ("epub", "EPUB"), ("rfc822", "Mail"), ("outlook", "Mail"), ("json", "JSON"), ("xml", "XML"), ("rtf", "RTF"),
    ("image", "Picture"), ("opendocument", "OpenDocument"), ("text/plain", "Text"),
)  # fmt: skip


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
    """Return what people call a media type."""
    return next((name for part, name in _FORMATS if part in media_type), media_type)


def look_of(document: StoredDocument, texts: Texts) -> Look:
    """Say how well a document was read."""
    kept = document.fidelity
    warnings = tuple(_warnings(document, texts))
    state: State = "silent" if not document.passages else "look" if warnings else "answers"
    share = None if kept is None else texts("share.percent", share=texts.number(100 * (1 - kept.lost_share), 1))
    return Look(state=state, kept=share, warnings=warnings, notes=kept.notes if kept else ())


def line_of(document: StoredDocument, today: Today, texts: Texts) -> DocumentLine:
    """Return a document as a line of the list."""
    return DocumentLine(
        title=document.title, doc_id=document.doc_id, link=link_to_document(document.doc_id), date=document.date,
        owner=document.owner, passages=document.passages, format=format_of(document.media_type),
        is_stale=today.is_stale(document.date), look=look_of(document, texts),
    )  # fmt: skip


def _warnings(document: StoredDocument, texts: Texts) -> Iterator[str]:
    kept = document.fidelity
    if kept is None:
        yield texts("look.older")
        return
    if kept.lost_share > _LOST_TOO_MUCH:
        yield texts("look.lost", percent=round(100 * kept.lost_share))
    if kept.blank_pages:
        yield texts("look.blank", n=len(kept.blank_pages), pages=", ".join(map(str, kept.blank_pages[:10])))
    if kept.truncated_tokens:
        yield texts("look.cut", n=kept.truncated_tokens)
    if not document.passages:
        yield texts("look.silent")
