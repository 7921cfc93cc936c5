"""`quoth explain`: how a question was answered, and which stage lost what was expected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from quoth.cli.asking import check_encoding
from quoth.cli.options import json_option, k_option, library_option, load_encoder, min_probability_option, settings_for
from quoth.cli.printing import say, say_json
from quoth.text.normalise import squeeze

if TYPE_CHECKING:
    from quoth.evaluation.explaining import Expected, Lost
    from quoth.types import Ranked, Rewording, Trace

_SHOWN: Final = 5
_WIDTH: Final = 90


@click.command(short_help="Say which stage lost an expected answer.")
@click.argument("question")
@click.option("--expect", metavar="DOC#SPAN", help="What should answer: DOC#START-END in code points, or DOC#WORDS of it.")
@click.option("--history", multiple=True, metavar="QUESTION", help="A question asked before this one; repeat, oldest first.")
@k_option
@min_probability_option
@library_option
@json_option("Print the explanation as one JSON document.")
def explain(
    question: str,
    expect: str | None,
    history: tuple[str, ...],
    k: int | None,
    min_probability: float | None,
    library: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Answer QUESTION and say how: what search found, what was read, how probable each sentence is.

    With --expect, also how far that span came and which stage lost it, with its ranks and scores.
    """
    settings = settings_for(library)
    from quoth.ask import Request, check_question
    from quoth.evaluation.explaining import as_json as explanation_as_json
    from quoth.evaluation.explaining import explain, find_expected
    from quoth.house import House
    from quoth.types import Exchange

    check_encoding(expect or "")
    for text in (question, *history):
        check_encoding(text)
        check_question(text, settings.answer.max_question_characters)
    with House.open(settings) as house:
        expected = None if expect is None else find_expected(house, expect)
        load_encoder(house)
        request = Request(question=question, history=Exchange.of(history), k=k, min_probability=min_probability)
        trace, lost = explain(house, request, expected)
    if as_json:
        say_json(explanation_as_json(trace, expected, lost))
    else:
        say("\n".join(_lines(trace, expected, lost)))


def _lines(trace: Trace, expected: Expected | None, lost: Lost | None) -> list[str]:
    from quoth.types import Answer

    outcome, query = trace.outcome, trace.outcome.query
    said = "answer" if isinstance(outcome, Answer) else f"abstention ({outcome.reason})"
    lines = [
        f"understood as  {query.understood_as}",
        *(_rewording(one) for one in query.rewordings),
        *([f"not mentioned  {', '.join(query.unknown)}"] if query.unknown else []),
        f"kind           {query.kind}; looks for {', '.join(query.terms) or 'nothing'}",
        f"outcome        {said}; probability {outcome.probability:.3f}, threshold {trace.threshold:.3f}",
        "",
        f"passages: {len(trace.ranked)} found, the first {trace.read} read",
        *(_passage(passage) for passage in trace.ranked[:_SHOWN]),
        "",
        f"sentences: {len(trace.evidence)} judged",
    ]
    for rank, one in enumerate(trace.evidence[:_SHOWN], 1):
        lines.append(f"  {rank:>3}  {one.probability:.3f}  {_short(one.span.of(one.version.text))}  [{one.version.doc_id}]")
    if expected is not None and lost is not None:
        lines += ["", *_fate(trace, expected, lost)]
    return lines


def _rewording(one: Rewording) -> str:
    verb = "read as" if one.why == "spelling" else "also searched as"
    where = one.evidence
    shown = "" if where is None else f": {where.doc_id}#{where.span.start}-{where.span.end}"
    return f"{'':<15}{one.words}: {verb} {one.read_as} ({one.why}{shown})"


def _fate(trace: Trace, expected: Expected, lost: Lost) -> list[str]:
    span = expected.span
    lines = [
        f"expected: {_short(span.of(expected.version.text))}  [{expected.version.doc_id}#{span.start}-{span.end}]",
        f"  {lost.stage.replace('_', ' ')}: {lost.message}",
    ]
    if lost.passage is not None:
        lines.append("  its passage, among all of the library:")
        lines.append(f"  {_passage(lost.passage)}")
        if lost.rank != lost.passage.rank:
            lines.append(f"  its rank at the search depth: {lost.rank or 'none'}")
    if lost.sentence is not None:
        best = trace.evidence[0]
        lines.append(
            f"  its sentence: rank {lost.sentence_rank}, probability {lost.sentence.probability:.3f}, score {lost.sentence.score:.2f} "
            f"(the best: {best.probability:.3f}, {best.score:.2f})"
        )
    if lost.quote is not None:
        lines.append(f"  it stands in quote {lost.quote}")
    return lines


def _passage(passage: Ranked) -> str:
    lexical = "-" if passage.lexical is None else f"{passage.lexical:.3f} (rank {passage.lexical_rank or '-'})"
    dense = "-" if passage.dense is None else f"{passage.dense:.3f} (rank {passage.dense_rank or '-'})"
    return (
        f"  {passage.rank:>3}  fused {passage.fused:.3f}  lexical {lexical:<16} dense {dense:<16} "
        f"{_short(passage.text)}  [{passage.stored.doc_id}]"
    )


def _short(text: str) -> str:
    text = squeeze(text)
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
