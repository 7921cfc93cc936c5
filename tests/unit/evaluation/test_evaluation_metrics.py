"""Metrics against values worked out by hand."""

from __future__ import annotations

import pytest

from quoth.evaluation.metrics import contains, exact_match, f1, normalise_answer
from quoth.evaluation.statistics import wilson


def test_normalisation_is_that_of_squad() -> None:
    """Case, punctuation, articles and white space do not count."""
    assert normalise_answer("The  Contract-Research, an  Organisation!") == "contractresearch organisation"


def test_contains_wants_whole_words_in_order() -> None:
    """A gold answer inside a word, or scattered, is not contained."""
    assert contains("It takes six months, at most.", "Six months")
    assert not contains("It takes sixteen months.", "six")
    assert not contains("Months: six.", "six months")


def test_exact_match_and_f1_take_the_best_gold() -> None:
    """F1 of 2 common tokens among 3 and 2 is 2·2/(3+2)."""
    assert exact_match("The six months", ["a year", "six months"]) == 1.0
    assert f1("about six months", ["a year", "six months"]) == pytest.approx(2 * 2 / (3 + 2))
    assert f1("", [""]) == 1.0
    assert f1("x", []) == 0.0


def test_wilson_interval() -> None:
    """8 of 10 lies in [0.490, 0.943] (Wilson 1927); without trials nothing is known."""
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 5)[0] == 0.0
    assert wilson(5, 5)[1] == 1.0


@pytest.mark.parametrize(
    ("quote", "gold", "holds"),
    [
        ("a dose of 15 mg", "1.5 mg", False),
        ("a dose of 1.5 mg.", "1.5 mg", True),
        ("kept at -20 C", "20 C", False),
        ("kept at -20 C", "-20 C", True),
        ("written in C++", "C#", False),
        ("room 1020", "10-20", False),
        ("10-20 days", "20 days", True),
        ("leave is \u201c31 days\u201d", "31 days", True),
        ("six months\u2014no more", "six months", True),
        ("Cafe\u0301 au lait", "caf\u00e9", True),
        ("blood type A", "A", True),
        ("1,000 litres", "1000 litres", False),
        ("anything", "?!", False),
    ],
)
def test_numbers_and_names_are_kept_apart(quote: str, gold: str, holds: bool) -> None:
    """What punctuation tells apart must not be taken for the same, and typography must not hide an answer."""
    assert contains(quote, gold) is holds
