"""`quoth ingest`: bring the library in step with files and folders."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from quoth.cli.options import json_option, library_option, load_encoder, settings_for
from quoth.cli.printing import ProgressBar, say, say_json, tell
from quoth.errors import PathNotFoundError

if TYPE_CHECKING:
    from quoth.house import House
    from quoth.ingest import IngestReport
    from quoth.settings import Settings

SOME_FAILED: Final = 3
# A fact of the library: the folder from which `quoth serve` began to build it; empty once an ingest came to its end.
UNFINISHED: Final = "serve.unfinished"


@click.command(short_help="Read files and folders into the library.")
@click.argument("paths", metavar="PATH...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="First cut and encode all stored texts anew with the present settings.")
@library_option
@json_option("Print the report as one JSON document.")
def ingest(paths: tuple[Path, ...], rebuild: bool, library: Path | None, as_json: bool) -> int:  # noqa: FBT001
    """Read files and folders (PATH...) into the library, making it where there is none.

    What did not change costs nothing. What is gone from a folder that was ingested before is removed. A document that cannot
    be read is listed, the others are kept, and the exit status is 3. PATH may be left out with --rebuild.
    """
    if not paths and not rebuild:
        raise click.UsageError("Name a file or folder to ingest, or give --rebuild.")
    settings = settings_for(library)
    for path in paths:  # before a library is made for nothing
        if not path.exists():
            raise PathNotFoundError(path)
    with _open(settings, may_create=bool(paths)) as house:
        report = run(house, paths, rebuild=rebuild)
    if as_json:
        say_json({**asdict(report), "rebuilt": rebuild})
    else:
        _show(report, rebuilt=rebuild)
    return SOME_FAILED if report.failed else 0


def _open(settings: Settings, *, may_create: bool) -> House:
    from quoth.house import House

    return House.create(settings) if may_create else House.open(settings)


def run(house: House, paths: tuple[Path, ...], *, rebuild: bool = False) -> IngestReport:
    """Ingest and show how far it is; tell each failure on stderr."""
    from quoth.ingest import IngestReport

    load_encoder(house)
    report = IngestReport()
    if rebuild:
        with ProgressBar("rebuild") as progress:
            report.generation = house.rebuild(progress)
    if paths:
        with ProgressBar("ingest") as progress:
            report = house.ingest(paths, progress)
        _note_finished(house)
    for failed in report.failed:
        tell(f"{failed.doc_id}: {failed.message} {failed.hint}")
    return report


def _note_finished(house: House) -> None:
    with house.library.reading() as snapshot:
        was_unfinished = bool(snapshot.fact(UNFINISHED))
    if was_unfinished:
        with house.library.writing() as writer:
            writer.record({UNFINISHED: ""})


def _show(report: IngestReport, *, rebuilt: bool) -> None:
    if rebuilt:
        say("rebuilt from the stored texts")
    for name in ("new", "changed", "unchanged", "removed", "failed"):
        say(f"{name:<10} {len(getattr(report, name)):>7,}")
    say(f"{'passages':<10} {report.passages:>7,}  written")
    say(f"generation {report.generation}, {report.elapsed_s:.1f} s")
