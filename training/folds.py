"""Which questions the linear models are kept from together, when they are cross-validated: those whose gold spans overlap say the same in other words."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Final

from quoth.evaluation.questions import read_questions
from training.questions import CALIBRATE

FIT_FOLDS: Final = 5


@cache
def _groups() -> dict[str, str]:
    """Return for each question on our corpus that is kept apart the name of its group: the first question that its gold spans connect it with."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    taken: dict[str, list[tuple[int, int, str]]] = {}
    for item in read_questions(CALIBRATE):
        parent[item.item_id] = item.item_id
        for gold in item.answers:
            start = gold.start or 0
            end = start + len(gold.text)
            for other_start, other_end, other in taken.setdefault(gold.doc_id or "", []):
                if start < other_end and other_start < end:
                    parent[root(item.item_id)] = root(other)
            taken[gold.doc_id or ""].append((start, end, item.item_id))
    return {name: root(name) for name in parent}


def fold_of(name: str) -> int:
    """Return the fold of a question, by its id, or of a document or a collection, by its name; the same for all questions of a group."""
    group = _groups().get(name, name)
    return int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) % FIT_FOLDS
