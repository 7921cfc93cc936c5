"""What an ingest says of itself: how far it is, and what it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A source that could not be read: which, why, what helps."""

    doc_id: str
    message: str
    hint: str


@dataclass(slots=True, kw_only=True)
class IngestReport:
    """What one ingest did. Lists hold `doc_id`s; `renamed` holds pairs of the old one and the new one."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    passages: int = 0
    boilerplate_blocks: int = 0
    generation: int = 0
    elapsed_s: float = 0.0


def no_progress(_done: int, _total: int, _doc_id: str) -> None:
    """Show nothing."""
