"""What the pages show of an answer: values ready to be put into templates."""

from __future__ import annotations

from dataclasses import dataclass

from quoth.contract import CitationModel
from quoth.server.links import Turn
from quoth.server.marking import QuotePart
from quoth.types import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyView:
    """Where else the words of a quote stand, ready to be shown.

    Attributes:
        newer: The newer edition of its document, if one is known.
        is_stale: It is older than a document may be here.
    """

    title: str
    date: str | None
    link: str
    newer: str | None
    is_stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsView:
    """Where the heads above a quoted row are cited: the number of that quote and its address."""

    n: int
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    """A quote with its citation, ready to be shown.

    Attributes:
        belongs_to: For a quote that only supplies another, the number of that one.
        also: Where else the same is said.
        found_in: How many documents say it, in words; None for one.
        newer: The newer edition of its document, if one is known.
        is_stale: Its document is older than one may be here.
        crumbs: The headings above it, the document's title left out.
        place: Where in the original it begins: "page 3", "sheet 2, row 17".
        chance: Its probability in words and number: "likely, 87 %"; of a pinned quote, who pinned it.
        in_answer: Address of its document that also names the answer, so that its other quotes are a step away.
        heads: For a quoted row, the quote that cites the heads above it; None where there is none.
        is_heads: It is shown as the heads above the row that it belongs to, and not by itself.
        is_tabled: It is shown in the table of a comparison alone.
        is_doubtful: It is not the first, less likely than not to answer, and neither side of anything nor pinned.
        is_curated: Somebody pinned it to the question.
        standing: What became of its words since the answer was given; None for an answer given just now.
    """

    n: int
    text: str
    parts: tuple[QuotePart, ...]
    side: str | None
    title: str
    crumbs: tuple[str, ...]
    date: str | None
    owner: str | None
    place: str | None
    chance: str
    is_curated: bool
    link: str
    in_answer: str
    citation: CitationModel
    belongs_to: int | None
    also: tuple[CopyView, ...]
    found_in: str | None
    newer: str | None
    is_stale: bool
    heads: HeadsView | None
    is_heads: bool
    is_tabled: bool
    is_doubtful: bool
    standing: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """Words of a quote in the table of a comparison."""

    n: int
    text: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One respect of a comparison and what each side's cell holds."""

    aspect: str
    cells: tuple[CellView | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """A comparison as a table. Quotes that stand in it alone are listed below it as its sources."""

    sides: tuple[str, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueView:
    """A value on which sources disagree, and the quote that states it."""

    value: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementView:
    """The same measure with different values."""

    measure: str
    values: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """How long a stage took, in ms, and as a share of the longest, in %."""

    name: str
    took: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """An answer or an abstention, ready to be shown.

    Attributes:
        understood_as: The question as searched, where that is not what was typed.
        correct_link: Address of the page where that can be corrected before it is asked.
        alone_link: Address that asks what was typed as it is, without the conversation.
    """

    is_answer: bool
    understood_as: str | None
    correct_link: str
    alone_link: str
    quotes: tuple[QuoteView, ...]
    disagreements: tuple[DisagreementView, ...]
    comparison: ComparisonView | None
    reason: str  # of an abstention, in words; empty for small talk
    message: str
    meanings: tuple[Turn, ...]
    total_ms: int
    stages: tuple[StageView, ...]
    generation: int
    answer_id: str
