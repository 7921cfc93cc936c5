"""The curves of a report as inline SVG: what to draw is reckoned here, how it looks is the template's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from quoth.evaluation.judging import Judged
from quoth.evaluation.selective import Bin, Point

WIDTH: Final = 360
HEIGHT: Final = 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 12, 12, 40
_DEEPEST: Final = 50
_TICKS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark on an axis and its label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A rectangle with what it says when it is pointed at."""

    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A picture of WIDTH by HEIGHT: a line, bars, and one marked point, all optional."""

    title: str
    caption: str
    across: str
    up: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    line: str = ""
    diagonal: str = ""
    bars: tuple[Bar, ...] = ()
    dot: tuple[float, float, str] | None = None

    left = _LEFT
    right = WIDTH - _RIGHT
    top = _TOP
    bottom = HEIGHT - _BOTTOM


def risk_plot(curve: Sequence[Point], answered: int, wrong: int) -> Plot:
    """Draw risk against coverage, and where the library stands on it today."""
    top = _round_up(max((point.risk for point in curve), default=0.0))
    n = max((point.answered for point in curve), default=1)
    dot = None
    if answered:
        label = f"today: {answered / n:.0%} answered, {wrong / answered:.1%} of these wrong"
        dot = (_x(answered / n), _y(wrong / answered, top), label)
    return Plot(
        title="Risk and coverage",
        caption="Share of wrong answers if the questions Quoth is surest of were answered, up to each share of all questions. "
        "The dot is where the threshold stands.",
        across="coverage: share of questions answered",
        up="risk: wrong answers",
        x_ticks=_x_ticks(),
        y_ticks=_y_ticks(top),
        line=_path((_x(point.coverage), _y(point.risk, top)) for point in curve),
        dot=dot,
    )


def reliability_plot(bins: Sequence[Bin]) -> Plot:
    """Draw what held against what was promised."""
    bars = tuple(
        Bar(
            x=_x(one.low) + 1, width=_x(one.high) - _x(one.low) - 2, y=_y(one.accuracy, 1), height=_y(0, 1) - _y(one.accuracy, 1),
            title=f"{one.n} questions said {one.probability:.2f} on average; {one.accuracy:.2f} of them were right",
        )
        for one in bins
    )  # fmt: skip
    return Plot(
        title="Reliability",
        caption="Share of right first quotes by stated probability. Bars on the diagonal are honest; below it, boastful.",
        across="stated probability",
        up="right",
        x_ticks=_x_ticks(),
        y_ticks=_y_ticks(1),
        bars=bars,
        diagonal=_path([(_x(0), _y(0, 1)), (_x(1), _y(1, 1))]),
    )


def success_plot(judged: Sequence[Judged]) -> Plot | None:
    """Draw Success@k for every k; None without a question whose gold answer can be looked for."""
    ranks = [one.rank for one in judged if "success@1" in one.values]
    if not ranks:
        return None
    shares = [sum(rank is not None and rank <= k for rank in ranks) / len(ranks) for k in range(1, _DEEPEST + 1)]
    return Plot(
        title="Retrieval",
        caption="Share of answerable questions with a gold answer among the first k passages (Success@k), before anything is read.",
        across="k: passages",
        up="found",
        x_ticks=tuple(Tick(at=_x(k / _DEEPEST), label=str(k)) for k in (1, 10, 20, 30, 40, 50)),
        y_ticks=_y_ticks(1),
        line=_path((_x(k / _DEEPEST), _y(share, 1)) for k, share in enumerate(shares, 1)),
    )


def _x(share: float) -> float:
    return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - _BOTTOM - value / top * (HEIGHT - _TOP - _BOTTOM), 1)


def _path(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def _round_up(value: float) -> float:
    return next(top for top in (0.1, 0.2, 0.5, 1.0) if value <= top)


def _x_ticks() -> tuple[Tick, ...]:
    return tuple(Tick(at=_x(i / _TICKS), label=f"{i / _TICKS:.1f}") for i in range(_TICKS + 1))


def _y_ticks(top: float) -> tuple[Tick, ...]:
    return tuple(Tick(at=_y(top * i / _TICKS, top), label=f"{top * i / _TICKS:.2f}") for i in range(_TICKS + 1))
