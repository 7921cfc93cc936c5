"""`quoth eval`: ask a file of questions and count what was right."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quoth.cli.options import json_option, k_option, library_option, load_encoder, settings_for
from quoth.cli.printing import ProgressBar, no_room_explained, say, say_json, tell

if TYPE_CHECKING:
    from quoth.evaluation.report import Report
    from quoth.evaluation.running import Judged


@click.command("eval", short_help="Ask a file of questions and count.")
@click.argument("questions", type=click.Path(path_type=Path))
@click.option(
    "--outcomes", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT.jsonl", help="Write each outcome there."
)
@click.option("--fail-under", multiple=True, metavar="METRIC=VALUE", help="Exit with 1 if this rate is lower; may be repeated.")
@k_option
@library_option
@json_option("Print the report as one JSON document.")
def evaluate(
    questions: Path,
    outcomes: Path | None,
    fail_under: tuple[str, ...],
    k: int | None,
    library: Path | None,
    as_json: bool,  # noqa: FBT001 - click passes flags by name
) -> int:
    """Ask every question of QUESTIONS and count what was right.

    QUESTIONS is a file of JSON lines, a CSV file, a SQuAD v2 file (.json) or a BEIR folder. docs/evaluation.md has the formats
    and says what the metrics mean.
    """
    settings = settings_for(library)
    from quoth.evaluation.questions import read_questions
    from quoth.evaluation.report import as_json as report_as_json
    from quoth.evaluation.report import as_text, report
    from quoth.evaluation.running import run
    from quoth.house import House

    floors = _floors(fail_under)
    items = read_questions(questions)
    judged: list[Judged] = []
    with House.open(settings) as house, _writer(outcomes) as write, ProgressBar("eval") as progress:
        load_encoder(house)
        house.check_shape()
        for one in run(items, house.ask, k):
            judged.append(one)
            write(one)
            progress(len(judged), len(items), one.item.item_id)
    summary = report(judged)
    if as_json:
        say_json(report_as_json(summary))
    else:
        say(as_text(summary))
    return 1 if _told_too_low(summary, floors) else 0


def _floors(given: tuple[str, ...]) -> list[tuple[str, float]]:
    from quoth.evaluation.report import MEANINGS

    floors: list[tuple[str, float]] = []
    for text in given:
        name, _, value = text.partition("=")
        if name not in MEANINGS:
            raise click.BadParameter(f"{name!r} is no metric; take one of {', '.join(MEANINGS)}.", param_hint="'--fail-under'")
        try:
            floor = float(value)
        except ValueError:
            floor = -1.0
        if not 0 <= floor <= 1:
            raise click.BadParameter(f"{text!r} needs a value from 0 to 1, as in {name}=0.9.", param_hint="'--fail-under'")
        floors.append((name, floor))
    return floors


def _told_too_low(summary: Report, floors: list[tuple[str, float]]) -> bool:
    is_low = False
    for name, floor in floors:
        value = summary.overall[name].value
        if value is None:
            tell(f"{name} has no value: no question counts for it.")
        elif value < floor:
            tell(f"{name} is {value:.4f}, below {floor}.")
        is_low = is_low or value is None or value < floor
    return is_low


@contextmanager
def _writer(path: Path | None) -> Iterator[Callable[[Judged], None]]:
    """Open the file of outcomes, a line written out as soon as it is known.

    Raises:
        DiskFullError: No room left.
    """
    if path is None:
        yield lambda _: None
        return
    file = path.open("w", encoding="utf-8", buffering=1)

    def write(one: Judged) -> None:
        with no_room_explained(str(path)):
            file.write(json.dumps(_line(one)) + "\n")

    try:
        yield write
    finally:
        with no_room_explained(str(path)):
            file.close()


def _line(one: Judged) -> dict[str, object]:
    from quoth.contract import OutcomeModel

    if one.outcome is not None:
        return {"id": one.item.item_id, **OutcomeModel.of(one.outcome).model_dump(mode="json")}
    refused = one.refused
    error = {"code": refused.code, "message": refused.message, "hint": refused.hint} if refused else {}
    return {"id": one.item.item_id, "error": error}
