"""Read the file that a document came from once more."""

from __future__ import annotations

import os
from urllib.parse import unquote_to_bytes, urlsplit

from quoth.errors import ReadingError
from quoth.reading.sources.finding import read_file


def read_local(uri: str, max_bytes: int) -> bytes | None:
    """Return the bytes of a `file:` URI; None if it is another one, is gone, or is larger than the limit."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        return None
    try:
        data = read_file(os.fsdecode(unquote_to_bytes(parts.path)), max_bytes)
    except ReadingError:
        return None
    return data if len(data) <= max_bytes else None
