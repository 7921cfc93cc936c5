"""Answer or abstain: the calibrated probability of the best evidence against the threshold, and the reason if below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quoth.answering.chosen import Chosen
from quoth.text.words import has_letters
from quoth.types import Evidence, Query, Reason

MESSAGES: Final[dict[Reason, str]] = {
    "empty_library": "There are no documents yet. Add some with `quoth ingest FOLDER`.",
    "not_a_question": "This holds no words to look for. Please ask in words.",
    "off_topic": "The documents do not seem to be about this.",
    "no_evidence": "The documents say nothing about this.",
    "low_probability": "The documents come near this but do not answer it clearly enough.",
}
# A quote after the first is worth showing from this probability on: less is noise beside an answer.
_LEAST_BESIDE: Final = 0.05
# Below this probability nothing in the documents is even near: the question is about something else.
_OFF_TOPIC: Final = 0.02


def worth_showing(chosen: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """Return the quotes of an answer: the first, and those beside it that may well answer too."""
    return (*chosen[:1], *(quote for quote in chosen[1:] if quote.probability >= _LEAST_BESIDE))


def reason_to_abstain(query: Query, evidence: Sequence[Evidence], threshold: float, *, is_empty: bool) -> Reason | None:
    """Return why the evidence does not make an answer, or None if it does.

    Args:
        evidence: Best first.
        threshold: Least probability of the best evidence.
        is_empty: The library holds no passages.
    """
    if not has_letters(query.question):
        return "not_a_question"
    if is_empty:
        return "empty_library"
    if not evidence:
        return "no_evidence"
    best = evidence[0].probability
    if best >= threshold:
        return None
    return "off_topic" if best < _OFF_TOPIC else "low_probability"
