"""A report as one HTML page that needs nothing else: style and curves are in it, and no host is asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from quoth.evaluation.comparing import Comparison
from quoth.evaluation.judging import STAGES, Judged
from quoth.evaluation.measures import BY_NAME, METRICS
from quoth.evaluation.plots import HEIGHT, WIDTH, reliability_plot, risk_plot, success_plot
from quoth.evaluation.report import CURVES, SLICED, Report
from quoth.shipped import web_folder

# How many failures are shown in full; the JSON has them all.
_MOST_FAILURES: Final = 200
_MOST_SLICES: Final = 40
_QUOTES: Final = 3


def write_page(path: Path, summary: Report, comparison: Comparison | None, *, name: str, state: dict[str, str]) -> None:
    """Write the page: whole, or not at all.

    Args:
        name: Of the question file.
        state: What the outcomes depend on, as `House.state` returns it.
    """
    text = render(summary, comparison, name=name, state=state)
    made = path.with_name(f".{path.name}.part")
    made.write_text(text, encoding="utf-8")
    made.replace(path)


def render(summary: Report, comparison: Comparison | None, *, name: str, state: dict[str, str]) -> str:
    """Return the page as a text."""
    folder = web_folder()
    environment = Environment(
        loader=FileSystemLoader(folder / "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    answered = [one for one in summary.judged if one.is_answered]
    wrong = sum(not one.is_right for one in answered)
    plots = [risk_plot(summary.curve, len(answered), wrong), reliability_plot(summary.bins), success_plot(summary.judged)]
    failures = worst_first(summary.judged)
    before = {} if comparison is None else {item_id: stage for item_id, stage, _ in comparison.moved}
    return environment.get_template("report.html").render(
        name=name,
        made=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        css="".join((folder / name).read_text(encoding="utf-8") for name in ("static/quoth.css", "report/report.css")),
        state=state,
        # What shapes the answers; paths of this machine are nobody's business in a page that is handed around.
        settings={
            name: group for name, group in json.loads(state["settings"]).items() if name in ("search", "reader", "answer")
        },
        summary=summary,
        groups=_groups(summary),
        metrics=BY_NAME,
        sliced=SLICED,
        most_slices=_MOST_SLICES,
        stages=STAGES,
        plots=[plot for plot in plots if plot is not None],
        size=(WIDTH, HEIGHT),
        failures=failures[:_MOST_FAILURES],
        n_failures=len(failures),
        most_quotes=_QUOTES,
        comparison=comparison,
        before=before,
    )


def worst_first(judged: Sequence[Judged]) -> list[Judged]:
    """Return what failed: wrong answers first, the most confident foremost; then what was lost, the surest foremost."""
    failed = [one for one in judged if one.stage not in ("right", "refused_right")]
    return sorted(failed, key=lambda one: (not one.is_answered, -one.probability, one.item.item_id))


def _groups(summary: Report) -> list[tuple[str, list[tuple[str, str, Any]]]]:
    groups: dict[str, list[tuple[str, str, Any]]] = {"answers": [], "abstention": [], "retrieval": []}
    for metric in METRICS:
        if metric.name in summary.overall:
            groups[metric.group].append((metric.name, metric.meaning, summary.overall[metric.name]))
    curves = ((name, meaning) for name, meaning in CURVES.items() if name in summary.overall)
    groups["abstention"].extend((name, meaning, summary.overall[name]) for name, meaning in curves)
    return [(group, rows) for group, rows in groups.items() if rows]
