"""How outcomes are shown: quotes, citations, comparisons as the templates take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from quoth.contract import Today, citation_model, found_in, place_of
from quoth.retrieval import listed_in
from quoth.server.links import Turn, link_to_correct, link_to_question
from quoth.server.marking import QuoteLine, lines_of
from quoth.text.normalise import squeeze
from quoth.types import (
    Abstention,
    Answer,
    Cell,
    Citation,
    Comparison,
    Curated,
    Disagreement,
    MeantQuestion,
    Outcome,
    Quote,
    Reason,
)

# What of an answer goes along with the next question, in the address, in characters.
MOST_SAID: Final = 700
_MOST_BEGINNING: Final = 120
_WORDS: Final = ((0.9, "very likely"), (0.7, "likely"), (0.5, "more likely than not"), (0.25, "uncertain"), (0.0, "unlikely"))
_REASONS: Final[dict[Reason, str]] = {
    "empty_library": "No documents yet",
    "not_a_question": "No question found",
    "off_topic": "Not what the documents are about",
    "no_evidence": "Nothing found",
    "low_probability": "Not sure enough to answer",
    "ambiguous": "This may mean several things",
}


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
class QuoteView:
    """A quote with its citation, ready to be shown.

    Attributes:
        belongs_to: For a quote that only supplies another, the number of that one.
        also: Where else the same is said.
        found_in: How many documents say it, in words; None for one.
        newer: The newer edition of its document, if one is known.
        is_stale: Its document is older than one may be here.
        crumbs: The headings above it, the document's title left out.
        columns: For a table row, the heads of its columns.
        place: Where in the original it begins: "page 3", "sheet 2, row 17".
        chance: Its probability in words and number: "likely, 87 %"; of a pinned quote, who pinned it.
        is_tabled: It is shown in the table of a comparison alone.
        is_curated: Somebody pinned it to the question.
    """

    n: int
    lines: tuple[QuoteLine, ...]
    side: str | None
    title: str
    crumbs: tuple[str, ...]
    columns: str | None
    date: str | None
    owner: str | None
    place: str | None
    chance: str
    is_curated: bool
    link: str
    belongs_to: int | None
    also: tuple[CopyView, ...]
    found_in: str | None
    newer: str | None
    is_stale: bool
    is_tabled: bool = False


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
    disagreements: tuple[Disagreement, ...]
    comparison: ComparisonView | None
    reason: str
    message: str
    meanings: tuple[Turn, ...]
    total_ms: int
    generation: int
    answer_id: str


def chance_of(probability: float) -> str:
    """Return a probability in plain words with its number: "likely, 87 %". Nothing is ever certain."""
    word = next(word for least, word in _WORDS if probability >= least)
    return f"{word}, {min(max(round(100 * probability), 1), 99)}\N{NO-BREAK SPACE}%"


def _pinned_by(curated: Curated) -> str:
    return f"Curated by {curated.owner}" + (f" until {curated.until}" if curated.until else "")


def show_outcome(outcome: Outcome, today: Today, history: Sequence[str] = (), said: str = "") -> OutcomeView:
    """Prepare an outcome for its page.

    Args:
        today: What says whether a source is stale.
        history: The questions before it, oldest first.
        said: What the last of them was answered, in short.
    """
    query = outcome.query
    comparison = outcome.comparison if isinstance(outcome, Answer) else None
    match outcome:
        case Answer():
            quotes, reason, message, disagreements = outcome.quotes, "", "", outcome.disagreements
            meant: tuple[MeantQuestion, ...] = ()
        case Abstention():
            quotes, reason, message, disagreements = outcome.nearest, _REASONS[outcome.reason], outcome.message, ()
            meant = outcome.meanings
    return OutcomeView(
        is_answer=isinstance(outcome, Answer),
        understood_as=query.understood_as if query.understood_as != query.question else None,
        correct_link=link_to_correct(query.text, history, said),
        alone_link=link_to_question(query.question),
        quotes=tuple(
            _show_quote(
                quote,
                today,
                has_header=_has_header(quote, quotes),
                is_tabled=comparison is not None and quote.n > comparison.beside,
            )
            for quote in quotes
        ),
        disagreements=disagreements,
        comparison=None if comparison is None else _show_comparison(comparison, quotes),
        reason=reason,
        message=message,
        meanings=tuple(Turn(question=one.question, link=link_to_question(one.question)) for one in meant),
        total_ms=round(outcome.timings.total),
        generation=outcome.generation,
        answer_id=outcome.answer_id,
    )


def _show_comparison(comparison: Comparison, quotes: Sequence[Quote]) -> ComparisonView:
    def show(cell: Cell) -> CellView:
        citation = quotes[cell.n - 1].citation
        part = Citation(version=citation.version, span=cell.span.shifted(citation.span.start))
        return CellView(n=cell.n, text=part.quote, link=citation_model(part).link)

    rows = (
        RowView(aspect=row.aspect, cells=tuple(None if cell is None else show(cell) for cell in row.cells))
        for row in comparison.rows
    )
    return ComparisonView(sides=comparison.sides, rows=tuple(rows))


def gist_of(outcome: Outcome) -> str:
    """Return what a follow-up may point to in an answer: the things it lists by name, else how each of its quotes begins."""
    if isinstance(outcome, Abstention):
        return ""
    listed = listed_in(outcome.quotes[0].citation.quote)
    if listed:
        return "\n".join(f"{n}. {name}" for n, name in enumerate(listed, 1))[:MOST_SAID]
    return "\n\n".join(squeeze(quote.citation.quote)[:_MOST_BEGINNING] for quote in outcome.quotes)[:MOST_SAID]


def _has_header(quote: Quote, quotes: Sequence[Quote]) -> bool:
    """Say whether the header of a quoted table row is shown by this quote or by one that belongs to it."""
    block = quote.citation.block
    if block is None or block.header is None:
        return True
    shown = [quote, *(other for other in quotes if other.belongs_to == quote.n)]
    return any(other.citation.span.holds(block.header) for other in shown)


def _show_quote(quote: Quote, today: Today, *, has_header: bool, is_tabled: bool) -> QuoteView:
    citation, version, block = quote.citation, quote.citation.version, quote.citation.block
    crumbs = block.heading_path if block else ()
    marks = [highlight.shifted(citation.span.start) for highlight in quote.highlights]
    return QuoteView(
        n=quote.n,
        lines=lines_of(version, citation.span, marks),
        side=quote.side,
        title=version.title,
        crumbs=crumbs[1:] if crumbs[:1] == (version.title,) else crumbs,
        columns=block.header.of(version.text) if block and block.header and not has_header else None,
        date=version.date,
        owner=version.owner,
        place=place_of(citation),
        chance=_pinned_by(quote.curated) if quote.curated else chance_of(quote.probability),
        is_curated=quote.curated is not None,
        link=citation_model(citation).link,
        belongs_to=quote.belongs_to,
        also=tuple(_show_copy(copy, today) for copy in quote.also),
        found_in=found_in(quote),
        newer=citation.superseded_by,
        is_stale=today.is_stale(version.date),
        is_tabled=is_tabled,
    )


def _show_copy(copy: Citation, today: Today) -> CopyView:
    version = copy.version
    return CopyView(
        title=version.title, date=version.date, link=citation_model(copy).link, newer=copy.superseded_by,
        is_stale=today.is_stale(version.date),
    )  # fmt: skip
