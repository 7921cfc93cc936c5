"""Slips: corrected where it is clear what was meant, left alone everywhere else."""

from __future__ import annotations

import pytest

from quoth.retrieval.spelling import Speller
from unit.retrieval.library import Library

LIBRARY = Library(
    "Pharmacovigilance is a duty. Pharmacovigilance reports go out. A tablet line needs planning. Tablet lines wait. "
    "Outsourcing partners and technology transfer; technology transfer again. The plant is big, the plant is old. "
    "Hypokalaemia is common, hypokalaemia is not rare. Nimodipine tablets, nimodipine lines. Bayer and Bayer sell. "
    "Onboarding of partners, onboarding of staff. Costing and coating, costing and coating. Organisations and organisations."
)
SPELLER = Speller(LIBRARY, LIBRARY.glossary)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("What is pharmacovigilence?", "What is pharmacovigilance?"),
        ("What is pharmcovigilence?", "What is pharmacovigilance?"),
        ("Tabelt lines?", "Tablet lines?"),
        ("what is tecnology tranfser", "what is technology transfer"),
        ("Who are partnesr", "Who are partners"),
    ],
)
def test_slip_is_corrected(typed: str, meant: str) -> None:
    """A letter swapped, left out or wrong must be mended, and told."""
    text, found = SPELLER.correct(typed)
    assert text == meant
    assert found
    assert all(one.words in typed and one.read_as in meant and one.why == "spelling" for one in found)


@pytest.mark.parametrize(
    "question",
    [
        "Which planet is largest?",  # English, though near to "plant"
        "Who is Bauer?",  # a name
        "What is tab1et?", "See www.tabelt.com", "tabelt-free", "TABELT",
        "What is hyperkalaemia?", "What is nifedipine?",  # other things, not slips
        "What is casting? What is coeting?",  # "costing" and "coating" are as good
        "What is on-boarding, what is on boarding?", "organizations", "tablets and planned lines",
        "What is tablt?! \u05de\u05d4 \U0001f9ea",
    ],
)  # fmt: skip
def test_everything_else_is_left_alone(question: str) -> None:
    """Words, names, addresses, inflections, other spellings and other things must stay as typed."""
    if "tablt" not in question:
        assert SPELLER.correct(question) == (question, ())
    else:
        assert SPELLER.correct(question)[0] == question.replace("tablt", "tablet")


def test_word_that_occurs_once_corrects_nothing() -> None:
    """What stands in one place may be a slip of the documents."""
    once = Library("A gasket leaks.")
    assert Speller(once, once.glossary).correct("gaskte")[0] == "gaskte"


@pytest.mark.parametrize("word", ["tablets", "Organizations", "onboarding", "partner"])
def test_word_is_held_in_every_form(word: str) -> None:
    """Endings, hyphens and spellings must not make a word unknown."""
    assert SPELLER.holds(word)
