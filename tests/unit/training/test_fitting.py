"""What the linear models are fitted with: the weights of questions, the windows that count, the threshold, and what is right."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from training.cases import UNANSWERABLE, Case, as_asked, best_windows
from training.collector import judge_by_place
from training.fit import JUDGED_ON, MOST_ANSWERED, Prediction, choose_threshold

from quoth.types import Span

_TEXT = "Oak is hard. Pine is soft. Oak is hard."


def _case(source: str, **more: Any) -> Case:
    nothing = np.zeros((0, 1))
    given: dict[str, Any] = {
        "rows": nothing, "documents": nothing, "labels": nothing, "quotes": nothing, "said": nothing, "is_near": False, "unknown": 0, "n_terms": 1, "weight": 1.0, "fold": 0,
    }  # fmt: skip
    return Case(source=source, **{**given, **more})


def _refused(source: str, probabilities: list[float], *, is_near: bool) -> list[Prediction]:
    return [
        Prediction(
            source=source, weight=1, answerable=False, is_near=is_near, probability=p, quote=False, first=False, third=False
        )
        for p in probabilities
    ]


def test_questions_count_as_people_ask_them() -> None:
    """In every library the share without an answer must be the one that is set, half of it near misses, and its total weight stay."""
    sorts = [(True, False)] * 2 + [(False, True)] * 5 + [(False, False)]
    cases = [_case("one", answerable=a, is_near=near) for a, near in sorts] + [_case("other", answerable=True)]
    weights = as_asked(cases)
    assert weights[:2].sum() == pytest.approx(8 * (1 - UNANSWERABLE))
    assert weights[2:7].sum() == pytest.approx(8 * UNANSWERABLE / 2)
    assert weights[7] == pytest.approx(8 * UNANSWERABLE / 2)


def test_best_windows_are_those_of_the_best_sentences() -> None:
    """A window counts by its best sentence, and what was not read never does."""
    kept = best_windows(np.array([0.0, 0, 1, 2, -1]), np.array([0.1, 0.9, 0.5, 0.6, 2.0]), 2)
    assert kept.tolist() == [True, True, False, True, False]


def test_threshold_refuses_enough_of_both_sorts_in_the_mean_of_both_sources() -> None:
    """The least threshold must leave no more answered than is allowed, of near misses and of other things."""
    steps = [i / 100 for i in range(100)]
    said = [p for source in JUDGED_ON for p in _refused(source, steps, is_near=True) + _refused(source, [0.1], is_near=False)]
    assert choose_threshold(said) == pytest.approx(1 - MOST_ANSWERED["near"], abs=0.011)


def test_threshold_needs_both_sorts_of_both_sources() -> None:
    """Without a source the mean would be no number, and the threshold 1: that must be told instead."""
    with pytest.raises(SystemExit, match="collect it first"):
        choose_threshold(_refused(JUDGED_ON[0], [0.5], is_near=True))


@pytest.mark.parametrize(
    ("span", "is_right"),
    [(Span(0, 12), True), (Span(0, 26), True), (Span(27, 39), True), (Span(13, 26), False), (Span(4, 6), True)],
    ids=["the gold", "more than it", "the same words elsewhere", "others", "a part of it"],
)
def test_a_span_is_right_at_its_place_or_with_its_words(span: Span, is_right: bool) -> None:
    """What holds, repeats or lies in a short gold text of the same document must be right, and nothing in another."""
    judge = judge_by_place([("a.md", "Oak is hard.", 0)])
    assert judge("a.md", _TEXT, span) is is_right
    assert not judge("b.md", _TEXT, span)
