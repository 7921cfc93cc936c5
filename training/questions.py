"""Our own questions that may be learned from: the tune parts of `corpus/questions`, each with what only training asks of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from quoth.answering.items import SERIES
from quoth.evaluation.items import Item
from quoth.evaluation.questions import read_questions

FOLDER: Final = Path(__file__).resolve().parents[1] / "corpus/questions"
TUNE: Final = FOLDER / "tune.jsonl"
SHAPES: Final = FOLDER / "shapes.tune.jsonl"
BROAD: Final = FOLDER / "broad.tune.jsonl"
# Written when the reader had learned from all the others: the readers that the linear models are fitted with are kept from a third of these each.
STAFF: Final = FOLDER / "staff.tune.jsonl"
# The questions that were written to the same brief as the test part, by what their ids begin with; the others have near misses made as nasty as can be.
_AS_STAFF_ASK: Final = ("a", "b", "c", "d", "pm", "pn", "po", "pp", "pq", "pr", "ps", "pt")


@dataclass(frozen=True, slots=True)
class Own:
    """One of our own questions.

    Attributes:
        file: Where it stands.
        is_near: It has no answer, but the documents speak of its subject.
        is_staff: It is asked as staff ask: the threshold is chosen on these.
    """

    item: Item
    file: Path
    is_near: bool
    is_staff: bool


@cache
def own_questions() -> tuple[Own, ...]:
    """Return all of them, the main file's first."""
    return tuple(_all())


def _all() -> Iterator[Own]:
    for item, is_near in _read(TUNE):
        yield Own(item, TUNE, is_near, is_staff=item.item_id.startswith(_AS_STAFF_ASK))
    for item, _ in _read(SHAPES):
        if item.kind in SERIES and not item.history:
            yield Own(item, SHAPES, not item.answerable, is_staff=False)
    for item, is_near in _read(BROAD):
        yield Own(item, BROAD, is_near, is_staff=True)
    for item, is_near in _read(STAFF):
        yield Own(item, STAFF, is_near, is_staff=item.item_id.startswith(_AS_STAFF_ASK))


def _read(path: Path) -> Iterator[tuple[Item, bool]]:
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    near = {str(row["id"]) for row in lines if row.get("near_miss")}
    for item in read_questions(path):
        yield item, item.item_id in near
