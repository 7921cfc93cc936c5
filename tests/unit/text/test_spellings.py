"""Spellings of one word."""

from __future__ import annotations

import pytest

from quoth.text.spellings import hidden_in, is_english, key_of, respellings, same_thing


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("organisation", "organization"), ("standardised", "standardized"), ("analyse", "analyze"), ("colours", "colors"), ("centre", "center"),
        ("catalogue", "catalog"), ("labelling", "labeling"), ("defence", "defense"), ("licence", "license"), ("anaemia", "anemia"),
        ("haemophilia", "hemophilia"), ("sulphate", "sulfate"), ("programme", "program"), ("fulfil", "fulfill"),
    ],
)  # fmt: skip
def test_british_and_american_are_known_to_each_other(british: str, american: str) -> None:
    """Each must be among the spellings of the other."""
    assert american in respellings(british)
    assert british in respellings(american)


@pytest.mark.parametrize("word", ["for", "our", "here", "analysis", "diffre", "marketr", "filling", "filed", ""])
def test_other_words_have_one_spelling(word: str) -> None:
    """Short words, slips and words that only look alike must have no other spelling."""
    assert respellings(word) == ()


def test_list_of_words_holds_both_spellings_and_no_slips() -> None:
    """What is no word must not be called one."""
    assert all(map(is_english, ("planet", "organisation", "organization", "giraffes", "paracetamol")))
    assert not any(map(is_english, ("organistion", "betwen", "chargae", "pharmacovigilence", "")))


def test_key_is_that_of_every_way_to_write_a_phrase() -> None:
    """Hyphens, spaces, small words and z must make no difference."""
    assert key_of(("on", "board")) == key_of(("onboard",))
    assert key_of(("develop", "and", "organiz")) == key_of(("develop", "organis"))


def test_same_thing_shares_most_words() -> None:
    """Spellings and near forms are one meaning; half of the words is not enough."""
    assert same_thing(("contract", "research", "organis"), ("clinic", "research", "organiz"))
    assert not same_thing(("qualiti", "assur"), ("qualiti", "agreement"))
    assert not same_thing(("contract", "manufactur", "organis"), ("chief", "medic", "offic"))


def test_word_is_read_as_two_only_where_both_are_held() -> None:
    """Every cut with two held halves must be found, no other."""
    assert hidden_in("onboarding", {"on", "boarding", "onboard", "ing"}.__contains__) == (
        ("on", "boarding"),
        ("onboard", "ing"),
    )
    assert hidden_in("on", {"o", "n"}.__contains__) == ()
