"""`quoth feedback`: what people said of answers, listed or as a question file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quoth.cli.options import json_option, library_option, settings_for
from quoth.cli.printing import no_room_explained, say, say_json, tell
from quoth.errors import UnknownError

if TYPE_CHECKING:
    from quoth.evaluation.feedback import Judged
    from quoth.house import House


@click.command(short_help="List what people said of answers.")
@click.option(
    "--questions",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT.jsonl",
    help="Write what is known to be right there, as quoth eval reads it.",
)
@library_option
@json_option("Print one JSON document per feedback, one a line.")
def feedback(questions: Path | None, library: Path | None, as_json: bool) -> int:  # noqa: FBT001 - click passes flags by name
    """List what people said of answers: when, of which, right, wrong or incomplete, and their notes.

    With --questions, also write a question file of it. A right answer makes a question with its quotes as gold answers; an
    abstention that is right, one that is not to be answered; a quote named in any other feedback but "wrong", one with that
    quote. What remains does not tell what would have been right and is left out. The last word on a question counts.
    """
    settings = settings_for(library)
    from quoth.contract import StoredFeedbackModel
    from quoth.evaluation.feedback import question_lines
    from quoth.house import House

    with House.open(settings) as house:
        judged = _judged(house)
    for one in judged:
        if as_json:
            question = _question(one)
            say_json({**StoredFeedbackModel.of(one.feedback).model_dump(mode="json"), "question": question})
        else:
            say(_as_text(one))
    if not judged:
        tell("There is no feedback yet.")
    return 0 if questions is None else _write(questions, question_lines(judged), len(judged))


def _judged(house: House) -> list[Judged]:
    """Return the feedback whose answers are still kept."""
    from quoth.evaluation.feedback import Judged

    found: list[Judged] = []
    for given in house.log.feedback():
        try:
            found.append(Judged(feedback=given, asking=house.log.find(given.answer_id)))
        except UnknownError:
            continue
    return found


def _question(one: Judged) -> str | None:
    from quoth.evaluation.feedback import said_of

    said = said_of(one.asking)
    return None if said is None else said.understood_as


def _as_text(one: Judged) -> str:
    given = one.feedback
    about = f" [{given.quote}]" if given.quote is not None else ""
    question = _question(one) or "(the question was not kept)"
    note = f"\n    {' '.join(given.note.split())}" if given.note else ""
    return f"{given.given_at[:16].replace('T', ' ')}  {given.answer_id}  {given.verdict}{about}  {' '.join(question.split())}{note}"


def _write(file: Path, lines: list[dict[str, object]], judged: int) -> int:
    if not lines:
        tell(f"Nothing was written: {judged} feedbacks, and none of them tells what is right.")
        return 1
    with no_room_explained(str(file)):
        file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    tell(f"{len(lines)} questions from {judged} feedbacks are in {file}.")
    return 0
