"""Understand the question and merge what the indexes found."""

from quoth.retrieval.fusing import fuse
from quoth.retrieval.listed import listed_in
from quoth.retrieval.understanding import understand

__all__ = ["fuse", "listed_in", "understand"]
