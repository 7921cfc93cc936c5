"""`quoth serve`: the web server, with a library built first where there is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from quoth.cli.ingesting import UNFINISHED, run
from quoth.cli.options import library_option, settings_for
from quoth.cli.printing import tell

if TYPE_CHECKING:
    from quoth.house import House
    from quoth.settings import Settings

_CORPUS: Final = Path("corpus")


@click.command()
@click.option("--host", metavar="ADDRESS", help="Address to listen on; 127.0.0.1, unless the settings say otherwise.")
@click.option("--port", type=click.IntRange(0, 65535), metavar="PORT", help="Port to listen on; 0 takes a free one.")
@library_option
def serve(host: str | None, port: int | None, library: Path | None) -> None:
    """Serve the web pages and the HTTP API.

    Where there is no library yet, it is built first: from the folder of the setting corpus.path, else from ./corpus, else from
    the documents that ship with Quoth as a sample.
    """
    given: dict[str, Any] = {"host": host, "port": port}
    settings = settings_for(library, server={name: value for name, value in given.items() if value is not None})
    from quoth.house import House
    from quoth.server import run_server
    from quoth.server.running import listen

    with House.create(settings) as house:
        if folder := _to_build(house, settings):
            listen(settings.server.host, settings.server.port).close()  # sooner than after a minute of building
            _build(house, folder)
        run_server(house, settings.server.host, settings.server.port)


def _to_build(house: House, settings: Settings) -> Path | None:
    """Return the folder to build from: where nothing was ever written, or where such a build was cut short."""
    with house.library.reading() as snapshot:
        begun, generation = snapshot.fact(UNFINISHED), snapshot.generation()
    if begun:
        return Path(begun) if Path(begun).exists() else None
    return _corpus(settings).resolve() if generation == 0 else None


def _build(house: House, folder: Path) -> None:
    tell(f"Building library {house.library.where} from {folder}.")
    with house.library.writing() as writer:
        writer.record({UNFINISHED: str(folder)})
    report = run(house, (str(folder),))
    tell(f"{len(report.new)} new documents, {report.passages} passages, {report.elapsed_s:.0f} s.")


def _corpus(settings: Settings) -> Path:
    for folder in (settings.corpus.path, _CORPUS):
        if folder.exists():
            return folder
    from quoth.shipped import sample_corpus

    tell(
        "There is no corpus folder: taking the sample documents that ship with Quoth. To ask your own instead, run"
        " `quoth ingest FOLDER --library DIR`, then `quoth serve --library DIR`."
    )
    return sample_corpus()
