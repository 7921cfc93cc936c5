"""Which of our own questions are kept out together: those whose gold spans overlap say the same in other words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from quoth.evaluation.items import Gold
from quoth.evaluation.questions import read_questions
from training.questions import STAFF, TUNE, own_questions

# The reader is trained in three folds, the linear models in five: one number modulo 15 serves both and keeps them apart from each other.
READER_FOLDS: Final = 3
FIT_FOLDS: Final = 5


@cache
def _groups(path: Path) -> dict[str, str]:
    """Return for each question of a file the name of its group: the first question that its gold spans connect it with."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    taken: dict[str, list[tuple[int, int, str]]] = {}
    for item in read_questions(path):
        parent[item.item_id] = item.item_id
        for gold in item.answers:
            start = gold.start or 0
            end = start + len(gold.text)
            for other_start, other_end, other in taken.setdefault(gold.doc_id or "", []):
                if start < other_end and other_start < end:
                    parent[root(item.item_id)] = root(other)
            taken[gold.doc_id or ""].append((start, end, item.item_id))
    return {name: root(name) for name in parent}


def number_of(question_id: str) -> int:
    """Return the number, 0 to 14, by whose remainders a question is in a fold; the same for all questions of its group.

    By question and not by document: a document whose questions are all kept out would be seen in training as a wrong answer only.
    """
    groups = _groups(TUNE) | _groups(STAFF)
    if question_id not in groups and question_id in (further := _further()):
        return further[question_id]
    return _hashed(groups.get(question_id, question_id))


def _hashed(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % (READER_FOLDS * FIT_FOLDS)


@cache
def _further() -> dict[str, int]:
    """Return the numbers of our own questions that are in neither of the large files."""
    groups = _groups(TUNE) | _groups(STAFF)
    rest = (own.item for own in own_questions() if own.item.item_id not in groups)
    return {item.item_id: _number_near(item.answers, item.item_id) for item in rest}


def _number_near(golds: Iterable[Gold], question_id: str) -> int:
    """Return the number of the main file's questions whose gold spans a further question's overlap most often; one by its own id if none does."""
    groups, found = _groups(TUNE), Counter[int]()
    tuned = [
        (gold.doc_id, gold.start or 0, len(gold.text), item.item_id) for item in read_questions(TUNE) for gold in item.answers
    ]
    for gold in golds:
        start = gold.start or 0
        for doc_id, other, n, name in tuned:
            if doc_id == gold.doc_id and start < other + n and other < start + len(gold.text):
                found[_hashed(groups[name])] += 1
    return min(found, key=lambda number: (-found[number], number)) if found else _hashed(question_id)


def reader_fold(question_id: str) -> int:
    """Return in which of the reader's folds a question is kept out."""
    return number_of(question_id) % READER_FOLDS
