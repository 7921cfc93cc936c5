"""Understanding: a question stands alone after whatever conversation."""

from __future__ import annotations

from fakes import FakeLexicon
from quoth.retrieval.understanding import understand


def test_query_holds_content_words_once() -> None:
    """Terms must be the content words as the index stores them, without repeats, in order."""
    query = understand("  What is a CMO,\n and what does the cmo cost? ", (), FakeLexicon())
    assert query.question == "What is a CMO, and what does the cmo cost?"
    assert query.terms == ("cmo", "cost")
