"""An outcome as text for a terminal. The words of a quote are printed as they stand, only indented."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import assert_never

import click

from quoth.cli.printing import is_terminal
from quoth.contract import Today, citation_model, found_in, place_of
from quoth.text.normalise import squeeze
from quoth.types import Abstention, Answer, Citation, Outcome, Quote

_INDENT = "    "


def as_text(outcome: Outcome, today: Today) -> str:
    """Return an outcome as text, with highlights in bold where a terminal shows it.

    Args:
        today: Tells which documents are stale.
    """
    is_bold = is_terminal(sys.stdout)
    match outcome:
        case Answer():
            beside = outcome.comparison.beside if outcome.comparison else len(outcome.quotes)
            lines = [
                *_disagreements(outcome),
                *_quotes(outcome.quotes[:beside], today, is_bold=is_bold),
                *_comparison(outcome, today),
            ]
        case Abstention():
            lines = [f"No answer: {outcome.message} ({outcome.reason})"]
            lines += [f"  {n}. {one.question}" for n, one in enumerate(outcome.meanings, 1)]
            if outcome.nearest:
                lines += [
                    "",
                    "The nearest passages, which are not an answer:",
                    *_quotes(outcome.nearest, today, is_bold=is_bold),
                ]
        case _:
            assert_never(outcome)
    return "\n".join([*_understood(outcome), *lines])


def _understood(outcome: Outcome) -> list[str]:
    if outcome.query.understood_as == squeeze(outcome.query.question):
        return []
    return [f"Understood as: {outcome.query.understood_as}", ""]


def _quotes(quotes: Sequence[Quote], today: Today, *, is_bold: bool) -> list[str]:
    lines: list[str] = []
    for quote in quotes:
        if lines:
            lines.append("")
        lines.append(_citation_line(quote, today))
        lines += [_INDENT + line for line in _marked(quote, is_bold=is_bold).split("\n")]
        lines += _also(quote, today)
    return lines


def _also(quote: Quote, today: Today) -> list[str]:
    """Return where else the same is said, one line each."""
    lines = [f"{_INDENT}({found})"] if (found := found_in(quote)) else []
    for copy in quote.also:
        marks = _marks(copy, today)
        cited = citation_model(copy)
        lines.append(_INDENT + squeeze(f"also in: {cited.title} {marks} {cited.doc_id}:{cited.start}-{cited.end}"))
    return lines


def _marks(citation: Citation, today: Today) -> str:
    """Return date and state of the document in brackets, if there is anything to say."""
    newer, dated = citation.superseded_by, citation.version.date
    marks = [dated, "stale" if today.is_stale(dated) else None, f"older edition, newer: {newer}" if newer else None]
    return f"({', '.join(mark for mark in marks if mark)})" if any(marks) else ""


def _citation_line(quote: Quote, today: Today) -> str:
    """Return `[1] Title › heading (date) doc_id:start-end`."""
    cited = citation_model(quote.citation)
    headings = [heading for heading in cited.heading_path if heading != cited.title]
    parts = [f"[{quote.n}]", " › ".join([cited.title, *headings])]
    if quote.side:
        parts.append(f"— {quote.side}")
    if quote.belongs_to:
        parts.append(f"— belongs to [{quote.belongs_to}]")
    if quote.curated:
        parts.append(f"[curated by {quote.curated.owner}]")
    parts.append(_marks(quote.citation, today))
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


def _comparison(answer: Answer, today: Today) -> list[str]:
    """Return the table of a comparison: each respect, below it each side with its words, at the end the citations of quotes that stand in it alone."""
    table = answer.comparison
    if table is None:
        return []
    lines = ["", "Side by side:"]
    for row in table.rows:
        lines.append(f"  {row.aspect or '*'}")
        for side, cell in zip(table.sides, row.cells, strict=True):
            said = "not stated in these documents"
            if cell is not None:
                said = f"{cell.span.of(answer.quotes[cell.n - 1].citation.quote)} [{cell.n}]"
            lines.append(f"{_INDENT}{side}: {said}")
    return [*lines, "", *(_citation_line(quote, today) for quote in answer.quotes[table.beside :])]
