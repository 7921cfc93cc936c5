"""The language of a library in the terminal: told by status, and kept from the English reader."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from quoth.library import Library

Run = Callable[..., Any]


def _german(folder: Path) -> str:
    """Make an empty library as a German ingest leaves it."""
    facts = {"encoder.model": "some", "encoder.weights": "0", "encoder.dim": "8", "library.language": "de"}
    with Library.create(folder) as library, library.writing() as writer:
        writer.record(facts | {"chunking.max_tokens": "160", "chunking.context_tokens": "48"})
    return str(folder)


def test_status_says_the_language(run: Run, tmp_path: Path) -> None:
    """Status must name the language a library was built in, and that the trained reader does not judge its answers."""
    library = _german(tmp_path / "library")
    ran = run("status", "--library", library)
    assert ran.status == 0
    assert "language    de (the trained reader reads English only: answers are judged without it)" in ran.out
    assert json.loads(run("status", "--library", library, "--json").out)["language"] == "de"


def test_highlight_refuses_another_language(run: Run, tmp_path: Path) -> None:
    """Words of a German text must not be marked by a reader that knows English: a clear error and status 1."""
    pairs = tmp_path / "pairs.jsonl"
    pairs.write_text('{"id": "a", "question": "Wer?", "text": "Der Hersteller."}\n', encoding="utf-8")
    ran = run("highlight", str(pairs), env={"QUOTH_LIBRARY__LANGUAGE": "de"})
    assert (ran.status, ran.out) == (1, "")
    assert "reads English only; library.language is de" in ran.err
