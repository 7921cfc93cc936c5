"""The commands by name. Importing this loads nothing heavy: each command imports what it needs when it runs."""

from __future__ import annotations

import click

import quoth as package
from quoth.cli.asking import ask
from quoth.cli.calibrating import calibrate
from quoth.cli.evaluating import evaluate
from quoth.cli.explaining import explain
from quoth.cli.highlighting import highlight
from quoth.cli.ingesting import ingest
from quoth.cli.judging import feedback
from quoth.cli.options import State
from quoth.cli.pinning import pin
from quoth.cli.serving import serve
from quoth.cli.showing import settings, status
from quoth.cli.slacking import slack
from quoth.cli.verifying import verify


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package.__version__, prog_name="quoth", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show where in the code an error was raised.")
@click.pass_context
def quoth(context: click.Context, debug: bool) -> None:  # noqa: FBT001 - click passes flags by name
    """Answer questions from your own documents, only in their own words.

    Exit status: 0 done, 1 failed, 2 wrong usage, 3 some documents failed.
    """
    context.ensure_object(State).debug = debug


for _command in (serve, slack, ingest, ask, verify, highlight, evaluate, explain, calibrate, feedback, pin, status, settings):
    quoth.add_command(_command)
