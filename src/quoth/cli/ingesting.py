"""`quoth ingest`: bring the library in step with files and folders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from quoth.cli.options import json_option, library_option, load_encoder, settings_for
from quoth.cli.printing import ProgressBar, flush_stdout, say, say_json, tell
from quoth.errors import PathNotFoundError, QuothError

if TYPE_CHECKING:
    from quoth.house import House
    from quoth.ingest import Failed, IngestReport
    from quoth.reading.sources.choosing import Choice
    from quoth.settings import Settings

SOME_FAILED: Final = 3
# A fact of the library: the folder from which `quoth serve` began to build it; empty once an ingest came to its end.
UNFINISHED: Final = "serve.unfinished"
_OUTCOMES: Final = ("new", "changed", "unchanged", "renamed", "removed", "failed")
_NEWS: Final = ("new", "changed", "renamed", "removed")
# A burst of changes is one ingest: so long must the folder be quiet, in seconds.
_QUIET_S: Final = 1.0


@click.command(short_help="Read files and folders into the library.")
@click.argument("places", metavar="PATH...", nargs=-1)
@click.option(
    "--include", multiple=True, metavar="PATTERN", help="Look at files like this only: *.pdf, reports/**. Repeatable."
)
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave files like this as they are: drafts/**. Repeatable.")
@click.option("--watch", is_flag=True, help="Stay, and follow the folders as they change, until interrupted.")
@click.option("--rebuild", is_flag=True, help="First cut and encode all stored texts anew with the present settings.")
@library_option
@json_option("Print the report as one JSON document; one a line with --watch.")
def ingest(
    *,
    places: tuple[str, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    watch: bool,
    rebuild: bool,
    library: Path | None,
    as_json: bool,
) -> int:
    """Read files, folders and URLs (PATH...) into the library, making it where there is none.

    What did not change costs nothing. What is gone from a folder that was ingested before is removed; what was only renamed
    keeps its history. A document that cannot be read is listed, the others are kept, and the exit status is 3. PATH may be
    left out with --rebuild. --include and --exclude narrow this one run: what they leave out stays as it is; the settings
    reading.include and reading.exclude say what the library is to hold at all.
    """
    if not places and not rebuild:
        raise click.UsageError("Name a file or folder to ingest, or give --rebuild.")
    if watch and not places:
        raise click.UsageError("Name a folder to watch.")
    settings = settings_for(library)
    from quoth.reading.sources.choosing import Choice
    from quoth.reading.sources.watching import find_changes

    for place in places:  # before a library is made for nothing
        if "://" not in place and not Path(place).exists():
            raise PathNotFoundError(Path(place))
    only = Choice(include, exclude) if include or exclude else None
    with _open(settings, may_create=bool(places)) as house:
        # From now on, not from when the first ingest ends.
        changes = find_changes(places, quiet_s=_QUIET_S) if watch else iter(())
        report = run(house, places, only, rebuild=rebuild)
        if as_json:
            say_json({**asdict(report), "rebuilt": rebuild})
        else:
            _show(report, rebuilt=rebuild)
        if watch:
            _follow(house, places, only, changes, set(report.failed), as_json=as_json)
    return SOME_FAILED if report.failed else 0


def _follow(
    house: House,
    places: tuple[str, ...],
    only: Choice | None,
    changes: Iterator[frozenset[str]],
    told: set[Failed],
    *,
    as_json: bool,
) -> None:
    """Ingest again whenever something changed. What goes wrong is told, once, and the next change is waited for."""
    tell(f"Watching {', '.join(places)}. Interrupt to stop.")
    flush_stdout()
    for _ in changes:
        try:
            report = house.ingest(places, retry=False, only=only)
        except QuothError as error:
            tell(f"quoth: {error.message} {error.hint}")
            continue
        for failed in report.failed:
            if failed not in told:
                tell(f"{failed.doc_id}: {failed.message} {failed.hint}")
        news = [name for name in _NEWS if getattr(report, name)]
        if set(report.failed) - told:
            news.append("failed")
        told = set(report.failed)
        if not news:
            continue
        if as_json:
            say_json({**asdict(report), "rebuilt": False})
        else:
            said = ", ".join(f"{len(getattr(report, name))} {name}" for name in news)
            say(f"{said}; generation {report.generation}, {report.elapsed_s:.1f} s")
        flush_stdout()


def _open(settings: Settings, *, may_create: bool) -> House:
    from quoth.house import House

    return House.create(settings) if may_create else House.open(settings)


def run(house: House, places: tuple[str, ...], only: Choice | None = None, *, rebuild: bool = False) -> IngestReport:
    """Ingest and show how far it is; tell each failure on stderr."""
    from quoth.ingest import IngestReport

    load_encoder(house)
    report = IngestReport()
    if rebuild:
        with ProgressBar("rebuild") as progress:
            report.generation = house.rebuild(progress)
    if places:
        with ProgressBar("ingest") as progress:
            report = house.ingest(places, progress, only=only)
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
    for name in _OUTCOMES:
        say(f"{name:<10} {len(getattr(report, name)):>7,}")
    say(f"{'passages':<10} {report.passages:>7,}  written")
    say(f"generation {report.generation}, {report.elapsed_s:.1f} s")
