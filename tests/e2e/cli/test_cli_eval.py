"""`quoth eval` on a small question file."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
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
    assert (report["overall"]["refused_right"]["value"], report["overall"]["refused_right"]["n"]) == (1.0, 1)
    assert report["overall"]["citation_precision"]["value"] == 1.0
    assert report["overall"]["success@1"]["value"] == 1.0
    assert report["slices"]["kind"]["quantity"]["first_quote"]["n"] == 1
    assert report["latency_ms"]["total"]["p95"] > 0
    assert [(one["id"], one["stage"]) for one in report["by_question"]] == [
        ("leave", "right"), ("football", "refused_right"), ("empty", "not_asked"),
    ]  # fmt: skip
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [line.pop("id") for line in lines] == ["leave", "football", "empty"]
    assert [OutcomeModel.model_validate(line).outcome for line in lines[:2]] == ["answer", "abstention"]
    assert lines[2]["error"]["code"] == "bad_question"


def test_eval_prints_a_table(run: Run, library: str, questions: str) -> None:
    """People read figures, intervals and counts."""
    ran = run("eval", questions, "--library", library)
    assert "first_quote          1.000 [0.207, 1.000]" in ran.out
    assert "by kind:" in ran.out


def test_a_report_compared_with_an_earlier_run(run: Run, library: str, questions: str, tmp_path: Path) -> None:
    """What --json printed is the next run's baseline, and the page has what changed."""
    (tmp_path / "old.json").write_text(run("eval", questions, "--library", library, "--json").out)
    ran = run(
        "eval",
        questions,
        "--library",
        library,
        "--baseline",
        "old.json",
        "--report",
        "report.html",
        "--json",
        env={"QUOTH_ANSWER__MIN_PROBABILITY": "1"},
    )
    comparison = json.loads(ran.out)["comparison"]
    assert comparison["lost"] == ["leave"]
    assert comparison["moved"] == [["leave", "right", "abstained"]]
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "1 lost it" in page
    assert "before: right" in page


def test_an_interrupted_run_goes_on_where_it_stopped(run: Run, library: str, tmp_path: Path) -> None:
    """Nothing is asked twice, the outcomes are whole, and a line cut in the middle is asked again."""
    many = [{**QUESTIONS[n % 2], "id": str(n)} for n in range(40)]
    (tmp_path / "many.jsonl").write_text("".join(json.dumps(question) + "\n" for question in many))
    command = [sys.executable, "-m", "quoth", "eval", "many.jsonl", "--library", library]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None and not any(
            path.read_bytes().count(b"\n") > 2 for path in Path(library).glob("eval/*.jsonl")
        ):
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
    journal = next(Path(library).glob("eval/*.jsonl"))
    held = journal.read_bytes().count(b"\n")
    with journal.open("ab") as file:
        file.write(b'{"outcome": {"answer_id": "cut \xff')
    ran = run("eval", "many.jsonl", "--library", library, "--outcomes", "out.jsonl")
    assert ran.status == 0
    assert f"{held} of 40 questions were asked before" in ran.err
    ids = [json.loads(line)["id"] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert ids == [question["id"] for question in many]
    assert not journal.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--outcomes", "questions.jsonl"),
        ("--report", "./questions.jsonl"),
        ("--outcomes", "o.x", "--report", "o.x"),
        ("--report", "none/r.html"),
    ],
)
def test_nothing_is_written_over(run: Run, library: str, questions: str, arguments: tuple[str, ...]) -> None:
    """What is read must not be lost, two things cannot go to one file, and a folder that is not there is told before the work."""
    before = Path(questions).read_bytes()
    assert run("eval", questions, *arguments, "--library", library).status == 2
    assert Path(questions).read_bytes() == before


def test_gold_documents_that_are_not_there_are_named(run: Run, library: str, tmp_path: Path) -> None:
    """A mistake in the file looks like a failure of search otherwise."""
    (tmp_path / "q.csv").write_text("id,question,answer,doc_id\n1,What is zorbium?,a synthetic polymer,glosary.md\n")
    ran = run("eval", "q.csv", "--library", library)
    assert "does not hold 1 of the gold documents: glosary.md" in ran.err


def test_a_baseline_that_is_not_there_is_wrong_usage(run: Run, library: str, questions: str) -> None:
    """It is said before any question is asked."""
    ran = run("eval", questions, "--library", library, "--baseline", "none.json")
    assert ran.status == 2
    assert "none.json" in ran.err


def test_fail_under_fails_below_the_floor(run: Run, library: str, questions: str) -> None:
    """A rate at its floor passes; a rate without questions cannot."""
    assert run("eval", questions, "--library", library, "--fail-under", "first_quote=1").status == 0
    (Path(questions)).write_text('{"id": 1, "question": "What is zorbium?", "answers": [{"text": "a kind of cheese"}]}\n')
    ran = run("eval", questions, "--library", library, "--fail-under", "first_quote=0.5")
    assert ran.status == 1
    assert "first_quote is 0.0000, below 0.5." in ran.err
    assert run("eval", questions, "--library", library, "--fail-under", "refused_right=0").status == 1


@pytest.mark.parametrize(
    "floor",
    ["accuracy=0.5", "first_quote", "first_quote=x", "first_quote=2", "first_quote=nan", "ece=0.1", "quoted_characters=1"],
)
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
