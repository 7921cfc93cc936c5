"""Our metrics against ir-measures and against SQuAD's definitions, on random inputs."""

from __future__ import annotations

import re
import string
from collections import Counter

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import AP, RR, R, Success, nDCG

from quoth.evaluation.metrics import exact_match, f1, normalise_answer
from quoth.evaluation.ranking import average_precision, ndcg, recall, reciprocal_rank, success
from quoth.evaluation.selective import (
    area_under_risk,
    calibration_error,
    guaranteed_threshold,
    lowest_threshold,
    reliability,
    risk_coverage,
    threshold_for,
)
from quoth.evaluation.statistics import mean, randomisation_test, rate, statistic

NAMES = [f"d{n}" for n in range(30)]
RUNS = st.lists(st.sampled_from(NAMES), unique=True, max_size=25)
GRADES = st.dictionaries(st.sampled_from(NAMES), st.integers(1, 3), min_size=1, max_size=12)
WORDS = st.lists(
    st.sampled_from(["the", "a", "CDMO", "makes", "drugs,", "for", "31", "days.", "An", "(both)", "10\u00b3"]), max_size=12
)
TEXTS = WORDS.map(" ".join)
PAIRS = st.lists(st.tuples(st.floats(0, 1).map(lambda x: round(x, 2)), st.booleans()), min_size=1, max_size=60)


def measured(run: list[str], grades: dict[str, int]) -> dict[str, float]:
    """Return what ir-measures (trec_eval) says of one query."""
    measures = [nDCG @ 10, AP, RR, R @ 5, R @ 20, *(Success @ k for k in (1, 3, 5, 10, 20))]
    qrels = [ir_measures.Qrel("q", name, grade) for name, grade in grades.items()]
    scored = [ir_measures.ScoredDoc("q", name, float(len(run) - place)) for place, name in enumerate(run)]
    return {str(measure): value for measure, value in ir_measures.calc_aggregate(measures, qrels, scored).items()}


@given(run=RUNS, grades=GRADES)
def test_retrieval_metrics_equal_ir_measures(run: list[str], grades: dict[str, int]) -> None:
    """For every ranking and every judgement the figures must be those that people know."""
    if not run:
        assert ndcg(run, grades, 10) == average_precision(run, grades) == recall(run, grades, 5) == 0
        return
    theirs = measured(run, grades)
    hits = [name in grades for name in run]
    ours = {
        "nDCG@10": ndcg(run, grades, 10),
        "AP": average_precision(run, grades),
        "RR": reciprocal_rank(hits),
        "R@5": recall(run, grades, 5),
        "R@20": recall(run, grades, 20),
        **{f"Success@{k}": success(hits, k) for k in (1, 3, 5, 10, 20)},
    }
    assert ours == pytest.approx(theirs, abs=1e-6)


def official_tokens(text: str) -> list[str]:
    """Return the words that SQuAD v2's script compares, by its published definition: lower case, punctuation, articles, white space."""
    bare = "".join(letter for letter in text.lower() if letter not in set(string.punctuation))
    return re.sub(r"\b(a|an|the)\b", " ", bare).split()


@given(said=TEXTS, golds=st.lists(TEXTS, min_size=1, max_size=3))
def test_answer_metrics_equal_squads_definitions(said: str, golds: list[str]) -> None:
    """The best gold answer counts; where one side has no words, both must have none."""

    def overlap(gold: str) -> float:
        mine, theirs = official_tokens(said), official_tokens(gold)
        common = sum((Counter(mine) & Counter(theirs)).values())
        if not mine or not theirs:
            return float(mine == theirs)
        if common == 0:
            return 0.0
        precision, share = common / len(mine), common / len(theirs)
        return 2 * precision * share / (precision + share)

    assert normalise_answer(said).split() == official_tokens(said)
    assert exact_match(said, golds) == float(any(official_tokens(said) == official_tokens(gold) for gold in golds))
    assert f1(said, golds) == pytest.approx(max(overlap(gold) for gold in golds))


@given(PAIRS)
def test_the_risk_curve_is_what_answering_would_give(pairs: list[tuple[float, bool]]) -> None:
    """Each point must count exactly the questions at or above its threshold, and the area must be the mean over them."""
    probability, right = [c for c, _ in pairs], [float(r) for _, r in pairs]
    curve = risk_coverage(probability, right)
    for point in curve:
        above = [r for c, r in pairs if c >= point.threshold]
        assert (point.answered, point.wrong) == (len(above), len(above) - sum(above))
    assert curve[-1].coverage == 1
    steps = np.diff([0, *(point.answered for point in curve)])
    area = sum(point.risk * step for point, step in zip(curve, steps, strict=True)) / len(pairs)
    assert area_under_risk(np.array(probability), np.array(right)) == pytest.approx(area)


@given(PAIRS, st.sampled_from([0.5, 0.8, 0.95]))
def test_thresholds_reach_their_target(pairs: list[tuple[float, bool]], target: float) -> None:
    """The lowest threshold must reach the target where any does, and both ways to find it must agree."""
    probability, right = [c for c, _ in pairs], [float(r) for _, r in pairs]
    point = threshold_for(probability, right, target)
    reached = [p.threshold for p in risk_coverage(probability, right) if 1 - p.risk >= target - 1e-9]
    assert (point.threshold if point else None) == (min(reached) if reached else None)
    assert lowest_threshold(np.array(probability), np.array(right), target) == (point.threshold if point else 1.0)


@given(PAIRS)
def test_the_calibration_error_is_the_bins_gaps(pairs: list[tuple[float, bool]]) -> None:
    """The figure and the diagram must tell the same."""
    probability, right = [c for c, _ in pairs], [float(r) for _, r in pairs]
    bins = reliability(probability, right)
    gaps = sum(one.n * abs(one.probability - one.accuracy) for one in bins) / len(pairs)
    assert sum(one.n for one in bins) == len(pairs)
    assert calibration_error(np.array(probability), np.array(right)) == pytest.approx(gaps)


@pytest.mark.parametrize(("n", "target"), [(60, 0.55), (400, 0.75)])
def test_a_guaranteed_threshold_keeps_its_word(n: int, target: float) -> None:
    """On fresh questions the precision may fall short more seldom than the assurance allows: 300 worlds, known in truth."""
    rng = np.random.default_rng(n)
    broken = vouched = 0
    for _ in range(300):
        probability = rng.random(n)
        right = rng.random(n) < probability  # a question of probability c is right with probability c
        point = guaranteed_threshold(probability.tolist(), right.astype(float).tolist(), target, 0.9)
        if point is not None:
            vouched += 1
            broken += (1 + point.threshold) / 2 < target  # the true precision of all above a threshold
    assert broken <= 0.1 * 300
    assert vouched > 100


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_a_mean_lies_in_its_interval(values: list[float]) -> None:
    """However odd the values; where there are too few, or all alike, there must be no interval that claims to know."""
    estimate = mean(values)
    assert (estimate.low is None) == (len(values) < 5 or len(set(values)) == 1)
    if estimate.low is None or estimate.high is None:
        return
    assert estimate.low - 1e-9 <= estimate.value <= estimate.high + 1e-9
    assert estimate.n == len(values)


def test_intervals_shrink_with_more_questions() -> None:
    """A figure over a thousand questions is surer than one over ten; a rate of one is never certain."""
    few, many = mean([0, 1] * 5), mean([0, 1] * 500)
    assert many.high is not None and many.low is not None and few.high is not None and few.low is not None  # noqa: PT018
    assert many.high - many.low < (few.high - few.low) / 5
    assert (rate([1.0] * 5).low or 1) < 0.7
    assert statistic(calibration_error, [0.9] * 40, [1.0] * 40).value == pytest.approx(0.1)


def test_the_randomisation_test_tells_change_from_chance() -> None:
    """Equal runs differ by nothing; one in three gained is no chance; one gained and one lost is."""
    before = [0.0] * 60
    assert randomisation_test(before, before) == 1.0
    assert randomisation_test(before, [1.0] * 20 + [0.0] * 40) < 0.001
    assert randomisation_test([0.0, 1.0, 1.0], [1.0, 0.0, 1.0]) == 1.0
    assert randomisation_test([0.0], [1.0]) == 1.0
    nan = float("nan")
    assert randomisation_test([1.0] * 30 + [nan] * 30, [1.0] * 30 + [0.0] * 30) < 0.001
    assert randomisation_test([nan], [nan]) == 1.0
