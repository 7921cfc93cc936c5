"""`quoth calibrate`: a library's own abstention threshold."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from e2e.cli.conftest import build
from quoth.answering.calibration import Calibration
from quoth.house import House
from quoth.settings import load_settings

Run = Callable[..., Any]
RIGHT = {"question": "What is the probation period for new employees at Acme?", "answers": [{"text": "six months"}]}
WRONG = {"question": "Which striker scored most goals at the football world cup in 1974?", "answers": []}


def write(path: Path, right: int, wrong: int) -> str:
    """Write a file of so many questions, each with a history of its own, that are answered rightly, and that are not to be answered."""
    lines = [{"id": str(n), **(RIGHT if n < right else WRONG), "history": [f"Question {n}?"]} for n in range(right + wrong)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return str(path)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a library of these tests' own: they change it."""
    return str(build(tmp_path_factory.mktemp("calibrated")) / "index")


def test_enough_questions_move_the_threshold(run: Run, own: str, tmp_path: Path) -> None:
    """From then on questions are judged by it, status says so, and --reset takes it back."""
    before = json.loads(run("explain", RIGHT["question"], "--library", own, "--json").out)
    file = write(tmp_path / "q.jsonl", 60, 5)
    dry = json.loads(run("calibrate", file, "--target-precision", "0.9", "--library", own, "--json", "--dry-run").out)
    assert json.loads(run("status", "--library", own, "--json").out)["calibration"] is None
    ran = run("calibrate", file, "--target-precision", "0.9", "--library", own, "--json")
    found = json.loads(ran.out)["calibration"]
    assert ran.status == 0
    assert (found["answered"], found["right"], found["questions"]) == (60, 60, 65)
    assert found["threshold"] == dry["calibration"]["threshold"] == before["probability"]
    after = json.loads(run("explain", RIGHT["question"], "--library", own, "--json").out)
    assert after["threshold"] == found["threshold"] != before["threshold"]
    assert after["outcome"] == "answer"
    status = run("status", "--library", own).out
    assert "calibrated  answers from a probability of" in status
    assert "VOID" not in status
    assert "changed" not in status
    assert run("calibrate", "--reset", "--library", own).status == 0
    assert json.loads(run("explain", RIGHT["question"], "--library", own, "--json").out)["threshold"] == before["threshold"]


def test_too_few_questions_store_nothing(run: Run, own: str, tmp_path: Path) -> None:
    """It is said what they do carry."""
    ran = run("calibrate", write(tmp_path / "q.jsonl", 10, 1), "--library", own)
    assert ran.status == 1
    assert "No threshold can be vouched for" in ran.err
    assert json.loads(run("status", "--library", own, "--json").out)["calibration"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["q.jsonl", "--reset"],
        ["q.jsonl", "--target-precision", "1"],
        ["q.jsonl", "--confidence", "0"],
        ["q.jsonl", "--target-precision", "nan"],
    ],
)
def test_wrong_usage_is_told(run: Run, own: str, arguments: list[str]) -> None:
    """Nothing to do, two things to do, or a share that cannot be."""
    assert run("calibrate", *arguments, "--library", own).status == 2


def test_a_threshold_of_other_weights_is_void(run: Run, own: str) -> None:
    """Probabilities of one reader say nothing about another's: the built-in threshold holds."""
    question = str(RIGHT["question"])
    before = json.loads(run("explain", question, "--library", own, "--json").out)["threshold"]
    stale = Calibration(
        threshold=0.999, judged_by="others", target=0.9, assurance=0.9, questions=9, answered=9, right=9, generation=1, made_at="2026-01-01T00:00:00+00:00",
    )  # fmt: skip
    with House.open(load_settings(library={"dir": Path(own)})) as house:
        house.calibrate(stale)
    assert json.loads(run("explain", question, "--library", own, "--json").out)["threshold"] == before
    assert "VOID" in run("status", "--library", own).out
    assert run("calibrate", "--reset", "--library", own).status == 0
