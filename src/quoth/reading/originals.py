"""Read the file that a document came from once more."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit


def read_local(uri: str, max_bytes: int) -> bytes | None:
    """Return the bytes of a `file:` URI; None if it is another one, is gone, or is larger than the limit."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        return None
    path = Path(os.fsdecode(unquote_to_bytes(parts.path)))
    try:
        return path.read_bytes() if path.stat().st_size <= max_bytes else None
    except (OSError, ValueError):
        return None
