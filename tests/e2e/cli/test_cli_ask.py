"""`quoth ask` through the real command line, library and encoder."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quoth.contract import OutcomeModel

LEAVE = "How many days of annual leave is every employee of Acme entitled to per year?"
ELSEWHERE = "Which striker scored most goals at the football world cup in 1974?"
Run = Callable[..., Any]


def test_ask_prints_numbered_quotes_with_their_citation(run: Run, library: str) -> None:
    """The terminal shows the quote as it stands, below a line that says where."""
    ran = run("ask", LEAVE, "--library", library)
    assert ran.status == 0
    assert "[1] Acme employee handbook › Annual leave (2025-03-01) handbook.md:" in ran.out
    assert "    Every employee of Acme is entitled to 31 days of annual leave per year." in ran.out
    assert "\x1b" not in ran.out


def test_ask_json_is_one_outcome(run: Run, library: str) -> None:
    """`--json` prints one document of the contract and nothing else."""
    ran = run("ask", LEAVE, "--library", library, "--json")
    outcome = OutcomeModel.model_validate_json(ran.out)
    assert outcome.outcome == "answer"
    assert "31 days" in outcome.quotes[0].text
    assert ran.out.count("\n") == 1


def test_ask_k_limits_the_quotes(run: Run, library: str) -> None:
    """`-k 1` shows one quote."""
    ran = run("ask", LEAVE, "--library", library, "--json", "-k", "1")
    assert len(OutcomeModel.model_validate_json(ran.out).quotes) == 1


def test_an_abstention_is_no_failure(run: Run, library: str) -> None:
    """What the documents do not say is declined with a reason and status 0."""
    ran = run("ask", ELSEWHERE, "--library", library)
    assert ran.status == 0
    assert ran.out.startswith("No answer: ")
    outcome = OutcomeModel.model_validate_json(run("ask", ELSEWHERE, "--library", library, "--json").out)
    assert outcome.outcome == "abstention"
    assert outcome.reason


def test_nearest_is_labelled_as_no_answer(run: Run, library: str) -> None:
    """Passages of an abstention never look like an answer."""
    ran = run("ask", "Is the annual leave of Acme employees paid in zorbium?", "--library", library, "--min-probability", "1")
    assert ran.out.startswith("No answer: ")
    if "[1]" in ran.out:
        assert ran.out.index("which are not an answer") < ran.out.index("[1]")


def test_ask_reads_the_question_from_stdin(run: Run, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` stands for standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LEAVE.encode() + b"\n")))
    outcome = OutcomeModel.model_validate_json(run("ask", "-", "--library", library, "--json").out)
    assert outcome.outcome == "answer"


def test_ask_does_without_the_trained_reader(run: Run, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same library answers with measured features alone, if a setting says so, and says so twice alike."""
    monkeypatch.setenv("QUOTH_READER__MODEL", "none")
    first, second = (json.loads(run("ask", LEAVE, "--library", library, "--json").out) for _ in range(2))
    assert {**first, "timings_ms": None} == {**second, "timings_ms": None}
    assert OutcomeModel.model_validate(first).question == LEAVE


def test_history_lets_a_follow_up_be_understood(run: Run, library: str) -> None:
    """An earlier question is part of how the next is understood."""
    ran = run("ask", "And what about parking?", "--history", LEAVE, "--library", library, "--json")
    assert ran.status == 0
    outcome = OutcomeModel.model_validate_json(ran.out)
    assert outcome.question == "And what about parking?"
    assert outcome.understood_as != outcome.question
    shown = run("ask", "And what about parking?", "--history", LEAVE, "--library", library)
    assert shown.out.startswith(f"Understood as: {outcome.understood_as}\n")


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("", "empty"),
        (" \t\n ", "empty"),
        ("x" * 10_000, "10,000 characters"),
        ("a\0b", "control characters"),
        ("\x01\x02", "control characters"),
        ("caf\udce9", "not UTF-8"),
    ],
)
def test_what_is_no_question_is_wrong_usage(run: Run, library: str, question: str, says: str) -> None:
    """Two clear lines and status 2, no traceback; with `--json` the error as a document too."""
    ran = run("ask", question, "--library", library, "--json")
    assert ran.status == 2
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert json.loads(ran.out)["error"]["code"] == "bad_question"


@pytest.mark.parametrize("question", ["🙂🙂🙂", "ما هي فترة الاختبار؟", "???", "' OR 1=1; --", "a" * 1_999])
def test_odd_questions_get_an_outcome(run: Run, library: str, question: str) -> None:
    """Emoji, right-to-left script and noise are questions like others."""
    ran = run("ask", question, "--library", library, "--json")
    assert ran.status == 0
    assert OutcomeModel.model_validate_json(ran.out).question == question


@pytest.mark.parametrize("option", [("-k", "0"), ("-k", "21"), ("--min-probability", "1.1"), ("--min-probability", "nan")])
def test_options_out_of_range_are_wrong_usage(run: Run, library: str, option: tuple[str, str]) -> None:
    """An option that cannot be is refused by name."""
    ran = run("ask", LEAVE, "--library", library, *option)
    assert ran.status == 2
    assert option[0] in ran.err


def test_ask_without_a_library_creates_nothing(run: Run, tmp_path: Path) -> None:
    """A missing library is an error that says how to build one."""
    ran = run("ask", LEAVE, "--json")
    assert ran.status == 1
    assert "quoth ingest FOLDER" in ran.err
    assert json.loads(ran.out)["error"]["code"] == "library_missing"
    assert list(tmp_path.iterdir()) == []
