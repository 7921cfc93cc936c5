"""Acronyms: the algorithm of Schwartz and Hearst, on its own examples and on hard cases."""

from __future__ import annotations

import pytest

from quoth.text.acronyms import find_acronyms, is_short_form, singular


def _found(text: str) -> list[tuple[str, str]]:
    return [(pair.short.of(text), pair.long.of(text)) for pair in find_acronyms(text)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("We use heat shock transcription factor (HSF) here.", "HSF", "heat shock transcription factor"),
        ("The Gcn5-related N-acetyltransferase (GNAT) family.", "GNAT", "Gcn5-related N-acetyltransferase"),
        ("A contract clinical research organisation (CRO) runs it.", "CRO", "clinical research organisation"),
        ("A CRO (contract research organisation) runs it.", "CRO", "contract research organisation"),
        ("Contract research organisations (CROs) run it.", "CROs", "Contract research organisations"),
        ("A contract development and manufacturing organisation (CDMO).", "CDMO", "contract development and manufacturing organisation"),
        ("The Office of Management and Budget (OMB) said so.", "OMB", "Office of Management and Budget"),
        ("A contract commercial organisation (CCO) sells.", "CCO", "contract commercial organisation"),
        ("Quality by design (QbD) and so on.", "QbD", "Quality by design"),
        ("Adeno-associated virus (AAV) vectors.", "AAV", "Adeno-associated virus"),
        ("A drug-to-antibody ratio (DAR) of four.", "DAR", "drug-to-antibody ratio"),
        ("A proof of concept (POC) study.", "POC", "proof of concept"),
        ("It was late. The test item (TI) was cold.", "TI", "test item"),
        ("a master services agreement (MSA, see below)", "MSA", "master services agreement"),
        ("the \u201cactive pharmaceutical ingredient\u201d (\u201cAPI\u201d)", "API", "active pharmaceutical ingredient"),
        ("a contract\nresearch organisation (CRO)", "CRO", "contract\nresearch organisation"),
    ],
)  # fmt: skip
def test_acronym_is_found_with_its_long_form(text: str, short: str, long: str) -> None:
    """Both orders, small words, hyphens, plurals, quotation marks and line breaks must not hide an explanation."""
    assert _found(text) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "Fujifilm (Tokyo) makes it.",
        "The guideline ICH Q9(R1) says so.",
        "Regulation (EU) 536/2014 holds.",
        "Cyclophilin is a suppressor (see above).",
        "It costs five pounds (GBP).",
        "Three options (A) and four.",
        "The CRO (CRO) repeats itself.",
        "(API)",
        "()",
        "no brackets",
        "",
    ],
)
def test_brackets_that_explain_nothing_are_left(text: str) -> None:
    """Places, numbers, references and bare brackets must not be taken for acronyms."""
    assert _found(text) == []


def test_long_form_does_not_cross_a_sentence() -> None:
    """Letters of the sentence before must not complete a long form."""
    assert _found("We saw a contract. Research organisation (CRO) staff came.") == []


def test_many_brackets_take_little_time() -> None:
    """A long text of brackets must be read in linear time."""
    assert len(find_acronyms("a test item (TI) " * 20_000)) == 20_000


@pytest.mark.parametrize(
    ("text", "answer"),
    [("CRO", True), ("QbD", True), ("Q7", True), ("R", False), ("Tokyo", False), ("ABCDEFGHIJK", False), ("A B C", False)],
)
def test_short_form_needs_capitals(text: str, answer: bool) -> None:
    """One capital alone makes a word, not an acronym."""
    assert is_short_form(text) == answer


def test_plural_of_an_acronym_is_the_acronym() -> None:
    """The small "s" must go, a large one and a word's stay."""
    assert [singular(word) for word in ("CROs", "CMS", "gas", "As")] == ["CRO", "CMS", "gas", "As"]
