"""Commands with another reader than the shipped one: what is answered, refused and calibrated."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from e2e.cli.conftest import DOCUMENTS, build
from made_readers import save_reader, save_taught
from quoth.answering.reader import load_weights
from quoth.house import House
from quoth.models import locate_reader
from quoth.settings import load_settings

Run = Callable[..., Any]
_PROBATION = "What is the probation period for new employees at Acme?"
_HOW_LONG = "How long is the probation period for new employees at Acme?"
_STRIKER = "Which striker scored most goals at the football world cup in 1974?"
_CONTEXT = "Acme employee handbook › Probation"
_SENTENCE = "The probation period for new employees at Acme is six months."


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder of a model for question answering that learned by heart what these tests ask."""
    probation = f"{_CONTEXT}\n{_SENTENCE}"
    leave = "Acme employee handbook › Annual leave\nEvery employee of Acme is entitled to 31 days of annual leave per year."
    parking = "Parking rules\nParking permits are issued by the facilities office in Leeds."
    zorbium = "Glossary › Zorbium\nZorbium is a synthetic polymer used to seal the windows of submarines."
    lessons = [(question, probation, "six months") for question in (_PROBATION, _HOW_LONG)]
    lessons += [(question, text, "") for question in (_PROBATION, _HOW_LONG) for text in (leave, parking, zorbium)]
    lessons.append((_STRIKER, probation, ""))
    return str(save_taught(tmp_path_factory.mktemp("taught") / "taught-reader", lessons))


@pytest.fixture(scope="module")
def crossed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder of a cross-encoder whose weights mean nothing."""
    return str(save_reader(tmp_path_factory.mktemp("crossed") / "cross", "cross-encoder"))


def _asked(run: Run, library: str, reader: str, question: str, *options: str) -> dict[str, Any]:
    ran = run("ask", question, "--library", library, "--json", *options, env={"QUOTH_READER__MODEL": reader})
    assert ran.status == 0, ran.err
    outcome: dict[str, Any] = json.loads(ran.out)
    return outcome


def test_taught_reader_answers_and_marks_the_words(run: Run, library: str, taught: str) -> None:
    """The sentence that it was taught comes first, in the document's own words, with the words that it marks."""
    quote = _asked(run, library, taught, _HOW_LONG, "--min-probability", "0")["quotes"][0]
    cited = quote["citation"]
    assert _SENTENCE in quote["text"]
    assert quote["text"] in DOCUMENTS[cited["doc_id"]]
    assert [quote["text"][span["start"] : span["end"]] for span in quote["highlights"]] == ["six months"]


@pytest.mark.parametrize("kind", ["taught", "crossed", "none"])
def test_outcomes_repeat_themselves_and_verify(
    run: Run, library: str, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    """With any reader the same question gives the same bytes from process to process, and every quote is exact."""
    reader = "none" if kind == "none" else request.getfixturevalue(kind)
    for question in (_PROBATION, "What is zorbium?", "Compare zorbium and parking.", _STRIKER):
        outcomes = [_asked(run, library, reader, question) for _ in range(2)]
        for outcome in outcomes:
            del outcome["timings_ms"], outcome["answer_id"]
        assert json.dumps(outcomes[0]) == json.dumps(outcomes[1])
        if outcomes[0]["quotes"]:
            (tmp_path / "outcome.json").write_text(json.dumps(outcomes[0]), encoding="utf-8")
            assert run("verify", "outcome.json", "--library", library).status == 0


def test_question_about_something_else_is_refused_before_any_calibration(
    run: Run, library: str, taught: str, crossed: str
) -> None:
    """A reader whose numbers nobody knows must not turn a refusal into an answer."""
    for reader in (taught, crossed):
        outcome = _asked(run, library, reader, _STRIKER)
        assert outcome["outcome"] == "abstention"
        assert outcome["probability"] == pytest.approx(_asked(run, library, "none", _STRIKER)["probability"], abs=0.2)


def test_evaluation_names_the_reader(run: Run, library: str, taught: str, tmp_path: Path) -> None:
    """A report must say which reader was at work, by name and hash."""
    (tmp_path / "q.jsonl").write_text(
        json.dumps({"id": "1", "question": _PROBATION, "answers": [{"text": "six months"}]}) + "\n"
    )
    ran = run("eval", "q.jsonl", "--library", library, "--json", env={"QUOTH_READER__MODEL": taught})
    assert json.loads(ran.out)["run"]["reader"] == f"{load_weights().name}+{locate_reader(taught).name}"


def test_highlight_takes_the_reader_of_the_settings(run: Run, tmp_path: Path, taught: str) -> None:
    """A model for question answering marks words as the shipped reader does."""
    pair = {"id": 1, "question": _PROBATION, "text": _SENTENCE, "title": _CONTEXT}
    (tmp_path / "pairs.jsonl").write_text(json.dumps(pair) + "\n", encoding="utf-8")
    ran = run("highlight", "pairs.jsonl", env={"QUOTH_READER__MODEL": taught})
    marked = json.loads(ran.out)
    assert ran.status == 0
    assert [_SENTENCE[span["start"] : span["end"]] for span in marked["spans"]] == ["six months"]


@pytest.mark.parametrize("kind", ["crossed", "none"])
def test_highlight_refuses_a_reader_that_marks_nothing(
    run: Run, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    """Nothing is marked by another reader in its place: the message names the setting and what helps."""
    reader = "none" if kind == "none" else request.getfixturevalue(kind)
    (tmp_path / "pairs.jsonl").write_text(json.dumps({"id": 1, "question": "Who?", "text": "Me."}) + "\n", encoding="utf-8")
    ran = run("highlight", "pairs.jsonl", env={"QUOTH_READER__MODEL": reader})
    assert (ran.status, ran.out) == (1, "")
    assert f"reader.model = {reader} cannot say which words answer." in ran.err
    assert "QUOTH_READER__MODEL" in ran.err


def test_reader_that_is_not_there_is_told(run: Run, library: str) -> None:
    """A name that leads nowhere ends the command with what to do, and loads nothing else in its place."""
    ran = run("ask", _PROBATION, "--library", library, env={"QUOTH_READER__MODEL": "some-org/some-reader"})
    assert (ran.status, ran.out) == (1, "")
    assert "some-org/some-reader" in ran.err
    assert "Nothing is fetched at run time" in ran.err
    assert "Traceback" not in ran.err


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a library of these tests' own: they change it."""
    return str(build(tmp_path_factory.mktemp("calibrated")) / "index")


def test_calibration_teaches_what_the_reader_is_worth(run: Run, own: str, taught: str, tmp_path: Path) -> None:
    """From then on its numbers count in the probability; with the shipped reader, or another one, the calibration is void."""
    lines = [
        {"id": str(n), "question": _PROBATION if n % 4 else _STRIKER, "answers": [{"text": "six months"}] if n % 4 else [], "history": [f"Question {n}?"]}
        for n in range(60)
    ]  # fmt: skip
    (tmp_path / "q.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    env = {"QUOTH_READER__MODEL": taught}

    def explained(question: str, reader: str = taught) -> dict[str, Any]:
        ran = run("explain", question, "--library", own, "--json", env={"QUOTH_READER__MODEL": reader})
        found: dict[str, Any] = json.loads(ran.out)
        return found

    before = explained(_PROBATION)
    assert before["threshold"] == load_weights().plain.threshold
    ran = run("calibrate", "q.jsonl", "--target-precision", "0.9", "--library", own, "--json", env=env)
    stored = json.loads(ran.out)["calibration"]
    assert ran.status == 0, ran.err
    assert "20 of 60 questions teach" in ran.err
    assert stored["questions"] == 40
    assert stored["mixture"]["questions"] == 20
    assert stored["mixture"]["said"] > 0
    after, refused = explained(_PROBATION), explained(_STRIKER)
    assert after["threshold"] == stored["threshold"] != before["threshold"]
    assert (after["outcome"], refused["outcome"]) == ("answer", "abstention")
    assert after["probability"] - refused["probability"] > 0.5
    assert after["probability"] != before["probability"]
    assert explained(_PROBATION, "builtin")["threshold"] == load_weights().read.threshold
    assert "VOID" not in run("status", "--library", own, env=env).out
    for other in ("builtin", "none", "nowhere at all"):
        assert "VOID" in run("status", "--library", own, env={"QUOTH_READER__MODEL": other}).out
    assert run("calibrate", "--reset", "--library", own, env=env).status == 0
    assert json.loads(run("status", "--library", own, "--json", env=env).out)["calibration"] is None


def test_too_few_questions_store_nothing(run: Run, own: str, crossed: str, tmp_path: Path) -> None:
    """A calibration that stored nothing leaves no journal behind, and repeats itself."""
    lines = [{"id": str(n), "question": _STRIKER, "answers": [], "history": [f"Question {n}?"]} for n in range(6)]
    (tmp_path / "q.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    ran = run("calibrate", "q.jsonl", "--library", own, env={"QUOTH_READER__MODEL": crossed})
    assert ran.status == 1
    assert "No threshold can be vouched for: 4 questions" in ran.err
    with House.open(load_settings(library={"dir": Path(own)})) as house:
        assert house.calibration is None
        assert not list((house.library.folder / "eval").glob("*.jsonl"))
