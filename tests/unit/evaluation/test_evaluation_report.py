"""Summing up, comparing and showing what was judged."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from quoth.errors import QuestionError, QuestionFileError
from quoth.evaluation.calibrating import distinct, fit
from quoth.evaluation.comparing import Before, compare, read_baseline
from quoth.evaluation.judging import refused
from quoth.evaluation.measures import METRICS
from quoth.evaluation.page import render, worst_first
from quoth.evaluation.report import report
from quoth.evaluation.written import as_json, as_text
from quoth.types import Exchange
from unit.evaluation.made import SENTENCES, asked, item, judged, trace

STATE = {
    "version": "0",
    "library": "l",
    "generation": "3",
    "settings": '{"answer": {"k": 5}}',
    "encoder": "e",
    "reader": "r",
    "threshold": "0.5",
    "k": "5",
}


def test_report_counts_overall_and_by_slice() -> None:
    """Each metric is over the questions that have it; p95 is the nearest rank."""
    said = [
        judged(item("31 days", kind="quantity", item_id=str(ms)), trace(*SENTENCES, first=SENTENCES[:1], ms=ms))
        for ms in range(1, 20)
    ]
    said += [judged(item(kind="none", item_id="n"), trace(*SENTENCES, first=SENTENCES[1:2], ms=100))]
    summary = report(said)
    assert (len(summary.judged), summary.answerable) == (20, 19)
    assert (summary.overall["first_quote"].value, summary.overall["first_quote"].n) == (1.0, 19)
    assert (summary.overall["precision"].value, summary.overall["precision"].n) == (0.95, 20)
    assert summary.overall["refused_right"].value == 0.0
    assert list(summary.slices["kind"]) == ["quantity", "none"]
    assert summary.slices["kind"]["none"]["coverage"].n == 1
    assert summary.stages == {"right": 19, "answered_unanswerable": 1}
    assert (summary.latency_ms["total"]["median"], summary.latency_ms["total"]["p95"]) == (10, 19)


def test_every_metric_that_has_a_value_is_told() -> None:
    """In the JSON, in the table and on the page."""
    summary = report(asked((0.9, True), (0.4, False)))
    page = render(summary, None, name="q.jsonl", state=STATE)
    for name in summary.overall:
        assert name in as_json(summary, None, STATE)["overall"]
        assert f"  {name} " in as_text(summary)
        assert f'<th scope="row">{name}</th>' in page
    assert {metric.name for metric in METRICS} - set(summary.overall) == {
        "refused_right", "document_hit", "recall@5", "recall@20", "ndcg@10", "ap",
    }  # fmt: skip


def test_a_file_of_questions_nobody_could_ask_is_no_crash() -> None:
    """There is nothing to time and nothing to quote."""
    summary = report([refused(item(), QuestionError("The question is empty.", ""))])
    assert summary.latency_ms == {}
    assert "The question is empty." in as_text(summary)
    assert "The question is empty." in render(summary, None, name="q", state=STATE)


def test_failures_come_worst_first() -> None:
    """A confident wrong answer is worse than a doubtful one, and any is worse than silence."""
    said = asked((0.6, False), (0.9, False), (0.8, True))
    silent = judged(item("31 days", item_id="s"), trace(*SENTENCES, first=SENTENCES[:1], probability=0.3))
    assert [one.item.item_id for one in worst_first([*said, silent])] == ["1", "0", "s"]


def test_the_page_shows_words_as_words_and_asks_no_host() -> None:
    """Whatever a question or a document says, it is text; and the page must open without a network."""
    nasty = '<script>alert("x")</script> & "quotes"'
    said = asked((0.9, False))
    page = render(report([replace(said[0], item=replace(said[0].item, question=nasty))]), None, name="<q>", state=STATE)
    assert "<script" not in page
    assert "&lt;script&gt;alert" in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert not re.search(r"url\((?!['\"]?data:)", page)


def test_two_runs_are_compared_question_by_question(tmp_path: Path) -> None:
    """What was gained and lost is named, and a metric that fell by more than chance is called worse."""
    old = asked(*[(0.9, True)] * 30, (0.5, False))
    new = asked(*[(0.9, False)] * 20, *[(0.9, True)] * 11)
    file = tmp_path / "old.json"
    file.write_text(json.dumps(as_json(report(old), None, STATE)))
    comparison = compare(new, read_baseline(file))
    assert comparison.common == 31
    assert (len(comparison.gained), len(comparison.lost)) == (1, 20)
    first = next(change for change in comparison.changes if change.name == "first_quote")
    assert first.is_beyond_chance
    assert not first.is_better
    assert "WORSE" in as_text(report(new), comparison)
    assert '<span class="worse">worse</span>' in render(report(new), comparison, name="q", state=STATE)
    others = [replace(one, item=replace(one.item, question="Another?")) for one in new]
    assert (compare(others, read_baseline(file)).common, len(compare(others, read_baseline(file)).changed)) == (0, 31)
    same = compare(old, read_baseline(file))
    assert all(change.p_value == 1 and not change.is_beyond_chance for change in same.changes)
    assert same.moved == ()


def test_answers_gained_by_being_wrong_show_in_the_precision() -> None:
    """Only a run's own answers have a precision: those of the other run must not hide what came in."""
    right = [judged(item("31 days", item_id=str(n)), trace(*SENTENCES, first=SENTENCES[:1])) for n in range(30)]
    silent, loud = (
        [judged(item(item_id=f"u{n}"), trace(*SENTENCES, first=SENTENCES[:1], probability=p)) for n in range(30)]
        for p in (0.1, 0.9)
    )
    before = {one.item.item_id: Before(stage=one.stage, asked=one.asked, values=one.values) for one in [*right, *silent]}
    precision = next(change for change in compare([*right, *loud], before).changes if change.name == "precision")
    assert (precision.before, precision.after) == (1.0, 0.5)
    assert precision.is_beyond_chance
    assert not precision.is_better


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"by_question": [{"id": 1}]}',
        '{"by_question": 3}',
        "[" * 100_000,
        '{"by_question": [{"id": 1, "stage": "right", "asked": "a", "values": {"f1": NaN}}]}',
        '{"by_question": [{"id": 1, "stage": "right", "asked": "a", "values": {"f1": 1' + "0" * 400 + "}}]}",
    ],
)
def test_a_baseline_that_is_none_is_refused(tmp_path: Path, content: str) -> None:
    """The message names the file and says how to make one."""
    file = tmp_path / "old.json"
    file.write_text(content)
    with pytest.raises(QuestionFileError, match=r"old\.json: it is no report") as caught:
        read_baseline(file)
    assert "--json" in caught.value.hint


def test_calibration_vouches_only_for_what_was_seen() -> None:
    """Many right answers carry a threshold; few do not, and it is said what they would carry."""
    found = fit(asked(*[(0.9, True)] * 200, *[(0.3, False)] * 50), 0.95, 0.9, judged_by="r", generation=3)
    assert found.calibration is not None
    assert (found.calibration.threshold, found.calibration.answered, found.calibration.right) == (0.9, 200, 200)
    few = fit(asked(*[(0.9, True)] * 20), 0.95, 0.9, judged_by="r", generation=3)
    assert few.calibration is None
    assert few.reached is not None
    assert few.best is not None
    assert 0.7 < few.best < 0.95


def test_copies_of_a_question_are_one() -> None:
    """The promise is made of independent questions."""
    once, again = item("31 days", item_id="a"), replace(item("31 days", item_id="b"), question="how  LONG?")
    assert distinct([once, again, replace(again, history=(Exchange("Before?"),))]) == (
        once,
        replace(again, history=(Exchange("Before?"),)),
    )
