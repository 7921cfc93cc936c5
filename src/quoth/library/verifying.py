"""Recheck a citation against the library as it is now: exact, moved, changed or gone."""

from __future__ import annotations

from dataclasses import replace

from quoth.library.reading import Snapshot
from quoth.types import Span, Verdict, sha256

_MOST_CANDIDATES = 2_000_000


def verify(  # noqa: PLR0911 - one return per verdict
    snapshot: Snapshot, doc_id: str, version: int, span: Span, text_sha256: str, quote_sha256: str
) -> Verdict:
    """Say what became of the words a citation points to.

    `exact`: the live version has the cited words at the cited place. `moved`: it has them elsewhere. `changed`: it has them
    nowhere. `gone`: the document is no longer in the library. A citation whose own parts contradict each other, or the
    version it names, is `changed`: it never was true. A version that is not stored (the library was built anew) is judged
    by the hashes alone.
    """

    def verdict(standing: str, message: str, number: int | None = None, place: Span | None = None) -> Verdict:
        return Verdict(
            standing=standing,  # type: ignore[arg-type] # each caller below passes a literal
            doc_id=doc_id,
            version=number,
            start=place.start if place else None,
            end=place.end if place else None,
            message=message,
        )

    live = snapshot.live_version(doc_id)
    if live is None and (name := snapshot.renamed(doc_id)) is not None:
        return _verify_renamed(verify(snapshot, name, version, span, text_sha256, quote_sha256))
    if live is None:
        return verdict("gone", "The document is no longer in the library.")
    if not len(span):
        return verdict("changed", "The citation points to no words.", live.version)
    cited = snapshot.version(doc_id, version)
    if cited is not None and (cited.text_sha256 != text_sha256 or sha256(cited.text) != text_sha256):
        return verdict("changed", "The cited text is not the one stored under this version.", live.version)
    if cited is not None and (span.end > len(cited.text) or sha256(span.of(cited.text)) != quote_sha256):
        return verdict("changed", "The cited place does not hold the cited words.", live.version)
    if live.text_sha256 == text_sha256 and span.end <= len(live.text) and sha256(span.of(live.text)) == quote_sha256:
        return verdict("exact", "The document says exactly this, at this place.", live.version, span)
    place = _find(live.text, span, quote_sha256, span.of(cited.text) if cited else None)
    if place is not None and place == span:
        return verdict("exact", "The document has a newer version, which says exactly this at this place.", live.version, place)
    if place is not None:
        return verdict("moved", "The document's present version holds these words at another place.", live.version, place)
    return verdict("changed", "The document's present version no longer holds these words.", live.version)


def _verify_renamed(found: Verdict) -> Verdict:
    if found.standing not in ("exact", "moved"):
        return found
    return replace(found, standing="moved", message=f"The document is now called {found.doc_id}. {found.message}")


def _find(text: str, span: Span, quote_sha256: str, quote: str | None) -> Span | None:
    """Find the cited words nearest to where they stood; by their hash alone where the cited version is not stored."""
    if quote is not None:
        return find_words(text, span, quote)
    size = len(span)
    for start in range(min(len(text) - size + 1, _MOST_CANDIDATES // max(size, 1))):
        if sha256(text[start : start + size]) == quote_sha256:
            return Span(start, start + size)
    return None


def find_words(text: str, span: Span, words: str) -> Span | None:
    """Find words in a text, nearest to where they stood, or None."""
    if span.of(text) == words:
        return span
    places = []
    start = text.find(words)
    while start >= 0:
        places.append(start)
        start = text.find(words, start + 1)
    if not places:
        return None
    nearest = min(places, key=lambda place: (abs(place - span.start), place))
    return Span(nearest, nearest + len(words))
