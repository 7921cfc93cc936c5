"""What a sentence states in answer to a question: its value, and what must be looked at to tell what it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from quoth.answering import patterns
from quoth.protocols import Lexicon
from quoth.text.quantities import Quantity, quantities
from quoth.text.words import STOP_WORDS, words
from quoth.types import Query, Span

# What a question asks for by its first words, before what is counted is looked at.
_ASKED: Final = (
    (
        re.compile(r"\bhow many (?:\w+ )?(?:days|weeks|months|years|hours|minutes)\b|\bhow (?:soon|often)\b", re.IGNORECASE),
        "[time]",
    ),
    (re.compile(r"\bhow many\b", re.IGNORECASE), "count"),
    (re.compile(r"\bhow long\b", re.IGNORECASE), ("[time]", "[length]")),
    (re.compile(r"\bhow (?:high|tall|far|deep|wide)\b", re.IGNORECASE), "[length]"),
    (re.compile(r"\bhow heavy\b|\bweigh", re.IGNORECASE), "[mass]"),
)
_YEARLY: Final = " per year"
# How far behind its value a sentence still narrows it: "5 % in Europe".
_WORDS_BEHIND: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A value that a sentence states in answer to a question, and what narrows it.

    Attributes:
        text: The sentence.
        around: What stands above it: title and headings.
        label: What its paragraph or item opens with, to say of whom it speaks: "Lonza."
        value: The quantity or date that answers.
        others: Whatever else the sentence counts or measures; its dates only where the value is one.
        near: The sentence up to the value and a few words behind it: what narrows the value must stand there.
        covered: Every stemmed word of the sentence and of what stands above it.
        period: First and last day spoken of, besides the value itself.
        subject: Of a row, the stemmed words of its first cell: whatever contradicts it must name them all.
        head: Of a row, those of the head of its column.
        rivals: Of a row, those of the other columns' heads that neither its own nor the question has.
    """

    text: str
    around: str
    label: str
    value: Quantity
    others: tuple[Quantity, ...]
    near: Span
    covered: frozenset[str]
    period: tuple[float, float] | None
    subject: frozenset[str] = frozenset()
    head: frozenset[str] = frozenset()
    rivals: frozenset[str] = frozenset()

    @property
    def is_row(self) -> bool:
        """Say whether a row of a table states it."""
        return bool(self.subject)


def claim(
    query: Query,
    lexicon: Lexicon,
    text: str,
    around: str,
    highlights: Sequence[Span] = (),
    dimension: str | None = None,
    label: str = "",
) -> Claim | None:
    """Return what a sentence states in answer to a question; None if that is no value or not clear which.

    Args:
        around: The title and the headings it stands below.
        highlights: The words that answer, as spans of the sentence.
        dimension: What its value must measure, to be compared with another claim's.
        label: What its paragraph or item opens with.
    """
    found = quantities(text)
    of_its_sort = [q for q in found if dimension in (None, q.dimension)] or [q for q in found if comparable(q.dimension, dimension or "")]  # fmt: skip
    value = asked_for(query, lexicon, text, of_its_sort, highlights)
    if value is None:
        return None
    behind = [span for _, span in words(text) if span.start >= value.span.end][:_WORDS_BEHIND]
    end = behind[-1].end if behind else len(text)
    if stop := re.search(r"[,;:(]", text[value.span.end : end]):
        end = value.span.end + stop.start()
    dates = [q for q in found if q.dimension == "date" and q is not value]
    return Claim(
        text=text, around=around, label=label, value=value, others=tuple(q for q in found if q is not value and (q.dimension != "date" or value.dimension == "date")), near=Span(0, end),
        covered=frozenset(lexicon.terms(f"{text}\n{around}\n{label}")), period=hull(dates),
    )  # fmt: skip


def asked_for(
    query: Query, lexicon: Lexicon, text: str, found: Sequence[Quantity], highlights: Sequence[Span]
) -> Quantity | None:
    """Return the quantity that answers: of the sort that is asked for, highlighted, and nearest to the words of the question."""
    asked = query.text.casefold()
    found = [q for q in found if not re.search(rf"(?<!\w){re.escape(q.span.of(text).casefold())}(?!\w)", asked)]
    dates = [q for q in found if q.dimension == "date"]
    wanted = dates if dates and query.kind == "date" else [q for q in found if q.dimension != "date"]
    for question, dimension in _ASKED:
        if question.search(query.text):
            wanted = [q for q in wanted if q.dimension.startswith(dimension)] or wanted
            break
    unit = patterns.unit_asked(query.text) if query.kind == "quantity" else None
    if unit is not None:
        wanted = [q for q in wanted if unit.search(text[max(0, q.span.start - 1) : q.span.end + 45])] or wanted
    marked = [q for q in wanted if any(q.span.touches(span) for span in highlights)]
    wanted = marked or wanted
    if not wanted or len({q.dimension for q in wanted}) == 1:
        return wanted[0] if wanted else None
    terms = frozenset(lexicon.terms(query.text))
    named = [span for word, span in words(text) if word.casefold() not in STOP_WORDS and terms & frozenset(lexicon.terms(word))]
    return min(wanted, key=lambda q: (min((abs(q.span.start - span.end) for span in named), default=0), q.span))


def comparable(one: str, other: str) -> bool:
    """Say whether values of two dimensions may be held against each other, where at least one stands in a table.

    What a value is per year, the cell of a table leaves to its head, or to the reader.
    """
    return one == other or one.removesuffix(_YEARLY) == other.removesuffix(_YEARLY)


def hull(dates: Sequence[Quantity]) -> tuple[float, float] | None:
    """Return the first and the last day of some dates; None for none."""
    return (min(q.low for q in dates), max(q.high for q in dates)) if dates else None
