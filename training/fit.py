"""Fit the four linear models, two without the trained reader and two with it, on what `training.collect` measured.

    python -m training.fit FEATURES [--out src/quoth/answering/weights.json]

Prints five-fold cross-validated figures for what is kept apart for this: our corpus, the collections, small public libraries. The threshold is the least at which at least 70 % of the
near misses and 97 % of the off-topic questions, cross-validated, would be refused in the mean of our corpus and the collections (`JUDGED_ON`).

A probability says that the first *quote* answers, so that is what it is fitted on: a quote is wider than the sentence it was chosen for. How
often people ask what the documents do not answer is not in the data, whose near misses were written on purpose; it is set (`UNANSWERABLE`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from quoth.answering.cascade import reader_features
from quoth.answering.features import NAMES
from quoth.answering.reader import (
    ANSWER_NAMES,
    JUDGED,
    READ_ANSWER_NAMES,
    READ_NAMES,
    WEIGHTS,
    Linear,
    answer_features,
    read_answer_features,
)
from quoth.models import load_reader
from training.folds import FIT_FOLDS

F = len(NAMES)
OWN = ("corpus", "corpus_without")
# How much each set counts in all. The reader has learned our corpus, if not these questions on it; the collections it has never seen, and they are what other people's documents are like.
SET_WEIGHTS = {"corpus": 2.0, "corpus_without": 0.5, "collections": 3.0}
OTHER_WEIGHT = 0.2
JUDGED_ON = ("corpus", "collections")
# Of a hundred questions, so many are taken to have no answer in the documents, half of these near misses: our own questions are to be
# 200 with an answer and 60 without. With another share the same evidence means another probability.
UNANSWERABLE = 60 / 260
# Of the unanswerable questions these shares may be answered: near misses, which even people take for answered, and questions about something else.
MOST_ANSWERED = {"near": 0.3, "off": 0.03}
# The penalty on the weights of the answer models: without the reader, and with it, whose signs overlap more.
RIDGE, RIDGE_READ = 0.003, 0.03
# How often the answer model is fitted anew on the sentences that it puts first itself.
ROUNDS = 3
Array = NDArray[np.float64]


@dataclass
class Case:
    """One question: its sentences' features, which of them are right, and whether it is answerable at all."""

    source: str
    rows: Array
    documents: Array
    labels: NDArray[np.bool_]
    quotes: NDArray[np.bool_]  # whether the quote that would be made of each sentence is right
    said: Array  # what the trained reader says: logit, peak, window; window -1 if it was not read
    answerable: bool
    is_near: bool
    unknown: int
    n_terms: int
    weight: float
    fold: int


@dataclass
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


def load(folder: Path, reader: str) -> list[Case]:
    """Read what `training.collect` measured with the reader of this name."""
    cases = []
    for path in sorted(folder.glob("*.npz")):
        stored = dict(np.load(path))  # read once: each access would unpack the file again
        if (name := str(stored.pop("reader"))) != reader:
            raise SystemExit(f"{path} was collected with the reader {name}, and {reader} is in the package: collect it anew.")
        ends = np.cumsum(stored["sizes"])
        total = SET_WEIGHTS.get(path.stem, OTHER_WEIGHT) / stored["weight"].sum()
        for i, (size, end) in enumerate(zip(stored["sizes"], ends, strict=True)):
            part = slice(end - size, end)
            unknown, n_terms = stored["terms"][i]
            cases.append(
                Case(
                    path.stem, stored["rows"][part, :F].astype(np.float64), stored["rows"][part, F], stored["labels"][part], stored["quotes"][part], stored["said"][part],
                    bool(stored["answerable"][i]), bool(stored["near"][i]), int(unknown), int(n_terms), float(stored["weight"][i] * total), int(stored["fold"][i]),
                )
            )  # fmt: skip
    return cases


def read_case(case: Case, plain: Linear, windows: int) -> Case:
    """Return what is left of a case after the cascade: the sentences of the windows that are read, with what the reader says of them."""
    scores = plain(case.rows)
    window = case.said[:, 2].astype(np.int64)
    best = {int(w): scores[window == w].max() for w in np.unique(window) if w >= 0}
    chosen = sorted(best, key=lambda w: -best[w])[:windows]
    kept = np.isin(window, chosen)
    said = reader_features(case.said[kept, 0], case.said[kept, 1], window[kept], scores[kept])
    rows = np.column_stack([case.rows[kept], said])
    return replace(
        case,
        rows=rows,
        documents=case.documents[kept],
        labels=case.labels[kept],
        quotes=case.quotes[kept],
        said=case.said[kept],
    )


def is_read(case: Case) -> bool:
    """Say whether the trained reader read anything of a case."""
    return bool((case.said[:, 2] >= 0).any())


def standardise(rows: Array) -> tuple[Array, Array]:
    mean, scale = rows.mean(0), rows.std(0)
    scale[scale < 1e-6] = 1.0
    return np.asarray(np.round(mean, 6)), np.asarray(np.round(scale, 6))


def fit_rank(cases: list[Case], epochs: int = 12, seed: int = 0) -> Linear:
    """Listwise softmax over a question's sentences: the right ones together against all (Cao et al. 2007)."""
    torch.manual_seed(seed)
    used = [case for case in cases if case.labels.any()]
    mean, scale = standardise(np.concatenate([case.rows for case in used]))
    longest = max(len(case.labels) for case in used)
    n_columns = used[0].rows.shape[1]
    x = torch.zeros(len(used), longest, n_columns)
    right, real = (torch.zeros(len(used), longest, dtype=torch.bool) for _ in range(2))
    for i, case in enumerate(used):
        n = len(case.labels)
        x[i, :n] = torch.tensor(np.clip((case.rows - mean) / scale, -5, 5))
        right[i, :n], real[i, :n] = torch.tensor(case.labels), True
    weight = torch.tensor([case.weight for case in used], dtype=torch.float32)
    layer = torch.nn.Linear(n_columns, 1, bias=False)
    torch.nn.init.zeros_(layer.weight)
    optimiser = torch.optim.AdamW(layer.parameters(), lr=0.01, weight_decay=1.0)
    for _ in range(epochs):
        # Draw questions by their weight, so that a large set does not drown a small one.
        drawn = torch.multinomial(weight, max(len(used), 4000), replacement=True)
        for batch in drawn.split(64):
            scores = layer(x[batch]).squeeze(-1).masked_fill(~real[batch], -1e9)
            chance = torch.logsumexp(scores.masked_fill(~right[batch], -1e9), 1) - torch.logsumexp(scores, 1)
            loss = -chance.mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return Linear(mean, scale, np.round(layer.weight.detach().double().numpy()[0], 5), 0.0)


def answer_rows(case: Case, rank: Linear, most: int) -> tuple[Array, NDArray[np.intp]]:
    """Return the answer features of the best sentences and their places."""
    scores = rank(case.rows)
    rows = answer_features(case.rows, scores, case.documents.tolist(), case.unknown, case.n_terms)
    if case.rows.shape[1] > F:
        rows = read_answer_features(case.rows, rows)
    best: NDArray[np.intp] = np.argsort(-scores, kind="stable")[:most]
    return rows[best], best


def as_asked(cases: Sequence[Case]) -> Array:
    """Return weights for the answer model: as `Case.weight`, but in every library as many questions without an answer as people ask."""
    weights = np.array([case.weight for case in cases])
    sorts = np.array([0 if case.answerable else 1 + case.is_near for case in cases])
    library = np.array([OWN[0] if case.source in OWN else case.source for case in cases])
    shares = (1 - UNANSWERABLE, UNANSWERABLE / 2, UNANSWERABLE / 2)
    for name in dict.fromkeys(library.tolist()):
        total = weights[library == name].sum()
        for sort, share in enumerate(shares):
            inside = (library == name) & (sorts == sort)
            if inside.any():
                weights[inside] *= share * total / weights[inside].sum()
    return weights


def fit_answer(cases: list[Case], rank: Linear, ridge: float) -> Linear:
    """Fit on the sentence of every question that ranks best, then again on the one that the model itself puts first (`JUDGED`)."""
    found = [answer_rows(case, rank, JUDGED) for case in cases]
    weights = as_asked(cases)
    answer = fit_logistic(
        [rows[0] for rows, _ in found],
        [case.quotes[best[0]] for case, (_, best) in zip(cases, found, strict=True)],
        weights,
        ridge,
    )
    for _ in range(ROUNDS):
        first = [int(np.argmax(answer(rows))) for rows, _ in found]
        picked = [(rows[i], case.quotes[best[i]]) for case, (rows, best), i in zip(cases, found, first, strict=True)]
        answer = fit_logistic([row for row, _ in picked], [is_right for _, is_right in picked], weights, ridge)
    return answer


def fit_logistic(chosen: Sequence[Array], right: Sequence[np.bool_], weights: Array, ridge: float) -> Linear:
    """Logistic regression with an L2 penalty: whether the quote made of a sentence is right."""
    rows = np.stack(chosen)
    mean, scale = standardise(rows)
    x = torch.tensor(np.clip((rows - mean) / scale, -5, 5))
    y = torch.tensor(np.array(right)).double()
    w = torch.tensor(weights).double()
    layer = torch.nn.Linear(x.shape[1], 1).double()
    torch.nn.init.zeros_(layer.weight)
    optimiser = torch.optim.LBFGS(layer.parameters(), max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        losses = torch.nn.functional.binary_cross_entropy_with_logits(layer(x).squeeze(-1), y, reduction="none")
        loss = (losses * w).sum() / w.sum() + ridge * (layer.weight**2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    weight, bias = layer.weight.detach().numpy()[0], float(layer.bias.detach()[0])
    return Linear(mean, scale, np.round(weight, 5), round(bias, 5))


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
                case.source, weight, case.answerable, case.is_near, probability, bool(case.quotes[best[0]]), bool(labels[0]),
                bool(labels.any()),
            )
        )  # fmt: skip
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


def fit_head(cases: list[Case], ridge: float) -> tuple[Linear, Linear]:
    rank = fit_rank(cases)
    return rank, fit_answer(cases, rank, ridge)


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
    parser.add_argument("--windows", type=int, default=8)
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


if __name__ == "__main__":
    main()
