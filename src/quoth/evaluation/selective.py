"""How well Quoth knows when to be silent: risk and coverage, calibration, and the threshold that reaches a target precision."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from quoth.evaluation.statistics import Floats

_BINS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What answering from a threshold on would give.

    Attributes:
        coverage: Share of all questions answered.
        risk: Share of these answered wrongly.
    """

    threshold: float
    answered: int
    wrong: int
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Questions of like probability: what was promised, and what held. Edges are half-open but the last."""

    low: float
    high: float
    n: int
    probability: float
    accuracy: float


def risk_coverage(probability: Sequence[float], right: Sequence[float]) -> tuple[Point, ...]:
    """Return the risk-coverage curve (El-Yaniv and Wiener 2010), the highest threshold first; ties are answered together."""
    order = sorted(zip(probability, right, strict=True), key=lambda pair: -pair[0])
    points: list[Point] = []
    wrong = 0
    for n, (threshold, is_right) in enumerate(order, 1):
        wrong += not is_right
        if n < len(order) and order[n][0] == threshold:
            continue
        points.append(Point(threshold=threshold, answered=n, wrong=wrong, coverage=n / len(order), risk=wrong / n))
    return tuple(points)


def area_under_risk(probability: Floats, right: Floats) -> float:
    """Return the mean risk over all coverages (AURC; Geifman, Uziel and El-Yaniv 2019); ties share their risk."""
    order = np.argsort(-probability, kind="stable")
    wrong = np.cumsum(1 - right[order])
    ends = np.append(np.flatnonzero(np.diff(probability[order])), len(order) - 1)
    steps = np.diff(np.append(-1, ends))
    return float((wrong[ends] / (ends + 1) * steps).sum() / len(order))


def reliability(probability: Sequence[float], right: Sequence[float]) -> tuple[Bin, ...]:
    """Return ten bins of equal width; those without a question are left out."""
    bins: list[Bin] = []
    for number in range(_BINS):
        inside = [(c, r) for c, r in zip(probability, right, strict=True) if min(int(c * _BINS), _BINS - 1) == number]
        if inside:
            said, held = (sum(values) / len(inside) for values in zip(*inside, strict=True))
            low, high = number / _BINS, (number + 1) / _BINS
            bins.append(Bin(low=low, high=high, n=len(inside), probability=said, accuracy=held))
    return tuple(bins)


def calibration_error(probability: Floats, right: Floats) -> float:
    """Return the expected calibration error over ten bins of equal width (ECE; Naeini, Cooper and Hauskrecht 2015)."""
    place = np.minimum((probability * _BINS).astype(np.int64), _BINS - 1)
    gaps = np.bincount(place, weights=probability - right, minlength=_BINS)
    return float(np.abs(gaps).sum() / len(probability))


def brier(probability: Floats, right: Floats) -> float:
    """Return the mean squared distance of probability and truth (Brier 1950)."""
    return float(((probability - right) ** 2).mean())


def threshold_for(probability: Sequence[float], right: Sequence[float], target: float) -> Point | None:
    """Return the lowest threshold from which on the share of right answers reaches the target, on these very questions."""
    reached = [point for point in risk_coverage(probability, right) if point.risk <= 1 - target + 1e-12]
    return reached[-1] if reached else None


def lowest_threshold(probability: Floats, right: Floats, target: float) -> float:
    """Return the threshold of `threshold_for`, or 1 where there is none."""
    order = np.argsort(-probability, kind="stable")
    ranked, wrong = probability[order], np.cumsum(1 - right[order])
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    reached = ends[wrong[ends] / (ends + 1) <= 1 - target + 1e-12]
    return float(ranked[reached[-1]]) if len(reached) else 1.0


def guaranteed_threshold(probability: Sequence[float], right: Sequence[float], target: float, assurance: float) -> Point | None:
    """Return a low threshold whose precision on new questions of the same kind is at least `target`, with an assurance of `assurance`.

    Selection with guaranteed risk (Geifman and El-Yaniv 2017, "Selective Classification for Deep Neural Networks", algorithm 1): a
    binary search over thresholds, each judged by the exact binomial bound (Clopper and Pearson 1934) at its share of the
    allowed error. None if no threshold can be vouched for: too few questions, or too many errors at the top.
    """
    points = risk_coverage(probability, right)
    if not points:
        return None
    steps = max(1, math.ceil(math.log2(len(points) + 1)))
    share = (1 - assurance) / steps
    best: Point | None = None
    low, high = 0, len(points) - 1
    for _ in range(steps):
        if low > high:
            break
        middle = (low + high + 1) // 2
        point = points[middle]
        if risk_bound(point.wrong, point.answered, share) <= 1 - target:
            best, low = point, middle + 1
        else:
            high = middle - 1
    return best


def risk_bound(wrong: int, answered: int, error: float) -> float:
    """Return what the true share of wrong answers does not exceed, but with probability `error` (Clopper and Pearson 1934)."""
    from scipy.stats import beta

    return 1.0 if wrong >= answered else float(beta.ppf(1 - error, wrong + 1, answered - wrong))
