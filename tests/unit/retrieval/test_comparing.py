"""Comparisons: which sides a question names, and in what respect."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.retrieval.comparing import comparison_of, question_about


@pytest.mark.parametrize(
    ("question", "sides", "respect"),
    [
        ("What distinguishes a lease?", ("lease",), ()),
        ("What sets a lease apart from a loan?", ("lease", "loan"), ()),
        ("What is the difference between a lease, a loan and a gift?", ("lease", "loan", "gift"), ()),
        ("lease vs. loan vs. gift", ("lease", "loan", "gift"), ()),
        ("difference lease loan", ("lease", "loan"), ()),
        ("How does a lease differ from a loan in tax?", ("lease", "loan"), ("tax",)),
        ("How do leases and loans differ?", ("leases", "loans"), ()),
        ("Lease and loan: what is the difference?", ("Lease", "loan"), ()),
        ("Is a lease the same thing as a loan?", ("lease", "loan"), ()),
        ("Compare oak and pine on price", ("oak", "pine"), ("price",)),
        ("Oak or pine: which one lasts longer outdoors?", ("Oak", "pine"), ("lasts", "longer", "outdoors")),
        ("Which one lasts longer, oak or pine?", ("oak", "pine"), ("lasts", "longer")),
        ("How do rents in Paris compare with those in Rome?", ("Paris", "Rome"), ("rents",)),
        ("How do the rules for dogs differ between Spain and Peru?", ("Spain", "Peru"), ("rules", "dogs")),
        ("What is the difference between upstream and downstream work?", ("upstream work", "downstream work"), ()),
        ("dog licence EU vs US", ("EU", "US"), ("dog", "licence")),
        ("We rent now. Lease or loan?", ("Lease", "loan"), ()),
        ("RFI RFP RFQ whats the difference", ("RFI", "RFP", "RFQ"), ()),
        ("What is the difference between LPG CNG?", ("LPG", "CNG"), ()),
        ("difference LPG CNG LNG", ("LPG", "CNG", "LNG"), ()),
        ("LPG CNG differences", ("LPG", "CNG"), ()),
        ("how do LPG CNG LNG differ", ("LPG", "CNG", "LNG"), ()),
        ("What distinguishes EU GMP?", ("EU GMP",), ()),
        ("EU GMP: what is the difference for importers?", ("EU GMP",), ("importers",)),
    ],
)
def test_sides_and_respect_are_found(question: str, sides: tuple[str, ...], respect: tuple[str, ...]) -> None:
    """Sides must come without their articles and in the order asked; the respect holds the other words that carry meaning."""
    found = comparison_of(question)
    assert found is not None
    assert (found.sides, found.respect) == (sides, respect)


@pytest.mark.parametrize(
    "question",
    [
        "What is a lease?", "Who pays, the tenant or the owner?", "How many per cent may two results differ?", "Which plants help against snails and slugs?",
        "Why were bosses against the sale of the farm to the holding?", "Is it cold or warm in May?", "", "?", "vs", "difference",
    ],
)  # fmt: skip
def test_other_questions_are_no_comparison(question: str) -> None:
    """What names alternatives or joins two things without comparing them must be left alone."""
    assert comparison_of(question) is None


@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    """No text may raise, and what is found has between one and four sides that stand in the text."""
    found = comparison_of(text)
    if found is not None:
        assert 1 <= len(found.sides) <= 4
        assert all(side.split()[0] in text for side in found.sides)


@pytest.mark.parametrize("part", ["a or b, ", "what is a ", " vs ", "differ between a and ", "how do ", ", and "])
def test_long_texts_cost_little(part: str) -> None:
    """Two hundred and fifty characters that almost fit must cost milliseconds."""
    started = time.perf_counter()
    comparison_of((part * 100)[:250])
    assert time.perf_counter() - started < 1


def test_one_side_is_asked_about_alone() -> None:
    """Without a respect the side is to be defined; with one its words are asked for."""
    assert question_about("lease", ()) == "What is lease?"
    assert question_about("lease", ("tax", "year")) == "tax year lease"
