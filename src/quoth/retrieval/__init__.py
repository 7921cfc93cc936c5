"""Understand the question and merge what the indexes found."""

from quoth.retrieval.comparing import question_about
from quoth.retrieval.following import with_question_before
from quoth.retrieval.fusing import fuse
from quoth.retrieval.listed import listed_in
from quoth.retrieval.rewording import Rewriter
from quoth.retrieval.understanding import understand

__all__ = ["Rewriter", "fuse", "listed_in", "question_about", "understand", "with_question_before"]
