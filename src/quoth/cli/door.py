"""Run one command and turn whatever happens into an exit status: 0 done, 1 failed, 2 wrong usage, 3 some documents failed.

Results go to stdout, everything else to stderr. No traceback is shown unless `--debug` asks for it.
"""

from __future__ import annotations

import io
import json
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import click

from quoth.cli.group import quoth
from quoth.cli.options import State
from quoth.cli.printing import flush_stdout, say, tell
from quoth.errors import QuothError, UsageError

DONE: Final = 0
FAILED: Final = 1
WRONG_USAGE: Final = 2
_INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    _be_lenient_with_characters()
    state = State()
    try:
        status = _run(list(sys.argv[1:] if arguments is None else arguments), state)
        flush_stdout()
    except (KeyboardInterrupt, click.Abort):
        tell("")
        return _INTERRUPTED
    except BrokenPipeError:
        _drop_stdout()
        return FAILED
    except Exception as error:  # noqa: BLE001 - the last door: nobody above could say more
        return _explain(error, state)
    return status


def _run(arguments: list[str], state: State) -> int:
    try:
        with quoth.make_context("quoth", arguments, obj=state) as context:
            status = quoth.invoke(context)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    return status if isinstance(status, int) else DONE


def _explain(error: Exception, state: State) -> int:
    if state.debug:
        traceback.print_exception(error)
    match error:
        case QuothError():
            code, message, hint = error.code, error.message, error.hint
        case OSError(strerror=str(why)):
            where = f"{error.filename}: " if error.filename is not None else ""
            code, message, hint = "system", f"The system refused: {where}{why}.", "Check the path and its permissions."
        case _:
            code = "unexpected"
            message = f"Unexpected error: {type(error).__name__}: {error}"
            hint = "This is a defect of Quoth. Run the command again as `quoth --debug …` to see where."
    tell(f"quoth: {message}")
    if hint:
        tell(f"  {hint}")
    try:
        if state.wants_json:
            say(json.dumps({"error": {"code": code, "message": message, "hint": hint}}))
        flush_stdout()
    except (QuothError, OSError):
        _drop_stdout()
    return WRONG_USAGE if isinstance(error, UsageError) else FAILED


def _be_lenient_with_characters() -> None:
    """Write what the terminal's encoding lacks as escapes rather than fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _drop_stdout() -> None:
    """Send what is still buffered nowhere: Python would fail on it once more at exit."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
