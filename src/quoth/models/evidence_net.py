"""The network of the reader: BERT over a window, one logit a token (do these words answer?) and one a sentence (does it answer?)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from quoth.models.windows import Window


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one length.

    Attributes:
        ids, types, mask: `(n, length) int64`; types are 0 for the question, 1 after it.
        pool: `(n, most_sentences, length) float32`: the row of a sentence averages over its tokens.
    """

    ids: Tensor
    types: Tensor
    mask: Tensor
    pool: Tensor


def collate(windows: Sequence[Window], length: int | None = None) -> Batch:
    """Pad windows to the longest of them, or to a given length."""
    length = length or max(len(window.ids) for window in windows)
    most = max(len(window.sentences) for window in windows)
    ids = torch.zeros(len(windows), length, dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    pool = torch.zeros(len(windows), most, length)
    for i, window in enumerate(windows):
        n = len(window.ids)
        ids[i, :n] = torch.tensor(window.ids)
        types[i, window.context_at : n] = 1
        mask[i, :n] = 1
        for j, (start, end) in enumerate(window.sentences):
            pool[i, j, start:end] = 1 / max(end - start, 1)
    return Batch(ids, types, mask, pool)


class EvidenceNet(nn.Module):
    """BERT with two heads."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        self.token = nn.Linear(config.hidden_size, 1)
        self.sentence = nn.Linear(2 * config.hidden_size, config.hidden_size)
        self.sentence_out = nn.Linear(config.hidden_size, 1)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return token logits `(n, length)` and sentence logits `(n, most_sentences)`; what pads is noise."""
        hidden = self.bert(input_ids=batch.ids, token_type_ids=batch.types, attention_mask=batch.mask).last_hidden_state
        mean = torch.bmm(batch.pool.to(hidden.dtype), hidden)
        whole = hidden[:, :1].expand(-1, mean.shape[1], -1)
        sentence = self.sentence_out(nn.functional.gelu(self.sentence(torch.cat([mean, whole], dim=2)))).squeeze(2)
        return self.token(hidden).squeeze(2), sentence
