"""A quote to be: what composing hands on to disagreeing, deciding and citing."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.types import Disagreement, Evidence, Span, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the words of a quote stand once more, the same or nearly so.

    Attributes:
        superseded_by: The newer edition of the document, if one is known.
    """

    version: Version
    span: Span
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A quote to be.

    Attributes:
        supplied: Spans that a reader needs with it and that are too far away to be inside: a header row, a lead-in.
        also: Where else the same is said.
        superseded_by: The newer edition of the document, if one is known.
        belongs_to: For a quote that only supplies another: the place of that one among the quotes, from 0.
    """

    version: Version
    span: Span
    probability: float
    highlights: tuple[Span, ...] = ()
    side: str | None = None
    supplied: tuple[Span, ...] = ()
    also: tuple[Place, ...] = ()
    superseded_by: str | None = None
    belongs_to: int | None = None

    @property
    def text(self) -> str:
        """Return the words."""
        return self.span.of(self.version.text)

    def holds(self, item: Evidence) -> bool:
        """Say whether a sentence stands inside it."""
        return self.version.doc_id == item.version.doc_id and self.span.holds(item.span)


@dataclass(frozen=True, slots=True)
class Shown:
    """The quotes of an answer, and what they disagree on."""

    quotes: tuple[Chosen, ...]
    disagreements: tuple[Disagreement, ...] = ()
