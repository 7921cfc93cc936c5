"""What a question file holds, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.types import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A text that answers, and where it stands if the file says so.

    Attributes:
        text: The words; empty where the file judges whole documents (BEIR): then any quote of the document counts.
        grade: How relevant it is, from 1; BEIR's judgements.
    """

    text: str
    doc_id: str | None = None
    start: int | None = None
    grade: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question of a file. `kind` is the file's own word for it."""

    item_id: str
    question: str
    answers: tuple[Gold, ...]
    answerable: bool
    kind: str | None = None
    history: tuple[Exchange, ...] = ()
