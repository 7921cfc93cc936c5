"""Our own questions, by what they may be used for: those that the reader learns from, and those that only the linear models do."""

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

ROOT: Final = Path(__file__).resolve().parents[1]
DOCUMENTS: Final = ROOT / "corpus/documents"
FOLDER: Final = ROOT / "corpus/questions"
TUNE: Final = FOLDER / "tune.jsonl"
SHAPES: Final = FOLDER / "shapes.tune.jsonl"
BROAD: Final = FOLDER / "broad.tune.jsonl"
STAFF: Final = FOLDER / "staff.tune.jsonl"
# No reader learns from these: what they measure of it is what probabilities and thresholds are fitted on.
CALIBRATE: Final = FOLDER / "calibrate.jsonl"
# Small collections of made-up documents, each with its questions: folders of two parts, used as above.
COLLECTIONS: Final = ROOT / "training/collections"


@dataclass(frozen=True, slots=True)
class Own:
    """One of our own questions.

    Attributes:
        is_near: It has no answer, but the documents speak of its subject.
    """

    item: Item
    is_near: bool


@cache
def questions_of(path: Path) -> tuple[Own, ...]:
    """Return the questions of a file."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    near = {str(row["id"]) for row in lines if row.get("near_miss")}
    return tuple(Own(item, item.item_id in near) for item in read_questions(path))


def learned(path: Path) -> Iterator[Own]:
    """Yield the questions of a file that a reader can learn from: each is asked by itself."""
    for own in questions_of(path):
        if path != SHAPES or (own.item.kind in SERIES and not own.item.history):
            yield own


def collections(part: str) -> tuple[Path, ...]:
    """Return the folders of the collections that the reader learns from (`learn`) or of those that it never sees (`calibrate`)."""
    return tuple(sorted(path.parent for path in (COLLECTIONS / part).glob("*/questions.jsonl")))
