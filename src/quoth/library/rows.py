"""Between rows and values: how blocks, sentences and vectors are stored."""

from __future__ import annotations

from typing import Any

import numpy as np
from sqlalchemy import Row

from quoth.protocols import Matrix
from quoth.types import Block, Passage, Span, StoredPassage, Version


def version_from_row(row: Row[Any]) -> Version:
    """Return a version from a row of `versions`."""
    return Version(
        doc_id=row.doc_id,
        version=row.version,
        uri=row.uri,
        title=row.title,
        text=row.text,
        text_sha256=row.text_sha256,
        blocks=tuple(Block.from_row(block) for block in row.blocks),
        media_type=row.media_type,
        date=row.date,
        owner=row.owner,
        stored_at=row.stored_at,
        source_sha256=row.source_sha256,
    )


def passage_from_row(row: Row[Any]) -> StoredPassage:
    """Return a stored passage from a row of `passages`."""
    return StoredPassage(
        number=row.number,
        doc_id=row.doc_id,
        version=row.version,
        passage=Passage(
            span=Span(row.start, row.end),
            context=row.context,
            heading_path=tuple(row.heading_path),
            page=row.page,
            sentences=tuple(Span(start, end) for start, end in row.sentences),
        ),
    )


def vectors_to_bytes(rows: Matrix) -> bytes:
    """Return unit rows as float16 bytes."""
    return rows.astype(np.float16).tobytes()


def vectors_from_bytes(data: bytes, dim: int) -> Matrix:
    """Return `(n, dim) float32`."""
    return np.frombuffer(data, dtype=np.float16).reshape(-1, dim).astype(np.float32)
