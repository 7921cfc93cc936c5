"""`quoth pin`: curated answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quoth.cli.options import json_option, library_option, settings_for
from quoth.cli.printing import say, say_json
from quoth.text.normalise import squeeze

if TYPE_CHECKING:
    from quoth.types import PinState

_WIDTH = 90


@click.command(short_help="Pin a quote to questions, so that it answers them first.")
@click.argument("doc_id", required=False)
@click.argument("start", type=click.IntRange(0, 2**31 - 1), required=False)
@click.argument("end", type=click.IntRange(1, 2**31 - 1), required=False)
@click.option("--question", "questions", multiple=True, metavar="QUESTION", help="A question it answers; repeatable.")
@click.option("--owner", metavar="NAME", help="Who answers for it; shown with the quote.")
@click.option("--until", metavar="YYYY-MM-DD", help="Last day on which it answers; for ever if left out.")
@click.option("--list", "wants_list", is_flag=True, help="List what is pinned, and whether the documents still say so.")
@click.option("--remove", type=click.IntRange(1, 2**31 - 1), metavar="ID", help="Take a pin away.")
@library_option
@json_option("Print pins as JSON documents, one a line.")
def pin(  # noqa: PLR0913, PLR0917 - click passes every option by name
    doc_id: str | None,
    start: int | None,
    end: int | None,
    questions: tuple[str, ...],
    owner: str | None,
    until: str | None,
    wants_list: bool,  # noqa: FBT001
    remove: int | None,
    library: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Let the words of DOC_ID from START to END answer a question first, marked as curated.

    START and END count code points of the document's text, as the citation of a quote gives them. The usual quotes follow. A
    question is the same if it has the same words in the same order, up to case, punctuation, articles and endings. Where the
    words moved in their document they are followed; where they changed, or its last day has passed, the pin does not answer,
    and --list and `quoth status` say so.
    """
    is_new = doc_id is not None or bool(questions)
    if is_new + wants_list + (remove is not None) != 1:
        raise click.UsageError("Give either words and a question to pin, or --list, or --remove ID.")
    settings = settings_for(library)
    from quoth.contract.pins import PinBody, PinModel
    from quoth.house import House
    from quoth.types import PinState

    with House.open(settings) as house:
        if remove is not None:
            house.unpin(remove)
            say_json({"removed": remove}) if as_json else say(f"Pin {remove} is taken away.")
            return
        if is_new:
            if doc_id is None or start is None or end is None or not questions or owner is None:
                raise click.UsageError("To pin, give DOC_ID START END, --question and --owner.")
            body = PinBody.model_construct(
                questions=list(questions), doc_id=doc_id, start=start, end=end, owner=owner, until=until
            )
            states: tuple[PinState, ...] = (PinState(pin=house.pin(body.pin()), standing="exact", is_over=False),)
        else:
            states = house.pins()
    for state in states:
        say_json(PinModel.of(state).model_dump(mode="json")) if as_json else say(as_text(state))


def as_text(state: PinState) -> str:
    """Return a pin in a few lines, the first of which says if it does not answer."""
    pin = state.pin
    until = f" until {pin.until}" if pin.until else ""
    words = squeeze(pin.words)
    shown = words if len(words) <= _WIDTH else words[: _WIDTH - 1] + "\u2026"
    lines = [
        f"{pin.number}  {pin.doc_id}:{pin.span.start}-{pin.span.end}  {pin.owner}{until}{warning_of(state)}",
        f"    {shown}",
    ]
    return "\n".join([*lines, *(f"    ? {squeeze(question)}" for question in pin.questions)])


def warning_of(state: PinState) -> str:
    """Return why a pin does not answer, or an empty string."""
    if state.is_over:
        return "  DOES NOT ANSWER: its last day has passed"
    match state.standing:
        case "gone":
            return "  DOES NOT ANSWER: the document is gone"
        case "changed":
            return "  DOES NOT ANSWER: the document no longer says so"
        case "moved":
            return "  (moved in its document)"
        case _:
            return ""
