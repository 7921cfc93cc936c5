"""The fidelity report of `quoth status --documents`: how much of each document was kept, red where a reader should look."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from quoth.cli.printing import is_terminal, say

if TYPE_CHECKING:
    from quoth.library import StoredDocument

_HEAD: Final = ("document", "in source", "indexed", "lost", "pages", "blank", "tables", "cut")


@dataclass(frozen=True, slots=True)
class _Line:
    """One document: its cells, and what a reader should look at."""

    cells: tuple[str, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]


def report_of(documents: Sequence[StoredDocument]) -> list[dict[str, Any]]:
    """Return one record per document: what was kept of it, and what a reader should look at."""
    return [
        {
            "doc_id": document.doc_id,
            "media_type": document.media_type,
            "carrier": document.carrier,
            **(
                {
                    **document.fidelity.as_row(),
                    "indexed_characters": document.fidelity.indexed_characters,
                    "lost_share": round(document.fidelity.lost_share, 4),
                }
                if document.fidelity
                else {}
            ),
            "duplicate_of": original,
            "warnings": list(_warnings(document, original)),
        }
        for document, original in _with_originals(documents)
    ]


def show_report(documents: Sequence[StoredDocument]) -> None:
    """Print the report as a table."""
    lines = [_line(document, original) for document, original in _with_originals(documents)]
    rows = [_HEAD, *(line.cells for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    say(_row(_HEAD, widths))
    for line in lines:
        said = _row(line.cells, widths)
        say(_red(said) if line.warnings else said)
        for warning in line.warnings:
            say(_red(f"  ! {warning}"))
        for note in line.notes:
            say(f"    {note}")


def _red(text: str) -> str:
    """Return the text in red, where a person looks at a terminal that has colours."""
    return click.style(text, fg="red") if is_terminal(sys.stdout) and "NO_COLOR" not in os.environ else text


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first = f"{cells[0]:<{widths[0]}}"
    return "  ".join([first, *(f"{cell:>{width}}" for cell, width in zip(cells[1:], widths[1:], strict=True))]).rstrip()


def _line(document: StoredDocument, original: str | None) -> _Line:
    kept = document.fidelity
    if kept is None:
        return _Line((document.doc_id, *["?"] * (len(_HEAD) - 1)), tuple(_warnings(document, original)), ())
    cells = (
        document.doc_id,
        f"{kept.source_characters:,}",
        f"{kept.indexed_characters:,}",
        f"{kept.lost_share:.1%}",
        "" if kept.pages is None else str(kept.pages),
        str(len(kept.blank_pages)) if kept.blank_pages else "",
        str(kept.tables) if kept.tables else "",
        str(kept.truncated_tokens),
    )
    return _Line(cells, tuple(_warnings(document, original)), kept.notes)


def _warnings(document: StoredDocument, original: str | None) -> Iterator[str]:
    """Say what a reader should look at."""
    kept = document.fidelity
    if kept is None:
        yield "Read by an older Quoth: ingest its folder again."
        return
    if kept.has_lost_too_much:
        yield f"{kept.lost_share:.0%} of its characters were lost."
    if kept.blank_pages:
        yield f"No text on {_pages(kept.blank_pages)}."
    if kept.truncated_tokens:
        yield f"{kept.truncated_tokens:,} tokens were cut off: this is a defect of Quoth."
    if not document.passages:
        yield "Nothing in it can be quoted."
    if original is not None:
        yield f"It says the same as {original}."


def _pages(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    more = f" and {len(numbers) - 10} more" if len(numbers) > 10 else ""  # noqa: PLR2004 - as shown
    return f"page{'s' if len(numbers) > 1 else ''} {shown}{more}"


def _with_originals(documents: Sequence[StoredDocument]) -> Iterator[tuple[StoredDocument, str | None]]:
    """Yield each document with the first one that has the same text, if that is another."""
    first: dict[str, str] = {}
    for document in documents:
        original = first.setdefault(document.text_sha256, document.doc_id)
        yield document, original if original != document.doc_id else None
