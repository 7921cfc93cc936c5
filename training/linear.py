"""Fit the linear models of one reader: what ranks sentences, and what says how probably a quote answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from quoth.answering.reader import JUDGED, Linear, answer_features, read_answer_features
from training.cases import Array, Case, F, as_asked

# How often the answer model is fitted anew on the sentences that it puts first itself.
ROUNDS = 3


def fit_head(cases: list[Case], ridge: float) -> tuple[Linear, Linear]:
    """Fit what ranks and what says how probable."""
    rank = fit_rank(cases)
    return rank, fit_answer(cases, rank, ridge)


def standardise(rows: Array) -> tuple[Array, Array]:
    """Return mean and deviation of each column; a column that hardly varies is left at its scale."""
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
