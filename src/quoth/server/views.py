"""What the pages show: each template's declared context, and how outcomes become it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final
from urllib.parse import urlencode

from quoth.contract import MOST_NOTE, citation_model, place_of
from quoth.server.marking import Group, QuoteLine, lines_of
from quoth.types import Abstention, Answer, Box, Curated, Disagreement, Outcome, Quote, Reason, Standing

_WORDS: Final = ((0.9, "very likely"), (0.7, "likely"), (0.5, "more likely than not"), (0.25, "uncertain"), (0.0, "unlikely"))
_REASONS: Final[dict[Reason, str]] = {
    "empty_library": "No documents yet",
    "not_a_question": "No question found",
    "off_topic": "Not what the documents are about",
    "no_evidence": "Nothing found",
    "low_probability": "Not sure enough to answer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    """A quote with its citation, ready to be shown.

    Attributes:
        crumbs: The headings above it, the document's title left out.
        columns: For a table row, the heads of its columns.
        place: Where in the original it begins: "page 3", "sheet 2, row 17".
        chance: Its probability in words and number: "likely, 87 %"; of a pinned quote, who pinned it.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """An answer or an abstention, ready to be shown."""

    is_answer: bool
    understood_as: str | None
    quotes: tuple[QuoteView, ...]
    disagreements: tuple[Disagreement, ...]
    reason: str
    message: str
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
        history: The questions that the next one follows, oldest first: hidden inputs of the form.
        typed: What stands in the field: a question that could not be asked.
        not_ready: Why the first answer takes longer, or will not come.
        feedback: The form to judge the answer with; None if there is none, or it is not kept.
    """

    template: ClassVar[str] = "chat.html"
    question: str | None
    earlier: tuple[Turn, ...]
    history: tuple[str, ...]
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


def show_outcome(outcome: Outcome) -> OutcomeView:
    """Prepare an outcome for its page."""
    query = outcome.query
    match outcome:
        case Answer():
            quotes, reason, message, disagreements = outcome.quotes, "", "", outcome.disagreements
        case Abstention():
            quotes, reason, message, disagreements = outcome.nearest, _REASONS[outcome.reason], outcome.message, ()
    return OutcomeView(
        is_answer=isinstance(outcome, Answer),
        understood_as=query.text if query.text != query.question else None,
        quotes=tuple(_show_quote(quote) for quote in quotes),
        disagreements=disagreements,
        reason=reason,
        message=message,
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


def _show_quote(quote: Quote) -> QuoteView:
    citation, version, block = quote.citation, quote.citation.version, quote.citation.block
    crumbs = block.heading_path if block else ()
    marks = [highlight.shifted(citation.span.start) for highlight in quote.highlights]
    return QuoteView(
        n=quote.n,
        lines=lines_of(version, citation.span, marks),
        side=quote.side,
        title=version.title,
        crumbs=crumbs[1:] if crumbs[:1] == (version.title,) else crumbs,
        columns=block.header.of(version.text) if block and block.header else None,
        date=version.date,
        owner=version.owner,
        place=place_of(citation),
        chance=_pinned_by(quote.curated) if quote.curated else chance_of(quote.probability),
        is_curated=quote.curated is not None,
        link=citation_model(citation).link,
    )
