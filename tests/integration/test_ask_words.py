"""The words of a question, asked of real documents: read in their other forms, corrected in sight, asked back where unclear."""

from __future__ import annotations

import pytest

from integration.shelf import Shelf, words_of
from quoth.ask import Asker, Request
from quoth.contract import OutcomeModel
from quoth.settings import load_settings
from quoth.types import Abstention, Answer, Exchange

MAKER = """# Making medicines

A contract manufacturing organisation (CMO) makes batches of a medicine for a client. The CMO is paid per batch.
Pharmacovigilance is the duty to collect reports of side effects. Pharmacovigilance reports are kept for ten years.
"""
DOCTOR = """# Medical staff

A chief medical officer (CMO) is the doctor who signs off every trial. The CMO is paid a monthly salary.
"""
TOLL = """# Prices

A toll maker charges 4,000 francs for each lot. On-boarding of a toll maker takes nine weeks.
"""


@pytest.fixture
def torn(shelf: Shelf) -> Shelf:
    """Return a library in which CMO has two meanings."""
    for name, text in (("maker.md", MAKER), ("doctor.md", DOCTOR), ("toll.md", TOLL)):
        shelf.write(name, text)
    shelf.ingest()
    return shelf


def test_acronym_of_two_meanings_asks_back(torn: Shelf) -> None:
    """The meanings must be named with the words that prove them, and each one's question must be clear."""
    outcome = torn.ask("What is a CMO?", min_probability=0)
    assert isinstance(outcome, Abstention)
    assert outcome.reason == "ambiguous"
    assert {one.meaning for one in outcome.meanings} == {"contract manufacturing organisation", "chief medical officer"}
    for one in outcome.meanings:
        assert one.meaning in one.citation.quote
        assert one.meaning in outcome.message
        clear = torn.ask(one.question, min_probability=0)
        assert isinstance(clear, Answer)
        assert clear.quotes[0].citation.version.doc_id == one.citation.version.doc_id
    told = OutcomeModel.of(outcome)
    assert [one.meaning for one in told.meanings] == [one.meaning for one in outcome.meanings]


@pytest.mark.parametrize(
    ("question", "history", "doc_id"),
    [
        ("Which doctor is a CMO (chief medical officer)?", (), "doctor.md"),
        ("What is a CMO in manufacturing?", (), "maker.md"),
        ("What is a CMO?", ("What is a contract manufacturing organisation?",), "maker.md"),
    ],
)
def test_meaning_that_is_said_is_answered(torn: Shelf, question: str, history: tuple[str, ...], doc_id: str) -> None:
    """Where the question or the one before it says which is meant, it must be answered."""
    outcome = torn.asker.ask(Request(question=question, history=Exchange.of(history), min_probability=0))
    assert isinstance(outcome, Answer)
    assert outcome.quotes[0].citation.version.doc_id == doc_id


def test_filter_settles_the_meaning(torn: Shelf) -> None:
    """Only documents that may answer can make a question ambiguous."""
    outcome = torn.asker.ask(Request(question="What is a CMO?", doc_ids=("doctor*",), min_probability=0))
    assert isinstance(outcome, Answer)


def test_slip_is_corrected_in_sight(torn: Shelf) -> None:
    """The person must see what was read, and the quote must be that of the right word."""
    outcome = torn.ask("What is pharmacovigilence?", min_probability=0)
    assert OutcomeModel.of(outcome).understood_as == "What is pharmacovigilance?"
    assert outcome.query.question == "What is pharmacovigilence?"
    assert "Pharmacovigilance is the duty" in next(words_of(outcome))


@pytest.mark.parametrize(
    "question", ["How long does onboarding take?", "How long does on-boarding take?", "How long is on boarding?"]
)
def test_hyphens_are_no_obstacle(torn: Shelf, question: str) -> None:
    """Each way to write the word must find the passage."""
    assert "nine weeks" in next(words_of(torn.ask(question, min_probability=0)))


def test_synonyms_of_the_settings_are_searched(torn: Shelf) -> None:
    """A word that no document holds must find what the owner says it means."""
    settings = load_settings(words={"synonyms": [["toll maker", "subcontractor"], ["lot", "Charge"]]})
    asker = Asker(torn.library, torn.encoder, settings)
    found = asker.find(Request(question="What does a subcontractor want?"))
    assert found.candidates[0].version.doc_id == "toll.md"
    assert found.candidates[0].lexical > 0
    assert [(one.words, one.read_as, one.why) for one in found.query.rewordings] == [("subcontractor", "toll maker", "synonym")]


def test_long_form_that_decided_is_shown(torn: Shelf) -> None:
    """Where the quote does not have the question's own word, the person must see why it is one."""
    settings = load_settings(words={"synonyms": [["toll maker", "subcontractor"]]})
    outcome = Asker(torn.library, torn.encoder, settings).ask(
        Request(question="What does a subcontractor charge for each lot?", min_probability=0)
    )
    assert outcome.query.understood_as == "What does a subcontractor (toll maker) charge for each lot?"


def test_unknown_words_are_named(torn: Shelf) -> None:
    """Words that no document holds must be said to be the reason."""
    outcome = torn.ask("How far do zebras migrate?", min_probability=1)
    assert isinstance(outcome, Abstention)
    assert outcome.unknown_words == ("zebras", "migrate")
    assert "They never mention \u201czebras\u201d or \u201cmigrate\u201d." in outcome.message


@pytest.mark.parametrize(
    ("said", "words"),
    [("Hello!", "Hello."), ("Thank you", "You are welcome."), ("who are you?", "I am Quoth."), ("bye", "Goodbye.")],
)
def test_small_talk_gets_its_line(torn: Shelf, said: str, words: str) -> None:
    """Greetings, thanks and questions about Quoth must get a fixed line and never a quote."""
    outcome = torn.ask(said, min_probability=0)
    assert isinstance(outcome, Abstention)
    assert (outcome.reason, outcome.nearest) == ("not_a_question", ())
    assert outcome.message.startswith(words)


def test_greeting_before_a_question_is_a_question(torn: Shelf) -> None:
    """What is asked after the greeting must be answered."""
    assert isinstance(torn.ask("Hello, what is pharmacovigilance?", min_probability=0), Answer)


def test_deleted_document_takes_its_meaning_along(torn: Shelf) -> None:
    """With one of two documents gone, from the next question on there is one meaning."""
    (torn.folder / "doctor.md").unlink()
    torn.ingest()
    outcome = torn.ask("What is a CMO?", min_probability=0)
    assert isinstance(outcome, Answer)
    assert all("medical officer" not in one.read_as for one in outcome.query.rewordings)
