"""Rewording: acronyms, synonyms and spellings beside the question's own words."""

from __future__ import annotations

import pytest

from quoth.retrieval import Rewriter, understand
from quoth.types import Exchange, Query
from unit.retrieval.library import Library

MAKER = "A contract manufacturing organisation (CMO) makes batches. The World Health Organization (WHO) publishes rules."
DOCTOR = "The chief medical officer (CMO) signs."
OTHERS = "On-boarding takes a week. Pay per cent. Inform us along the way. War costs heads. A site tour helps. Labelling costs extra."
LIBRARY = Library(MAKER, OTHERS)
TORN = Library(MAKER, DOCTOR)
SYNONYMS = (("CDMO", "contract manufacturer", "toll-maker"), ("batch", "lot"))


def ask(question: str, library: Library = LIBRARY, history: tuple[str, ...] = ()) -> Query:
    """Return a question as understood."""
    return understand(question, Exchange.of(history), library, Rewriter(library, library.glossary, SYNONYMS))


def reworded(question: str) -> list[tuple[str, str, str]]:
    """Return words, what they are also searched as, and why."""
    return [(one.words, one.read_as, one.why) for one in ask(question).rewordings]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does a CMO cost?", ("CMO", "contract manufacturing organisation", "acronym")),
        ("what do cmos cost?", ("cmos", "contract manufacturing organisation", "acronym")),
        ("What does a contract manufacturing organization cost?", ("contract manufacturing organization", "CMO", "acronym")),
        ("What does a CDMO cost?", ("CDMO", "contract manufacturer", "synonym")),
        ("What do contract-manufacturers cost?", ("contract-manufacturers", "CDMO", "synonym")),
        ("Who tests the lots?", ("lots", "batch", "synonym")),
        ("Is a toll maker cheap?", ("toll maker", "CDMO", "synonym")),
        ("How long is onboarding?", ("onboarding", "on-boarding", "spelling variant")),
        ("How many percent?", ("percent", "per cent", "spelling variant")),
        ("What is labeling?", ("labeling", "labelling", "spelling variant")),
        ("What did the WHO publish?", ("WHO", "World Health Organization", "acronym")),
    ],
)
def test_words_are_searched_in_their_other_forms(question: str, expected: tuple[str, str, str]) -> None:
    """Case, plural, hyphen and spelling must be no obstacle in either direction."""
    assert expected in reworded(question)


@pytest.mark.parametrize(
    "question", ["Who makes it?", "What is a tour?", "Is a week long?", "In form a long way?", "warheads", "we're", "", "?!"]
)
def test_words_without_another_form_are_left(question: str) -> None:
    """The word "who" is no acronym, two words that happen to make one are two, and most words are nothing but themselves."""
    assert reworded(question) == []


def test_form_that_the_question_has_is_not_added() -> None:
    """What is spelt out already must not be searched twice."""
    found = reworded("Is a contract manufacturing organisation a CMO?")
    assert [one for one in found if one[2] == "acronym"] == []


def test_acronym_comes_with_its_evidence() -> None:
    """The place that explains it must be named."""
    (one,) = (one for one in ask("What does a CMO cost?").rewordings if one.why == "acronym")
    assert one.evidence is not None
    assert one.evidence.doc_id == "0.txt"


def test_text_and_terms_stay_the_question_s_own() -> None:
    """Nothing but a corrected slip may change what the models see."""
    query = ask("What does a CMO cost per batch?")
    assert (query.text, query.terms) == ("What does a CMO cost per batch?", ("cmo", "cost", "batch"))


def test_acronym_of_two_senses_is_told() -> None:
    """Both must be named where nothing points to one of them."""
    query = ask("What does a CMO do?", TORN)
    assert query.meant is None
    assert [sense.long for sense in query.senses] == [
        "chief medical officer", "contract manufacturing organisation",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "history", "meant"),
    [
        ("What does a CMO, the medical one, do?", (), "chief medical officer"),
        ("What does a CMO (contract manufacturing organization) do?", (), "contract manufacturing organisation"),
        ("What does a CMO do?", ("What is manufacturing?",), "contract manufacturing organisation"),
    ],
)
def test_sense_that_the_words_point_to_is_meant(question: str, history: tuple[str, ...], meant: str) -> None:
    """A word of one long form, in the question or before it, must settle which is meant."""
    sense = ask(question, TORN, history).meant
    assert sense is not None
    assert sense.long == meant


def test_question_without_acronyms_has_no_senses() -> None:
    """There is nothing to settle."""
    query = ask("What does a doctor do?", TORN)
    assert (query.senses, query.meant) == ((), None)


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("What does a zebra cost in Berlin?", ("zebra", "Berlin")),
        ("How long is onboarding of batches?", ()),
        ("Who labelled it?", ()),
    ],
)
def test_words_that_no_document_holds_are_told(question: str, unknown: tuple[str, ...]) -> None:
    """Inflections, hyphens and function words must not count as unknown."""
    assert ask(question).unknown == unknown


def test_small_talk_before_a_question_is_passed_over() -> None:
    """A follow-up must be understood through the question before the thanks."""
    assert ask("And a tour?", history=("What is a CMO?", "Thanks!")).text == "What is a tour?"
