"""Understanding: a question stands alone after whatever conversation."""

from __future__ import annotations

import pytest

from fakes import FakeLexicon
from quoth.retrieval.understanding import names_of, understand


def test_query_holds_content_words_once() -> None:
    """Terms must be the content words as the index stores them, without repeats, in order."""
    query = understand("  What is a CMO,\n and what does the cmo cost? ", (), FakeLexicon())
    assert query.question == "What is a CMO, and what does the cmo cost?"
    assert query.terms == ("cmo", "cost")


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is ICH Q7?", ("ICH", "Q7")),
        ("Lonza or Samsung in 2022?", ("Samsung", "2022")),
        ("CROs cost what?", ("CROs",)),
        ("Should I ask?", ()),
    ],
)
def test_names_are_acronyms_numbers_and_capitals(question: str, names: tuple[str, ...]) -> None:
    """A capital that merely opens the sentence and the word "I" must not count."""
    assert names_of(question) == names
