"""The pages for people: the chat, the list of documents, one document with the quote marked. They work without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Final
from urllib.parse import quote as quote_name
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Path, Query
from fastapi.responses import RedirectResponse, Response

from quoth.ask import Request
from quoth.contract import Today, link_to
from quoth.errors import QuothError, UnknownError, UsageError
from quoth.house import House
from quoth.server.desk import Desk, TheDesk, TheHouse
from quoth.server.documents_api import MOST_VERSION, link_to_document
from quoth.server.errors import status_of
from quoth.server.feedback import feedback_form
from quoth.server.limits import PageRoute
from quoth.server.links import Turn, link_to_question, turns
from quoth.server.marking import groups_of
from quoth.server.outcome_views import MOST_SAID, gist_of, show_outcome
from quoth.server.questions_api import conversation
from quoth.server.templates import render
from quoth.server.views import ChatPage, DocumentLine, DocumentPage, DocumentsPage, FailureLine, PageView, Problem, Proof
from quoth.types import Block, Citation, Exchange, Span, Version

router = APIRouter(route_class=PageRoute, include_in_schema=False)

# An address must stay short enough for every browser and proxy: what a follow-up needs is in the last few questions.
_MOST_EARLIER: Final = 6
_MOST_EARLIER_CHARACTERS: Final = 1500
_LINES_AT_ONCE: Final = 500
_BLOCKS_AT_ONCE: Final = 1500
_METHODS: Final = ["GET", "HEAD"]
# A page of one version never looks otherwise; a deleted document is not shown again, but its picture may stay for an hour.
_UNCHANGING: Final = "private, max-age=3600"

Earlier = Annotated[list[str] | None, Query()]
Number = Annotated[int | None, Query(ge=0, le=MOST_VERSION)]


@router.api_route("/", methods=_METHODS)
def chat(desk: TheDesk, q: str | None = None, h: Earlier = None, a: str = "", edit: str = "") -> Response:
    """Show the field for a question and, where the address holds one, its answer.

    Args:
        h: The questions before it as they were understood, oldest first.
        a: What the last of them was answered, in short: what "the second one" may mean.
        edit: A question to be corrected: it stands in the field and is not asked yet.
    """
    page = _empty_chat(desk)
    history = _recent([old.question for old in conversation(Exchange.of(h or ()), desk.house)])
    if q is None and edit:
        return render(replace(page, earlier=turns(history), history=history, said=a[:MOST_SAID], typed=edit))
    if q is None:
        return render(replace(page, examples=_examples(desk, page.passages)))
    try:
        outcome = desk.answer(Request(question=q, history=_with_answer(history, a)), "web")
    except QuothError as error:
        problem = Problem(message=error.message, hint=error.hint)
        page = replace(page, earlier=turns(history), history=history, said=a[:MOST_SAID], typed=q, problem=problem)
        return render(page, status_of(error))
    asked = outcome.query.question
    today = Today.now(desk.house.settings.answer.stale_after_days)
    page = replace(
        page,
        question=asked,
        earlier=turns(history),
        history=(*history, outcome.query.text),
        said=gist_of(outcome),
        outcome=show_outcome(outcome, today, history, a[:MOST_SAID]),
    )
    return render(replace(page, feedback=feedback_form(desk, outcome, link_to_question(asked, history))))


@router.api_route("/documents", methods=_METHODS)
def documents(house: TheHouse, page: Annotated[int, Query(ge=1, le=1_000_000)] = 1) -> Response:
    """List the documents, and what could not be read."""
    held = house.documents()
    first = (page - 1) * _LINES_AT_ONCE
    lines = tuple(
        DocumentLine(
            title=d.title, doc_id=d.doc_id, link=link_to_document(d.doc_id), date=d.date, owner=d.owner, passages=d.passages
        )
        for d in held[first : first + _LINES_AT_ONCE]
    )
    failures = tuple(FailureLine(doc_id=f.doc_id, message=f.message, hint=f.hint) for f in house.failures())
    before = f"/documents?page={page - 1}" if page > 1 else None
    after = f"/documents?page={page + 1}" if first + _LINES_AT_ONCE < len(held) else None
    return render(DocumentsPage(documents=lines, failures=failures, total=len(held), before=before, after=after))


@router.api_route("/documents/{doc_id:doc_id}", methods=_METHODS)
def document(
    doc_id: str, house: TheHouse, version: Number = None, start: Number = None, end: Number = None, part: Number = None
) -> Response:
    """Show a document, with the cited words marked where the address names them."""
    if not doc_id:
        return RedirectResponse("/documents")
    try:
        held, shown = house.document(doc_id, version)
    except UnknownError:
        if (name := house.renamed(doc_id)) is None:
            raise
        place = {"version": version, "start": start, "end": end, "part": part}
        query = urlencode({key: value for key, value in place.items() if value is not None})
        return RedirectResponse(f"{link_to_document(name)}?{query}".rstrip("?"))
    quote = _span_of(shown, start, end)
    blocks, before, after = _part_of(shown, quote, part)
    return render(
        DocumentPage(
            title=shown.title,
            doc_id=doc_id,
            version=shown.version,
            date=shown.date,
            owner=shown.owner,
            original=_original_of(shown),
            text_sha256=shown.text_sha256,
            live=link_to_document(doc_id) if shown.version != held.version else None,
            proof=_proof_of(house, shown, quote) if quote else None,
            pages=_pages_of(house, shown, quote) if quote else (),
            groups=groups_of(shown, blocks, quote),
            before=before,
            after=after,
        )
    )


@router.api_route("/originals/{doc_id:doc_id}", methods=_METHODS)
def original(doc_id: str, house: TheHouse, version: Number = None) -> Response:
    """Hand out the file that a version was read from, to be saved: a browser must not run what is in it."""
    data = house.original(doc_id, version)
    name = quote_name(doc_id.rsplit("/", 1)[-1])
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Content-Security-Policy": "sandbox"}
    return Response(data, media_type="application/octet-stream", headers=headers)


@router.api_route("/pictures/{page}/{doc_id:doc_id}", methods=_METHODS)
def picture(
    page: Annotated[int, Path(ge=1, le=MOST_VERSION)], doc_id: str, house: TheHouse, version: Number = None
) -> Response:
    """Draw one page of a document as it is printed."""
    return Response(house.picture(doc_id, page, version), media_type="image/png", headers={"Cache-Control": _UNCHANGING})


def _empty_chat(desk: Desk) -> ChatPage:
    held, passages, _ = desk.house.counts()
    return ChatPage(
        question=None, earlier=(), history=(), said="", typed="", outcome=None, problem=None, examples=(), documents=held,
        passages=passages, not_ready=None if desk.warmth.is_warm else desk.warmth.message,
    )  # fmt: skip


def _examples(desk: Desk, passages: int) -> tuple[Turn, ...]:
    if not passages or not desk.warmth.is_warm:
        return ()
    questions = desk.examples.of(desk.house.counts()[2])
    return tuple(Turn(question=question, link=link_to_question(question)) for question in questions)


def _recent(questions: Sequence[str]) -> tuple[str, ...]:
    """Return the last questions that fit into an address; the very last always does."""
    kept: list[str] = []
    for question in reversed(questions[-_MOST_EARLIER:]):
        if kept and sum(map(len, kept)) + len(question) > _MOST_EARLIER_CHARACTERS:
            break
        kept.insert(0, question)
    return tuple(kept)


def _with_answer(questions: Sequence[str], said: str) -> tuple[Exchange, ...]:
    """Return the earlier questions, the last one with what it was answered."""
    *before, last = questions or [""]
    return (*Exchange.of(before), Exchange(last, said[:MOST_SAID])) if last else ()


def _span_of(version: Version, start: int | None, end: int | None) -> Span | None:
    """Return the span an address names, or None.

    Raises:
        UsageError: The text holds no words there.
    """
    if start is None and end is None:
        return None
    size = len(version.text)
    if start is None or end is None or not start < end <= size or not version.text[start:end].strip():
        given = f"{'?' if start is None else start} to {'?' if end is None else end}"
        raise UsageError(
            f"{version.title}, version {version.version}, has no quote from {given}: its text has {size:,} characters.",
            "Follow the link of a citation, or open the document without `start` and `end`.",
        )
    return Span(start, end)


def _part_of(version: Version, quote: Span | None, part: int | None) -> tuple[Sequence[Block], str | None, str | None]:
    """Return the blocks of one part of a long document, the one with the quote unless another is asked for."""
    if part is None:
        at = next((i for i, block in enumerate(version.blocks) if quote and block.span.touches(quote)), 0)
        part = at // _BLOCKS_AT_ONCE
    first = part * _BLOCKS_AT_ONCE
    if first and first >= len(version.blocks):
        raise UnknownError("part", f"{part} of {version.doc_id}")
    path = link_to_document(version.doc_id)

    def link(other: int) -> str:
        return f"{path}?{urlencode({'version': version.version, 'part': other})}"

    before = link(part - 1) if part else None
    after = link(part + 1) if first + _BLOCKS_AT_ONCE < len(version.blocks) else None
    return version.blocks[first : first + _BLOCKS_AT_ONCE], before, after


def _original_of(version: Version) -> str:
    """Return the address of the original: its own on the web, else ours."""
    if urlsplit(version.uri).scheme in ("http", "https"):
        return version.uri
    return f"/originals/{quote_name(version.doc_id, safe='/')}?version={version.version}"


def _pages_of(house: House, version: Version, quote: Span) -> tuple[PageView, ...]:
    """Return the printed pages on which a quote stands, as far as they can be drawn."""
    path = quote_name(version.doc_id, safe="/")
    return tuple(
        PageView(
            number=page.number,
            address=f"/pictures/{page.number}/{path}?version={version.version}&sha256={version.source_sha256[:16]}",
            width=page.width,
            height=page.height,
            boxes=tuple((left, top, right - left, bottom - top) for left, top, right, bottom in boxes),
        )
        for page, boxes in house.printed(version, quote)
    )


def _proof_of(house: House, version: Version, quote: Span) -> Proof:
    citation = Citation(version=version, span=quote)
    verdict = house.verify(version.doc_id, version.version, quote, version.text_sha256, citation.quote_sha256)
    link = None
    is_elsewhere = (verdict.version, verdict.start) != (version.version, quote.start)
    if verdict.version and verdict.start is not None and verdict.end is not None and is_elsewhere:
        link = link_to(verdict.doc_id, verdict.version, verdict.start, verdict.end)
    return Proof(
        standing=verdict.standing, message=verdict.message, quote_sha256=citation.quote_sha256, start=quote.start,
        end=quote.end, link=link,
    )  # fmt: skip
