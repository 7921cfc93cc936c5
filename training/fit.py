"""Fit the four linear models, two without the trained reader and two with it, on what `training.collect` measured.

    python -m training.fit FEATURES [--out src/quoth/answering/weights.json]

Prints five-fold cross-validated figures for what is kept apart for this: our corpus, the collections, small public libraries. The threshold is the least at which at least 70 % of the
near misses and 97 % of the off-topic questions, cross-validated, would be refused in the mean of our corpus and the collections (`JUDGED_ON`).

A probability says that the first *quote* answers, so that is what it is fitted on: a quote is wider than the sentence it was chosen for. How
often people ask what the documents do not answer is not in the data, whose near misses were written on purpose; it is set (`cases.UNANSWERABLE`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from quoth.answering.features import NAMES
from quoth.answering.reader import ANSWER_NAMES, JUDGED, READ_ANSWER_NAMES, READ_NAMES, WEIGHTS, Linear
from quoth.models import load_reader
from training.cases import OWN, Case, as_asked, is_read, load, read_case
from training.collector import WINDOWS
from training.folds import FIT_FOLDS
from training.linear import answer_rows, fit_head

JUDGED_ON = ("corpus", "collections")
# Of the unanswerable questions these shares may be answered: near misses, which even people take for answered, and questions about something else.
MOST_ANSWERED = {"near": 0.3, "off": 0.03}
# The penalty on the weights of the answer models: without the reader, and with it, whose signs overlap more.
RIDGE, RIDGE_READ = 0.003, 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What the fitted models say of one question: the best sentence's probability, whether its quote is right, and where right sentences stand."""

    source: str
    weight: float
    answerable: bool
    is_near: bool
    probability: float
    quote: bool
    first: bool
    third: bool


def cross_validate(cases: list[Case], windows: int) -> tuple[list[Prediction], list[Prediction]]:
    """Return what is said of every question by models fitted without it: without the trained reader, and with it."""
    plain: list[Prediction] = []
    read: list[Prediction] = []
    for fold in range(FIT_FOLDS):
        kept = [case for case in cases if case.fold != fold]
        held = [case for case in cases if case.fold == fold]
        rank, answer = fit_head(kept, RIDGE)
        plain += predict(held, rank, answer)
        second = fit_head([read_case(case, rank, windows) for case in kept if is_read(case)], RIDGE_READ)
        read += predict([read_case(case, rank, windows) for case in held if is_read(case)], *second)
    return plain, read


def predict(cases: list[Case], rank: Linear, answer: Linear) -> list[Prediction]:
    found = []
    for case, weight in zip(cases, as_asked(cases).tolist(), strict=True):
        rows, ranked = answer_rows(case, rank, JUDGED)
        logits = answer(rows)
        order = np.argsort(-logits, kind="stable")
        best, probability = ranked[order], float(1 / (1 + np.exp(-logits[order[0]])))
        labels = case.labels[best[:3]]
        found.append(
            Prediction(
                source=case.source,
                weight=weight,
                answerable=case.answerable,
                is_near=case.is_near,
                probability=probability,
                quote=bool(case.quotes[best[0]]),
                first=bool(labels[0]),
                third=bool(labels.any()),
            )
        )
    return found


def choose_threshold(predictions: list[Prediction]) -> float:
    """Return the least threshold at which enough unanswerable questions are refused, near misses and off-topic ones each (`MOST_ANSWERED`).

    Each source counts the same, however many questions it has: a strange library's as much as our own.
    """
    for threshold in np.arange(0.0, 1.0, 0.005):
        if all(
            np.mean([_answered(predictions, source, threshold, is_near=is_near) for source in JUDGED_ON]) <= MOST_ANSWERED[sort]
            for sort, is_near in (("near", True), ("off", False))
        ):
            return float(threshold)
    return 1.0


def _answered(predictions: list[Prediction], source: str, threshold: float, *, is_near: bool) -> float:
    """Return which share of the near misses, or of the off-topic questions, of a source would be answered."""
    said = [p.probability for p in predictions if p.source == source and not p.answerable and p.is_near == is_near]
    if not said:
        raise SystemExit(
            f"Of {source} there are no {'near misses' if is_near else 'questions about other things'}: collect it first."
        )
    return float(np.mean(np.array(said) >= threshold))


def describe(name: str, predictions: list[Prediction], threshold: float) -> str:
    yes = [p for p in predictions if p.answerable]
    no = [p for p in predictions if not p.answerable]
    parts = [f"{name:22} n={len(yes)}+{len(no)}"]
    if yes:
        right = np.mean([p.quote and p.probability >= threshold for p in yes])
        parts.append(f"first sentence {np.mean([p.first for p in yes]):.3f}  in three {np.mean([p.third for p in yes]):.3f}")
        parts.append(f"first quote {np.mean([p.quote for p in yes]):.3f}")
        parts.append(f"answered {np.mean([p.probability >= threshold for p in yes]):.3f}  answered and right {right:.3f}")
    if no:
        parts.append(f"unanswerable answered {np.mean([p.probability >= threshold for p in no]):.3f}")
    return "  ".join(parts)


def reliability(predictions: list[Prediction]) -> list[str]:
    """Return one line per tenth of the probabilities: how many, what they say, how often the first quote is right; and the error (ECE)."""
    said = np.array([p.probability for p in predictions])
    true = np.array([p.quote and p.answerable for p in predictions])
    weight = np.array([p.weight for p in predictions])
    lines, error = [], 0.0
    for low in np.arange(0, 1, 0.1):
        inside = (said >= low) & (said < low + 0.1)
        if inside.any():
            mean, right = (float(np.average(values[inside], weights=weight[inside])) for values in (said, true))
            share = weight[inside].sum() / weight.sum()
            lines.append(f"{low:.1f} to {low + 0.1:.1f}: {inside.sum():4} ({share:.3f}) said {mean:.3f} right {right:.3f}")
            error += share * abs(mean - right)
    return [*lines, f"expected calibration error {error:.3f}"]


def as_json(model: Linear) -> dict[str, object]:
    return {"mean": model.mean.tolist(), "scale": model.scale.tolist(), "weight": model.weight.tolist(), "bias": model.bias}


def head_as_json(
    features: tuple[str, ...], answer_features: tuple[str, ...], threshold: float, rank: Linear, answer: Linear
) -> dict[str, object]:
    return {
        "features": features, "answer_features": answer_features, "threshold": threshold, "rank": as_json(rank), "answer": as_json(answer)
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("features", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--windows", type=int, default=WINDOWS)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    reader = load_reader("float32").name
    cases = load(arguments.features, reader)
    thresholds = []
    for name, held in zip(("without reader", "with reader"), cross_validate(cases, arguments.windows), strict=True):
        print(f"cross-validated, {name}")
        thresholds.append(round(choose_threshold(held), 4))
        for source in dict.fromkeys(p.source for p in held):
            if source != OWN[1]:
                print(describe(source, [p for p in held if p.source == source], thresholds[-1]))
        own = [p for p in held if p.source in OWN]
        others = [p for p in held if p.source not in (*OWN, "collections")]
        for title, some in (
            ("our corpus", own),
            ("the collections", [p for p in held if p.source == "collections"]),
            ("the others", others),
        ):
            print(f"  {title}, weighed as people ask")
            for line in reliability(some):
                print("   ", line)
    rank, answer = fit_head(cases, RIDGE)
    second = fit_head([read_case(case, rank, arguments.windows) for case in cases if is_read(case)], RIDGE_READ)
    weights = {
        "reader": reader,
        "plain": head_as_json(NAMES, ANSWER_NAMES, thresholds[0], rank, answer),
        "read": head_as_json(READ_NAMES, READ_ANSWER_NAMES, thresholds[1], *second),
    }
    name = "features-" + hashlib.sha256(json.dumps(weights).encode()).hexdigest()[:12]
    arguments.out.write_text(json.dumps({"name": name, **weights}, separators=(",", ":")) + "\n")
    print(f"wrote {arguments.out.name} as {name}")


if __name__ == "__main__":
    main()
