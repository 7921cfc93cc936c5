"""Draw the pictures of docs/benchmarks.md from the figures that the benches left in bench/figures.

    python -m bench.plots                    docs/growth.svg, docs/peers.svg and docs/training.svg

The same figures give the same file, byte for byte.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter, PercentFormatter

from quoth.evaluation.statistics import wilson

ROOT: Final = Path(__file__).resolve().parents[1]
FIGURES: Final = ROOT / "bench/figures"
_MILLION: Final = 1e6
INK, MUTED, ACCENT = "#22272e", "#6b7684", "#b3401f"
STYLE: Final[Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "quoth",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e3e6ea",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
}


def growth(rows: list[dict[str, float]]) -> Figure:
    """Draw what a larger library costs: time, memory, disk."""
    figure = Figure(figsize=(10, 3.4), layout="constrained")
    time, memory, disk = figure.subplots(1, 3)
    n = [row["passages"] for row in rows]
    _line(time, n, rows, "ask_p95_ms", "ask, 95th percentile", MUTED, "--")
    _line(time, n, rows, "ask_p50_ms", "ask, median", ACCENT)
    _line(time, n, rows, "search_p50_ms", "of it search", INK)
    time.set_title("Milliseconds a question")
    _line(memory, n, rows, "peak_memory_mb", "peak, ingest included", ACCENT)
    memory.set_title("Memory, MB")
    _line(disk, n, rows, "library_mb", "library", ACCENT)
    _line(disk, n, rows, "indexes_mb", "indexes", INK)
    disk.set_title("Disk, MB")
    disk.set_yscale("log")
    for axes in (time, memory, disk):
        axes.set_xscale("log")
        axes.set_xticks(n, [_short(round(x, -3)) for x in n])
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.set_xlabel("passages")
        axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:,.0f}"))
        if axes is not disk:
            axes.set_ylim(bottom=0)
        axes.legend()
    return figure


def peers(found: dict[str, Any]) -> Figure:
    """Draw how often the right passage is found, and what an answer takes, for every peer."""
    ran = {name: row for name, row in found["peers"].items() if "success@1" in row}
    names = sorted(ran, key=lambda name: ran[name]["success@1"])
    figure = Figure(figsize=(10, 0.5 * len(names) + 1.4), layout="constrained")
    hits, pace = figure.subplots(1, 2, sharey=True)
    for k, colour in ((20, "#d8dce1"), (5, "#aab3bd"), (1, ACCENT)):
        shares = [ran[name][f"success@{k}"] for name in names]
        hits.barh(names, shares, color=colour, height=0.62, label=f"Success@{k}")
    n = found["about"].get("answerable", 0)
    if n:
        bounds = [wilson(round(ran[name]["success@1"] * n), n) for name in names]
        middle = [ran[name]["success@1"] for name in names]
        spread = [
            [m - low for m, (low, _) in zip(middle, bounds, strict=True)],
            [high - m for m, (_, high) in zip(middle, bounds, strict=True)],
        ]
        hits.errorbar(middle, names, xerr=spread, fmt="none", ecolor=INK, elinewidth=1, capsize=2)
    hits.set_title("Questions whose answer is in the first k passages")
    hits.set_xlim(0, 1)
    hits.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    hits.legend(loc="lower center", bbox_to_anchor=(0.5, -0.28), ncols=3)
    p50, p95 = ([ran[name]["ask"][part] for name in names] for part in ("p50_ms", "p95_ms"))
    pace.hlines(names, p50, p95, color="#aab3bd", linewidth=3)
    pace.plot(p50, names, "o", color=ACCENT, label="median")
    pace.plot(p95, names, "|", color=INK, label="95th percentile")
    pace.set_xscale("log")
    pace.set_title("Milliseconds a question, in the process")
    pace.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
    pace.grid(visible=False, axis="y")
    pace.legend(loc="lower center", bbox_to_anchor=(0.5, -0.28), ncols=2)
    for label in hits.get_yticklabels():
        if label.get_text() == "Quoth":
            label.set_fontweight("bold")
    return figure


def training(found: dict[str, dict[str, list[dict[str, float]]]]) -> Figure:
    """Draw how the reader learned: on public sets, then on our own questions, then from the weights before on everything."""
    figure = Figure(figsize=(14, 3.4), layout="constrained")
    panels = figure.subplots(1, len(found))
    titles = {"public": "Public sets", "own": "Our own questions, at first", "all": "Everything, collections among it"}
    for axes, (part, runs) in zip(panels, found.items(), strict=True):
        beside = axes.twinx()
        beside.spines["right"].set_visible(True)
        beside.grid(visible=False)
        for n, (name, rows) in enumerate(runs.items()):
            steps = [row["step"] for row in rows]
            is_last = n == len(runs) - 1
            axes.plot(steps, [row["listwise"] for row in rows], color=INK if is_last else "#c3c9d0", label=f"loss, {name}")
            shares = [row["right"] for row in rows]
            beside.plot(steps, shares, "--", color=ACCENT if is_last else "#e0b3a6", label=f"right first, {name}")
        axes.set_title(titles[part])
        axes.set_xlabel("steps")
        axes.set_ylabel("listwise loss")
        beside.set_ylabel("right sentence first, training batches", color=ACCENT)
        beside.set_ylim(0, 1)
        beside.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
        axes.set_ylim(bottom=0)
        axes.legend(loc="lower right", fontsize=8)
    return figure


def draw(figures: Path, out: Path) -> list[Path]:
    """Draw every picture whose figures are there, and return their paths."""
    drawn = []
    with mpl.rc_context(STYLE):
        for make in (growth, peers, training):
            source = figures / f"{make.__name__}.json"
            if source.exists():
                path = out / f"{make.__name__}.svg"
                make(json.loads(source.read_text(encoding="utf-8"))).savefig(path, metadata={"Date": None}, facecolor="white")
                drawn.append(path)
    return drawn


def _line(
    axes: Axes, n: list[float], rows: list[dict[str, float]], name: str, label: str, colour: str, style: str = "-"
) -> None:
    axes.plot(n, [row[name] for row in rows], style, marker="o", markersize=4, color=colour, label=label)


def _short(n: float) -> str:
    return f"{n / _MILLION:g}M" if n >= _MILLION else f"{n / 1000:g}k"


def main() -> None:
    """Draw, and say what was drawn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=Path, default=FIGURES)
    parser.add_argument("--out", type=Path, default=ROOT / "docs")
    given = parser.parse_args()
    for path in draw(given.figures, given.out):
        print(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


if __name__ == "__main__":
    main()
