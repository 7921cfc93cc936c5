"""What all commands share: `--library`, `--json`, and the way from options to an open house."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from quoth.cli.printing import announced

if TYPE_CHECKING:
    from quoth.house import House
    from quoth.settings import Settings

_F = TypeVar("_F", bound=Callable[..., Any])


@dataclass(slots=True)
class State:
    """What the door must know when a command fails."""

    debug: bool = False
    wants_json: bool = False


def _note_json(context: click.Context, _parameter: click.Parameter, value: bool) -> bool:  # noqa: FBT001 - click's callback
    context.ensure_object(State).wants_json = value
    return value


def refuse_nan(_context: click.Context, _parameter: click.Parameter, value: float | None) -> float | None:
    """Refuse what compares with no limit. A callback for options."""
    if value is not None and math.isnan(value):
        raise click.BadParameter("nan is not a number between 0 and 1.")
    return value


def library_option(command: _F) -> _F:
    """Add `--library`."""
    return click.option(
        "--library",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Folder of the library; index, unless the settings say otherwise.",
    )(command)


def json_option(meaning: str) -> Callable[[_F], _F]:
    """Add `--json`."""
    return click.option("--json", "as_json", is_flag=True, is_eager=True, callback=_note_json, help=meaning)


def k_option(command: _F) -> _F:
    """Add `-k`."""
    return click.option(
        "-k",
        type=click.IntRange(1, 20),
        metavar="N",
        help="Most quotes in an answer, 1 to 20; more where sources disagree, a comparison is laid out, or a quote needs its header or lead-in.",
    )(command)


def min_probability_option(command: _F) -> _F:
    """Add `--min-probability`."""
    return click.option(
        "--min-probability",
        type=click.FloatRange(0, 1),
        callback=refuse_nan,
        metavar="P",
        help="Abstain below this probability, 0 to 1, instead of the calibrated threshold.",
    )(command)


def settings_for(library: Path | None, **groups: dict[str, Any]) -> Settings:
    """Build the settings, with what the options say on top, and set up logging."""
    from quoth.log import set_up_logging
    from quoth.settings import load_settings

    if library is not None:
        groups["library"] = {"dir": library}
    settings = load_settings(**groups)
    set_up_logging(settings.log.level)
    return settings


def load_encoder(house: House) -> None:
    """Load the encoder now, which takes some seconds, and say so to a person."""
    with announced("loading the encoder…"):
        _ = house.encoder
