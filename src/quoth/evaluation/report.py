"""Sum up judged outcomes: rates with their intervals, overall and by kind, and how long the answers took."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from quoth.evaluation.metrics import wilson
from quoth.evaluation.running import Judged

MEANINGS = {
    "first_quote": "answerable questions whose first quote contains a gold answer",
    "first_three": "answerable questions one of whose first three quotes does",
    "found": "answerable questions with a gold answer among the quotes or the nearest passages",
    "answered": "answerable questions that were answered, rightly or not",
    "answered_right": "answers whose first quote contains a gold answer",
    "refused_right": "unanswerable questions that were not answered",
    "verbatim": "outcomes all of whose quotes are slices of the stored text; below 1 is a defect",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Hits among trials. The interval is Wilson's, 95 %."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """Return the share, or None without trials."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """Return its 95 % interval."""
        return wilson(self.hits, self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Milliseconds per question, the encoder already loaded."""

    median: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a question file says of a library.

    Attributes:
        overall: One rate for each name in `MEANINGS`.
        by_kind: The same for the questions of each kind the file names; `-` for those without.
        refused: Questions that could not be asked: id and why. They count as abstained.
    """

    questions: int
    answerable: int
    overall: dict[str, Rate]
    by_kind: dict[str, dict[str, Rate]]
    latency_ms: Latency | None
    refused: tuple[tuple[str, str], ...]


def report(judged: Sequence[Judged]) -> Report:
    """Sum up."""
    kinds = sorted({one.item.kind or "-" for one in judged})
    times = sorted(one.outcome.timings.total for one in judged if one.outcome is not None)
    return Report(
        questions=len(judged),
        answerable=sum(one.item.answerable for one in judged),
        overall=rates(judged),
        by_kind={kind: rates([one for one in judged if (one.item.kind or "-") == kind]) for kind in kinds},
        latency_ms=Latency(median=median(times), p95=times[math.ceil(0.95 * len(times)) - 1]) if times else None,
        refused=tuple((one.item.item_id, one.refused.message) for one in judged if one.refused is not None),
    )


def rates(judged: Sequence[Judged]) -> dict[str, Rate]:
    """Return one rate for each name in `MEANINGS`."""
    answerable = [one for one in judged if one.item.answerable]
    unanswerable = [one for one in judged if not one.item.answerable]
    answered = [one for one in judged if one.is_answered]
    return {
        "first_quote": _rate([one.first for one in answerable]),
        "first_three": _rate([one.third for one in answerable]),
        "found": _rate([one.found for one in answerable]),
        "answered": _rate([one.is_answered for one in answerable]),
        "answered_right": _rate([one.first and one.item.answerable for one in answered]),
        "refused_right": _rate([not one.is_answered for one in unanswerable]),
        "verbatim": _rate([one.is_verbatim for one in judged]),
    }


def _rate(hits: Sequence[bool]) -> Rate:
    return Rate(hits=sum(hits), n=len(hits))


def as_json(summary: Report) -> dict[str, object]:
    """Return the report as one JSON document."""
    latency = summary.latency_ms
    return {
        "questions": summary.questions,
        "answerable": summary.answerable,
        "overall": _rates_as_json(summary.overall),
        "by_kind": {kind: _rates_as_json(group) for kind, group in summary.by_kind.items()},
        "latency_ms": latency and {"median": round(latency.median, 1), "p95": round(latency.p95, 1)},
        "refused": [{"id": item_id, "message": message} for item_id, message in summary.refused],
    }


def _rates_as_json(group: dict[str, Rate]) -> dict[str, object]:
    return {
        name: {
            "value": rate.value if rate.value is None else round(rate.value, 4),
            "low": round(rate.interval[0], 4),
            "high": round(rate.interval[1], 4),
            "hits": rate.hits,
            "n": rate.n,
        }
        for name, rate in group.items()
    }


def as_text(summary: Report) -> str:
    """Return the report as a table for people."""
    unanswerable = summary.questions - summary.answerable
    lines = [f"{summary.questions} questions, {summary.answerable} answerable, {unanswerable} not", ""]
    lines += [_line(name, rate) + f"  {MEANINGS[name]}" for name, rate in summary.overall.items()]
    if summary.latency_ms:
        lines += ["", f"latency         median {summary.latency_ms.median:.0f} ms, p95 {summary.latency_ms.p95:.0f} ms"]
    if set(summary.by_kind) != {"-"}:
        for kind, group in summary.by_kind.items():
            shown = [_line(name, rate) for name, rate in group.items() if rate.n and name != "verbatim"]
            lines += ["", f"{kind}:", *shown]
    if summary.refused:
        lines += ["", "could not be asked (counted as abstained):"]
        lines += [f"{item_id}: {message}" for item_id, message in summary.refused]
    return "\n".join(lines)


def _line(name: str, rate: Rate) -> str:
    if rate.value is None:
        return f"{name:<15} {'-':>5}  {'':<14} {'0/0':>9}"
    low, high = rate.interval
    return f"{name:<15} {rate.value:.3f}  [{low:.3f}, {high:.3f}] {f'{rate.hits}/{rate.n}':>9}"
