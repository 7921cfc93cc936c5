"""`quoth status` and `quoth settings`: what is there, without loading a model."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from quoth.cli.options import json_option, library_option, settings_for
from quoth.cli.pinning import warning_of
from quoth.cli.printing import say, say_json
from quoth.errors import ModelError

if TYPE_CHECKING:
    from quoth.answering.calibration import Calibration
    from quoth.house import House

_NO_READER: Final = " (the trained reader reads English only: answers are judged without it)"
_PASSWORD: Final = re.compile(r"(?<=://)([^:/@]*):[^/]*(?=@)")


@click.command(short_help="Say what the library holds.")
@click.option("--documents", "with_documents", is_flag=True, help="Also say of each document how much of it was kept.")
@library_option
@json_option("Print it as one JSON document.")
def status(library: Path | None, with_documents: bool, as_json: bool) -> None:  # noqa: FBT001 - click passes flags by name
    """Say what the library holds, how it was built, and what could not be read.

    With --documents, of each document: visible characters in its source and indexed, the share lost, pages and those without
    text, tables, and tokens cut off; what a reader should look at is red.
    """
    settings = settings_for(library)
    from quoth.cli.fidelity import report_of, show_report
    from quoth.house import House

    with House.open(settings) as house:
        facts = _facts(house)
        curated = house.pins()
        documents = house.documents() if with_documents else ()
    if as_json:
        say_json({**facts, "fidelity": report_of(documents)} if with_documents else facts)
        return
    encoder = facts["encoder"]
    say(f"library     {facts['library']}")
    say(f"generation  {facts['generation']}")
    if facts["language"]:
        is_left_out = facts["language"] != "en" and settings.reader.model in {"auto", "builtin", "none"}
        say(f"language    {facts['language']}{_NO_READER if is_left_out else ''}")
    say(f"documents   {facts['documents']:,}")
    say(f"passages    {facts['passages']:,}")
    if encoder:
        say(f"encoder     {encoder['model']} ({encoder['dim']} dimensions, weights {encoder['weights']})")
    if calibration := facts["calibration"]:
        say(
            f"calibrated  answers from a probability of {calibration['threshold']:.3f}, for a precision of {calibration['target']:g} "
            f"({calibration['questions']} questions, {calibration['made_at'][:10]})"
            f"{_stale(calibration)}"
        )
    if facts["curated"]:
        say(f"curated     {len(facts['curated'])}")
    for state in curated:
        if warning := warning_of(state):
            say(f"  {state.pin.number}, {state.pin.doc_id}, {state.pin.owner}:{warning}")
    say(f"failures    {len(facts['failures'])}")
    for failure in facts["failures"]:
        say(f"  {failure['doc_id']}: {failure['message']} {failure['hint']}")
    if documents:
        say("")
        show_report(documents)


def _facts(house: House) -> dict[str, Any]:
    from quoth.contract.pins import PinModel

    documents, passages, generation = house.counts()
    with house.library.reading() as snapshot:
        model, weights, dim = (snapshot.fact(f"encoder.{name}") for name in ("model", "weights", "dim"))
        chunking = {name: snapshot.fact(f"chunking.{name}") for name in ("max_tokens", "context_tokens")}
        language = snapshot.fact("library.language")
    is_built = weights is not None
    return {
        "library": house.library.where,
        "generation": generation,
        "documents": documents,
        "passages": passages,
        "language": language,
        "encoder": {"model": model, "weights": weights, "dim": int(dim or 0)} if is_built else None,
        "chunking": {name: int(value or 0) for name, value in chunking.items()} if is_built else None,
        "calibration": _calibration(house, generation),
        "curated": [PinModel.of(state).model_dump(mode="json") for state in house.pins()],
        "failures": [{"doc_id": f.doc_id, "message": f.message, "hint": f.hint} for f in house.failures()],
    }


def _calibration(house: House, generation: int) -> dict[str, Any] | None:
    found = house.calibration
    if found is None:
        return None
    # Storing it raised the generation once.
    changed = generation != found.generation + 1
    return {**asdict(found), "is_void": _is_void(found, house), "documents_changed": changed}


def _is_void(found: Calibration, house: House) -> bool:
    """Say whether others judge now; so it is too where the reader that the settings name is not there."""
    try:
        return found.judged_by != house.judged_by
    except ModelError:
        return True


def _stale(calibration: dict[str, Any]) -> str:
    if calibration["is_void"]:
        return "; VOID, weights or settings are others now: run `quoth calibrate` again"
    return "; documents have changed since" if calibration["documents_changed"] else ""


@click.command(short_help="Print every setting.")
@library_option
@json_option("Print one JSON document per setting, one a line.")
def settings(library: Path | None, as_json: bool) -> None:  # noqa: FBT001 - click passes flags by name
    """Print every setting: its name, its value, its default if that differs, and what it means."""
    loaded = settings_for(library)
    from quoth.settings import table

    rows = [(name, _PASSWORD.sub(r"\1:***", value), default, meaning) for name, value, default, meaning in table(loaded)]
    if as_json:
        for name, value, default, meaning in rows:
            say_json({"name": name, "value": value, "default": default, "meaning": meaning})
        return
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for name, value, default, meaning in rows:
        was = f" [default: {default or 'empty'}]" if value != default else ""
        say(f"{name:<{widths[0]}}  {value or '-':<{widths[1]}}  {meaning}{was}")
    say("\nSet one as QUOTH_GROUP__FIELD in the environment, or in quoth.toml under [group].")
