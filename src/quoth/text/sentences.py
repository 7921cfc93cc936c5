"""Cut a paragraph into sentences with nupunkt's pre-trained model (Kiss and Strunk 2006, tuned for legal prose)."""

from __future__ import annotations

import re

import nupunkt

from quoth.types import Span

_OPENERS = re.compile(r"\s*[a-zà-öø-ÿ]")


def split_sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of one paragraph, in order, trimmed of white space.

    Together they cover every non-white character once. A cut before a lower-case letter is undone:
    an abbreviation was taken for an end ("Ph. eur.", "approx. three").
    """
    spans: list[Span] = []
    for first, last in nupunkt.sent_spans(text):
        piece = text[first:last]
        if not piece.strip():
            continue
        start = first + len(piece) - len(piece.lstrip())
        end = start + len(piece.strip())
        if spans and _OPENERS.match(text[start:end]):
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
    return tuple(spans)


def split_long(text: str, span: Span, fits: int) -> tuple[Span, ...]:
    """Cut a span into pieces of at most `fits` code points, at white space where there is any; blank pieces are left out.

    For sentences beyond an encoder's limit, which cannot be kept whole.
    """
    pieces: list[Span] = []
    start = span.start
    while span.end - start > fits:
        cut = text.rfind(" ", start + fits // 2, start + fits)
        cut = cut if cut > start else start + fits
        pieces.append(Span(start, cut))
        start = cut + 1 if text[cut] == " " else cut
    if start < span.end:
        pieces.append(Span(start, span.end))
    return tuple(piece for piece in pieces if piece.of(text).strip())
