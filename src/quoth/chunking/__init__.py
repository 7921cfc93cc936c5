"""Cut a document into passages of whole sentences within an encoder's limit."""

from quoth.chunking.passages import RECIPE, chunk

__all__ = ["RECIPE", "chunk"]
