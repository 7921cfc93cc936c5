"""Charts as SVG made on the server: what to draw is reckoned here, how it looks is the template's and the style sheet's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 720
HEIGHT: Final = 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 8, 10, 26
_STEPS: Final = 4
_MOST_LABELS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark on an axis and its label."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A rectangle of one series, and what it says when it is pointed at."""

    x: float
    y: float
    width: float
    height: float
    series: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture of WIDTH by HEIGHT: stacked bars, one stack a label.

    Attributes:
        label: What it shows, for whoever does not see it.
    """

    label: str
    bars: tuple[Bar, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]

    width = WIDTH
    height = HEIGHT
    left = _LEFT
    right = WIDTH - _RIGHT
    base = HEIGHT - _BOTTOM


def stack(label: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]) -> Chart:
    """Return stacked bars.

    Args:
        labels: One a stack, from left to right.
        series: Each with its name and one value a stack, from the bottom up; none is negative.
    """
    tops = [sum(values[n] for _, values in series) for n in range(len(labels))]
    most = nice_top(max(tops, default=0))
    room = (WIDTH - _LEFT - _RIGHT) / max(len(labels), 1)
    bars: list[Bar] = []
    for n, name in enumerate(labels):
        below = 0.0
        for number, (kind, values) in enumerate(series):
            if values[n]:
                top, bottom = _y(below + values[n], most), _y(below, most)
                bars.append(
                    Bar(
                        x=round(_LEFT + n * room + room * 0.12, 2), y=top, width=round(room * 0.76, 2),
                        height=round(bottom - top, 2), series=number, title=f"{name}: {kind} {values[n]:,.0f}",
                    )
                )  # fmt: skip
            below += values[n]
    every = max(1, -(-len(labels) // _MOST_LABELS))
    across = tuple(Tick(at=round(_LEFT + (n + 0.5) * room, 2), label=labels[n]) for n in range(0, len(labels), every))
    up = tuple(Tick(at=_y(most * k / _STEPS, most), label=f"{most * k / _STEPS:,.0f}") for k in range(_STEPS + 1))
    return Chart(label=label, bars=tuple(bars), across=across, up=up)


def nice_top(most: float) -> float:
    """Return the end of an axis: the least of 4, 8, 20, 40, 80, 200, … that is not below the highest value."""
    top = 4.0
    while True:
        for factor in (1, 2, 5):
            if top * factor >= most:
                return top * factor
        top *= 10


def _y(value: float, most: float) -> float:
    return round(HEIGHT - _BOTTOM - value / most * (HEIGHT - _TOP - _BOTTOM), 2)
