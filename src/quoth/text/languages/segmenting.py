"""Cut paragraphs into sentences by the Punkt algorithm (Kiss and Strunk 2006, from nupunkt) with a language's own abbreviations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from nupunkt import PunktParameters, PunktSentenceTokenizer

from quoth.text.languages.language import NEVER
from quoth.types import Span

# So much on each side of a gap decides whether it is one.
_LOOKED_AT: Final = 40
_SMALL_OPENING: Final = re.compile(r"[\"'\u201c\u201e\u00ab(\[\s]*[^\W\d_]")
# A unit of one letter, which Punkt takes for an initial: "um 10 h. Danach …".
_UNIT_ENDS: Final = re.compile(r"\d\s?[a-zµ]\.\s+(?=[\"\u201e\u00ab\u00bf\u00a1(]?[A-ZÀ-ÖØ-Þ])")


def segmenter(
    abbreviations: str, openers: str, no_gap: re.Pattern[str] = NEVER, closing: str = ""
) -> Callable[[str], tuple[Span, ...]]:
    """Return a function that cuts one paragraph into sentences.

    Args:
        abbreviations: Lower case, without the last stop, with white space between.
        openers: Lower-case words that begin a sentence where they follow an abbreviation with a capital.
        no_gap: Matches what stands around a gap that is none, with a NUL in its place: "am 3.", NUL, "Mai".
        closing: Quotation marks that close here and open in English.
    """
    parameters = PunktParameters()
    parameters.update_abbrev_types(set(abbreviations.split()))
    parameters.update_sent_starters(set(openers.split()))
    parameters.freeze_sets()
    tokenizer = PunktSentenceTokenizer(parameters, include_common_abbrevs=False)
    closed = str.maketrans(closing, "\u201d" * len(closing))

    def split(text: str) -> tuple[Span, ...]:
        spans: list[Span] = []
        for piece in _pieces(text, tokenizer.span_tokenize(text.translate(closed))):
            if spans and _belongs(text, spans[-1], piece, no_gap):
                spans[-1] = Span(spans[-1].start, piece.end)
            else:
                spans.append(piece)
        return tuple(spans)

    return split


def _pieces(text: str, cuts: Iterator[tuple[int, int]]) -> Iterator[Span]:
    """Yield what the cuts leave, trimmed of white space, cut again where a unit ends a sentence."""
    for first, last in cuts:
        ends = [match.end() for match in _UNIT_ENDS.finditer(text, first, last)]
        for start, end in zip([first, *ends], [*ends, last], strict=True):
            piece = text[start:end]
            if piece.strip():
                start += len(piece) - len(piece.lstrip())  # noqa: PLW2901 - the same piece without its margins
                yield Span(start, start + len(piece.strip()))


def _belongs(text: str, before: Span, after: Span, no_gap: re.Pattern[str]) -> bool:
    """Say whether a piece goes on with the sentence before it: it opens small, so that an abbreviation was taken for an end, or no gap is there."""
    opening = _SMALL_OPENING.match(text, after.start, after.end)
    if opening is not None and opening.group()[-1].islower():
        return True
    around = f"{before.of(text)[-_LOOKED_AT:]}\0{after.of(text)[:_LOOKED_AT]}"
    return no_gap.search(around) is not None
