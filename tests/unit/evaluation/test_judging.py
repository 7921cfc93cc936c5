"""Judging outcomes made by hand: what counts for which metric, and which stage lost the answer."""

from __future__ import annotations

import json

import pytest

from quoth.errors import QuestionError
from quoth.evaluation.items import Item
from quoth.evaluation.judging import Judged, refused
from unit.evaluation.made import SENTENCES, TEXT, item, judged, trace, version

LEAVE, PARKING, ZORBIUM = SENTENCES


def test_first_and_third_count_only_in_answers() -> None:
    """A gold answer among the nearest passages is found, and no hit."""
    second = judged(item("31 days"), trace(*SENTENCES, first=(PARKING, LEAVE)))
    assert [second.values[name] for name in ("first_quote", "first_three", "found", "precision")] == [0, 1, 1, 0]
    abstained = judged(item("31 days"), trace(*SENTENCES, first=(LEAVE,), probability=0.2))
    assert [abstained.values[name] for name in ("first_quote", "first_three", "found", "sentence_hit")] == [0, 0, 1, 1]
    assert "precision" not in abstained.values


@pytest.mark.parametrize(
    ("ranking", "first", "probability", "stage"),
    [
        (SENTENCES, LEAVE, 0.9, "right"),
        (SENTENCES, LEAVE, 0.2, "abstained"),
        (SENTENCES, PARKING, 0.9, "wrong_sentence"),
        ((PARKING, ZORBIUM, LEAVE), PARKING, 0.9, "too_low"),
        ((PARKING, ZORBIUM), PARKING, 0.9, "never_retrieved"),
    ],
)
def test_the_stage_that_lost_an_answer(ranking: tuple[str, ...], first: str, probability: float, stage: str) -> None:
    """The earliest stage at which the answer fell out is the one to blame."""
    assert judged(item("31 days"), trace(*ranking, first=(first,), probability=probability)).stage == stage


def test_what_stands_nowhere_is_the_files_mistake() -> None:
    """A gold answer that no document holds must not be blamed on search."""
    lost = judged(item("47 days"), trace(*SENTENCES, first=(PARKING,)), stands=False)
    assert (lost.stage, lost.rank) == ("not_in_documents", None)


@pytest.mark.parametrize(("probability", "stage", "em"), [(0.9, "answered_unanswerable", 0.0), (0.2, "refused_right", 1.0)])
def test_unanswerable_questions(probability: float, stage: str, em: float) -> None:
    """As in SQuAD v2, silence is the exact match."""
    one = judged(item(), trace(*SENTENCES, first=(LEAVE,), probability=probability))
    assert (one.stage, one.values["em"], one.values["refused_right"]) == (stage, em, em)
    assert not one.is_right
    assert "first_quote" not in one.values


@pytest.mark.parametrize(("doc_id", "is_hit"), [("d.md", True), ("d", True), ("e", False)])
def test_gold_without_text_judges_the_document(doc_id: str, is_hit: bool) -> None:
    """As BEIR does: any quote of a relevant document counts."""
    one = judged(item("", doc_id=doc_id), trace(*SENTENCES, first=(PARKING,)))
    assert one.values["first_quote"] == one.values["success@1"] == one.values["ndcg@10"] == float(is_hit)


def test_a_located_gold_counts_by_its_place() -> None:
    """A gold answer longer than a sentence is hit by a sentence inside it, in its own document only."""
    whole = item(TEXT, doc_id="d.md", start=0)
    assert judged(whole, trace(PARKING, first=(PARKING,))).values["sentence_hit"] == 1
    assert judged(whole, trace(PARKING, first=(PARKING,), where=version("e.md"))).values["sentence_hit"] == 0


def test_a_citation_that_cannot_be_verified_counts() -> None:
    """One that `verify` does not find exact spoils its outcome."""
    how = trace(*SENTENCES, first=(PARKING, LEAVE))
    assert judged(item("x"), how).values["citation_precision"] == 1
    assert judged(item("x"), how, exact=False).values["citation_precision"] == 0


def test_a_quote_that_holds_half_of_a_long_answer_is_partial() -> None:
    """It stands where the answer does: another sentence did not come first."""
    assert judged(item(TEXT, doc_id="d.md", start=0), trace(*SENTENCES, TEXT, first=(PARKING,), read=9)).stage == "partial"


def test_a_place_that_holds_other_words_counts_for_nothing() -> None:
    """The document has changed since the file was written."""
    moved = item("47 weeks", doc_id="d.md", start=0)
    assert judged(moved, trace(LEAVE, first=(LEAVE,))).values["sentence_hit"] == 0


def test_other_documents_keep_their_names() -> None:
    """Only gold documents are known without their extension: others must not fall together in a ranking."""
    one = judged(item("31 days", doc_id="other"), trace(*SENTENCES, first=(LEAVE,), where=version("d.tar.gz")))
    assert one.values["document_hit"] == one.values["recall@5"] == 0
    assert one.values["first_quote"] == 1


def test_questions_that_cannot_be_asked_count_as_abstained() -> None:
    """They find nothing, as a query without a run; whether they are refused rightly is not asked."""
    error = QuestionError("The question is empty.", "Type one.")
    lost = refused(item("31 days"), error)
    assert (lost.stage, lost.values["first_quote"], lost.values["coverage"]) == ("not_asked", 0, 0)
    assert (lost.values["success@1"], lost.values["rr"], lost.values["em"]) == (0, 0, 0)
    assert refused(Item(item_id="e", question=" ", answers=(), answerable=False), error).values == {"coverage": 0}
    assert lost.line == {"id": "i", "error": {"code": "bad_question", "message": "The question is empty.", "hint": "Type one."}}


def test_what_was_judged_survives_the_journal() -> None:
    """Written as JSON and read again it must be the same."""
    one = judged(item("31 days"), trace(*SENTENCES, first=(LEAVE,)))
    assert Judged.from_json(one.item, json.loads(json.dumps(one.to_json()))) == one
