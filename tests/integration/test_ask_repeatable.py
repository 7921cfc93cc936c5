"""The same library, settings and question: the same outcome, byte for byte."""

from __future__ import annotations

import json
import subprocess
import sys

from fakes import child_environment
from quoth.ask import Request
from quoth.contract import OutcomeModel
from quoth.house import House

_QUESTIONS = (
    "What distinguishes a CDMO?",
    "How long does a technology transfer take?",
    "CRO vs CMO",
    "List the parts of a quality agreement.",
    "Who won the football world cup in 1974?",
)
_CHILD = """
import json, sys
from pathlib import Path
from quoth import House, Request, load_settings
from quoth.contract import OutcomeModel

with House.open(load_settings(library={"dir": Path(sys.argv[1])})) as house:
    for question in json.loads(sys.argv[2]):
        outcome = OutcomeModel.of(house.ask(Request(question=question)))
        print(outcome.model_dump_json(exclude={"timings_ms"}))
"""


def _ask_all(house: House) -> list[str]:
    outcomes = (OutcomeModel.of(house.ask(Request(question=question))) for question in _QUESTIONS)
    return [outcome.model_dump_json(exclude={"timings_ms"}) for outcome in outcomes]


def test_same_question_twice_gives_the_same_bytes(corpus_house: House) -> None:
    """A question must not depend on those before it."""
    assert _ask_all(corpus_house) == _ask_all(corpus_house)


def test_fresh_process_gives_the_same_bytes(corpus_house: House) -> None:
    """A restart, with its own seeds and its own copies of the indexes, must change nothing."""
    command = [sys.executable, "-c", _CHILD, str(corpus_house.settings.library.dir), json.dumps(_QUESTIONS)]
    done = subprocess.run(command, env=child_environment(), capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == _ask_all(corpus_house)
