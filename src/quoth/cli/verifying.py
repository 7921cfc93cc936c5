"""`quoth verify`: recheck every citation of a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from quoth.cli.options import json_option, library_option, settings_for
from quoth.cli.printing import say, say_json
from quoth.errors import VerifyFileError

if TYPE_CHECKING:
    from quoth.contract import CitationToVerify
    from quoth.house import House
    from quoth.types import Verdict

_MOST_NUMBER: Final = 2**31 - 1


@click.command(short_help="Recheck the citations of a file.")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@library_option
@json_option("Print one JSON document per verdict, one a line.")
def verify(file: Path, library: Path | None, as_json: bool) -> int:  # noqa: FBT001 - click passes flags by name
    """Recheck the citations in FILE against the library as it is now.

    FILE holds outcomes, quotes or citations as JSON or JSON lines; "-" is standard input. Each citation gets one verdict, in
    order: exact, moved, changed or gone. The exit status is 1 if any is changed or gone.
    """
    settings = settings_for(library)
    from quoth.contract import VerdictModel
    from quoth.house import House

    citations = _citations(str(file))
    standings: list[str] = []
    with House.open(settings) as house:
        for citation in citations:
            verdict = _verdict(house, citation)
            standings.append(verdict.standing)
            if as_json:
                say_json(VerdictModel.of(verdict).model_dump(mode="json"))
            else:
                say(_line(citation, verdict))
    return 0 if set(standings) <= {"exact", "moved"} else 1


def _citations(file: str) -> list[CitationToVerify]:
    """Read every citation, and refuse those that no library could hold before the first is checked."""
    from quoth.contract import citations_in

    def refuse(why: str) -> VerifyFileError:
        return VerifyFileError(file, " ".join(why.split()))

    citations = citations_in(_load(file), refuse)
    for citation in citations:
        name = f"{citation.doc_id}@{citation.version}#{citation.start}-{citation.end}"
        if not 0 < citation.version <= _MOST_NUMBER or not citation.start < citation.end <= _MOST_NUMBER:
            raise refuse(f"{name} cannot be a citation")
        try:
            citation.doc_id.encode()
        except UnicodeEncodeError as error:
            raise refuse(f"{name} cannot be a citation") from error
    return citations


def _load(file: str) -> object:
    """Read a JSON document, or else one per line."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise VerifyFileError(file, f"it cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise VerifyFileError(file, "it is not UTF-8") from error
    try:
        return json.loads(text)
    except RecursionError as error:
        raise VerifyFileError(file, "it is nested too deeply") from error
    except ValueError:
        return [_line_of_json(file, number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def _line_of_json(file: str, number: int, line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise VerifyFileError(file, f"line {number} is not JSON") from error


def _verdict(house: House, citation: CitationToVerify) -> Verdict:
    from quoth.types import Span

    span = Span(citation.start, citation.end)
    return house.verify(citation.doc_id, citation.version, span, citation.text_sha256, citation.quote_sha256)


def _line(citation: CitationToVerify, verdict: Verdict) -> str:
    place = f" (now version {verdict.version}, {verdict.start}-{verdict.end})" if verdict.standing == "moved" else ""
    cited = f"{citation.doc_id}@{citation.version}:{citation.start}-{citation.end}"
    return f"{verdict.standing:<8}{cited}  {verdict.message}{place}"
