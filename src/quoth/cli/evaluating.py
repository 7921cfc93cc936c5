"""`quoth eval`: ask a file of questions and count what was right."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from quoth.cli.options import json_option, k_option, library_option, load_encoder, settings_for
from quoth.cli.printing import ProgressBar, flush_stdout, no_room_explained, say, say_json, tell

if TYPE_CHECKING:
    from quoth.evaluation.comparing import Comparison
    from quoth.evaluation.items import Item
    from quoth.evaluation.judging import Judged
    from quoth.evaluation.report import Report
    from quoth.evaluation.running import Journal
    from quoth.house import House

_FILE: Final = click.Path(path_type=Path, dir_okay=False)
_MOST_NAMED: Final = 5


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
    from quoth.evaluation.questions import read_questions
    from quoth.evaluation.report import report
    from quoth.evaluation.running import Journal
    from quoth.house import House

    floors = _floors(fail_under)
    refuse_clashes({"QUESTIONS": questions, "--outcomes": outcomes, "--report": page, "--baseline": baseline})
    items = read_questions(questions)
    before = None if baseline is None else read_baseline(baseline)
    with House.open(settings) as house:
        load_encoder(house)
        house.check_shape()
        state = {**house.state(), "k": str(k or settings.answer.k)}
        journal = Journal.of(house, items, k)
        judged = ask_all(house, items, journal, outcomes, k)
        if house.generation() != int(state["generation"]):
            tell("The library changed while the questions were asked: the figures mix its states. Run it again for clean ones.")
    summary = report(judged)
    comparison = None if before is None else compare(judged, before)
    _publish(summary, comparison, state, questions.name, page, as_json=as_json)
    journal.remove()  # only now: what follows the last question may fail, and need not cost the whole run
    if page is not None:
        tell(f"The report is in {page}.")
    return 1 if _told_too_low(summary, floors) else 0


def _publish(
    summary: Report, comparison: Comparison | None, state: dict[str, str], name: str, page: Path | None, *, as_json: bool
) -> None:
    """Write the page, if one is wanted, and print the report."""
    from quoth.evaluation.page import write_page
    from quoth.evaluation.written import as_json as report_as_json
    from quoth.evaluation.written import as_text

    if page is not None:
        with no_room_explained(str(page)):
            write_page(page, summary, comparison, name=name, state=state)
    if as_json:
        say_json(report_as_json(summary, comparison, state))
    else:
        say(as_text(summary, comparison))
    flush_stdout()


def refuse_clashes(named: dict[str, Path | None]) -> None:
    """Refuse to write over what is read, to write two things into one file, or to write where there is no folder."""
    written = [(name, path) for name, path in named.items() if path is not None and name in ("--outcomes", "--report")]
    for name, path in written:
        if not path.parent.is_dir():
            raise click.BadParameter(f"there is no folder {path.parent}.", param_hint=f"'{name}'")
        for other, taken in named.items():
            if taken is None or other == name:
                continue
            if path.resolve() == taken.resolve() or taken.resolve() in path.resolve().parents:
                raise click.BadParameter(f"{path} would write over {other}; name another file.", param_hint=f"'{name}'")


def ask_all(house: House, items: tuple[Item, ...], journal: Journal, outcomes: Path | None, k: int | None) -> list[Judged]:
    """Ask and judge every question, going on where an interrupted run stopped. The journal stays until its owner removes it.

    Raises:
        DiskFullError: No room left.
    """
    from quoth.evaluation.running import absent_documents, run

    if absent := absent_documents(house, items):
        shown = ", ".join(absent[:_MOST_NAMED]) + (
            f" and {len(absent) - _MOST_NAMED} more" if len(absent) > _MOST_NAMED else ""
        )
        tell(f"The library does not hold {len(absent)} of the gold documents: {shown}.")
    with _writer(outcomes) as write, ProgressBar("eval") as progress:
        judged = journal.held(items)
        if judged:
            tell(f"{len(judged)} of {len(items)} questions were asked before the last run was interrupted; going on.")
        for one in judged:
            write(one)
        with no_room_explained(str(house.library.folder)):
            journal.begin(judged)
        try:
            for one in run(items[len(judged) :], house, k):
                judged.append(one)
                write(one)
                with no_room_explained(str(house.library.folder)):
                    journal.add(one)
                progress(len(judged), len(items), one.item.item_id)
        except KeyboardInterrupt:
            tell(f"Interrupted after {len(judged)} of {len(items)} questions; the same command goes on from there.")
            raise
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
