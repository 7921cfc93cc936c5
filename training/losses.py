"""What the reader is trained to do, and how well it does it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from quoth.models.evidence_net import Batch, EvidenceNet, collate
from training.loading import Labelled, Loader, Row

# Windows are read in micro-batches of about this many tokens, by length, so that little is padding.
MICRO_BATCH_TOKENS = 2600
# Few words answer: those of a right window that do count three times, each word of a window where none does a tenth.
TOKEN_WEIGHT, WRONG_TOKEN_WEIGHT = 3.0, 0.1


def loss_of(net: EvidenceNet, questions: Sequence[list[Labelled]], device: str) -> tuple[Tensor, dict[str, float]]:
    """Return the loss of some questions and its parts.

    Over the sentences of all windows of a question, and "none of them" at logit 0: a softmax whose right places are the right sentences, or none;
    among the sentences alone the same again at half weight; the best right sentence's own logit; and every word's.
    """
    flat = [(q, item) for q, items in enumerate(questions) for item in items]
    logits: list[list[Tensor]] = [[] for _ in questions]
    labels: list[list[int]] = [[] for _ in questions]
    word_loss = torch.zeros((), device=device)
    n_right = 0
    for part in _micro_batches([len(item.window.ids) for _, item in flat]):
        token, sentence = forward(net, [flat[i][1] for i in part], device)
        for row, i in enumerate(part):
            q, item = flat[i]
            kept = [s for s, label in enumerate(item.labels) if label >= 0]
            logits[q].extend(sentence[row, s] for s in kept)
            labels[q].extend(item.labels[s] for s in kept)
            if item.tokens:
                word_loss = word_loss + _word_loss(token[row], item)
                n_right += 1 in item.tokens
    listwise = torch.zeros((), device=device)
    right = 0
    for scores, truth in zip(logits, labels, strict=True):
        if scores:
            lost, is_right = _sentence_loss(torch.stack(scores), torch.tensor(truth, device=device, dtype=torch.bool))
            listwise, right = listwise + lost, right + is_right
    n = len(questions)
    figures = {"listwise": listwise.item() / n, "words": word_loss.item() / max(n_right, 1), "right": right / n}
    return listwise / n + 2.0 * word_loss / max(n_right, 1), figures


def forward(net: EvidenceNet, items: Sequence[Labelled], device: str) -> tuple[Tensor, Tensor]:
    """Read windows; return token and sentence logits as float32."""
    batch = collate([item.window for item in items], -(-max(len(item.window.ids) for item in items) // 8) * 8)
    batch = Batch(*(getattr(batch, name).to(device) for name in ("ids", "types", "mask", "pool")))
    token, sentence = net(batch)
    return token.float(), sentence.float()


def _micro_batches(lengths: Sequence[int]) -> list[list[int]]:
    parts: list[list[int]] = [[]]
    for i in sorted(range(len(lengths)), key=lambda i: lengths[i]):
        if parts[-1] and (len(parts[-1]) + 1) * lengths[i] > MICRO_BATCH_TOKENS:
            parts.append([])
        parts[-1].append(i)
    return parts


def _word_loss(token: Tensor, item: Labelled) -> Tensor:
    target = torch.tensor(item.tokens, dtype=torch.float32, device=token.device)
    logits = token[item.window.text_at : item.window.text_at + len(target)]
    is_right = 1 in (item.tokens or ())
    weight = torch.where(target > 0, TOKEN_WEIGHT, 1.0) if is_right else torch.full_like(target, WRONG_TOKEN_WEIGHT)
    return nn.functional.binary_cross_entropy_with_logits(logits, target, weight)


def _sentence_loss(scores: Tensor, gold: Tensor) -> tuple[Tensor, bool]:
    with_none = torch.logsumexp(torch.cat([scores, scores.new_zeros(1)]), 0)
    if not gold.any():
        best = scores.max()
        return with_none + 0.3 * nn.functional.softplus(best), bool(best < 0)
    wanted = torch.logsumexp(scores[gold], 0)
    lost = with_none - wanted + 0.5 * (torch.logsumexp(scores, 0) - wanted) + 0.3 * nn.functional.softplus(-wanted)
    return lost, bool(gold[scores.argmax()])


@torch.no_grad()
def validate(net: EvidenceNet, rows: Sequence[Row], loader: Loader, device: str) -> dict[str, float]:
    """Return, over all windows of each question, how often the best sentence is right, the AUC of the best logit (answerable or not), and word F1."""
    net.eval()
    first: list[bool] = []
    best: list[float] = []
    word_f1: list[float] = []
    for row in rows:
        items = loader.all(row)
        token, sentence = forward(net, items, device)
        scores = [
            (sentence[i, s].item(), label) for i, item in enumerate(items) for s, label in enumerate(item.labels) if label >= 0
        ]
        best.append(max(scores)[0])
        if row["answerable"]:
            first.append(max(scores)[1] == 1)
            word_f1.extend(_word_f1(token[i], item) for i, item in enumerate(items) if item.tokens and 1 in item.tokens)
    net.train()
    return {
        "n": len(rows),
        "first": _mean(first),
        "auc": _auc(best, [bool(row["answerable"]) for row in rows]),
        "words": _mean(word_f1),
    }


def _word_f1(token: Tensor, item: Labelled) -> float:
    gold = np.array(item.tokens, dtype=bool)
    said = (token[item.window.text_at : item.window.text_at + len(gold)] > 0).cpu().numpy()
    return float(2 * (said & gold).sum() / (said.sum() + gold.sum()))


def _auc(scores: Sequence[float], truth: Sequence[bool]) -> float:
    yes = np.array(truth)
    n, m = int(yes.sum()), int((~yes).sum())
    ranks = np.argsort(np.argsort(scores))
    return float((ranks[yes].sum() - n * (n - 1) / 2) / (n * m)) if n and m else float("nan")


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else float("nan")
