"""Hyphens at line ends: broken words become whole, compounds stay."""

from __future__ import annotations

import numpy as np
import pytest

from quoth.reading.printed.hyphens import joined_words
from quoth.reading.printed.lines import Line


def _line(text: str) -> Line:
    count = len(text.split(" "))
    return Line(
        page=1, text=text, places=np.zeros((count, 4), dtype=np.float32), box=(0, 0, 1, 1), size=10, is_bold=False,
        edges=np.zeros((count, 2), dtype=np.float32), order=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "known", "told"),
    [
        ("the investi-", "gator reads", "", "the investigator reads"),
        ("a soft\u00ad", "ware tool", "", "a software tool"),
        ("a well-", "known fact", "", "a well-known fact"),
        ("a long-", "term study", "long-term", "a long-term study"),
        ("a high-", "dimensional space", "high -dimensional", "a high-dimensional space"),
        ("the under-", "standing of it", "under standing", "the understanding of it"),
        ("in pre-", "Roman times", "", "in pre-Roman times"),
        ("state-of-the-", "art tools", "", "state-of-the-art tools"),
        ("see https://example.org/a-", "b.html", "ab.html", "see https://example.org/a-b.html"),
        ("pre-", "and postnatal care", "", "pre- and postnatal care"),
        ("one -", "and another", "", "one - and another"),
    ],
)
def test_hyphens_at_a_line_end_are_judged_by_the_document(first: str, second: str, known: str, told: str) -> None:
    """A hyphen must go only where the word is one; an address, a name and a compound keep theirs."""
    words = joined_words([_line(first), _line(second)], frozenset(known.split()))
    assert "".join(word.text if word.is_joined or not place else " " + word.text for place, word in enumerate(words)) == told
