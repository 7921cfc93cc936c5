"""A quote as rich text: its words as they are, the highlighted ones bold, and the line that says where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from quoth.contract import CitationModel, QuoteModel
from quoth.slack.elements import Json, line, link, quotation, words
from quoth.slack.limits import head, size

_MOST_CRUMBS: Final = 3
_MOST_CRUMB: Final = 60
_MOST_TITLE: Final = 120
# Of one quotation; with its source it stays below what a block may hold.
_MOST_PIECE: Final = 2400


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a quote's words: half-open, in code points."""

    start: int
    end: int


def window(quote: QuoteModel, most: int) -> Part:
    """Return the part of a quote that is shown where there is room for so many characters: around what is highlighted."""
    text = quote.text
    if size(text) <= most:
        return Part(start=0, end=len(text))
    first = quote.highlights[0] if quote.highlights else None
    start = 0
    if first is not None and first.end > most * 3 // 4:
        before = max(0, first.start - most // 4)
        space = text.find(" ", before, first.start)
        start = space + 1 if space >= 0 else first.start
    return Part(start=start, end=start + len(head(text[start:], most)))


def quotations(quote: QuoteModel, part: Part) -> list[Json]:
    """Return the words of a part of a quote, the highlighted ones bold. Ellipses in italics stand for what is left out."""
    made: list[Json] = []
    place = part.start
    while place < part.end:
        end = place + len(head(quote.text[place : part.end], _MOST_PIECE))
        pieces = [element for text, is_bold in _pieces(quote, place, end) for element in words(text, bold=is_bold)]
        before = words("… ", italic=True) if place == part.start > 0 else []
        after = words(" …", italic=True) if end == part.end < len(quote.text) else []
        made.append(quotation([*before, *pieces, *after]))
        place = end
    return made


def _pieces(quote: QuoteModel, start: int, end: int) -> Iterator[tuple[str, bool]]:
    """Yield the words of a part, cut where highlights begin and end. One that covers the whole quote says nothing."""
    spans = [(max(mark.start, start), min(mark.end, end)) for mark in quote.highlights]
    if any(mark.start <= 0 and mark.end >= len(quote.text) for mark in quote.highlights):
        spans = []
    place = start
    for begin, last in sorted(spans):
        first = max(begin, place)
        if first >= last:
            continue
        yield quote.text[place:first], False
        yield quote.text[first:last], True
        place = last
    yield quote.text[place:end], False


def source(quote: QuoteModel, web_url: str) -> Json:
    """Return the line that says where a quote stands: its number and title as a link to the marked words, headings, page, date."""
    cited = quote.citation
    return line(
        words(f"[{quote.n}] ", bold=True),
        *([words(f"{head(quote.side, _MOST_CRUMB)}: ", bold=True)] if quote.side else []),
        link(head(cited.title or cited.doc_id, _MOST_TITLE), address(cited, web_url)),
        words(_place(cited)),
        words("".join(f" · {note}" for note in _notes(quote))),
    )


def address(cited: CitationModel, web_url: str) -> str | None:
    """Return where a browser finds the quote, marked in its document; None where the bot knows no address of the pages."""
    return web_url.rstrip("/") + cited.link if web_url else None


def _place(cited: CitationModel) -> str:
    crumbs = [crumb for crumb in cited.heading_path if crumb != cited.title][:_MOST_CRUMBS]
    place = "".join(f" › {head(crumb, _MOST_CRUMB)}" for crumb in crumbs)
    return place + (f", p. {cited.page}" if cited.page is not None else "")


def _notes(quote: QuoteModel) -> Iterator[str]:
    cited = quote.citation
    if cited.date:
        yield cited.date
    documents = {cited.doc_id, *(copy.doc_id for copy in quote.also)}
    if len(documents) > 1:
        yield f"found in {len(documents)} documents"
    if cited.superseded_by:
        yield f"newer edition: {head(cited.superseded_by, _MOST_TITLE)}"
    if quote.belongs_to is not None:
        yield f"goes with [{quote.belongs_to}]"
    if quote.curated:
        yield f"curated by {head(quote.curated.owner, _MOST_CRUMB)}"
