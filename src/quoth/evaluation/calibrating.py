"""Fit a library's abstention threshold on its own questions, and before it the probabilities where another reader than the shipped one reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np

from quoth.answering.calibration import Calibration
from quoth.answering.mixing import Mixture
from quoth.evaluation.items import Item
from quoth.evaluation.judging import Judged
from quoth.evaluation.selective import Point, guaranteed_threshold, threshold_for
from quoth.evaluation.statistics import Floats
from quoth.text.normalise import squeeze
from quoth.types import Exchange

# Of so many questions one goes into the probabilities and the others into the threshold: what it vouches for must not have been fitted on them.
_APART: Final = 3
# How strongly a mixture keeps to what holds without one: few questions move it little.
_RIDGE: Final = 1.0
_LEAST_SCALE: Final = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What the questions say of a target precision.

    Attributes:
        calibration: The threshold that vouches for it; None if none does.
        reached: The lowest threshold that reaches the target on these very questions, with nothing vouched for; None if none does.
        best: The highest precision that can be vouched for with these questions, in steps of a hundredth; None if not even one half.
    """

    calibration: Calibration | None
    reached: Point | None
    best: float | None


def fit(
    judged: Sequence[Judged],
    target: float,
    assurance: float,
    *,
    judged_by: str,
    generation: int,
    mixture: Mixture | None = None,
) -> Fit:
    """Find the threshold from which on answers are right with a probability of `target`, vouched for with `assurance`.

    Args:
        judged: No question twice: the promise is made of independent ones.
        judged_by: As `House.judged_by` returns it.
        generation: Of the library that was asked.
        mixture: What made the probabilities, fitted on other questions than these; None for the weights in the package.
    """
    probability, right = [one.probability for one in judged], [float(one.is_right) for one in judged]
    point = guaranteed_threshold(probability, right, target, assurance)
    if point is not None:
        calibration = Calibration(
            threshold=point.threshold, judged_by=judged_by, generation=generation, target=target, assurance=assurance, questions=len(judged),
            answered=point.answered, right=point.answered - point.wrong, made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            mixture=mixture,
        )  # fmt: skip
        return Fit(calibration=calibration, reached=threshold_for(probability, right, target), best=target)
    vouched = (share / 100 for share in range(99, 49, -1))
    best = next((share for share in vouched if guaranteed_threshold(probability, right, share, assurance) is not None), None)
    return Fit(calibration=None, reached=threshold_for(probability, right, target), best=best)


def distinct(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the questions without those that were asked before in the same words: a copy is no further evidence."""
    first: dict[tuple[str, tuple[Exchange, ...]], Item] = {}
    for item in items:
        first.setdefault((squeeze(item.question).lower(), item.history), item)
    return tuple(first.values())


def apart(items: Sequence[Item]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """Return every third question, for `fit_mixture`, and the others, for `fit`: whatever the order of the file, both are of all kinds."""
    return tuple(items[::_APART]), tuple(item for n, item in enumerate(items) if n % _APART)


def fit_mixture(judged: Sequence[Judged]) -> Mixture:
    """Fit how a reader's logits and those of the measured features make a probability.

    Logistic regression of whether the first quote is right, with a ridge penalty around the measured features alone (weight 1, the reader's 0,
    no bias): what holds before any question is asked. No weight is negative: nothing that speaks for a sentence may count against it.

    Args:
        judged: As another reader than the shipped one made them; those without a sentence tell nothing.
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    told = [one for one in judged if one.signs is not None]
    signs = np.array([one.signs for one in told], dtype=np.float64).reshape(-1, 2)
    side = np.array([1.0 if one.is_right else -1.0 for one in told])
    mean = float(signs[:, 1].mean()) if told else 0.0
    scale = max(float(signs[:, 1].std()), _LEAST_SCALE) if told else 1.0
    bare = Mixture(mean=mean, scale=scale, plain=1.0, said=0.0, bias=0.0, questions=len(told))
    columns = np.column_stack([signs[:, 0], bare.standardise(signs[:, 1]), np.ones(len(told))])
    start = np.array([bare.plain, bare.said, bare.bias])

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = side * (columns @ weights)
        away = weights - start
        slope = -(side * expit(-margins)) @ columns + _RIDGE * away
        return float(np.logaddexp(0, -margins).sum() + _RIDGE / 2 * (away @ away)), slope

    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None), (0, None), (None, None)]).x
    plain, said, bias = (round(float(weight), 6) for weight in found)
    return Mixture(mean=mean, scale=scale, plain=plain, said=said, bias=bias, questions=len(told))
