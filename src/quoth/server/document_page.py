"""The page of one document, with the quote marked; the same beside an answer, as a panel; its original and its pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.parse import quote as quote_name

from fastapi import APIRouter, Path, Query
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from quoth.contract import OutcomeModel, citation_model, link_to
from quoth.errors import UnknownError
from quoth.house import House
from quoth.server.desk import TheHouse
from quoth.server.documents_api import MOST_VERSION, link_to_document
from quoth.server.limits import PageRoute
from quoth.server.marking import groups_of
from quoth.server.outcome_views import link_in_answer
from quoth.server.searching_within import MOST_SOUGHT, LinkTo, find_within, hit_lines, outline_of
from quoth.server.shelf import REMOVING, look_of
from quoth.server.telling import PageError
from quoth.server.views import Around, DocumentPage, PageView, PanelPage, Proof
from quoth.server.visits import TheVisit
from quoth.types import Block, Citation, Span, Version

router = APIRouter(route_class=PageRoute, include_in_schema=False)

_BLOCKS_AT_ONCE: Final = 1500
_METHODS: Final = ["GET", "HEAD"]
# A page of one original never looks otherwise; a deleted document is not shown again, but its picture may stay for an hour.
_UNCHANGING: Final = "private, max-age=3600"

Number = Annotated[int | None, Query(ge=0, le=MOST_VERSION)]


_Number = Annotated[int | None, Field(ge=0, le=MOST_VERSION)]


class Place(BaseModel):
    """A place in a document, and how it came to be looked at, as the address says it."""

    version: _Number = Field(default=None, description="Which text of it; the live one if left out.")
    start: _Number = Field(default=None, description="First code point to be marked.")
    end: _Number = Field(default=None, description="One past the last.")
    part: _Number = Field(default=None, description="Which part of a long document.")
    find: str = Field(default="", description="Words to be searched for in it.")
    answer: str = Field(default="", description="The answer that quotes it.")
    n: _Number = Field(default=None, description="The number of the quote in that answer.")
    panel: bool = Field(default=False, description="Return only what stands beside an answer.")

    def query(self, *without: str, **other: object) -> str:
        """Return the address's query, parts of it left out or changed."""
        held = {name: value for name, value in self.model_dump(exclude_defaults=True).items() if name not in without}
        return urlencode({name: int(value) if value is True else value for name, value in {**held, **other}.items()})


@router.api_route("/documents/{doc_id:doc_id}", methods=_METHODS)
def document(doc_id: str, asked: Annotated[Place, Query()], visit: TheVisit) -> Response:
    """Show a document, with the cited words marked where the address names them."""
    house = visit.house
    if not doc_id:
        return RedirectResponse("/documents")
    try:
        held, shown = house.document(doc_id, asked.version)
    except UnknownError:
        if (name := house.renamed(doc_id)) is None:
            raise
        return RedirectResponse(f"{link_to_document(name)}?{asked.query()}".rstrip("?"))
    quote = _span_of(shown, asked.start, asked.end)
    place = asked.model_copy(update={"version": shown.version})
    hits = find_within(shown, asked.find)
    part = _checked_part(shown, asked.part, hits.spans[0] if hits.spans else quote)
    link = _linker(shown, place, part)
    page = DocumentPage(
        title=shown.title,
        doc_id=doc_id,
        version=shown.version,
        date=shown.date,
        owner=shown.owner,
        stored_at=shown.stored_at[:10],
        original=_original_of(shown),
        text_sha256=shown.text_sha256,
        live=link_to_document(doc_id) if shown.version != held.version else None,
        path=link_to_document(doc_id),
        unsought=f"{link_to_document(doc_id)}?{place.query('panel', 'find', 'part')}#quote",
        proof=_proof_of(house, shown, quote) if quote else None,
        around=_around(house, asked.answer, asked.n) if asked.answer and asked.n else None,
        outline=outline_of(shown, link),
        find=asked.find[:MOST_SOUGHT],
        carried=tuple(parse_qsl(place.query("find", "part", "panel"))),
        hits=hit_lines(shown, hits.spans, link),
        has_more_hits=hits.has_more,
        pages=_pages_of(house, shown, quote) if quote else (),
        groups=groups_of(shown, _blocks_of(shown, part), quote, hits.spans),
        before=link(_start_of(shown, part - 1), "") if part else None,
        after=link(_start_of(shown, part + 1), "") if _has_part(shown, part + 1) else None,
        look=look_of(held, visit.texts),
        token=visit.sign(REMOVING),
    )
    if asked.panel:
        return visit.show(PanelPage(document=page, whole=f"{page.path}?{place.query('panel')}#quote"))
    return visit.show(page)


@router.api_route("/originals/{doc_id:doc_id}", methods=_METHODS)
def original(doc_id: str, house: TheHouse, version: Number = None) -> Response:
    """Hand out the file that a version was read from, to be saved: a browser must not run what is in it."""
    data = house.original(doc_id, version)
    name = quote_name(doc_id.rsplit("/", 1)[-1])
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Content-Security-Policy": "sandbox"}
    return Response(data, media_type="application/octet-stream", headers=headers)


@router.api_route("/pictures/{page}/{doc_id:doc_id}", methods=_METHODS)
def picture(
    page: Annotated[int, Path(ge=1, le=MOST_VERSION)],
    doc_id: str,
    house: TheHouse,
    version: Number = None,
    sha256: Annotated[str, Query(pattern="^[0-9a-f]{16}$")] | None = None,
) -> Response:
    """Draw one page of a document as it is printed.

    Args:
        sha256: How the hash of the original begins; a browser may keep the picture where it is named.

    Raises:
        UnknownError: The library holds no such original, or not any more.
    """
    if sha256 is not None and not house.document(doc_id, version)[1].source_sha256.startswith(sha256):
        raise UnknownError("original", f"{doc_id}, sha256 {sha256}…")
    headers = {} if sha256 is None else {"Cache-Control": _UNCHANGING}
    return Response(house.picture(doc_id, page, version), media_type="image/png", headers=headers)


def _linker(version: Version, place: Place, part: int) -> LinkTo:
    """Return what makes the address of a place in this document, keeping the rest of the present address."""

    def link(start: int, anchor: str) -> str:
        other = _part_at(version, start)
        if other == part and anchor:
            return f"#{anchor}"
        address = f"{link_to_document(version.doc_id)}?{place.query('panel', part=other)}"
        return f"{address}#{anchor}" if anchor else address

    return link


def _span_of(version: Version, start: int | None, end: int | None) -> Span | None:
    """Return the span an address names, or None.

    Raises:
        PageError: The text holds no words there.
    """
    if start is None and end is None:
        return None
    size = len(version.text)
    if start is None or end is None or not start < end <= size or not version.text[start:end].strip():
        raise PageError(
            "no_quote", title=version.title, version=str(version.version), size=size,
            start="?" if start is None else str(start), end="?" if end is None else str(end),
        )  # fmt: skip
    return Span(start, end)


def _part_at(version: Version, position: int) -> int:
    """Return the part of a long document that holds a position of its text."""
    at = next((i for i, block in enumerate(version.blocks) if block.span.end > position), 0)
    return at // _BLOCKS_AT_ONCE


def _has_part(version: Version, part: int) -> bool:
    return part * _BLOCKS_AT_ONCE < len(version.blocks)


def _start_of(version: Version, part: int) -> int:
    return version.blocks[part * _BLOCKS_AT_ONCE].span.start


def _checked_part(version: Version, part: int | None, sought: Span | None) -> int:
    """Return the part to be shown: the one asked for, else the one with what is sought.

    Raises:
        UnknownError: There is no such part.
    """
    if part is None:
        return _part_at(version, sought.start) if sought else 0
    if part and not _has_part(version, part):
        raise UnknownError("part", str(part))
    return part


def _blocks_of(version: Version, part: int) -> Sequence[Block]:
    return version.blocks[part * _BLOCKS_AT_ONCE : (part + 1) * _BLOCKS_AT_ONCE]


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
    return Proof(standing=verdict.standing, message=verdict.message, citation=citation_model(citation), link=link)


def _around(house: House, answer_id: str, n: int) -> Around | None:
    """Return the quotes before and after this one in its answer; None where the answer is not kept."""
    try:
        said = house.log.find(answer_id).said
    except UnknownError:
        return None
    if said is None:
        return None
    model = OutcomeModel.model_validate_json(said)
    links = {quote.n: link_in_answer(quote.citation, answer_id, quote.n) for quote in model.quotes or model.nearest}
    back = f"/answers/{answer_id}#{'quote' if model.quotes else 'nearest'}-{n}"
    return Around(n=n, total=len(links), before=links.get(n - 1), after=links.get(n + 1), back=back)
