"""`quoth explain`: how far an expected span came."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]
QUESTION = "How many days of annual leave is every employee of Acme entitled to per year?"


def explained(
    run: Run, library: str, question: str, expect: str, *more: str, env: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return what became of the expected span."""
    ran = run("explain", question, "--expect", expect, "--library", library, "--json", *more, env=env)
    assert ran.status == 0, ran.err
    expected: dict[str, Any] = json.loads(ran.out)["expected"]
    return expected


def test_what_is_quoted_is_followed_to_its_quote(run: Run, library: str) -> None:
    """By its words or by its place, in every stage."""
    found = explained(run, library, QUESTION, "handbook.md#31  DAYS of annual")
    assert (found["stage"], found["rank"], found["sentence"]["rank"], found["quote"]) == ("right", 1, 1, 1)
    assert found["text"] == "31 days of annual"
    by_place = explained(run, library, QUESTION, f"handbook.md#{found['start']}-{found['end']}")
    assert by_place == found


def test_each_stage_that_can_lose_it_is_named(run: Run, library: str) -> None:
    """Other words come first; or all do, and the threshold is too high; or it is no passage at all."""
    assert explained(run, library, QUESTION, "parking.md#facilities office", "-k", "1")["stage"] in (
        "wrong_sentence",
        "not_read",
    )
    assert explained(run, library, QUESTION, "handbook.md#31 days", "--min-probability", "1")["stage"] == "abstained"
    assert explained(run, library, QUESTION, "handbook.md#Acme employee handbook")["stage"] == "not_indexed"


def test_it_is_readable_with_and_without_an_expectation(run: Run, library: str) -> None:
    """People see passages, sentences and the verdict."""
    ran = run("explain", QUESTION, "--library", library)
    assert "passages: 4 found" in ran.out
    assert "expected" not in ran.out
    assert "right: it is quoted" in run("explain", QUESTION, "--expect", "handbook.md#31 days", "--library", library).out


@pytest.mark.parametrize(
    "expect",
    ["handbook.md", "#1-2", "handbook.md#", "handbook.md#5-5", "handbook.md#0-99999", "handbook.md#zebra", "none.md#1-2"],
)
def test_a_span_that_is_none_is_wrong_usage(run: Run, library: str, expect: str) -> None:
    """It is said what is wrong with it, before a model is loaded."""
    ran = run("explain", QUESTION, "--expect", expect, "--library", library)
    assert ran.status == 2
    assert expect.partition("#")[0] in ran.err


def test_it_says_what_words_were_read_as(run: Run, library: str) -> None:
    """A correction and a synonym must be told with their reasons, for people and for programs."""
    question = "How many days of anual holiday has an employe?"
    env = {"QUOTH_WORDS__SYNONYMS": '[["holiday", "annual leave"]]'}
    told = run("explain", question, "--library", library, env=env).out
    assert "holiday: also searched as annual leave (synonym)" in told
    rewordings = json.loads(run("explain", question, "--library", library, "--json", env=env).out)["rewordings"]
    assert {"words": "holiday", "read_as": "annual leave", "why": "synonym", "evidence": None} in rewordings
