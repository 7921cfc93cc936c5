"""Boilerplate: calls to click are recognised, sentences about them are not."""

from __future__ import annotations

import pytest

from quoth.reading.boilerplate import is_aside, is_boilerplate


@pytest.mark.parametrize(
    "text",
    [
        "Click here",
        "Subscribe",
        "Read more",
        "Get a sample PDF",
        "\u00a9 2024 Example Ltd",
        "(c) 2024 Example",
        "Copyright 2024",
        "https://example.org/buy",
        "We use cookies.",
    ],
)
def test_boilerplate_is_recognised_without_links(text: str) -> None:
    """A button's words, a legal line and a bare address must be recognised."""
    assert is_boilerplate(text)


@pytest.mark.parametrize(
    "text",
    [
        "Purchase orders are approved by the head of procurement before any contract is signed.",
        "Request a copy of the audit report from the supplier at least thirty days before the visit takes place.",
        "The sponsor may access the sample storage area at any time.",
        "Copyright law protects the master file.",
        "(c) The supplier keeps all batch records for ten years.",
        "Contact time is 30 minutes.",
    ],
)
def test_boilerplate_is_not_a_sentence_about_it(text: str) -> None:
    """Sentences of instruction or law, without a link, must be able to answer."""
    assert not is_boilerplate(text)


def test_boilerplate_is_a_short_block_of_links() -> None:
    """A short block that is mostly links must be recognised, a paragraph with one link not."""
    assert is_boilerplate("Home Products Contact", linked=19)
    assert not is_boilerplate("A CRO runs trials as the guideline of the agency says.", linked=9)


def test_boilerplate_is_never_a_long_paragraph() -> None:
    """Forty words and more must never be taken for a button."""
    assert not is_boilerplate("Get a sample report. " + "word " * 40, linked=100)


@pytest.mark.parametrize(
    ("tag", "role", "names"), [("nav", "", ""), ("div", "search", ""), ("div", "", "main-nav top"), ("div", "", "ads")]
)
def test_aside_is_told_by_tag_role_or_name(tag: str, role: str, names: str) -> None:
    """Landmarks must be told by element, ARIA role or class and id."""
    assert is_aside(tag, role, names)


@pytest.mark.parametrize("names", ["", "content", "address", "navigable-text", "shareholders", "adsorption", "unrelated"])
def test_aside_names_match_whole_words(names: str) -> None:
    """A class that merely contains such a word must not be set aside."""
    assert not is_aside("div", "", names)
