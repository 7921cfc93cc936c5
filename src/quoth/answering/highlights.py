"""Which words of a sentence to highlight: the short answer where the kind has one, else the clause that defines or the sentence."""

from __future__ import annotations

from quoth.answering import patterns
from quoth.types import Query, Span

_PATTERNS = {"quantity": patterns.MEASURE, "date": patterns.DATE}


def highlight(text: str, span: Span, query: Query) -> tuple[Span, ...]:
    """Return spans of the document's text inside the sentence; the whole sentence where nothing in it stands out."""
    pattern = _PATTERNS.get(query.kind)
    if pattern is None:
        return (span,)
    asked = query.text.casefold()
    found = [
        Span(*match.span()).shifted(span.start)
        for match in pattern.finditer(span.of(text))
        if match.group().strip().casefold() not in asked
    ]
    return tuple(found) or (span,)
