"""What the pages show: each template's declared context."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from quoth.contract import MOST_NOTE, CitationModel
from quoth.contract.pins import PinModel
from quoth.server.answer_views import OutcomeView
from quoth.server.copies import Copies
from quoth.server.links import Turn
from quoth.server.marking import Group
from quoth.server.searching_within import HeadingLine, HitLine
from quoth.server.shelf import DocumentLine, Look
from quoth.server.telling import Told
from quoth.types import Box, Standing


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
class PinForm:
    """What the forms that pin a quote have in common: the question to be answered by it, and where the way leads back."""

    token: str
    question: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatPage:
    """Context of `chat.html`.

    Attributes:
        earlier: The questions before this one, oldest first.
        history: The questions that the next one follows as they were understood, oldest first: hidden inputs of the form.
        said: What the last of them was answered, in short: a hidden input, too.
        typed: What stands in the field: a question that could not be asked.
        base: The address of this server.
        not_ready: Why the first answer takes longer, or will not come.
        noted_days: How long the words of questions are kept; 0 if they are not.
        feedback: The form to judge the answer with; None if there is none, or it is not kept.
        copies: The answer to be taken along.
        permalink: Address of the answer as it was given; None where answers are not kept.
        given_at: When the answer was given, if it was not just now; `again` then asks its question anew.
    """

    template: ClassVar[str] = "chat.html"
    question: str | None
    earlier: tuple[Turn, ...]
    history: tuple[str, ...]
    said: str
    typed: str
    outcome: OutcomeView | None
    problem: Told | None
    examples: tuple[Turn, ...]
    documents: int
    passages: int
    noted_days: int
    not_ready: str | None
    base: str
    feedback: FeedbackForm | None = None
    copies: Copies | None = None
    pin: PinForm | None = None
    permalink: str | None = None
    given_at: str | None = None
    again: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedPage:
    """Context of `curated.html`."""

    template: ClassVar[str] = "curated.html"
    pins: tuple[PinModel, ...]
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureLine:
    """One document that could not be read."""

    doc_id: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One option of a field."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsPage:
    """Context of `documents.html`.

    Attributes:
        failures: What could not be read at the last ingest, the first of `failed`; `refused` what was uploaded just now and could not.
        total, found: How many documents there are, and how many of them were asked for.
        before, after: The addresses of the neighbouring pages of a long list.
    """

    template: ClassVar[str] = "documents.html"
    documents: tuple[DocumentLine, ...]
    failures: tuple[FailureLine, ...]
    failed: int
    refused: tuple[FailureLine, ...]
    total: int
    found: int
    q: str
    states: tuple[Choice, ...]
    formats: tuple[Choice, ...]
    orders: tuple[Choice, ...]
    before: str | None
    after: str | None
    upload_token: str
    token: str
    most_bytes: int
    most_megabytes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What verification says of the quote on a document page. `link` leads to where the words stand now, if elsewhere."""

    standing: Standing
    message: str
    citation: CitationModel
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Where a quote stands in its answer: the addresses of the ones before and after it, and of the answer."""

    n: int
    total: int
    before: str | None
    after: str | None
    back: str


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
        live: Address of the version that answers now, if this is an older one.
        path: Address of the document.
        unsought: Address of this page without what is searched for.
        around: The other quotes of the answer that led here.
        find: What is searched for in it; `carried` what of the address a search keeps.
        pages: The printed pages on which the quote stands.
        before, after: Addresses of the neighbouring parts of a long document.
        look: How well it was read.
        token: Of the form that removes it.
    """

    template: ClassVar[str] = "document.html"
    title: str
    doc_id: str
    version: int
    date: str | None
    owner: str | None
    stored_at: str
    original: str | None
    text_sha256: str
    live: str | None
    path: str
    unsought: str
    proof: Proof | None
    around: Around | None
    outline: tuple[HeadingLine, ...]
    find: str
    carried: tuple[tuple[str, str], ...]
    hits: tuple[HitLine, ...]
    has_more_hits: bool
    pages: tuple[PageView, ...]
    groups: tuple[Group, ...]
    before: str | None
    after: str | None
    look: Look
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelPage:
    """Context of `panel.html`: a document beside an answer. `whole` is the address of its page."""

    template: ClassVar[str] = "panel.html"
    whole: str
    document: DocumentPage
