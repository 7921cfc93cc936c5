"""Which words of a text answer a question, as JSON."""

from __future__ import annotations

from typing import Self

from pydantic import Field, StrictInt, StrictStr

from quoth.answering.marking import MOST_CHARACTERS, Marking
from quoth.contract.model import Model


class Pair(Model):
    """A question and a text in which the words that answer are to be marked."""

    id: StrictStr | StrictInt = Field(description="Given back with the result.")
    question: str = Field(max_length=2000, description="The question.", examples=["What is a CDMO?"])
    text: str = Field(max_length=MOST_CHARACTERS, description="Any text; spans count in its code points.")
    title: str = Field(default="", max_length=1000, description="What the text is called; read, never marked.")


class MarkedSpanModel(Model):
    """Words that answer. Half-open, in code points of the text."""

    start: int = Field(ge=0, description="First code point.")
    end: int = Field(ge=0, description="One past the last code point.")
    probability: float = Field(
        ge=0, le=1, description="That these words belong to the answer; the reader's own, not calibrated."
    )


class MarkingModel(Model):
    """Which words of a text answer a question."""

    id: str | int = Field(description="As given.")
    probability: float = Field(ge=0, le=1, description="That the text answers the question; the reader's own, not calibrated.")
    spans: list[MarkedSpanModel] = Field(description="The words that answer, in order; empty if none do.")

    @classmethod
    def of(cls, name: str | int, marking: Marking) -> Self:
        """Translate."""
        spans = [
            MarkedSpanModel(start=marked.span.start, end=marked.span.end, probability=marked.probability)
            for marked in marking.spans
        ]
        return cls(id=name, probability=marking.probability, spans=spans)
