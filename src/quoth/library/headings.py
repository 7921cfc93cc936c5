"""The headings under which passages stand: what the documents are about, in their own words."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from quoth.library.reading import Snapshot
from quoth.library.tables import passages

_MOST_PASSAGES: Final = 100_000


def read_headings(snapshot: Snapshot) -> tuple[str, ...]:
    """Return each heading once, in the passages' order; of more than 100,000 passages the first."""
    # Told apart here: PostgreSQL knows no equality of JSON, by which a database would have to group.
    paths = snapshot.connection.execute(
        select(passages.c.heading_path).order_by(passages.c.number).limit(_MOST_PASSAGES)
    ).scalars()
    return tuple(dict.fromkeys(heading for path in paths for heading in path))
