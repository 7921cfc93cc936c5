"""`quoth highlight`: one line of JSON for each pair, and a clear word for every file that holds no pairs."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quoth.contract import MarkingModel

Run = Callable[..., Any]
_PAIRS: list[dict[str, Any]] = [
    {"id": "a", "question": "What is a post mill?", "text": "🚀 A post mill is a windmill that turns on a post.\nIt is old."},
    {"id": 2, "question": "Who issues parking permits?", "text": "Zorbium is a polymer.", "title": "Zorbium"},
    {"id": "empty", "question": "Who?", "text": ""},
    {"id": "é\n", "question": "ما هي طاحونة الهواء؟", "text": "طاحونة الهواء تدور مع الريح."},
]


def _lines(pairs: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(pair, ensure_ascii=False) + "\n" for pair in pairs).encode()


def _check(out: str) -> None:
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["id"] for row in rows] == [pair["id"] for pair in _PAIRS]
    for row, pair in zip(rows, _PAIRS, strict=True):
        assert list(row) == ["id", "probability", "spans"]
        assert MarkingModel.model_validate(row).probability == row["probability"]
        for span in row["spans"]:
            assert list(span) == ["start", "end", "probability"]
            assert 0 <= span["start"] < span["end"] <= len(pair["text"])


def test_highlight_prints_a_line_a_pair(run: Run, tmp_path: Path) -> None:
    """Lines come in order with the ids as given, nothing else is printed, and no library is needed."""
    (tmp_path / "pairs.jsonl").write_bytes(b"\xef\xbb\xbf" + _lines(_PAIRS).replace(b"\n", b"\r\n\r\n"))
    ran = run("highlight", "pairs.jsonl")
    assert (ran.status, ran.err) == (0, "")
    _check(ran.out)
    assert [path.name for path in tmp_path.iterdir()] == ["pairs.jsonl"]


def test_highlight_reads_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` stands for standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(_lines(_PAIRS))))
    ran = run("highlight", "-")
    assert (ran.status, ran.err) == (0, "")
    _check(ran.out)


_GOOD = {"id": 1, "question": "Who?", "text": "Nobody."}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "pairs"),
        (b"\n \n", "pairs"),
        (_lines([_GOOD]) + b"not json\n", "line 2 is not JSON"),
        (_lines([_GOOD]) + b"\n{\n", "line 3 is not JSON"),
        (b"[" * 100_000, "line 1 is not JSON"),
        (b"[]", "line 1"),
        (b"7", "line 1"),
        (_lines([{"id": 1, "question": "Who?"}]), "line 1: text: field required"),
        (_lines([_GOOD, {"question": "Who?", "text": ""}]), "line 2: id"),
        (_lines([{**_GOOD, "text": None}]), "line 1: text"),
        (_lines([{**_GOOD, "extra": 1}]), "line 1: extra"),
        (_lines([{**_GOOD, "text": "x" * 20_001}]), "line 1: text: string should have at most 20000 characters"),
        (_lines([{**_GOOD, "question": "x" * 2001}]), "line 1: question"),
        (b'{"id": 1, "question": "Who?", "text": "\\ud800"}', "line 1: text"),
        (b"\xff\xfe\x00", "not UTF-8"),
    ],
)
def test_a_file_without_sound_pairs_is_wrong_usage(run: Run, tmp_path: Path, content: bytes, why: str) -> None:
    """The message names file and line, before anything is printed; there is no traceback."""
    (tmp_path / "bad.jsonl").write_bytes(content)
    ran = run("highlight", "bad.jsonl")
    assert (ran.status, ran.out) == (2, "")
    assert "bad.jsonl" in ran.err
    assert why in ran.err
    assert "Traceback" not in ran.err
    assert "Unexpected" not in ran.err


@pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
def test_a_file_that_cannot_be_read_is_wrong_usage(run: Run, name: str) -> None:
    """The message names the file, or the folder that stands in its place."""
    ran = run("highlight", name)
    assert (ran.status, ran.out) == (2, "")
    assert name in ran.err
    assert "Traceback" not in ran.err


def test_bad_standard_input_is_wrong_usage(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes through a pipe is checked as a file is."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"{}")))
    ran = run("highlight", "-")
    assert (ran.status, ran.out) == (2, "")
    assert "line 1: id" in ran.err
