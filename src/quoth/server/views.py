"""What the pages show: each template's declared context, and how outcomes become it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final
from urllib.parse import urlencode

from quoth.contract import MOST_NOTE, Today, citation_model, found_in, place_of
from quoth.retrieval import listed_in
from quoth.server.marking import Group, QuoteLine, lines_of
from quoth.text.normalise import squeeze
from quoth.types import (
    Abstention,
    Answer,
    Box,
    Cell,
    Citation,
    Comparison,
    Curated,
    Disagreement,
    MeantQuestion,
    Outcome,
    Quote,
    Reason,
    Standing,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question with the address that asks it."""

    question: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a question could not be asked."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackForm:
    """The form under an answer.

    Attributes:
        token: Proves that the form is from a page of ours.
        back: Address of the page that it stands on.
        quotes: How many there are to choose from.
    """

    answer_id: str
    token: str
    back: str
    quotes: int
    most_note: int = MOST_NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackPage:
    """Context of `noted.html`: feedback was taken. `back` is the address of the answer."""

    template: ClassVar[str] = "noted.html"
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatPage:
    """Context of `chat.html`.

    Attributes:
        earlier: The questions before this one, oldest first.
        history: The questions that the next one follows as they were understood, oldest first: hidden inputs of the form.
        said: What the last of them was answered, in short: a hidden input, too.
        typed: What stands in the field: a question that could not be asked.
        not_ready: Why the first answer takes longer, or will not come.
        feedback: The form to judge the answer with; None if there is none, or it is not kept.
    """

    template: ClassVar[str] = "chat.html"
    question: str | None
    earlier: tuple[Turn, ...]
    history: tuple[str, ...]
    said: str
    typed: str
    outcome: OutcomeView | None
    problem: Problem | None
    examples: tuple[Turn, ...]
    documents: int
    passages: int
    not_ready: str | None
    feedback: FeedbackForm | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """One document of the list."""

    title: str
    doc_id: str
    link: str
    date: str | None
    owner: str | None
    passages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureLine:
    """One document that could not be read."""

    doc_id: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsPage:
    """Context of `documents.html`. `before` and `after` are the addresses of the neighbouring pages of a long list."""

    template: ClassVar[str] = "documents.html"
    documents: tuple[DocumentLine, ...]
    failures: tuple[FailureLine, ...]
    total: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What verification says of the quote on a document page. `link` leads to where the words stand now, if elsewhere."""

    standing: Standing
    message: str
    quote_sha256: str
    start: int
    end: int
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """A printed page with the words of the quote marked on it.

    Attributes:
        address: Of its picture.
        boxes: Left, top, width and height of each marked rectangle, in points.
    """

    number: int
    address: str
    width: float
    height: float
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """Context of `document.html`.

    Attributes:
        original: Address of the original, where there is one.
        pages: The printed pages on which the quote stands.
        live: Address of the version that answers now, if this is an older one.
        before, after: Addresses of the neighbouring parts of a long document.
    """

    template: ClassVar[str] = "document.html"
    title: str
    doc_id: str
    version: int
    date: str | None
    owner: str | None
    original: str | None
    text_sha256: str
    live: str | None
    proof: Proof | None
    pages: tuple[PageView, ...]
    groups: tuple[Group, ...]
    before: str | None
    after: str | None


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


def turns(questions: Sequence[str]) -> tuple[Turn, ...]:
    """Return the questions of a conversation, each with the address that asks it after those before it."""
    return tuple(Turn(question=q, link=link_to_question(q, questions[:n])) for n, q in enumerate(questions))


def link_to_question(question: str, history: Sequence[str] = ()) -> str:
    """Return the address that asks a question."""
    return "/?" + urlencode([*(("h", earlier) for earlier in history), ("q", question)])


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


def link_to_correct(question: str, history: Sequence[str], said: str) -> str:
    """Return the address where a question stands in the field and waits to be corrected."""
    return "/?" + urlencode([*(("h", earlier) for earlier in history), *([("a", said)] if said else []), ("edit", question)])


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
