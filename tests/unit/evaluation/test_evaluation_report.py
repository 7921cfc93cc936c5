"""Judging outcomes and summing them up, on outcomes made by hand."""

from __future__ import annotations

import pytest

from quoth.ask import Request
from quoth.errors import QuestionError
from quoth.evaluation.items import Gold, Item
from quoth.evaluation.report import MEANINGS, as_json, as_text, report
from quoth.evaluation.running import judge, run
from quoth.types import Abstention, Answer, Citation, Outcome, Query, Quote, Span, Timings, Version, sha256

TEXT = "Leave is 31 days. Parking is free. Zorbium is a polymer."


def version(text: str = TEXT, text_sha256: str | None = None) -> Version:
    """Return a document version."""
    return Version(
        doc_id="d.md", version=1, uri="file:///d.md", title="D", text=text, text_sha256=text_sha256 or sha256(text), blocks=(),
        media_type="text/markdown", date=None, owner=None, stored_at="",
    )  # fmt: skip


def quote(n: int, words: str, where: Version) -> Quote:
    """Return a quote of these words."""
    start = where.text.index(words)
    return Quote(n=n, citation=Citation(version=where, span=Span(start, start + len(words))), probability=0.9)


def answer(*words: str, ms: float = 1, where: Version | None = None) -> Answer:
    """Return an answer with one quote for each of the words."""
    quotes = tuple(quote(n, text, where or version()) for n, text in enumerate(words, 1))
    query = Query(question="q", text="q", kind="open", terms=())
    timings = Timings(understand=0, search=0, read=0, compose=0, total=ms)
    return Answer(answer_id="a", query=query, probability=0.9, generation=1, timings=timings, quotes=quotes)


def abstention(*words: str) -> Abstention:
    """Return an abstention whose nearest passages are these words."""
    said = answer(*words)
    return Abstention(
        answer_id="a", query=said.query, probability=0.1, generation=1, timings=said.timings, reason="low_probability",
        message="No.", nearest=said.quotes,
    )  # fmt: skip


def item(*golds: str, kind: str | None = None, doc_id: str | None = None) -> Item:
    """Return a question with these gold answers."""
    answers = tuple(Gold(text=gold, doc_id=doc_id) for gold in golds)
    return Item(item_id="i", question="q", answers=answers, answerable=bool(golds), kind=kind)


def test_first_and_third_count_only_in_answers() -> None:
    """A gold answer among the nearest passages is found, and no hit."""
    second = judge(item("31 days"), answer("Parking is free.", "Leave is 31 days."))
    assert (second.first, second.third, second.found) == (False, True, True)
    refused = judge(item("31 days"), abstention("Leave is 31 days."))
    assert (refused.first, refused.third, refused.found) == (False, False, True)


@pytest.mark.parametrize(("doc_id", "is_hit"), [("d.md", True), ("d", True), ("e", False)])
def test_gold_without_text_judges_the_document(doc_id: str, is_hit: bool) -> None:
    """As BEIR does: any quote of a relevant document counts."""
    assert judge(item("", doc_id=doc_id), answer("Parking is free.")).first is is_hit


def test_a_text_that_is_not_the_hashed_one_is_not_verbatim() -> None:
    """The hash that a citation carries must be that of the text it slices."""
    assert judge(item("x"), answer("Parking is free.")).is_verbatim
    assert not judge(item("x"), answer("Parking is free.", where=version(text_sha256="0" * 64))).is_verbatim


def test_questions_that_cannot_be_asked_count_as_abstained() -> None:
    """They are listed, and the run goes on."""

    def ask(request: Request) -> Outcome:
        if not request.question.strip():
            raise QuestionError("The question is empty.")
        return answer("Parking is free.")

    empty = Item(item_id="empty", question=" ", answers=(), answerable=False)
    summary = report(list(run([empty, item("free")], ask)))
    assert summary.refused == (("empty", "The question is empty."),)
    assert summary.overall["refused_right"].value == 1.0
    assert summary.overall["first_quote"].value == 1.0


def test_report_counts_overall_and_by_kind() -> None:
    """Each rate has its own trials; p95 is the nearest rank."""
    judged = [judge(item("31 days", kind="quantity"), answer("Leave is 31 days.", ms=ms)) for ms in range(1, 20)]
    judged += [judge(item(kind="none"), answer("Parking is free.", ms=100)), judge(item("polymer"), abstention())]
    summary = report(judged)
    assert (summary.questions, summary.answerable) == (21, 20)
    assert set(summary.overall) == set(MEANINGS)
    assert (summary.overall["first_quote"].hits, summary.overall["first_quote"].n) == (19, 20)
    assert (summary.overall["answered_right"].hits, summary.overall["answered_right"].n) == (19, 20)
    assert summary.overall["refused_right"].value == 0.0
    assert list(summary.by_kind) == ["-", "none", "quantity"]
    assert summary.latency_ms is not None
    assert (summary.latency_ms.median, summary.latency_ms.p95) == (10, 19)


def test_nothing_to_count_is_no_crash() -> None:
    """A rate without trials has no value, in text and in JSON."""
    summary = report([])
    assert summary.latency_ms is None
    assert summary.overall["first_quote"].value is None
    assert "0/0" in as_text(summary)
    assert as_json(summary)["latency_ms"] is None
