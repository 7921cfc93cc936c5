"""Two runs side by side: which metrics moved by more than chance, and which questions were gained or lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from quoth.errors import QuestionFileError
from quoth.evaluation.judging import Judged
from quoth.evaluation.measures import BY_NAME, METRICS
from quoth.evaluation.statistics import randomisation_test

# Below this p-value a difference counts as more than chance. Many metrics are compared at once: one in twenty will look so by chance.
SIGNIFICANCE: Final = 0.05
_HINT: Final = "Make one with `quoth eval QUESTIONS --json > old.json`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """One question of an earlier report."""

    stage: str
    values: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A metric in both runs, over the questions that have it in both."""

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
        common: Questions in both.
        gained: Ids of questions whose first quote is right now and was not.
        lost: Ids of questions whose first quote was right and is not now.
        moved: For each question in both that ended elsewhere: id, stage before, stage now.
    """

    common: int
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
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise QuestionFileError(path, None, "it is no report of `quoth eval --json`", _HINT) from error


def _before(one: dict[str, Any]) -> Before:
    return Before(stage=str(one["stage"]), values={str(name): float(value) for name, value in one["values"].items()})


def compare(judged: Sequence[Judged], baseline: dict[str, Before]) -> Comparison:
    """Compare a run with an earlier one, question by question."""
    pairs = [(one, baseline[one.item.item_id]) for one in judged if one.item.item_id in baseline]
    changes: list[Change] = []
    for metric in METRICS:
        values = [
            (before.values[metric.name], one.values[metric.name])
            for one, before in pairs
            if metric.name in before.values and metric.name in one.values
        ]
        if values:
            changes.append(_change(metric.name, values))
    first = [(one, before.values.get("first_quote"), one.values.get("first_quote")) for one, before in pairs]
    return Comparison(
        common=len(pairs),
        changes=tuple(changes),
        gained=tuple(one.item.item_id for one, before, now in first if before == 0 and now == 1),
        lost=tuple(one.item.item_id for one, before, now in first if before == 1 and now == 0),
        moved=tuple((one.item.item_id, before.stage, one.stage) for one, before in pairs if before.stage != one.stage),
    )


def _change(name: str, values: Sequence[tuple[float, float]]) -> Change:
    old, new = zip(*values, strict=True)
    before, after = sum(old) / len(old), sum(new) / len(new)
    p_value = randomisation_test(old, new)
    is_better = (after > before) == BY_NAME[name].is_better_high
    return Change(
        name=name, before=before, after=after, n=len(values), p_value=p_value, is_better=is_better,
        is_beyond_chance=p_value < SIGNIFICANCE,
    )  # fmt: skip
