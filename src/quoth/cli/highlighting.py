"""`quoth highlight`: mark in any texts the words that answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quoth.cli.options import json_option, library_option, settings_for
from quoth.cli.printing import ProgressBar, announced, say_json
from quoth.errors import PairsFileError

if TYPE_CHECKING:
    from quoth.contract import Pair


@click.command(short_help="Mark in any texts the words that answer.")
@click.argument("pairs", type=click.Path(path_type=Path, allow_dash=True))
@library_option
@json_option("Accepted for symmetry: results are JSON lines anyway, and errors become JSON too.")
def highlight(pairs: Path, library: Path | None, as_json: bool) -> int:  # noqa: ARG001, FBT001 - click passes flags by name
    """Mark, in each text of PAIRS, the words that answer its question.

    PAIRS holds JSON lines {"id", "question", "text", "title"?}, texts of at most 20,000 characters; "-" is standard input. For each
    one line is printed: {"id", "probability", "spans": [{"start", "end", "probability"}]}. It needs no library.
    """
    settings = settings_for(library)
    from quoth.answering.marking import mark
    from quoth.contract import MarkingModel
    from quoth.house import chosen_reader, marking_reader

    rows = list(_pairs(str(pairs)))
    if not rows:
        raise PairsFileError(str(pairs), "it holds no pairs")
    with announced("loading the reader…"):
        reader = marking_reader(chosen_reader(settings), settings)
    language = settings.library.language
    with ProgressBar("highlight") as progress:
        for n, pair in enumerate(rows, 1):
            say_json(
                MarkingModel.of(pair.id, mark(reader, pair.question, pair.text, pair.title, language)).model_dump(mode="json")
            )
            progress(n, len(rows), str(pair.id))
    return 0


def _pairs(file: str) -> Iterator[Pair]:
    """Yield every row, checked, so that a bad one is named before the first is read."""
    from pydantic import ValidationError

    from quoth.contract import Pair

    try:
        text = (sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()).decode("utf-8-sig")
    except OSError as error:
        raise PairsFileError(file, f"it cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise PairsFileError(file, "it is not UTF-8") from error
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield Pair.model_validate(json.loads(line))
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"])
            raise PairsFileError(file, f"line {number}: {name or 'it'}: {first['msg'].lower()}") from error
        except (ValueError, RecursionError) as error:
            raise PairsFileError(file, f"line {number} is not JSON") from error
