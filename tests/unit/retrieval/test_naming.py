"""Names: what an answer may not be about something else than."""

from __future__ import annotations

import pytest

from quoth.retrieval.naming import names_of


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is ICH Q7?", ("ICH", "Q7")),
        ("Lonza or Samsung in 2022?", ("Samsung", "2022")),
        ("CROs cost what?", ("CROs",)),
        ("Should I ask?", ()),
        ("A batch failed. What now? Why us: Is it late?", ()),
        ("What did the FDA's guide say of Lonza\u2019s plant?", ("FDA", "Lonza")),
        ("Isn't it in the United States, or in the UK?", ("United States", "UK")),
        ("What did WHO publish?", ("WHO",)),
        ("usa approval, not us", ("usa",)),
    ],
)
def test_names_are_acronyms_numbers_places_and_capitals(question: str, names: tuple[str, ...]) -> None:
    """What merely opens a sentence, a possessive's "s" and the word "I" must not count."""
    assert names_of(question) == names


def test_names_that_the_documents_write_so_are_names_in_small_letters() -> None:
    """People do not press the shift key: what the documents write as a name is one."""
    assert names_of("fortrea revenue, the latest", {"fortrea", "the"}.__contains__) == ("fortrea",)
