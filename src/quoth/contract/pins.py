"""Curated answers as JSON."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from quoth.contract.askings import now
from quoth.contract.citations import link_to
from quoth.contract.model import Model
from quoth.types import Pin, PinState, Span, Standing

_MOST = 2**31 - 1


class PinBody(Model):
    """Words of a document that are to answer some questions first."""

    questions: list[Annotated[str, Field(max_length=10_000)]] = Field(
        min_length=1, max_length=50, description="The questions, each in the words in which people ask it."
    )
    doc_id: str = Field(max_length=1000, description="The document.")
    start: int = Field(ge=0, le=_MOST, description="First code point of the words in its text.")
    end: int = Field(ge=0, le=_MOST, description="One past the last.")
    owner: str = Field(max_length=200, description="Who answers for it; shown with the quote.")
    until: str | None = Field(
        default=None, max_length=10, description="Last day on which it answers, YYYY-MM-DD; null for ever."
    )

    def pin(self) -> Pin:
        """Return the pin, not yet checked against the document."""
        span = Span(self.start, max(self.start, self.end))
        return Pin(
            number=0, questions=tuple(self.questions), doc_id=self.doc_id, span=span, words="", owner=self.owner.strip(),
            until=self.until, pinned_at=now(),
        )  # fmt: skip


class PinModel(Model):
    """A curated answer, and whether it answers."""

    id: int = Field(description="Its number in the library.")
    questions: list[str] = Field(description="What it answers.")
    doc_id: str = Field(description="The document it was pinned in.")
    start: int = Field(description="First code point of the words when they were pinned.")
    end: int = Field(description="One past the last.")
    text: str = Field(description="The words as they were pinned.")
    owner: str = Field(description="Who answers for it.")
    until: str | None = Field(description="Last day on which it answers, ISO 8601; null for ever.")
    pinned_at: str = Field(description="When it was pinned, ISO 8601, UTC.")
    standing: Standing = Field(description="exact: the document still says so there; moved: elsewhere; changed; gone.")
    is_over: bool = Field(description="Its last day has passed.")
    answers: bool = Field(description="Whether it answers today.")
    link: str = Field(description="Path of the page that shows the document.")

    @classmethod
    def of(cls, state: PinState) -> PinModel:
        """Translate."""
        pin = state.pin
        return cls(
            id=pin.number, questions=list(pin.questions), doc_id=pin.doc_id, start=pin.span.start, end=pin.span.end,
            text=pin.words, owner=pin.owner, until=pin.until, pinned_at=pin.pinned_at, standing=state.standing,
            is_over=state.is_over, answers=state.answers, link=link_to(pin.doc_id, 0, 0, 0).partition("?")[0],
        )  # fmt: skip
