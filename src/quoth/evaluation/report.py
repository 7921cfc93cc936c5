"""Sum up judged outcomes: every metric with its interval, overall and by slice; curves; latency."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from quoth.evaluation.judging import STAGES, Judged, Stage
from quoth.evaluation.measures import METRICS, Metric
from quoth.evaluation.selective import (
    Bin,
    Point,
    area_under_risk,
    brier,
    calibration_error,
    lowest_threshold,
    reliability,
    risk_coverage,
    threshold_for,
)
from quoth.evaluation.statistics import Estimate, mean, rate, statistic

# What is reckoned from all questions at once.
CURVES: Final = {
    "aurc": "area under the risk-coverage curve: mean share of wrong answers over all coverages; lower is better",
    "ece": "expected calibration error: how far stated probabilities are from what holds",
    "brier": "mean squared distance of stated probability and truth",
}
TARGETS: Final = (0.8, 0.9, 0.95)
LATENCIES: Final = ("total", "understand", "search", "read", "compose")
_PERCENTILES: Final = {"median": 50, "p95": 95, "p99": 99}
# Slices are shown for these metrics: what a person would look at first.
SLICED: Final = ("first_quote", "first_three", "success@5", "precision", "coverage", "refused_right")
# Lengths of questions, in words.
_LENGTHS: Final = ((4, "1 to 4 words"), (9, "5 to 9 words"), (15, "10 to 15 words"), (math.inf, "16 words or more"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The threshold that reaches a precision on these very questions, with the interval of a bootstrap; None if none does."""

    precision: float
    point: Point | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a question file says of a library.

    Attributes:
        overall: One estimate for each metric that has a value, by name; then those of `CURVES`.
        slices: By dimension (`kind`, `document`, `length`), then by its value, the metrics of `SLICED`.
        stages: How many questions ended where.
        latency_ms: By stage, then by percentile (`median`, `p95`, `p99`).
    """

    judged: tuple[Judged, ...]
    overall: dict[str, Estimate]
    slices: dict[str, dict[str, dict[str, Estimate]]]
    stages: dict[Stage, int]
    curve: tuple[Point, ...]
    bins: tuple[Bin, ...]
    targets: tuple[Target, ...]
    latency_ms: dict[str, dict[str, float]]

    @property
    def answerable(self) -> int:
        """Return how many questions are answerable."""
        return sum(one.item.answerable for one in self.judged)


def report(judged: Sequence[Judged]) -> Report:
    """Sum up; at least one question."""
    asked = [one for one in judged if one.error is None]
    probability, right = [one.probability for one in asked], [float(one.is_right) for one in asked]
    overall = _estimates(METRICS, judged)
    for name, of in (("aurc", area_under_risk), ("ece", calibration_error), ("brier", brier)) if asked else ():
        overall[name] = statistic(of, probability, right, is_centred=name == "ece")
    sliced = [metric for metric in METRICS if metric.name in SLICED]
    return Report(
        judged=tuple(judged),
        overall=overall,
        slices={name: _slices(sliced, judged, of) for name, of in DIMENSIONS.items()},
        stages={stage: n for stage in STAGES if (n := sum(one.stage == stage for one in judged))},
        curve=risk_coverage(probability, right),
        bins=reliability(probability, right),
        targets=tuple(_target(probability, right, precision) for precision in TARGETS),
        latency_ms=_latency(judged),
    )


def _estimates(metrics: Sequence[Metric], judged: Sequence[Judged]) -> dict[str, Estimate]:
    found: dict[str, Estimate] = {}
    for metric in metrics:
        values = [one.values[metric.name] for one in judged if metric.name in one.values]
        if values:
            found[metric.name] = rate(values) if metric.is_rate else mean(values)
    return found


def _slices(
    metrics: Sequence[Metric], judged: Sequence[Judged], of: Callable[[Judged], Sequence[str]]
) -> dict[str, dict[str, Estimate]]:
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        for name in of(one):
            groups.setdefault(name, []).append(one)
    return {name: _estimates(metrics, groups[name]) for name in sorted(groups, key=lambda name: (-len(groups[name]), name))}


def _kinds(one: Judged) -> Sequence[str]:
    """Return the file's word for what is asked, or else what Quoth takes the question for."""
    return [one.item.kind or (str(one.outcome["kind"]) if one.outcome else "-")]


def _documents(one: Judged) -> Sequence[str]:
    return sorted({gold.doc_id for gold in one.item.answers if gold.doc_id is not None})


def _lengths(one: Judged) -> Sequence[str]:
    return [next(name for most, name in _LENGTHS if len(one.item.question.split()) <= most)]


DIMENSIONS: Final[dict[str, Callable[[Judged], Sequence[str]]]] = {
    "kind": _kinds, "length": _lengths, "document": _documents,
}  # fmt: skip


def _target(probability: Sequence[float], right: Sequence[float], precision: float) -> Target:
    point = threshold_for(probability, right, precision)
    if point is None:
        return Target(precision=precision, point=None)
    estimate = statistic(partial(lowest_threshold, target=precision), probability, right)
    return Target(precision=precision, point=point, low=estimate.low, high=estimate.high)


def _latency(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for stage in LATENCIES:
        times = sorted(one.outcome["timings_ms"][stage] for one in judged if one.outcome is not None)
        if times:
            # The nearest rank: a time that was measured, not one between two.
            found[stage] = {name: times[math.ceil(share / 100 * len(times)) - 1] for name, share in _PERCENTILES.items()}
    return found
