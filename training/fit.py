"""Fit the built-in reader's two small networks on what `training.collect` measured.

    python -m training.fit FEATURES [--out src/quoth/answering/weights.json]

Prints five-fold cross-validated figures for our own tune questions beside the figures of each training set.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from quoth.answering.features import NAMES
from quoth.answering.reader import ANSWER_NAMES, WEIGHTS, Network, answer_features

F = len(NAMES)
# How much each set counts in all. The corpus is what ships; the others keep it from being all the network knows.
SET_WEIGHTS = {"corpus": 3.0, "corpus_without": 1.0}
HIDDEN = 8
Array = NDArray[np.float64]


@dataclass
class Case:
    """One question: its sentences' features, which of them are right, and whether it is answerable at all."""

    source: str
    rows: Array
    documents: Array
    labels: NDArray[np.bool_]
    answerable: bool
    unknown: int
    n_terms: int
    weight: float


def load(folder: Path) -> list[Case]:
    cases = []
    for path in sorted(folder.glob("*.npz")):
        stored = dict(np.load(path))  # read once: each access would unpack the file again
        ends = np.cumsum(stored["sizes"])
        total = SET_WEIGHTS.get(path.stem, 1.0) / stored["weight"].sum()
        for i, (size, end) in enumerate(zip(stored["sizes"], ends, strict=True)):
            part = slice(end - size, end)
            unknown, n_terms = stored["terms"][i]
            cases.append(
                Case(
                    path.stem, stored["rows"][part, :F].astype(np.float64), stored["rows"][part, F], stored["labels"][part],
                    bool(stored["answerable"][i]), int(unknown), int(n_terms), float(stored["weight"][i] * total),
                )
            )  # fmt: skip
    return cases


class Net(torch.nn.Module):
    """The shape of `quoth.answering.reader.Network`, to be fitted."""

    def __init__(self, n_inputs: int) -> None:
        super().__init__()
        self.hidden = torch.nn.Linear(n_inputs, HIDDEN)
        self.direct = torch.nn.Linear(n_inputs, 1, bias=False)
        self.out = torch.nn.Linear(HIDDEN, 1)
        torch.nn.init.zeros_(self.direct.weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (self.direct(x) + self.out(torch.tanh(self.hidden(x)))).squeeze(-1)


def standardise(rows: Array) -> tuple[Array, Array]:
    mean, scale = rows.mean(0), rows.std(0)
    return mean, np.where(scale < 1e-6, 1.0, scale)


def export(net: Net, mean: Array, scale: Array) -> dict[str, object]:
    def listed(tensor: torch.Tensor) -> object:
        return np.round(tensor.detach().double().numpy(), 5).tolist()

    return {
        "mean": np.round(mean, 6).tolist(), "scale": np.round(scale, 6).tolist(), "hidden": listed(net.hidden.weight.T),
        "hidden_bias": listed(net.hidden.bias), "direct": listed(net.direct.weight[0]), "out": listed(net.out.weight[0]),
        "out_bias": listed(net.out.bias[0]),
    }  # fmt: skip


def as_network(stored: dict[str, object]) -> Network:
    names = ("mean", "scale", "hidden", "hidden_bias", "direct", "out")
    return Network(*(np.asarray(stored[n]) for n in names), float(stored["out_bias"]))  # type: ignore[arg-type]


def fit_rank(cases: list[Case], epochs: int, seed: int = 0) -> dict[str, object]:
    """Listwise softmax over a question's sentences: the right ones together against all (Cao et al. 2007)."""
    torch.manual_seed(seed)
    used = [case for case in cases if case.labels.any()]
    mean, scale = standardise(np.concatenate([case.rows for case in used]))
    longest = max(len(case.labels) for case in used)
    x = torch.zeros(len(used), longest, F)
    right = torch.zeros(len(used), longest, dtype=torch.bool)
    real = torch.zeros(len(used), longest, dtype=torch.bool)
    for i, case in enumerate(used):
        n = len(case.labels)
        x[i, :n] = torch.tensor(np.clip((case.rows - mean) / scale, -5, 5))
        right[i, :n], real[i, :n] = torch.tensor(case.labels), True
    weight = torch.tensor([case.weight for case in used], dtype=torch.float32)
    net = Net(F)
    optimiser = torch.optim.AdamW(net.parameters(), lr=0.01, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs)
    for _ in range(epochs):
        for batch in torch.randperm(len(used)).split(256):
            scores = net(x[batch]).masked_fill(~real[batch], -1e9)
            chance = torch.logsumexp(scores.masked_fill(~right[batch], -1e9), 1) - torch.logsumexp(scores, 1)
            loss = -(chance * weight[batch]).sum() / weight[batch].sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        schedule.step()
    return export(net, mean, scale)


def answer_rows(case: Case, rank: Network, most: int) -> tuple[Array, NDArray[np.bool_]]:
    """Return the answer features of the best sentences and whether each is right."""
    scores = rank(case.rows)
    rows = answer_features(case.rows, scores, case.documents.tolist(), case.unknown, case.n_terms)
    best = np.argsort(-scores, kind="stable")[:most]
    return rows[best], case.labels[best]


def fit_answer(cases: list[Case], rank: Network, epochs: int, seed: int = 0) -> dict[str, object]:
    """Logistic loss on the best three sentences of every question, the first counting double."""
    torch.manual_seed(seed)
    rows, labels, weights = [], [], []
    for case in cases:
        x, y = answer_rows(case, rank, 3)
        rows.append(x)
        labels.append(y)
        weights.append(case.weight * np.array([2.0, 0.5, 0.5])[: len(y)])
    x_all = np.concatenate(rows)
    mean, scale = standardise(x_all)
    x = torch.tensor(np.clip((x_all - mean) / scale, -5, 5), dtype=torch.float32)
    y = torch.tensor(np.concatenate(labels), dtype=torch.float32)
    w = torch.tensor(np.concatenate(weights), dtype=torch.float32)
    net = Net(len(ANSWER_NAMES))
    optimiser = torch.optim.AdamW(net.parameters(), lr=0.01, weight_decay=0.1)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs)
    for _ in range(epochs):
        for batch in torch.randperm(len(y)).split(512):
            loss = (torch.nn.functional.binary_cross_entropy_with_logits(net(x[batch]), y[batch], reduction="none") * w[batch]).sum() / w[batch].sum()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        schedule.step()
    return export(net, mean, scale)


@dataclass
class Prediction:
    """What the fitted networks say of one question: the best sentence's probability, and where right sentences stand."""

    answerable: bool
    probability: float
    first: bool
    third: bool


def predict(cases: list[Case], rank: Network, answer: Network) -> list[Prediction]:
    found = []
    for case in cases:
        rows, labels = answer_rows(case, rank, 3)
        found.append(Prediction(case.answerable, float(1 / (1 + np.exp(-answer(rows)[0]))), bool(labels[0]), bool(labels.any())))
    return found


def choose_threshold(predictions: list[Prediction], most_answered: float) -> float:
    """Return the least threshold at which at most this share of the unanswerable questions is answered."""
    wrong = sorted((p.probability for p in predictions if not p.answerable), reverse=True)
    allowed = int(most_answered * len(wrong))
    return wrong[allowed] + 1e-6 if allowed < len(wrong) else 0.0


def describe(name: str, predictions: list[Prediction], threshold: float) -> str:
    yes = [p for p in predictions if p.answerable]
    no = [p for p in predictions if not p.answerable]
    parts = [f"{name:24} n={len(yes)}+{len(no)}"]
    if yes:
        parts.append(f"first sentence {np.mean([p.first for p in yes]):.3f}  in three {np.mean([p.third for p in yes]):.3f}")
        parts.append(f"answered {np.mean([p.probability >= threshold for p in yes]):.3f}  answered and right {np.mean([p.first and p.probability >= threshold for p in yes]):.3f}")
    if no:
        parts.append(f"unanswerable answered {np.mean([p.probability >= threshold for p in no]):.3f}")
    return "  ".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("features", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--epochs", type=int, default=25)
    parser.add_argument("--most-answered", type=float, default=0.07)
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    cases = load(arguments.features)
    own = [case for case in cases if case.source == "corpus"]
    order = np.random.default_rng(0).permutation(len(own))
    held: list[Prediction] = []
    for fold in range(5):
        out = {int(i) for i in order[fold::5]}
        kept = [case for case in cases if case.source not in ("corpus", "corpus_without")]
        kept += [case for i, case in enumerate(own) if i not in out]
        kept += [case for case in cases if case.source == "corpus_without"]
        rank = as_network(fit_rank(kept, arguments.epochs))
        answer = as_network(fit_answer(kept, rank, arguments.epochs))
        held += predict([own[i] for i in sorted(out)], rank, answer)
    threshold = choose_threshold(held, arguments.most_answered)
    print(describe("corpus, cross-validated", held, threshold))
    stored_rank = fit_rank(cases, arguments.epochs)
    stored_answer = fit_answer(cases, as_network(stored_rank), arguments.epochs)
    rank, answer = as_network(stored_rank), as_network(stored_answer)
    for source in dict.fromkeys(case.source for case in cases):
        print(describe(source, predict([case for case in cases if case.source == source], rank, answer), threshold))
    weights = {
        "features": NAMES, "answer_features": ANSWER_NAMES, "threshold": round(threshold, 4), "rank": stored_rank, "answer": stored_answer
    }  # fmt: skip
    name = "features-" + hashlib.sha256(json.dumps(weights).encode()).hexdigest()[:12]
    arguments.out.write_text(json.dumps({"name": name, **weights}, separators=(",", ":")) + "\n")
    print(f"threshold {threshold:.4f}; wrote {arguments.out.name} as {name}")


if __name__ == "__main__":
    main()
