"""An outcome as text for a terminal. The words of a quote are printed as they stand, only indented."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import assert_never

import click

from quoth.cli.printing import is_terminal
from quoth.contract import citation_model, place_of
from quoth.text.normalise import squeeze
from quoth.types import Abstention, Answer, Outcome, Quote

_INDENT = "    "


def as_text(outcome: Outcome) -> str:
    """Return an outcome as text, with highlights in bold where a terminal shows it."""
    is_bold = is_terminal(sys.stdout)
    match outcome:
        case Answer():
            lines = [*_disagreements(outcome), *_quotes(outcome.quotes, is_bold=is_bold)]
        case Abstention():
            lines = [f"No answer: {outcome.message} ({outcome.reason})"]
            if outcome.nearest:
                lines += ["", "The nearest passages, which are not an answer:", *_quotes(outcome.nearest, is_bold=is_bold)]
        case _:
            assert_never(outcome)
    return "\n".join([*_understood(outcome), *lines])


def _understood(outcome: Outcome) -> list[str]:
    if outcome.query.text == squeeze(outcome.query.question):
        return []
    return [f"Understood as: {outcome.query.text}", ""]


def _quotes(quotes: Sequence[Quote], *, is_bold: bool) -> list[str]:
    lines: list[str] = []
    for quote in quotes:
        if lines:
            lines.append("")
        lines.append(_citation_line(quote))
        lines += [_INDENT + line for line in _marked(quote, is_bold=is_bold).split("\n")]
    return lines


def _citation_line(quote: Quote) -> str:
    """Return `[1] Title › heading (date) doc_id:start-end`."""
    version = quote.citation.version
    cited = citation_model(quote.citation)
    headings = [heading for heading in cited.heading_path if heading != cited.title]
    parts = [f"[{quote.n}]", " › ".join([cited.title, *headings])]
    if quote.side:
        parts.append(f"— {quote.side}")
    if quote.curated:
        parts.append(f"[curated by {quote.curated.owner}]")
    if version.date:
        parts.append(f"({version.date})")
    if place := place_of(quote.citation):
        parts.append(f"{place},")
    return squeeze(" ".join([*parts, f"{cited.doc_id}:{cited.start}-{cited.end}"]))


def _marked(quote: Quote, *, is_bold: bool) -> str:
    text = quote.citation.quote
    if not is_bold:
        return text
    parts, place = [], 0
    for highlight in sorted(quote.highlights):
        start = max(highlight.start, place)
        if start < highlight.end:
            parts += [text[place:start], click.style(text[start : highlight.end], bold=True)]
            place = highlight.end
    return "".join([*parts, text[place:]])


def _disagreements(answer: Answer) -> list[str]:
    lines: list[str] = []
    for disagreement in answer.disagreements:
        values = ", ".join(f"{value.value} [{value.n}]" for value in disagreement.values)
        lines += [f"The sources disagree on {disagreement.measure}: {values}", ""]
    return lines
