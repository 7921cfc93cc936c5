"""`quoth ask`: one question, one outcome."""

from __future__ import annotations

import codecs
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from quoth.cli.options import json_option, k_option, library_option, load_encoder, min_probability_option, settings_for
from quoth.cli.printing import say, say_json
from quoth.errors import QuestionError

if TYPE_CHECKING:
    from quoth.types import Outcome

_MOST_BYTES: Final = 1_000_000


@click.command(short_help="Answer a question, or say why there is no answer.")
@click.argument("question")
@k_option
@min_probability_option
@click.option("--history", multiple=True, metavar="QUESTION", help="A question asked before this one; repeat, oldest first.")
@library_option
@json_option("Print the outcome as one JSON document.")
def ask(
    question: str,
    k: int | None,
    min_probability: float | None,
    history: tuple[str, ...],
    library: Path | None,
    as_json: bool,  # noqa: FBT001 - click passes flags by name
) -> None:
    """Answer QUESTION with quotes, or say why the documents do not answer it.

    QUESTION may be "-": it is then read from standard input. An abstention is not a failure.
    """
    settings = settings_for(library)
    from quoth.ask import Request, check_question
    from quoth.contract import asking_of
    from quoth.house import House
    from quoth.types import Exchange

    question = _from_stdin() if question == "-" else question
    for text in (question, *history):
        check_encoding(text)
        check_question(text, settings.answer.max_question_characters)
    with House.open(settings) as house:
        load_encoder(house)
        outcome = house.ask(Request(question=question, history=Exchange.of(history), k=k, min_probability=min_probability))
        _show(outcome, settings.answer.stale_after_days, as_json=as_json)
        house.log.note(asking_of(outcome, "cli"))


def _show(outcome: Outcome, stale_after_days: int | None, *, as_json: bool) -> None:
    from quoth.cli.outcomes import as_text
    from quoth.contract import OutcomeModel, Today

    if as_json:
        say_json(OutcomeModel.of(outcome).model_dump(mode="json"))
    else:
        say(as_text(outcome, Today.now(stale_after_days)))


def _from_stdin() -> str:
    """Read a question, at most a megabyte of it: more is too long anyway, and might never end."""
    data = sys.stdin.buffer.read(_MOST_BYTES)
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data, final=len(data) < _MOST_BYTES)
    except UnicodeDecodeError as error:
        raise QuestionError("The question is not text: it is not UTF-8.", "Type it again as plain text.") from error


def check_encoding(text: str) -> None:
    """Refuse arguments whose bytes are no UTF-8: Python smuggles them in as lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise QuestionError("The question is not text: it is not UTF-8.", "Type it again as plain text.") from error
