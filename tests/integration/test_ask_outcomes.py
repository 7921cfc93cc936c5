"""What comes of a question: an answer, or an abstention with the right reason; filters and thresholds hold."""

from __future__ import annotations

import pytest

from integration.shelf import Shelf, shown, words_of
from quoth.ask import Request
from quoth.errors import QuestionError
from quoth.house import House
from quoth.types import Abstention, Answer, Exchange

_HEBREW = "\u05e1\u05d5\u05d3\u05d4 \u05dc\u05e9\u05ea\u05d9\u05d9\u05d4 \u05de\u05de\u05d9\u05e1\u05d4 \u05d0\u05d1\u05e0\u05d9\u05ea \u05d1\u05e7\u05d5\u05de\u05e7\u05d5\u05dd."
_HEBREW_QUESTION = "\u05de\u05d4 \u05de\u05de\u05d9\u05e1\u05d4 \u05d0\u05d1\u05e0\u05d9\u05ea?"


@pytest.mark.parametrize("question", ["\U0001f9ea", "\U0001f600\U0001f600 \U0001f44d\U0001f3fd", "?!", "\u2026"])
def test_question_without_words_is_no_question(corpus_house: House, question: str) -> None:
    """Emoji and marks alone must be called what they are, without a quote."""
    outcome = corpus_house.ask(Request(question=question))
    assert isinstance(outcome, Abstention)
    assert (outcome.reason, outcome.nearest) == ("not_a_question", ())


@pytest.mark.parametrize("question", ["", " \n ", "\x00", "\u200b", "a" * 2001])
def test_question_that_cannot_be_asked_is_an_error(corpus_house: House, question: str) -> None:
    """Nothing at all, no text, or too much of it must be refused."""
    with pytest.raises(QuestionError):
        corpus_house.ask(Request(question=question))


def test_right_to_left_question_over_an_english_corpus_is_asked(corpus_house: House) -> None:
    """A script that no document uses must come to an outcome like any other."""
    outcome = corpus_house.ask(Request(question=_HEBREW_QUESTION))
    assert isinstance(outcome, Abstention)
    assert outcome.query.question == _HEBREW_QUESTION


def test_right_to_left_question_finds_right_to_left_words(shelf: Shelf) -> None:
    """Words are words in every script: what they say must be quoted as it stands."""
    shelf.write("kettle.txt", f"{_HEBREW}\n")
    shelf.write("toaster.txt", "A toaster browns bread on both sides.\n")
    shelf.ingest()
    assert next(words_of(shelf.ask(_HEBREW_QUESTION, min_probability=0))) == _HEBREW


def test_empty_library_says_so(shelf: Shelf) -> None:
    """Without documents the reason must be that, not a lack of evidence."""
    outcome = shelf.ask("What is a CDMO?")
    assert isinstance(outcome, Abstention)
    assert (outcome.reason, outcome.nearest) == ("empty_library", ())


def test_follow_up_is_understood_from_the_question_before(corpus_house: House) -> None:
    """The words "And CROs?" must ask of CROs what was asked of a CMO."""
    outcome = corpus_house.ask(Request(question="And CROs?", history=Exchange.of(["What is a CMO?"])))
    assert outcome.query.text.startswith("What is a CRO")
    assert isinstance(outcome, Answer)
    assert "CRO" in outcome.quotes[0].citation.quote


def test_documents_decide_what_a_short_question_goes_on_with(corpus_house: House) -> None:
    """No word says that the trial is one of a biosimilar; read with the question before, its answer is far more probable."""
    before = Exchange.of(["Which steps show that a biosimilar is similar?"])
    alone = corpus_house.ask(Request(question="can the efficacy trial be dropped?"))
    outcome = corpus_house.ask(Request(question="can the efficacy trial be dropped?", history=before))
    assert isinstance(alone, Abstention)
    assert isinstance(outcome, Answer)
    assert outcome.query.question == "can the efficacy trial be dropped?"
    assert outcome.query.understood_as == "can the efficacy trial be dropped (Which steps show that a biosimilar is similar)?"
    assert outcome.probability > alone.probability
    assert "biosimilar" in outcome.quotes[0].citation.version.title.lower()


@pytest.mark.parametrize(
    "question",
    [
        "best pizza in town",
        "can I bring my dog?",
        "how tall is a giraffe",
        "weather tomorrow",
        "tell me a joke",
        pytest.param("a" * 300, id="a word longer than any"),
    ],
)
def test_question_before_does_not_answer_for_another_one(corpus_house: House, question: str) -> None:
    """A short question about something else must be refused, whatever the documents say of what was asked before."""
    outcome = corpus_house.ask(
        Request(question=question, history=Exchange.of(["How often does a media fill have to be repeated?"]))
    )
    assert isinstance(outcome, Abstention)
    assert outcome.query.text == question


def test_follow_up_that_the_documents_decided_is_explained_so(corpus_house: House) -> None:
    """A trace must be of the way that was taken."""
    before = Exchange.of(["Which steps show that a biosimilar is similar?"])
    request = Request(question="can the efficacy trial be dropped?", history=before)
    trace, outcome = corpus_house.trace(request), corpus_house.ask(request)
    assert trace.outcome.answer_id == outcome.answer_id
    assert trace.evidence[0].probability == outcome.probability


@pytest.mark.parametrize(("pattern", "allowed"), [("faq.md", "faq.md"), ("what-is-a-*", "what-is-a-")])
def test_filter_restricts_who_may_answer(corpus_house: House, pattern: str, allowed: str) -> None:
    """Only documents that the patterns name may be quoted."""
    outcome = corpus_house.ask(Request(question="What is a CDMO?", doc_ids=(pattern,), min_probability=0, k=10))
    assert isinstance(outcome, Answer)
    assert all(quote.citation.version.doc_id.startswith(allowed) for quote in outcome.quotes)


def test_filter_that_names_no_document_leaves_nothing(corpus_house: House) -> None:
    """A filter that fits nothing must not be taken for no filter."""
    outcome = corpus_house.ask(Request(question="What is a CDMO?", doc_ids=("nowhere/*",), min_probability=0))
    assert isinstance(outcome, Abstention)
    assert outcome.reason == "no_evidence"


def test_threshold_of_zero_answers_and_of_one_abstains(corpus_house: House) -> None:
    """The least probability asked for must decide; the quotes are the same either way, but for the table of a comparison."""
    question = "What distinguishes a CDMO?"
    bold = corpus_house.ask(Request(question=question, min_probability=0))
    shy = corpus_house.ask(Request(question=question, min_probability=1))
    assert isinstance(bold, Answer)
    assert isinstance(shy, Abstention)
    assert shy.reason == "low_probability"
    assert shown(shy) == shown(bold)[: len(shown(shy))]


@pytest.mark.parametrize("k", [1, 2, 7])
def test_no_more_quotes_than_asked_for(corpus_house: House, k: int) -> None:
    """`k` must bound the quotes."""
    assert 1 <= len(shown(corpus_house.ask(Request(question="What is a CRO?", k=k)))) <= k
