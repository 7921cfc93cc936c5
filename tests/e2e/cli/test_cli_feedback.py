"""`quoth feedback`: from an answer that somebody judged to a question that is asked again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from quoth.contract import FeedbackModel
from quoth.house import House
from quoth.settings import load_settings

Run = Callable[..., Any]
QUESTION = "What is the probation period for new employees at Acme?"


def _judge(library: Path, answer_id: str, **given: object) -> None:
    with House.open(load_settings(library={"dir": library})) as house:
        house.log.judge(FeedbackModel.model_validate({"answer_id": answer_id, "verdict": "right", **given}).given())


def test_answers_of_ask_are_noted_and_their_feedback_can_be_asked_again(run: Run, own: Path, tmp_path: Path) -> None:
    """What `quoth ask` answered must be judged, listed, and become a file on which `quoth eval` finds it right."""
    library = own / "index"
    outcome = json.loads(run("ask", QUESTION, "--library", str(library), "--json").out)
    _judge(library, outcome["answer_id"], note="Yes,\nindeed.", quote=1)
    listed = run("feedback", "--library", str(library))
    assert QUESTION in listed.out
    assert "right [1]" in listed.out
    assert "    Yes, indeed.\n" in listed.out
    (line,) = run("feedback", "--library", str(library), "--json").out.splitlines()
    assert json.loads(line)["question"] == QUESTION
    file = tmp_path / "questions.jsonl"
    assert run("feedback", "--library", str(library), "--questions", str(file)).status == 0
    report = json.loads(run("eval", str(file), "--library", str(library), "--json").out)
    assert [question["is_right"] for question in report["by_question"]] == [True]


def test_nothing_said_is_told(run: Run, own: Path, tmp_path: Path) -> None:
    """Without feedback, or with none that tells what is right, no file may be written."""
    library = str(own / "index")
    file = tmp_path / "questions.jsonl"
    ran = run("feedback", "--library", library, "--questions", str(file))
    assert (ran.status, ran.out, file.exists()) == (1, "", False)
    outcome = json.loads(run("ask", QUESTION, "--library", library, "--json").out)
    _judge(own / "index", outcome["answer_id"], verdict="wrong")
    ran = run("feedback", "--library", library, "--questions", str(file))
    assert (ran.status, file.exists()) == (1, False)
    assert "none of them tells what is right" in ran.err


def test_eval_notes_no_questions(run: Run, own: Path, tmp_path: Path) -> None:
    """Only what people ask may be noted: not the questions of a file, nor an explanation."""
    library = own / "index"
    file = tmp_path / "q.jsonl"
    file.write_text(json.dumps({"id": "1", "question": QUESTION, "answers": [{"text": "six months"}]}))
    assert run("eval", str(file), "--library", str(library)).status == 0
    assert run("explain", QUESTION, "--library", str(library)).status == 0
    with House.open(load_settings(library={"dir": library})) as house, house.library.notes() as notebook:
        assert notebook.count_askings() == 0
