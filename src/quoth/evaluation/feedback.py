"""What people said of answers, as questions that `quoth eval` can ask again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from quoth.types import Asking, Feedback, OutcomeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Feedback with the answer it is about."""

    feedback: Feedback
    asking: Asking


class _Lenient(BaseModel):
    """What is needed of a stored outcome: another version of Quoth may have written it."""

    model_config = ConfigDict(extra="ignore")


class _Cited(_Lenient):
    doc_id: str
    start: int


class _Shown(_Lenient):
    n: int
    text: str
    citation: _Cited


class Said(_Lenient):
    """A stored outcome."""

    outcome: OutcomeKind
    understood_as: str
    kind: str
    quotes: list[_Shown]
    nearest: list[_Shown]


def said_of(asking: Asking) -> Said | None:
    """Return what was said, or None where the words were not kept."""
    return None if asking.said is None else Said.model_validate_json(asking.said)


def question_lines(judged: Sequence[Judged]) -> list[dict[str, object]]:
    """Return the lines of a question file, in the order of feedback.

    A question stands in it once, by what was said of it last, and only if that tells what is right:

    - an answer that is right: its quotes are the gold answers, or the one quote that was named;
    - an answer that is incomplete, with a quote named: that quote;
    - an abstention that is right: not to be answered;
    - an abstention that is not, with one of its nearest passages named: that passage.

    Whatever else is wrong leaves open what would have been right.

    Args:
        judged: Oldest first.
    """
    newest: dict[str, dict[str, object] | None] = {}
    for one in judged:
        if (said := said_of(one.asking)) is None:
            continue
        newest.pop(said.understood_as, None)  # what is said last also stands last
        newest[said.understood_as] = _line_of(one.feedback, said)
    return [line for line in newest.values() if line is not None]


def _line_of(given: Feedback, said: Said) -> dict[str, object] | None:
    golds = _golds_of(given, said)
    if golds is None:
        return None
    answers = [{"text": gold.text, "doc_id": gold.citation.doc_id, "start": gold.citation.start} for gold in golds]
    return {
        "id": given.answer_id, "question": said.understood_as, "answers": answers, "answerable": bool(answers), "kind": said.kind
    }  # fmt: skip


def _golds_of(given: Feedback, said: Said) -> list[_Shown] | None:
    """Return the quotes that answer, none if nothing does, or None if that was not told."""
    is_answer = said.outcome == "answer"
    named = [quote for quote in (said.quotes if is_answer else said.nearest) if quote.n == given.quote]
    match given.verdict, is_answer:
        case "right", True:
            return named or said.quotes
        case "right", False:
            return []
        case "wrong", True:
            return None
        case _:  # incomplete; or an abstention that should have been an answer
            return named or None
