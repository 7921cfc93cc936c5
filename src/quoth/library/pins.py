"""Curated answers as rows, and where their words stand now."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from quoth.library.reading import Snapshot
from quoth.library.tables import pins
from quoth.library.verifying import find_words
from quoth.library.writing import Writer
from quoth.types import Citation, Pin, Span, Standing


def read_pins(snapshot: Snapshot) -> tuple[Pin, ...]:
    """Return all pins, newest first."""
    rows = snapshot.connection.execute(select(pins).order_by(pins.c.number.desc()))
    return tuple(
        Pin(
            number=row.number, questions=tuple(row.questions), doc_id=row.doc_id, span=Span(row.start, row.end), words=row.words,
            owner=row.owner, until=row.until, pinned_at=row.pinned_at,
        )
        for row in rows
    )  # fmt: skip


def put_pin(writer: Writer, pin: Pin) -> int:
    """Store a pin and return the number it gets."""
    stored = writer.connection.execute(
        insert(pins)
        .values(
            questions=list(pin.questions), doc_id=pin.doc_id, start=pin.span.start, end=pin.span.end, words=pin.words,
            owner=pin.owner, until=pin.until, pinned_at=pin.pinned_at,
        )
        .returning(pins.c.number)
    )  # fmt: skip
    return int(stored.scalar_one())


def remove_pin(writer: Writer, number: int) -> bool:
    """Delete a pin; say whether there was one."""
    return bool(writer.connection.execute(delete(pins).where(pins.c.number == number)).rowcount)


def locate(snapshot: Snapshot, pin: Pin) -> tuple[Standing, Citation | None]:
    """Say what became of the words of a pin, and where they stand now if they do."""
    live = snapshot.live_version(pin.doc_id)
    if live is None and (name := snapshot.renamed(pin.doc_id)) is not None:
        live = snapshot.live_version(name)
    if live is None:
        return "gone", None
    place = find_words(live.text, pin.span, pin.words)
    if place is None:
        return "changed", None
    is_there = place == pin.span and live.doc_id == pin.doc_id
    return "exact" if is_there else "moved", Citation(version=live, span=place)
