"""Fit what recognises the kind of a question: `python -m training.kinds`, a minute.

Reads the tune part of our own questions and those of the collections to learn from, prints the confusion of a five-fold cross-validation (rows: the kind that a person gave, columns: the kind
recognised) and writes the weights into the package.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline

from quoth.evaluation.questions import read_questions
from quoth.retrieval.kinds import WEIGHTS, signs_of
from quoth.text.words import words
from training.questions import BROAD, SHAPES, STAFF, TUNE, collections

QUESTIONS = (TUNE, SHAPES, BROAD, STAFF, *(folder / "questions.jsonl" for folder in collections("learn")))
# Our question files say when; outcomes say date. A procedure is learned as a list: `retrieval.rules` tells the two apart.
NAMES = {"when": "date", "procedure": "list"}
# A sign seen less often is noise; a weight this small is dropped.
LEAST_SEEN = 4
LEAST_WEIGHT = 0.02
STRENGTH = 0.3
# Each question is learned from twice: as it is, and with this weight as bare keywords.
KEYWORDS_WEIGHT = 0.3
SMALL_WORDS = frozenset(
    "what which who whom whose when where why how is are was were do does did can could may must should will would has have had the a an of to in on for".split()
)


def main() -> None:
    """Cross-validate, print, fit on everything, write."""
    items = [item for path in QUESTIONS for item in read_questions(path)]
    kinds = np.array([NAMES.get(item.kind or "", item.kind) for item in items])
    questions = [item.question for item in items]
    found = kinds.copy()
    for learned, held in StratifiedKFold(5, shuffle=True, random_state=0).split(questions, kinds):
        fitted = fit([questions[i] for i in learned], kinds[learned])
        found[held] = fitted.predict([row(signs_of(questions[i])) for i in held])
    show_confusion(kinds, found)
    store(fit(questions, kinds))


def fit(questions: Sequence[str], kinds: np.ndarray) -> Pipeline:
    """Fit a model on questions and on their keywords."""
    signs = [signs_of(question) for question in questions]
    seen = Counter(sign for one in signs for sign in one)
    rows = [
        {sign: 1.0 for sign in sorted(one) if seen[sign] >= LEAST_SEEN}
        for one in [*signs, *(signs_of(keywords(question)) for question in questions)]
    ]
    weights = [1.0] * len(questions) + [KEYWORDS_WEIGHT] * len(questions)
    model = make_pipeline(DictVectorizer(), LogisticRegression(C=STRENGTH, max_iter=2000))
    return model.fit(rows, np.concatenate([kinds, kinds]), logisticregression__sample_weight=weights)


def row(signs: frozenset[str]) -> dict[str, float]:
    return dict.fromkeys(sorted(signs), 1.0)


def keywords(question: str) -> str:
    """Return a question as people type it in haste."""
    return " ".join(word for word, _ in words(question) if word.casefold() not in SMALL_WORDS).casefold()


def store(fitted: Pipeline) -> None:
    names, classifier = fitted[0].get_feature_names_out(), fitted[1]
    weights = {
        name: [round(float(weight), 2) for weight in column]
        for name, column in zip(names, classifier.coef_.T, strict=True)
        if abs(column).max() >= LEAST_WEIGHT
    }
    stored = {
        "kinds": classifier.classes_.tolist(),
        "bias": [round(float(bias), 2) for bias in classifier.intercept_],
        "weights": weights,
    }
    WEIGHTS.write_text(json.dumps(stored, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(weights)} signs, {WEIGHTS.stat().st_size / 1000:.0f} kB")


def show_confusion(given: np.ndarray, found: np.ndarray) -> None:
    names = sorted(set(given))
    counts = Counter(zip(given.tolist(), found.tolist(), strict=True))
    print(" " * 12, *(name[:10].rjust(10) for name in names))
    for name in names:
        print(name.ljust(12), *(str(counts[name, other] or ".").rjust(10) for other in names))
    print(f"right: {np.mean(given == found):.3f} of {len(given)}")


if __name__ == "__main__":
    main()
