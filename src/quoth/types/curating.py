"""What an organisation has decided to answer first: words of a document, pinned to questions."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.types.documents import Span
from quoth.types.outcomes import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """Words of a document that answer some questions first.

    Attributes:
        number: Its name in the library.
        span: Where the words stood when they were pinned.
        words: As they were then; they answer only where the document still has them.
        until: Last day on which it answers, ISO 8601; None for ever.
    """

    number: int
    questions: tuple[str, ...]
    doc_id: str
    span: Span
    words: str
    owner: str
    until: str | None
    pinned_at: str

    def is_over(self, today: str) -> bool:
        """Say whether its last day has passed."""
        return self.until is not None and self.until < today


@dataclass(frozen=True, slots=True, kw_only=True)
class PinState:
    """A pin and what became of its words. Only one that is `exact` or `moved` and not over answers."""

    pin: Pin
    standing: Standing
    is_over: bool

    @property
    def answers(self) -> bool:
        """Say whether it answers today."""
        return not self.is_over and self.standing in ("exact", "moved")
