"""From what people said of answers to questions with gold answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quoth.evaluation.feedback import Judged, question_lines
from quoth.evaluation.questions import read_questions
from quoth.types import Asking, Feedback, FeedbackVerdict, Timings

_QUOTES = [
    {"n": n, "text": text, "new_field": 1, "citation": {"doc_id": f"{n}.md", "start": 10 * n}}
    for n, text in ((1, "One."), (2, "Two."))
]


def _judged(
    outcome: str, verdict: FeedbackVerdict, quote: int | None = None, question: str = "Why?", *, is_kept: bool = True
) -> Judged:
    said: dict[str, Any] = {
        "outcome": outcome,
        "understood_as": question,
        "kind": "why_how",
        "quotes": [],
        "nearest": [],
        "more": 1,
    }
    said["quotes" if outcome == "answer" else "nearest"] = _QUOTES
    asking = Asking(
        answer_id=f"{question}{outcome}", asked_at="", door="api", outcome="answer", kind="why_how", reason=None, probability=1,
        generation=1, timings=Timings(understand=1, search=1, read=1, compose=1, total=4), doc_ids=("1.md", "2.md"),
        said=json.dumps(said) if is_kept else None,
    )  # fmt: skip
    return Judged(feedback=Feedback(answer_id=asking.answer_id, given_at="", verdict=verdict, quote=quote), asking=asking)


@pytest.mark.parametrize(
    ("outcome", "verdict", "quote", "gold"),
    [
        ("answer", "right", None, ["One.", "Two."]),
        ("answer", "right", 2, ["Two."]),
        ("answer", "incomplete", 1, ["One."]),
        ("answer", "incomplete", None, None),
        ("answer", "wrong", None, None),
        ("answer", "wrong", 1, None),
        ("abstention", "right", None, []),
        ("abstention", "right", 1, []),
        ("abstention", "wrong", None, None),
        ("abstention", "wrong", 2, ["Two."]),
        ("abstention", "incomplete", None, None),
    ],
)
def test_feedback_tells_gold_only_where_it_does(
    outcome: str, verdict: FeedbackVerdict, quote: int | None, gold: list[str] | None
) -> None:
    """What is right must come from what was said, and from nothing else."""
    lines = question_lines([_judged(outcome, verdict, quote)])
    told: list[Any] = [line["answers"] for line in lines]
    assert [[answer["text"] for answer in answers] for answers in told] == ([] if gold is None else [gold])
    assert [line["answerable"] for line in lines] == ([] if gold is None else [bool(gold)])


def test_last_word_on_a_question_counts() -> None:
    """Somebody who finds a right answer wrong must undo it, and the other way round."""
    right, wrong = _judged("answer", "right"), _judged("answer", "wrong")
    assert question_lines([right, wrong]) == []
    assert len(question_lines([wrong, right, _judged("answer", "right", question="Who?")])) == 2


def test_question_that_was_not_kept_is_left_out() -> None:
    """Without its words nobody can ask it again."""
    assert question_lines([_judged("answer", "right", is_kept=False)]) == []


def test_lines_are_read_by_eval(tmp_path: Path) -> None:
    """The file must be one that `quoth eval` reads, with text and place of each gold answer."""
    lines = question_lines([_judged("answer", "right"), _judged("abstention", "right", question="Who?")])
    file = tmp_path / "q.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    first, second = read_questions(file)
    assert [(gold.text, gold.doc_id, gold.start) for gold in first.answers] == [("One.", "1.md", 10), ("Two.", "2.md", 20)]
    assert (first.question, first.answerable, second.answers, second.answerable) == ("Why?", True, (), False)
