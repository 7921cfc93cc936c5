"""Fit a library's abstention threshold on its own questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from quoth.answering.calibration import Calibration
from quoth.evaluation.items import Item
from quoth.evaluation.judging import Judged
from quoth.evaluation.selective import Point, guaranteed_threshold, threshold_for
from quoth.text.normalise import squeeze


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


def fit(judged: Sequence[Judged], target: float, assurance: float, *, judged_by: str, generation: int) -> Fit:
    """Find the threshold from which on answers are right with a probability of `target`, vouched for with `assurance`.

    Args:
        judged: No question twice: the promise is made of independent ones.
        judged_by: As `House.judged_by` returns it.
        generation: Of the library that was asked.
    """
    probability, right = [one.probability for one in judged], [float(one.is_right) for one in judged]
    point = guaranteed_threshold(probability, right, target, assurance)
    if point is not None:
        calibration = Calibration(
            threshold=point.threshold, judged_by=judged_by, generation=generation, target=target, assurance=assurance, questions=len(judged),
            answered=point.answered, right=point.answered - point.wrong, made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )  # fmt: skip
        return Fit(calibration=calibration, reached=threshold_for(probability, right, target), best=target)
    vouched = (share / 100 for share in range(99, 49, -1))
    best = next((share for share in vouched if guaranteed_threshold(probability, right, share, assurance) is not None), None)
    return Fit(calibration=None, reached=threshold_for(probability, right, target), best=best)


def distinct(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the questions without those that were asked before in the same words: a copy is no further evidence."""
    first: dict[tuple[str, tuple[str, ...]], Item] = {}
    for item in items:
        first.setdefault((squeeze(item.question).lower(), item.history), item)
    return tuple(first.values())
