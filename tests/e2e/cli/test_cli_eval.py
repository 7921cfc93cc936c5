"""`quoth eval` on a small question file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quoth.contract import OutcomeModel

Run = Callable[..., Any]
QUESTIONS = [
    {"id": "leave", "question": "How many days of annual leave is every employee of Acme entitled to per year?",
     "answers": [{"text": "31 days", "doc_id": "handbook.md"}], "answerable": True, "kind": "quantity"},
    {"id": "football", "question": "Which striker scored most goals at the football world cup in 1974?",
     "answers": [], "answerable": False, "kind": "who"},
    {"id": "empty", "question": "  ", "answers": [], "answerable": False},
]  # fmt: skip


@pytest.fixture
def questions(tmp_path: Path) -> str:
    """Return the path of a question file."""
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(json.dumps(question) + "\n" for question in QUESTIONS), encoding="utf-8")
    return str(file)


def test_eval_counts_and_writes_outcomes(run: Run, library: str, questions: str, tmp_path: Path) -> None:
    """The report has rates with intervals, overall and by kind; every question has its line."""
    ran = run("eval", questions, "--library", library, "--json", "--outcomes", "out.jsonl")
    report = json.loads(ran.out)
    assert ran.status == 0
    assert (report["questions"], report["answerable"]) == (3, 1)
    assert report["overall"]["first_quote"]["value"] == 1.0
    assert report["overall"]["refused_right"]["hits"] == 2
    assert report["overall"]["verbatim"]["value"] == 1.0
    assert report["by_kind"]["quantity"]["first_quote"]["n"] == 1
    assert report["latency_ms"]["p95"] > 0
    assert [refused["id"] for refused in report["refused"]] == ["empty"]
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [line.pop("id") for line in lines] == ["leave", "football", "empty"]
    assert [OutcomeModel.model_validate(line).outcome for line in lines[:2]] == ["answer", "abstention"]
    assert lines[2]["error"]["code"] == "bad_question"


def test_eval_prints_a_table(run: Run, library: str, questions: str) -> None:
    """People read rates, intervals and counts."""
    ran = run("eval", questions, "--library", library)
    assert "first_quote     1.000  [0.207, 1.000]       1/1" in ran.out
    assert "quantity:" in ran.out


def test_fail_under_fails_below_the_floor(run: Run, library: str, questions: str) -> None:
    """A rate at its floor passes; a rate without questions cannot."""
    assert run("eval", questions, "--library", library, "--fail-under", "first_quote=1").status == 0
    (Path(questions)).write_text('{"id": 1, "question": "What is zorbium?", "answers": [{"text": "a kind of cheese"}]}\n')
    ran = run("eval", questions, "--library", library, "--fail-under", "first_quote=0.5")
    assert ran.status == 1
    assert "first_quote is 0.0000, below 0.5." in ran.err
    assert run("eval", questions, "--library", library, "--fail-under", "refused_right=0").status == 1


@pytest.mark.parametrize("floor", ["accuracy=0.5", "first_quote", "first_quote=x", "first_quote=2", "first_quote=nan"])
def test_a_floor_that_cannot_be_is_wrong_usage(run: Run, library: str, questions: str, floor: str) -> None:
    """Unknown metrics and values are refused before any question is asked."""
    ran = run("eval", questions, "--library", library, "--fail-under", floor)
    assert ran.status == 2
    assert "--fail-under" in ran.err


@pytest.mark.parametrize("content", ["", "{", '{"id": "a"}', '{"id": "a", "question": "b?"}\n' * 2])
def test_a_bad_question_file_is_wrong_usage(run: Run, library: str, questions: str, content: str) -> None:
    """The message names the file."""
    Path(questions).write_text(content)
    ran = run("eval", questions, "--library", library)
    assert ran.status == 2
    assert "questions.jsonl" in ran.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_for_outcomes_is_a_clear_error(run: Run, library: str, questions: str) -> None:
    """No room is said in words, with the path."""
    ran = run("eval", questions, "--library", library, "--outcomes", "/dev/full")
    assert ran.status == 1
    assert "No room left to write /dev/full" in ran.err
