"""The headings under which passages stand: what the documents are about, in their own words."""

from __future__ import annotations

from collections import Counter
from typing import Final

from sqlalchemy import select

from quoth.library.reading import Snapshot
from quoth.library.tables import passages

_MOST_PASSAGES: Final = 100_000


def read_headings(snapshot: Snapshot) -> tuple[tuple[str, int], ...]:
    """Return each heading with the number of passages below it, in their order; of more than 100,000 passages the first."""
    # Counted here: PostgreSQL knows no equality of JSON, by which a database would have to group.
    paths = snapshot.connection.execute(
        select(passages.c.heading_path).order_by(passages.c.number).limit(_MOST_PASSAGES)
    ).scalars()
    counted = Counter(heading for path in paths for heading in dict.fromkeys(path))
    return tuple(counted.items())
