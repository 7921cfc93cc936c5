"""The collections that the reader learns from and is calibrated on: every gold text stands where it is said to, and nothing is in two parts."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import pytest
from bench.sets import UNSEEN, unseen
from sklearn.feature_extraction.text import TfidfVectorizer
from training.placing import place, read_texts
from training.questions import BROAD, CALIBRATE, FOLDER, SHAPES, STAFF, TUNE, collections, questions_of

from quoth.evaluation.questions import read_questions
from quoth.text.normalise import squeeze

# Cosine of two questions' n-grams of letters, above which they are look-alikes (corpus/questions/README.md).
_ALIKE: Final = 0.85
_KINDS: Final = {"comparison", "definition", "list", "procedure", "quantity", "when", "where", "who", "why_how", "yes_no"}
_UNSEEN: Final = tuple(UNSEEN / name for name in unseen())
_FOLDERS: Final = (*collections("learn"), *collections("calibrate"), *(path for path in _UNSEEN if path.name != "handbook"))
_MEASURED: Final = (
    FOLDER / "test.jsonl",
    FOLDER / "broad.test.jsonl",
    FOLDER / "shapes.test.jsonl",
    *(path / "questions.jsonl" for path in _UNSEEN),
)


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.name)
def test_gold_texts_stand_in_their_documents(folder: Path) -> None:
    """Every gold text must be the slice of its document that begins at `start`, and every place where it stands must be given."""
    texts = read_texts(folder / "documents")
    assert len(texts) >= 4
    faults = []
    for own in questions_of(folder / "questions.jsonl"):
        given = [(gold.doc_id, gold.text, gold.start) for gold in own.item.answers]
        row: dict[str, Any] = {
            "answers": [{"doc_id": doc_id, "text": text} for doc_id, text in dict.fromkeys(pair[:2] for pair in given)]
        }
        row |= {} if given else {"near_miss": own.is_near}
        faults += [f"{own.item.item_id}: {fault}" for fault in place(row, texts)]
        stand = {(answer["doc_id"], answer["text"], answer["start"]) for answer in row["answers"]}
        faults += [] if stand == set(given) else [f"{own.item.item_id} is not as it stands"]
    assert faults == []


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: folder.name)
def test_questions_are_of_every_sort(folder: Path) -> None:
    """Each collection must have every kind of question, and enough that it does not answer, near misses and others."""
    owned = questions_of(folder / "questions.jsonl")
    assert {own.item.kind for own in owned} == _KINDS
    without = [own.is_near for own in owned if not own.item.answerable]
    assert len(owned) - len(without) >= 60
    assert (without.count(True) >= 25, without.count(False) >= 2) == (True, True)


def test_no_question_is_in_two_parts() -> None:
    """No id may stand twice; nothing learned from, calibrated on or measured with may be written like a question of another of the three."""
    learned = [TUNE, SHAPES, BROAD, STAFF, *(folder / "questions.jsonl" for folder in collections("learn"))]
    calibrated = [CALIBRATE, *(folder / "questions.jsonl" for folder in collections("calibrate"))]
    parts = [
        [item for path in part for item in read_questions(path) if not item.history]
        for part in (learned, calibrated, _MEASURED)
    ]
    assert [name for name, n in Counter(item.item_id for part in parts for item in part).items() if n > 1] == []
    asked = [sorted({squeeze(item.question) for item in part}) for part in parts]
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit(text for part in asked for text in part)
    for one, other in combinations(asked, 2):
        likeness = (letters.transform(one) @ letters.transform(other).T).tocoo()
        alike = zip(likeness.row, likeness.col, likeness.data, strict=True)
        assert [(one[i], other[j]) for i, j, cosine in alike if cosine > _ALIKE] == []
