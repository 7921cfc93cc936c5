"""A report as JSON, and the text table for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from quoth.evaluation.comparing import Comparison
from quoth.evaluation.judging import STAGES, Judged
from quoth.evaluation.measures import BY_NAME, METRICS, Group
from quoth.evaluation.report import CURVES, DIMENSIONS, SLICED, Report
from quoth.evaluation.statistics import Estimate

# The shape of the JSON: raised when a field changes its meaning.
FORMAT: Final = 1
_GROUPS: Final[tuple[Group, ...]] = ("answers", "abstention", "retrieval")
_DECIMALS: Final = 4
_QUOTES: Final = 3


def as_json(summary: Report, comparison: Comparison | None, state: Mapping[str, str]) -> dict[str, Any]:
    """Return the report as one JSON document; `--baseline` reads it again.

    Args:
        state: What the outcomes depend on, as `House.state` returns it.
    """
    return {
        "format": FORMAT,
        "run": {name: value for name, value in state.items() if name != "settings"},
        "questions": len(summary.judged),
        "answerable": summary.answerable,
        "overall": _estimates(summary.overall),
        "slices": {
            dimension: {name: _estimates(group) for name, group in groups.items()}
            for dimension, groups in summary.slices.items()
        },
        "stages": summary.stages,
        "risk_coverage": [asdict(point) for point in summary.curve],
        "reliability": [asdict(one) for one in summary.bins],
        "targets": [asdict(target) for target in summary.targets],
        "latency_ms": summary.latency_ms,
        "by_question": [_question(one) for one in summary.judged],
        "comparison": None if comparison is None else asdict(comparison),
    }


def _question(one: Judged) -> dict[str, Any]:
    return {
        "id": one.item.item_id, "question": one.item.question, "answers": [gold.text or gold.doc_id for gold in one.item.answers],
        "quotes": [quote["text"] for quote in (one.outcome["quotes"] or one.outcome["nearest"])[:_QUOTES]] if one.outcome else [],
        "stage": one.stage, "rank": one.rank, "probability": one.probability, "is_right": one.is_right, "values": one.values,
        "error": one.error, "asked": one.asked,
    }  # fmt: skip


def _estimates(group: dict[str, Estimate]) -> dict[str, Any]:
    return {
        name: {"value": round(e.value, _DECIMALS), "low": _rounded(e.low), "high": _rounded(e.high), "n": e.n}
        for name, e in group.items()
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS)


def as_text(summary: Report, comparison: Comparison | None = None) -> str:
    """Return the report as a table for people."""
    answerable = summary.answerable
    lines = [f"{len(summary.judged)} questions, {answerable} answerable, {len(summary.judged) - answerable} not"]
    for group in _GROUPS:
        rows = [metric for metric in METRICS if metric.group == group and metric.name in summary.overall]
        if rows:
            lines += ["", f"{group}:", *(_line(m.name, summary.overall[m.name], m.meaning) for m in rows)]
        if group == "abstention":
            lines += [
                _line(name, summary.overall[name], meaning) for name, meaning in CURVES.items() if name in summary.overall
            ]
    lines += ["", "where the answers were lost:"]
    lines += [f"  {n:>5}  {STAGES[stage]}" for stage, n in summary.stages.items()]
    lines += ["", "threshold for a precision, on these questions:"]
    for target in summary.targets:
        if target.point is None:
            lines.append(f"  {target.precision:.2f}  none reaches it")
        else:
            sure = "" if target.low is None else f"[{target.low:.3f}, {target.high:.3f}] "
            lines.append(
                f"  {target.precision:.2f}  {target.point.threshold:.3f} {sure}answers {target.point.coverage:.1%} of all questions"
            )
    if summary.latency_ms:
        lines += ["", "milliseconds       median      p95      p99"]
        lines += [
            f"  {name:<12} {t['median']:>10.1f} {t['p95']:>8.1f} {t['p99']:>8.1f}" for name, t in summary.latency_ms.items()
        ]
    for dimension in DIMENSIONS:
        lines += _slice_lines(dimension, summary.slices[dimension])
    if comparison is not None:
        lines += ["", *_comparison_lines(comparison)]
    unasked = [one for one in summary.judged if one.error is not None]
    if unasked:
        lines += ["", "could not be asked (counted as abstained):"]
        lines += [f"  {one.item.item_id}: {(one.error or {}).get('message', '')}" for one in unasked]
    return "\n".join(lines)


def _line(name: str, estimate: Estimate, meaning: str) -> str:
    metric = BY_NAME.get(name)
    decimals = 0 if metric is not None and not metric.is_better_high else 3
    shown = f"{estimate.value:>7.{decimals}f}"
    if estimate.low is not None and estimate.high is not None:
        shown += f" [{estimate.low:.{decimals}f}, {estimate.high:.{decimals}f}]"
    return f"  {name:<19}{shown:<24} {estimate.n:>6}  {meaning}"


def _slice_lines(dimension: str, groups: dict[str, dict[str, Estimate]]) -> list[str]:
    if len(groups) < 2:  # noqa: PLR2004 - one slice is the whole
        return []
    most = 12
    head = f"by {dimension}:"
    lines = ["", f"{head:<36}" + "".join(f"{name:>14}" for name in SLICED)]
    for name, group in list(groups.items())[:most]:
        cells = (f"{group[m].value:.2f} ({group[m].n})" if m in group else "-" for m in SLICED)
        lines.append(f"  {name[:33]:<34}" + "".join(f"{cell:>14}" for cell in cells))
    if len(groups) > most:
        lines.append(f"  and {len(groups) - most} more; all are in the JSON and in the page")
    return lines


def _comparison_lines(comparison: Comparison) -> list[str]:
    lines = [f"against the baseline, {comparison.common} questions in common:"]
    for change in comparison.changes:
        mark = "" if not change.is_beyond_chance else "better" if change.is_better else "WORSE"
        lines.append(
            f"  {change.name:<19}{change.before:>8.3f} -> {change.after:.3f}  {change.after - change.before:+.3f}  "
            f"p = {change.p_value:.3f}  {mark}".rstrip()
        )
    if comparison.changed:
        lines.append(f"  {len(comparison.changed)} more are other questions now, or have other gold answers: left out")
    gained, lost = len(comparison.gained), len(comparison.lost)
    lines.append(f"  {gained} questions gained their right first quote, {lost} lost it")
    return lines
