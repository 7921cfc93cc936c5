"""How sure a figure is: intervals of rates and means, and whether two runs differ by more than chance."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

# The seed makes a report repeatable.
_RESAMPLES: Final = 2000
_DRAWS: Final = 9999
_FEWEST: Final = 5
_SEED: Final = 20260801
# Values drawn at once: what keeps ten thousand questions within a hundred megabytes.
_AT_ONCE: Final = 1_000_000
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its 95 % interval.

    Attributes:
        low: None, like `high`, where the questions cannot tell how sure it is: fewer than five, or all alike.
        n: Over how many questions.
    """

    value: float
    low: float | None
    high: float | None
    n: int


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a rate (Wilson 1927); (0, 1) for no trials."""
    if n == 0:
        return 0.0, 1.0
    z = 1.959964
    rate, spread = hits / n, z * z / n
    middle = (rate + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt(rate * (1 - rate) / n + spread / (4 * n))
    # At the ends the bound is exact; rounding would leave it a hair inside.
    return 0.0 if hits == 0 else middle - half, 1.0 if hits == n else middle + half


def rate(values: Sequence[float]) -> Estimate:
    """Return the share of ones. Wilson's interval: a bootstrap of ones alone would claim certainty."""
    hits = round(sum(values))
    low, high = wilson(hits, len(values))
    return Estimate(value=hits / len(values), low=low, high=high, n=len(values))


def mean(values: Sequence[float]) -> Estimate:
    """Return the mean with the percentile interval of a bootstrap over questions (Efron 1979)."""
    return _bootstrapped((np.asarray(values, dtype=np.float64),), np.mean, is_vectorised=True)


def statistic(
    of: Callable[[Floats, Floats], float], first: Sequence[float], second: Sequence[float], *, is_centred: bool = False
) -> Estimate:
    """Return a figure of paired values, such as the area under a curve, with the percentile interval of a bootstrap over pairs.

    Args:
        is_centred: Move the interval so that the resamples' mean falls on the figure: a calibration error grows by resampling alone.
    """
    pairs = (np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64))
    return _bootstrapped(pairs, of, is_vectorised=False, is_centred=is_centred)


def randomisation_test(before: Sequence[float], after: Sequence[float]) -> float:
    """Return the two-sided p-value of a paired randomisation test on the difference of means (Smucker, Allan and Carterette 2007).

    Under the null hypothesis each question might as well have its two values exchanged; 9,999 draws and the one observed.

    Args:
        before, after: One value a question; NaN where a run has none for it, such as the precision of what it did not answer.
    """
    pairs = np.array([before, after], dtype=np.float64)
    held, values = ~np.isnan(pairs), np.nan_to_num(pairs)
    differs = (held[0] != held[1]) | (values[0] != values[1])
    if not differs.any():
        return 1.0
    rng = np.random.default_rng(_SEED)
    observed, extreme = abs(_difference(values, held, np.zeros((1, values.shape[1]), dtype=bool))[0]), 1
    at_once = max(1, _AT_ONCE // values.shape[1])
    for start in range(0, _DRAWS, at_once):
        exchanged = rng.integers(0, 2, size=(min(at_once, _DRAWS - start), values.shape[1])).astype(bool)
        extreme += int((np.abs(_difference(values, held, exchanged)) >= observed - 1e-9).sum())
    return extreme / (_DRAWS + 1)


def _difference(values: Floats, held: NDArray[np.bool_], exchanged: NDArray[np.bool_]) -> Floats:
    """Return for each row of exchanges the second run's mean less the first's, each over what it has a value for."""
    means: list[Floats] = []
    for own, other in ((0, 1), (1, 0)):
        n = np.where(exchanged, held[other], held[own]).sum(axis=1)
        means.append(np.where(exchanged, values[other], values[own]).sum(axis=1) / np.maximum(n, 1))
    difference: Floats = means[1] - means[0]
    return difference


def _bootstrapped(
    data: tuple[Floats, ...], of: Callable[..., Any], *, is_vectorised: bool, is_centred: bool = False
) -> Estimate:
    from scipy.stats import bootstrap

    n, value = len(data[0]), float(of(*data))
    if n < _FEWEST or all(bool((column == column[0]).all()) for column in data):
        return Estimate(value=value, low=None, high=None, n=n)
    drawn = bootstrap(
        data, of, paired=True, vectorized=is_vectorised, n_resamples=_RESAMPLES, batch=max(1, _AT_ONCE // n), method="percentile",
        rng=_SEED,
    ).bootstrap_distribution  # fmt: skip
    low, high = np.percentile(drawn, [2.5, 97.5]) - (drawn.mean() - value if is_centred else 0.0)
    return Estimate(value=value, low=max(float(low), 0.0), high=float(high), n=n)
