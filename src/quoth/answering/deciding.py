"""Answer or abstain: the calibrated probability of the evidence against the threshold, and the reason if below."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from quoth.answering.chosen import Chosen, Shown
from quoth.answering.senses import unsettled
from quoth.text.greetings import Chat, small_talk
from quoth.text.languages import language_of
from quoth.text.words import has_letters
from quoth.types import Evidence, Query, Reason, Sense

MESSAGES: Final[dict[Reason, str]] = {
    "empty_library": "There are no documents yet. Add some with `quoth ingest FOLDER`.",
    "not_a_question": "This holds no words to look for. Please ask in words.",
    "off_topic": "The documents do not seem to be about this.",
    "no_evidence": "The documents say nothing about this.",
    "low_probability": "The documents may touch on this, but nothing in them answers it clearly enough.",
    "ambiguous": "The documents use a word of this in several senses.",
}
# What is answered to small talk, always in these words.
SMALL_TALK: Final[dict[Chat, str]] = {
    "greeting": "Hello. Ask me something, and I will quote what the documents say about it.",
    "thanks": "You are welcome.",
    "farewell": "Goodbye.",
    "who": "I am Quoth. I answer questions by quoting the documents that I was given, word for word and with the place, and I say so where they do not answer. "
    "I write nothing of my own and know nothing else.",
}
# A quote after the first is worth showing from this probability on: less is noise beside an answer.
_LEAST_BESIDE: Final = 0.15
# Below this probability nothing in the documents is even near: the question is about something else.
_OFF_TOPIC: Final = 0.02
_MOST_UNKNOWN: Final = 5


def worth_showing(chosen: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """Return the quotes of an answer: the first, and those beside it that may well answer too."""
    return (*chosen[:1], *(quote for quote in chosen[1:] if quote.probability >= _LEAST_BESIDE))


def probability_of(evidence: Sequence[Evidence], shown: Shown) -> float:
    """Return how probably an answer answers: as its best evidence does; where values stand side by side, as any of them does.

    Args:
        evidence: Best first.
        shown: The quotes before anything is supplied to them, and what they disagree on.
    """
    best = evidence[0].probability if evidence else 0.0
    stated = {value.n: shown.quotes[value.n - 1].probability for one in shown.disagreements for value in one.values}
    return max(best, 1.0 - math.prod(1.0 - probability for probability in stated.values())) if stated else best


def reason_to_abstain(
    query: Query, evidence: Sequence[Evidence], probability: float, threshold: float, *, is_empty: bool
) -> Reason | None:
    """Return why the evidence does not make an answer, or None if it does.

    Args:
        evidence: Best first.
        probability: How probably it answers.
        threshold: How probable that must be.
        is_empty: The library holds no passages.
    """
    if not has_letters(query.question) or small_talk(query.question):
        return "not_a_question"
    if is_empty:
        return "empty_library"
    if not evidence:
        return "no_evidence"
    if unsettled(query, evidence):
        return "ambiguous"
    if probability >= threshold:
        return None
    is_foreign = bool(query.unknown) and all(
        word in query.unknown for word in language_of(query.language).content_words(query.text)
    )
    return "off_topic" if probability < _OFF_TOPIC or is_foreign else "low_probability"


def message_of(reason: Reason, query: Query, senses: Sequence[Sense]) -> str:
    """Return the reason in words, with what would help to ask better.

    Args:
        senses: For `ambiguous`: what the acronym may stand for.
    """
    if reason == "not_a_question" and (talk := small_talk(query.question)):
        return SMALL_TALK[talk]
    if reason == "ambiguous":
        return f"In these documents, {senses[0].short} stands for {_listed([m.long for m in senses], 'or')}. Which one do you mean?"
    unknown = unknown_words(reason, query)
    return f"{MESSAGES[reason]} They never mention {_listed(unknown, 'or')}." if unknown else MESSAGES[reason]


def unknown_words(reason: Reason, query: Query) -> tuple[str, ...]:
    """Return the words that no document holds, where that may be why nothing answers."""
    return query.unknown[:_MOST_UNKNOWN] if reason in ("off_topic", "no_evidence", "low_probability") else ()


def _listed(words: Sequence[str], link: str) -> str:
    quoted = [f"\u201c{word}\u201d" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {link} {quoted[-1]}"
