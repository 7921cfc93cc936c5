"""Print the figures as Markdown: one table of cost, one of time, one of answers, and what failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Row = Mapping[str, Any]
Column = tuple[str, Callable[[Row], str]]

NOTHING = "-"


def _number(name: str, digits: int = 0) -> Callable[[Row], str]:
    return lambda row: NOTHING if row.get(name) is None else f"{row[name]:,.{digits}f}"


def _percent(name: str) -> Callable[[Row], str]:
    return lambda row: NOTHING if row.get(name) is None else f"{row[name]:.1%}"


def _times(found: Row | None) -> str:
    return f"{found['p50_ms']:.1f} / {found['p95_ms']:.1f}" if found and "p50_ms" in found else NOTHING


def _http(clients: int) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        found = row.get("http", {}).get(str(clients))
        if not found:
            return NOTHING
        failed = f", {found['failures']} failed" if found["failures"] else ""
        return f"{_times(found)}; {found['per_second']:.1f}/s{failed}"

    return cell


COST: tuple[Column, ...] = (
    ("version", lambda row: row["version"]),
    ("installed, MB", _number("installed_mb")),
    ("of it torch, MB", lambda row: f"{row['torch_mb']:,.0f}" if row["torch_mb"] else "none"),
    ("passages", _number("passages")),
    ("passages/s", _number("passages_per_second")),
    ("index, MB", _number("index_mb", 1)),
    ("memory asking, MB", _number("memory_mb")),
    ("memory ingesting, MB", _number("ingest_memory_mb")),
)
TIME: tuple[Column, ...] = (
    ("cold start, s", _number("cold_start_s", 1)),
    ("ask p50 / p95, ms", lambda row: _times(row.get("ask"))),
    ("HTTP, 1 client", _http(1)),
    ("4 clients", _http(4)),
    ("16 clients", _http(16)),
)
ANSWERS: tuple[Column, ...] = (
    ("Success@1", _percent("success@1")),
    ("Success@5", _percent("success@5")),
    ("Success@20", _percent("success@20")),
    ("characters a passage", _number("passage_characters")),
    ("first quote answers", _percent("first_quote")),
    ("unanswerable answered", _percent("unanswerable_answered")),
    ("characters a quote", _number("quote_characters")),
)


def markdown(rows: Mapping[str, Row]) -> str:
    """Return the tables of the peers that answered, and a list of what failed, in the peers' own words."""
    ran = {name: row for name, row in rows.items() if "success@1" in row}
    failed = [f"- **{name}**: {row['error'][:400]}" for name, row in rows.items() if "error" in row]
    tables = [_table(ran, columns) for columns in (COST, TIME, ANSWERS)] if ran else []
    return "\n\n".join([*tables, *(["\n".join(failed)] if failed else [])])


def _table(rows: Mapping[str, Row], columns: tuple[Column, ...]) -> str:
    head = "| peer | " + " | ".join(title for title, _ in columns) + " |"
    lines = ["| " + " | ".join([name, *(cell(row) for _, cell in columns)]) + " |" for name, row in rows.items()]
    return "\n".join([head, "|" + "---|" * (len(columns) + 1), *lines])
