"""Cut a document into passages of whole sentences within an encoder's limit."""

from quoth.chunking.passages import chunk

__all__ = ["chunk"]
