"""Spans of a sentence: their scores, and the share of them that holds a token, checked against loops."""

from __future__ import annotations

import math

import numpy as np
import pytest

from quoth.models.other import _MOST_SPAN, _shares, _spans


def test_spans_add_start_and_end_and_are_short() -> None:
    """A span scores what its start and its end do together; none ends before it starts, and none is endless."""
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(2, _MOST_SPAN + 3))
    scores = _spans(numbers)
    for start in range(_MOST_SPAN + 3):
        for end in range(_MOST_SPAN + 3):
            is_span = start <= end < start + _MOST_SPAN
            assert scores[start, end] == (numbers[0, start] + numbers[1, end] if is_span else -math.inf)


@pytest.mark.parametrize("none", [-50.0, 0.0, 3.0, 900.0])
def test_shares_are_those_of_the_spans_that_hold_a_token(none: float) -> None:
    """A token's probability is the weight of all spans over it among all spans of the sentence and no answer."""
    scores = _spans(np.random.default_rng(1).normal(size=(2, 5)) * 2)
    weights = {(s, e): math.exp(scores[s, e] - max(none, 0)) for s in range(5) for e in range(s, 5)}
    total = sum(weights.values()) + math.exp(none - max(none, 0))
    wanted = [sum(weight for (s, e), weight in weights.items() if s <= token <= e) / total for token in range(5)]
    assert _shares(scores, none).tolist() == pytest.approx(wanted)


def test_sure_span_marks_its_tokens_and_no_others() -> None:
    """Where one span stands out, its tokens are certain and the rest is not."""
    numbers = np.full((2, 6), -10.0)
    numbers[0, 2] = numbers[1, 3] = 20.0
    assert np.round(_shares(_spans(numbers), 0.0), 3).tolist() == [0, 0, 1, 1, 0, 0]
