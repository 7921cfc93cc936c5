"""Deciding: which reason to abstain, and when there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from quoth.answering.chosen import Chosen, Shown
from quoth.answering.deciding import MESSAGES, probability_of, reason_to_abstain
from quoth.types import Disagreement, MeasureValue, Reason, Span
from unit.answering.pages import Page, ask

_SENTENCE = "A slot is a reserved week of a line."


@pytest.mark.parametrize(
    ("question", "probabilities", "is_empty", "reason"),
    [
        ("?!", (0.9,), False, "not_a_question"),
        ("?!", (), True, "not_a_question"),
        ("\U0001f9ea", (0.9,), False, "not_a_question"),
        ("What is a slot?", (), True, "empty_library"),
        ("What is a slot?", (), False, "no_evidence"),
        ("What is a slot?", (0.001,), False, "off_topic"),
        ("What is a slot?", (0.3, 0.9), False, "low_probability"),
        ("What is a slot?", (0.499999,), False, "low_probability"),
        ("What is a slot?", (0.5,), False, None),
        ("What is a slot?", (0.9, 0.1), False, None),
        ("\u05de\u05d4 \u05d6\u05d4?", (0.9,), False, None),
    ],
)
def test_reason_to_abstain(question: str, probabilities: tuple[float, ...], is_empty: bool, reason: Reason | None) -> None:
    """The first reason that holds must be given; the best evidence alone meets the threshold."""
    page = Page(f"{_SENTENCE}\n")
    evidence = [page.evidence(_SENTENCE, probability) for probability in probabilities]
    best = probability_of(evidence, Shown(()))
    assert reason_to_abstain(ask(question), evidence, best, 0.5, is_empty=is_empty) == reason


@pytest.mark.parametrize("probability", [0.0, 0.001, 1.0])
def test_threshold_of_zero_always_answers(probability: float) -> None:
    """Whoever asks for everything must get it, however improbable."""
    evidence = [Page(f"{_SENTENCE}\n").evidence(_SENTENCE, probability)]
    assert reason_to_abstain(ask("What is a slot?"), evidence, probability, 0.0, is_empty=False) is None


def test_values_side_by_side_answer_as_one() -> None:
    """Where sources contradict each other, all their values are the answer: it is right if any of them is."""
    page = Page(f"{_SENTENCE}\n")
    quotes = tuple(Chosen(version=page.version, span=Span(0, 6), probability=share) for share in (0.44, 0.2, 0.3))
    values = tuple(MeasureValue(value=str(n), n=n) for n in (1, 3))
    shown = Shown(quotes, (Disagreement(measure="slots", values=values),))
    evidence = [page.evidence(_SENTENCE, 0.44)]
    assert probability_of(evidence, shown) == pytest.approx(1 - 0.56 * 0.7)
    assert probability_of(evidence, Shown(quotes)) == 0.44


def test_every_reason_has_its_message() -> None:
    """A reason must be said in words, each in its own."""
    assert set(MESSAGES) == set(get_args(Reason))
    assert len(set(MESSAGES.values())) == len(MESSAGES)


def test_question_of_unknown_words_alone_is_about_something_else() -> None:
    """Where the documents hold none of its words, the nearest passages are near to nothing; where they hold one, they may be."""
    evidence = [Page(f"{_SENTENCE}\n").evidence(_SENTENCE, 0.3)]
    for unknown, reason in ((("blorb", "qwertz"), "off_topic"), (("blorb",), "low_probability"), ((), "low_probability")):
        query = replace(ask("What is a blorb qwertz?"), unknown=unknown)
        assert reason_to_abstain(query, evidence, 0.3, 0.5, is_empty=False) == reason
