"""Understand the question and merge what the indexes found."""

from quoth.retrieval.comparing import question_about
from quoth.retrieval.fusing import fuse
from quoth.retrieval.understanding import understand

__all__ = ["fuse", "question_about", "understand"]
