"""Small readers of the kinds that people bring, made on the spot: real tokenizers and networks of transformers, saved as they save them."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import (
    AutoModelForQuestionAnswering,
    AutoModelForSequenceClassification,
    BertConfig,
    DebertaV2Config,
    PreTrainedConfig,
    PreTrainedTokenizerFast,
    RobertaConfig,
    XLMRobertaConfig,
)

_TEXTS: Final = (
    "What is a post mill? A post mill is a windmill whose whole body turns on a single upright post.",
    "Who issues parking permits? Parking permits are issued by the facilities office in Leeds.",
    "How much does the body weigh? The body of a typical post mill weighs about 25 tonnes and rests on a post of oak.",
    "Zorbium is a synthetic polymer used to seal the windows of submarines. The probation period is six months.",
)
_SIZE: Final = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}


def _pieces(prefix: str, inner: str) -> list[str]:
    """Return the texts' words, their beginnings and their letters, in a fixed order: the library's trainers break ties by chance.

    Args:
        prefix: What marks a word's first piece.
        inner: What marks the pieces that follow it.
    """
    words = sorted(set(re.findall(r"\w+|[^\w\s]", " ".join(_TEXTS).lower())))
    letters = sorted(set(string.printable.strip()) | set("".join(words)))
    starts = sorted({word[:size] for word in words for size in (2, 3)})
    pieces = [f"{mark}{letter}" for mark in (prefix, inner) for letter in letters]
    return list(dict.fromkeys([*pieces, *(f"{prefix}{start}" for start in starts), *(f"{prefix}{word}" for word in words)]))


def _word_pieces() -> tuple[Tokenizer, dict[str, str]]:
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    vocabulary = {piece: n for n, piece in enumerate([*special, *_pieces("", "##")])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))  # noqa: S106 - no password
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer, dict(zip(("pad_token", "unk_token", "cls_token", "sep_token"), special, strict=True))


def _bytes() -> tuple[Tokenizer, dict[str, str]]:
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    merges = [("Ġ", letter) for letter in string.ascii_lowercase]
    pieces = [*special, *alphabet, *("".join(merge) for merge in merges)]
    tokenizer = Tokenizer(models.BPE({piece: n for n, piece in enumerate(pieces)}, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return tokenizer, dict(zip(("cls_token", "pad_token", "sep_token", "unk_token"), special, strict=True))


def _unigrams() -> tuple[Tokenizer, dict[str, str]]:
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    pieces = [(piece, -8.0 / len(piece)) for piece in _pieces("▁", "")]
    tokenizer = Tokenizer(models.Unigram([*((name, 0.0) for name in special), *pieces], unk_id=3))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer, dict(zip(("cls_token", "pad_token", "sep_token", "unk_token"), special, strict=True))


_Family = tuple[Callable[[], tuple[Tokenizer, dict[str, str]]], Callable[..., PreTrainedConfig], list[str]]
FAMILIES: Final[dict[str, _Family]] = {
    "bert": (_word_pieces, BertConfig, ["input_ids", "token_type_ids", "attention_mask"]),
    "roberta": (_bytes, RobertaConfig, ["input_ids", "attention_mask"]),
    "xlm-roberta": (_unigrams, XLMRobertaConfig, ["input_ids", "attention_mask"]),
    "deberta-v2": (_unigrams, DebertaV2Config, ["input_ids", "token_type_ids", "attention_mask"]),
}


def save_reader(
    folder: Path,
    kind: str = "question answering",
    family: str = "bert",
    labels: Sequence[str] = ("LABEL_0",),
    positions: int = 256,
) -> Path:
    """Save a reader whose weights mean nothing, and return its folder.

    Args:
        kind: `question answering` or `cross-encoder`.
        labels: Of a cross-encoder.
        positions: How many tokens it can read.
    """
    tokenizer, config = _parts(family, positions)
    torch.manual_seed(7)
    if kind == "cross-encoder":
        config.id2label = dict(enumerate(labels))
        config.label2id = {label: n for n, label in enumerate(labels)}
    config.initializer_range = 0.5  # so that texts get numbers that differ
    make = AutoModelForSequenceClassification if kind == "cross-encoder" else AutoModelForQuestionAnswering
    return _save(folder, tokenizer, make.from_config(config))  # type: ignore[no-untyped-call] # transformers leaves it untyped


def save_taught(folder: Path, taught: Sequence[tuple[str, str, str]], steps: int = 150) -> Path:
    """Save a model for question answering that learned a few questions by heart, and return its folder.

    Args:
        taught: Question, text, and the words of the text that answer; empty where it does not.
    """
    tokenizer, config = _parts("bert", 256)
    torch.manual_seed(7)
    net = AutoModelForQuestionAnswering.from_config(config)  # type: ignore[no-untyped-call] # as above
    learner = torch.optim.AdamW(net.parameters(), lr=3e-3)
    encoded = [tokenizer(question, text, return_offsets_mapping=True) for question, text, _ in taught]
    net.train()
    for _ in range(steps):
        for one, (_, text, words) in zip(encoded, taught, strict=True):
            first = last = 0
            if words:
                start = text.index(words)
                places = enumerate(zip(one["offset_mapping"], one.sequence_ids(), strict=True))
                held = [n for n, ((a, b), of) in places if of == 1 and a < start + len(words) and b > start]
                first, last = held[0], held[-1]
            inputs = {name: torch.tensor([one[name]]) for name in ("input_ids", "token_type_ids", "attention_mask")}
            loss = net(**inputs, start_positions=torch.tensor([first]), end_positions=torch.tensor([last])).loss
            learner.zero_grad()
            loss.backward()
            learner.step()
    return _save(folder, tokenizer, net)


def change_config(folder: Path, **changes: object) -> None:
    """Write other values into a saved reader's config.json; None takes one away."""
    path = folder / "config.json"
    config = {**json.loads(path.read_text(encoding="utf-8")), **changes}
    path.write_text(json.dumps({name: value for name, value in config.items() if value is not None}), encoding="utf-8")


def _parts(family: str, positions: int) -> tuple[PreTrainedTokenizerFast, PreTrainedConfig]:
    make, config_class, inputs = FAMILIES[family]
    made, special = make()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=made, model_input_names=inputs, **special)  # type: ignore[no-untyped-call] # as above
    config = config_class(
        vocab_size=made.get_vocab_size(), max_position_embeddings=positions, pad_token_id=tokenizer.pad_token_id,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, **_SIZE,
    )  # fmt: skip
    return tokenizer, config


def _save(folder: Path, tokenizer: PreTrainedTokenizerFast, net: Any) -> Path:
    tokenizer.save_pretrained(folder)
    net.eval().save_pretrained(folder)
    return folder
