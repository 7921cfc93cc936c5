"""`quoth calibrate`: fit the abstention threshold on a library's own questions."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from quoth.cli.evaluating import ask_all
from quoth.cli.options import json_option, library_option, load_encoder, settings_for
from quoth.cli.printing import say, say_json, tell

if TYPE_CHECKING:
    from quoth.evaluation.calibrating import Fit
    from quoth.evaluation.items import Item
    from quoth.evaluation.running import Journal
    from quoth.house import House

_PRECISION: Final = click.FloatRange(0.5, 1, max_open=True)


@click.command(short_help="Fit the abstention threshold on your own questions.")
@click.argument("questions", type=click.Path(path_type=Path), required=False)
@click.option(
    "--target-precision",
    type=_PRECISION,
    default=0.95,
    show_default=True,
    metavar="SHARE",
    help="Least share of answers that are right.",
)
@click.option(
    "--confidence",
    type=_PRECISION,
    default=0.9,
    show_default=True,
    metavar="SHARE",
    help="How sure that must be on new questions of the same kind.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be stored; store nothing.")
@click.option("--reset", is_flag=True, help="Go back to the built-in threshold.")
@library_option
@json_option("Print the result as one JSON document.")
def calibrate(
    questions: Path | None,
    target_precision: float,
    confidence: float,
    dry_run: bool,  # noqa: FBT001
    reset: bool,  # noqa: FBT001
    library: Path | None,
    as_json: bool,  # noqa: FBT001
) -> int:
    """Ask QUESTIONS, find the probability from which on answers are right often enough, and store it in the library.

    QUESTIONS is a file as `quoth eval` reads it: answerable questions with their gold answers, and ones that the documents do
    not answer, in about the shares that people will ask. From then on the library abstains below that probability. With another
    reader than the shipped one a third of them is used to fit the probabilities themselves.
    """
    if reset == (questions is not None):
        raise click.UsageError("Give either a file of questions or --reset.")
    settings = settings_for(library)
    from quoth.evaluation.calibrating import distinct
    from quoth.evaluation.questions import read_questions
    from quoth.house import House

    given = () if questions is None else read_questions(questions)
    items = distinct(given)
    if len(items) < len(given):
        tell(f"{len(given) - len(items)} questions repeat another one and are left out.")
    with House.open(settings) as house:
        if questions is None:
            house.calibrate(None)
            say_json({"calibration": None}) if as_json else say("The built-in threshold holds again.")
            return 0
        load_encoder(house)
        house.check_shape()
        found, asked, journals = _find(house, items, target_precision, confidence)
        if found.calibration is not None and not dry_run:
            house.calibrate(found.calibration)
        for journal in journals:
            journal.remove()
        if settings.answer.min_probability is not None:
            tell(f"The setting answer.min_probability = {settings.answer.min_probability} goes before any calibration.")
    if as_json:
        say_json(asdict(found))
    else:
        _show(found, asked, target_precision, confidence, is_stored=not dry_run)
    return 0 if found.calibration is not None else 1


def _find(house: House, items: tuple[Item, ...], target: float, confidence: float) -> tuple[Fit, int, list[Journal]]:
    """Ask, and return what was found, how many questions the threshold rests on, and the journals, to be removed once it is stored."""
    from quoth.evaluation.calibrating import apart, fit, fit_mixture
    from quoth.evaluation.running import Journal

    generation, mixture, journals = house.generation(), None, []
    if house.settings.reads_with not in {"builtin", "none"}:
        first, items = apart(items)
        journals.append(Journal.of(house, first, None))
        tell(
            f"{len(first)} of {len(first) + len(items)} questions teach what this reader's numbers mean; the others are asked after them."
        )
        mixture = fit_mixture(ask_all(house, first, journals[0], None, None))
        house.judge_by(mixture)
    journals.append(Journal.of(house, items, None))
    judged = ask_all(house, items, journals[-1], None, None)
    found = fit(judged, target, confidence, judged_by=house.judged_by, generation=generation, mixture=mixture)
    return found, len(items), journals


def _show(found: Fit, asked: int, target: float, confidence: float, *, is_stored: bool) -> None:
    calibration, reached = found.calibration, found.reached
    if calibration is not None:
        say(
            f"threshold  {calibration.threshold:.3f}{'' if is_stored else ' (not stored)'}\n"
            f"precision  at least {target:g} with {confidence:.0%} confidence; on these questions "
            f"{calibration.right / calibration.answered:.3f} ({calibration.right} of {calibration.answered} answers)\n"
            f"coverage   expect {calibration.answered / asked:.1%} of questions to be answered ({calibration.answered} of {asked})"
        )
        return
    tell(
        f"No threshold can be vouched for: {asked} questions do not show a precision of {target:g} with {confidence:.0%} confidence."
    )
    if found.best is not None:
        tell(f"They show {found.best:g}. Give more questions, or a lower --target-precision or --confidence.")
    else:
        tell("Give more questions: a hundred or more, in the shares that people ask.")
    if reached is not None:
        tell(
            f"On these very questions {target:g} is reached from {reached.threshold:.3f} on, answering {reached.coverage:.1%}; "
            f"set answer.min_probability to it if that will do."
        )
