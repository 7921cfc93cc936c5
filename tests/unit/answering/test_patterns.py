"""Patterns: what an answer of each kind looks like."""

from __future__ import annotations

import pytest

from quoth.answering import patterns


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("A CRO is a company that runs studies.", "CRO"),
        ("CROs are companies that run studies.", "CRO"),
        ("A contract research organisation (CRO) is a company that runs studies.", "CRO"),
        ("The tech transfer is the handing over of a process.", "tech transfer"),
        ("In outsourcing, a slot means a reserved week of a line.", "slot"),
        ("**Slot** refers to a reserved week of a line.", "slot"),
        ("A CDMO (contract development and manufacturing organisation) covers both.", "CDMO"),
        ("CRO: contract research organisation", "CRO"),
        ("C++ (the language) is compiled.", "C++"),
    ],
)
def test_defines_is_full_for_a_subject_before_a_defining_verb(sentence: str, topic: str) -> None:
    """The thing itself, then what it is: in singular, plural, with its article, in brackets after its long name."""
    assert patterns.defines(sentence, topic) == 1.0


@pytest.mark.parametrize(
    ("sentence", "topic", "strength"),
    [
        ("The work is given to a partner called a CRO.", "CRO", 0.6),
        ("A research company (CRO) ran the trial.", "CRO", 0.6),
        ("A CRO often hires nurses.", "CRO", 0.4),
        ("The sponsor often hires a CRO.", "CRO", 0.0),
        ("A microscope is a tool.", "CRO", 0.0),
    ],
)
def test_defines_is_weaker_for_weaker_signs(sentence: str, topic: str, strength: float) -> None:
    """A name given in passing counts for less, an opening for less still, a mention for nothing."""
    assert patterns.defines(sentence, topic) == strength


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        ("A CDMO differs from a CMO by developing the process.", 1.0),
        ("Unlike a CMO, a CDMO develops the process.", 1.0),
        ("Where the process is still to be found, and rather than only making the goods, a CDMO develops it.", 0.5),
        ("A CDMO makes medicines.", 0.0),
        ("Regions differ in what they pay.", 0.0),
    ],
)
def test_sets_apart_wants_contrast_and_topic(sentence: str, strength: float) -> None:
    """Words of contrast count only with the topic, and most with the topic as subject."""
    assert patterns.sets_apart(sentence, ("CDMO",)) == strength


def test_sets_apart_wants_a_topic() -> None:
    """Without a topic nothing is set apart."""
    assert patterns.sets_apart("A CDMO differs from a CMO.", ()) == 0.0


@pytest.mark.parametrize(
    ("question", "fits", "misfits"),
    [
        ("How long does a transfer take?", "It takes nine months.", "It costs EUR 2 million."),
        ("How often is it audited?", "It is audited every year.", "It has 40 pages."),
        ("What share do they hold?", "They hold 45 %.", "They hold 45 patents."),
        ("What were the sales?", "Sales were $4.2 billion.", "Sales took nine months."),
        ("At what temperature is it kept?", "It is kept at -70 \u00b0C.", "It is kept for 70 days."),
        ("How large is the largest reactor?", "It holds 15,000 litres.", "It was built in 15 months."),
        ("How many inspectors came?", "Three inspectors came.", "Three samples were taken."),
    ],
)
def test_unit_asked_tells_fitting_numbers(question: str, fits: str, misfits: str) -> None:
    """A number answers only with the unit, or the things counted, that the question asks for."""
    unit = patterns.unit_asked(question)
    assert unit is not None
    assert unit.search(fits)
    assert not unit.search(misfits)


def test_unit_asked_is_none_where_any_number_will_do() -> None:
    """A question that names no unit must not demand one."""
    assert patterns.unit_asked("What is the limit?") is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("What sets a smock mill apart is its turning cap.", True),
        ("Unlike others, a smock mill turns only its cap.", True),
        ("The difference between a post mill and a smock mill is what turns.", False),
        ("A smock mill turns its cap.", False),
        ("Bread differs from town to town.", False),
    ],
)
def test_stands_apart_from_all_others(sentence: str, expected: bool) -> None:
    """Only a sentence about the topic that sets it apart counts, not one that tells it from a single other thing."""
    assert patterns.stands_apart(sentence, "smock mill") is expected
