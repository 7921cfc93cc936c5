"""From a draft with answers' words to questions with gold spans: every place is found, and every fault of a draft is named before anything is written."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest
from training.placing import main

if TYPE_CHECKING:
    from pathlib import Path

_MILL: Final = "# The mill\n\nThe old mill has 12 metres. The new one has 12 metres, too.\n"
_HIGH: Final = {
    "id": "a1",
    "question": "How high?",
    "kind": "quantity",
    "answers": [{"text": "has 12 metres", "doc_id": "mill.md"}],
}
_NONE: Final = {"id": "a2", "question": "Who built it?", "kind": "who", "answers": [], "near_miss": True}


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Return a collection of one document."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/mill.md").write_text(_MILL, encoding="utf-8")
    return tmp_path


def _run(monkeypatch: pytest.MonkeyPatch, collection: Path, *draft: object, more: tuple[str, ...] = ()) -> None:
    lines = [line if isinstance(line, str) else json.dumps(line) for line in draft]
    (collection / "draft.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["placing", str(collection), *more])
    main()


def test_every_place_of_an_answer_is_found(monkeypatch: pytest.MonkeyPatch, collection: Path) -> None:
    """An answer that stands twice must be marked twice, where Quoth's text of the document has it."""
    _run(monkeypatch, collection, _HIGH, _NONE)
    rows: list[dict[str, Any]] = [json.loads(line) for line in (collection / "questions.jsonl").read_text().splitlines()]
    text = "The mill\n\nThe old mill has 12 metres. The new one has 12 metres, too."
    assert [answer["start"] for answer in rows[0]["answers"]] == [text.find("has"), text.rfind("has")]
    assert [row["answerable"] for row in rows] == [True, False]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "line 1: "),
        ({"id": "a1"}, "line 1: KeyError"),
        ({**_HIGH, "answers": [{"text": "has 13 metres", "doc_id": "mill.md"}]}, "does not stand in mill.md"),
        ({**_HIGH, "answers": [{"text": "has 12 metres", "doc_id": "barn.md"}]}, "does not stand in barn.md"),
        ({**_HIGH, "answers": [{"text": "12", "doc_id": "mill.md"}]}, "stands 2 times in mill.md"),
        ({**_HIGH, "near_miss": True}, "an answer has no near_miss"),
        ({"id": "a2", "question": "Who?", "answers": []}, "an answer has no near_miss"),
        ({"id": "a2", "answers": [], "near_miss": True}, "question"),
    ],
)  # fmt: skip
def test_faults_of_a_draft_are_named(monkeypatch: pytest.MonkeyPatch, collection: Path, line: object, why: str) -> None:
    """A line that cannot be marked must be named with its reason, and nothing be written."""
    with pytest.raises(SystemExit, match=why):
        _run(monkeypatch, collection, line)
    assert not (collection / "questions.jsonl").exists()


def test_documents_are_shown_as_they_are_read(
    monkeypatch: pytest.MonkeyPatch, collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--show` must print what answers are copied from."""
    _run(monkeypatch, collection, more=("--show",))
    assert "===== mill.md\nThe mill\n\nThe old mill has 12 metres." in capsys.readouterr().out
