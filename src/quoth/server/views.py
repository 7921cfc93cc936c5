"""What the pages show: each template's declared context."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from quoth.contract import MOST_NOTE
from quoth.server.links import Turn
from quoth.server.marking import Group
from quoth.server.outcome_views import OutcomeView
from quoth.types import (
    Box,
    Standing,
)


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
