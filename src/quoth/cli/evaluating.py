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
    from quoth.evaluation.items import Item
    from quoth.evaluation.judging import Judged
    from quoth.evaluation.report import Report
    from quoth.house import House

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("eval", short_help="Ask a file of questions and count.")
@click.argument("questions", type=click.Path(path_type=Path))
@click.option("--outcomes", type=_FILE, metavar="OUT.jsonl", help="Write each outcome there.")
@click.option(
    "--report", "page", type=_FILE, metavar="OUT.html", help="Write a page with tables, curves and the worst failures."
)
@click.option("--baseline", type=_FILE, metavar="OLD.json", help="Compare with what --json printed for an earlier run.")
@click.option("--fail-under", multiple=True, metavar="METRIC=VALUE", help="Exit with 1 if it is lower; may be repeated.")
@k_option
@library_option
@json_option("Print the report as one JSON document.")
def evaluate(  # noqa: PLR0913, PLR0917 - click passes each option by name
    questions: Path,
    outcomes: Path | None,
    page: Path | None,
    baseline: Path | None,
    fail_under: tuple[str, ...],
    k: int | None,
    library: Path | None,
    as_json: bool,  # noqa: FBT001 - click passes flags by name
) -> int:
    """Ask every question of QUESTIONS and count what was right.

    QUESTIONS is a file of JSON lines, a CSV file, a SQuAD v2 file (.json) or a BEIR folder. docs/evaluation.md has the formats
    and says what the metrics mean. A run that was interrupted goes on where it stopped.
    """
    settings = settings_for(library)
    from quoth.evaluation.comparing import compare, read_baseline
    from quoth.evaluation.page import write_page
    from quoth.evaluation.questions import read_questions
    from quoth.evaluation.report import report
    from quoth.evaluation.written import as_json as report_as_json
    from quoth.evaluation.written import as_text
    from quoth.house import House

    floors = _floors(fail_under)
    items = read_questions(questions)
    before = None if baseline is None else read_baseline(baseline)
    with House.open(settings) as house:
        judged = ask_all(house, items, outcomes, k)
        said = house.state()
    summary = report(judged)
    comparison = None if before is None else compare(judged, before)
    if page is not None:
        with no_room_explained(str(page)):
            write_page(page, summary, comparison, name=questions.name, state=said)
    if as_json:
        say_json(report_as_json(summary, comparison))
    else:
        say(as_text(summary, comparison))
    if page is not None:
        tell(f"The report is in {page}.")
    return 1 if _told_too_low(summary, floors) else 0


def ask_all(house: House, items: tuple[Item, ...], outcomes: Path | None, k: int | None) -> list[Judged]:
    """Ask and judge every question, going on where an interrupted run stopped.

    Raises:
        DiskFullError: No room left.
    """
    from quoth.evaluation.running import Journal, run

    with _writer(outcomes) as write, ProgressBar("eval") as progress:
        load_encoder(house)
        house.check_shape()
        journal = Journal.of(house, items, k)
        judged = journal.held(items)
        if judged:
            tell(f"{len(judged)} of {len(items)} questions were asked before the last run was interrupted; going on.")
        for one in judged:
            write(one)
        with no_room_explained(str(house.library.folder)):
            journal.begin(judged)
        for one in run(items[len(judged) :], house, k):
            judged.append(one)
            write(one)
            with no_room_explained(str(house.library.folder)):
                journal.add(one)
            progress(len(judged), len(items), one.item.item_id)
        journal.remove()
    return judged


def _floors(given: tuple[str, ...]) -> list[tuple[str, float]]:
    from quoth.evaluation.measures import METRICS
    from quoth.evaluation.report import CURVES

    known = [metric.name for metric in METRICS if metric.is_better_high]
    floors: list[tuple[str, float]] = []
    for text in given:
        name, _, value = text.partition("=")
        if name not in known:
            less = name in CURVES or any(metric.name == name for metric in METRICS)
            why = "is better the lower it is" if less else "is no metric"
            raise click.BadParameter(f"{name!r} {why}; take one of {', '.join(known)}.", param_hint="'--fail-under'")
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
        estimate = summary.overall.get(name)
        if estimate is None:
            tell(f"{name} has no value: no question counts for it.")
        elif estimate.value < floor:
            tell(f"{name} is {estimate.value:.4f}, below {floor}.")
        is_low = is_low or estimate is None or estimate.value < floor
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
            file.write(json.dumps(one.line) + "\n")

    try:
        yield write
    finally:
        with no_room_explained(str(path)):
            file.close()
