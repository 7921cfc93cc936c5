"""The headings under which passages stand: what the documents are about, in their own words."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select

from quoth.library.reading import Snapshot
from quoth.library.tables import passages

_MOST_PATHS: Final = 50_000


def read_headings(snapshot: Snapshot) -> tuple[tuple[str, int], ...]:
    """Return each heading with the number of passages below it, in the order of the documents."""
    rows = snapshot.connection.execute(
        select(passages.c.heading_path, func.count().label("below"))
        .group_by(passages.c.heading_path)
        .order_by(func.min(passages.c.number))
        .limit(_MOST_PATHS)
    )
    counted: dict[str, int] = {}
    for row in rows:
        for heading in dict.fromkeys(row.heading_path):
            counted[heading] = counted.get(heading, 0) + row.below
    return tuple(counted.items())
