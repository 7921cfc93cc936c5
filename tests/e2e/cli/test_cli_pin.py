"""`quoth pin`: pin, list, warn, remove."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
WORDS = "Parking permits are issued by the facilities office in Leeds."


def test_pin_leads_warns_and_is_removed(run: Run, own: Path) -> None:
    """What is pinned must answer first, be warned of when its document changes, and go when it is removed."""
    library, file = str(own / "index"), own / "documents" / "parking.md"
    start = file.read_text().removeprefix("# ").index(WORDS)  # the text has no marks of Markdown
    made = run(
        "pin", "parking.md", str(start), str(start + len(WORDS)), "--question", "Where do I go?", "--owner", "Ann",
        "--library", library, "--json",
    )  # fmt: skip
    number = str(json.loads(made.out)["id"])
    answer = run("ask", "where do I go", "--library", library).out
    assert answer.startswith("[1] Parking rules [curated by Ann]")
    assert WORDS in answer
    assert "DOES NOT" not in run("pin", "--list", "--library", library).out
    file.write_text(file.read_text().replace("Leeds", "York"))
    assert run("ingest", str(own / "documents"), "--library", library).status == 0
    for command in (("pin", "--list"), ("status",)):
        assert "DOES NOT ANSWER: the document no longer says so" in run(*command, "--library", library).out
    assert json.loads(run("status", "--library", library, "--json").out)["curated"][0]["answers"] is False
    assert run("pin", "--remove", number, "--library", library).status == 0
    assert run("pin", "--list", "--library", library).out == ""
    assert run("pin", "--remove", number, "--library", library).status == 2


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--list", "--remove", "1"],
        ["parking.md"],
        ["parking.md", "0", "5", "--owner", "Ann"],
        ["parking.md", "0", "5", "--question", "Who?"],
        ["parking.md", "0", "5", "--question", "Who?", "--owner", "Ann", "--list"],
        ["parking.md", "5", "2", "--question", "Who?", "--owner", "Ann"],
        ["nowhere.md", "0", "5", "--question", "Who?", "--owner", "Ann"],
        ["parking.md", "0", "5", "--question", "Who?", "--owner", "Ann", "--until", "yesterday"],
        ["parking.md", "0", "5", "--question", "\udcff", "--owner", "Ann"],
        ["parking.md", "0", "5", "--question", "Who?", "--owner", "\udcff"],
    ],
)
def test_wrong_usage_is_told(run: Run, library: str, arguments: list[str]) -> None:
    """Too little, too much, or what cannot be must be wrong usage, and store nothing."""
    assert run("pin", *arguments, "--library", library).status == 2
    assert run("pin", "--list", "--library", library).out == ""
