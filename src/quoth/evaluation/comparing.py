"""Two runs side by side: which metrics moved by more than chance, and which questions were gained or lost."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from quoth.errors import QuestionFileError
from quoth.evaluation.judging import Judged
from quoth.evaluation.measures import METRICS, Metric
from quoth.evaluation.statistics import randomisation_test

# Below this p-value a difference counts as more than chance. Many metrics are compared at once: one in twenty will look so by chance.
SIGNIFICANCE: Final = 0.05
_HINT: Final = "Make one with `quoth eval QUESTIONS --json > old.json`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """One question of an earlier report.

    Attributes:
        asked: A digest of what was asked and what would answer it.
    """

    stage: str
    asked: str
    values: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A metric in both runs, each over the common questions that have it; `n` counts those of the later run."""

    name: str
    before: float
    after: float
    n: int
    p_value: float
    is_better: bool
    is_beyond_chance: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed from one run to the next.

    Attributes:
        common: Questions in both, with the same gold answers.
        changed: Ids of questions that are others now, or have other gold answers: they are left out.
        gained: Ids of questions whose first quote is right now and was not.
        lost: Ids of questions whose first quote was right and is not now.
        moved: For each question in both that ended elsewhere: id, stage before, stage now.
    """

    common: int
    changed: tuple[str, ...]
    changes: tuple[Change, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    moved: tuple[tuple[str, str, str], ...]


def read_baseline(path: Path) -> dict[str, Before]:
    """Read what `quoth eval --json` printed.

    Raises:
        QuestionFileError: It is not there, or is no such report.
    """
    try:
        loaded = json.loads(path.read_text(encoding="utf-8-sig"))
        return {str(one["id"]): _before(one) for one in loaded["by_question"]}
    except OSError as error:
        raise QuestionFileError(path, None, f"it cannot be read ({error.strerror})", _HINT) from error
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise QuestionFileError(path, None, "it is no report of `quoth eval --json`", _HINT) from error


def _before(one: dict[str, Any]) -> Before:
    values = {str(name): float(value) for name, value in one["values"].items()}
    if not all(map(math.isfinite, values.values())):
        raise ValueError("not a number")
    return Before(stage=str(one["stage"]), asked=str(one["asked"]), values=values)


def compare(judged: Sequence[Judged], baseline: dict[str, Before]) -> Comparison:
    """Compare a run with an earlier one, question by question."""
    known = [(one, baseline[one.item.item_id]) for one in judged if one.item.item_id in baseline]
    pairs = [(one, before) for one, before in known if one.asked == before.asked]
    changes = [_change(metric, pairs) for metric in METRICS]
    first = [(one, before.values.get("first_quote"), one.values.get("first_quote")) for one, before in pairs]
    return Comparison(
        common=len(pairs),
        changed=tuple(one.item.item_id for one, before in known if one.asked != before.asked),
        changes=tuple(change for change in changes if change is not None),
        gained=tuple(one.item.item_id for one, before, now in first if before == 0 and now == 1),
        lost=tuple(one.item.item_id for one, before, now in first if before == 1 and now == 0),
        moved=tuple((one.item.item_id, before.stage, one.stage) for one, before in pairs if before.stage != one.stage),
    )


def _change(metric: Metric, pairs: Sequence[tuple[Judged, Before]]) -> Change | None:
    """Compare one metric; a run that has no value for a question, such as the precision of what it left unanswered, counts without it."""
    old = [before.values.get(metric.name, math.nan) for _, before in pairs]
    new = [one.values.get(metric.name, math.nan) for one, _ in pairs]
    held_before, held_now = ([value for value in values if not math.isnan(value)] for values in (old, new))
    if not held_before or not held_now:
        return None
    before, after = sum(held_before) / len(held_before), sum(held_now) / len(held_now)
    p_value = randomisation_test(old, new)
    return Change(
        name=metric.name, before=before, after=after, n=len(held_now), p_value=p_value,
        is_better=after != before and (after > before) == metric.is_better_high, is_beyond_chance=p_value < SIGNIFICANCE,
    )  # fmt: skip
