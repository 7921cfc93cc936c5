"""Folders that hold no reader: what is absent, damaged, of another kind or of two models is refused by name, with what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from made_readers import change_config, save_reader
from quoth.errors import ModelError
from quoth.models import load_other_reader


def _drop(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def _write(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content)


def _config(**changes: object) -> Callable[[Path], object]:
    return lambda folder: change_config(folder, **changes)


def _truncate(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1000])


def _without_head(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    kept = {name: value for name, value in weights.items() if not name.startswith(("classifier", "qa_outputs"))}
    save_file(kept, folder / "model.safetensors", {"format": "pt"})


def _pickled(folder: Path) -> None:
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()


def _not_numbers(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    save_file({key: value * float("nan") for key, value in weights.items()}, folder / "model.safetensors", {"format": "pt"})


def _unmarked(folder: Path) -> None:
    path = folder / "tokenizer.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "post_processor": None}), encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "spoil", "why"),
    [
        ("cross-encoder", _drop("config.json"), "no config.json"),
        ("cross-encoder", _write("config.json", b"{"), "config.json cannot be read"),
        ("cross-encoder", _write("config.json", b"[]"), "config.json holds no settings"),
        ("cross-encoder", _config(architectures=None), "architectures in config.json: none"),
        ("cross-encoder", _config(architectures=["BertModel"]), "BertModel"),
        ("cross-encoder", _config(architectures=["GPT2LMHeadModel"]), "GPT2LMHeadModel"),
        ("question answering", _config(is_encoder_decoder=True), "neither marks spans nor scores pairs"),
        ("cross-encoder", _config(id2label={"0": "LABEL_0", "1": "LABEL_1"}), "LABEL_0, LABEL_1"),
        ("cross-encoder", _config(id2label=None), "2 without names"),
        ("cross-encoder", _config(id2label={"0": "NEGATIVE", "1": "POSITIVE"}), "NEGATIVE, POSITIVE"),
        ("cross-encoder", _config(id2label={"0": "entailment", "1": "neutral", "2": "contradiction"}), "entailment, neutral"),
        ("cross-encoder", _config(id2label={"0": "yes", "1": "relevant"}), "yes, relevant"),
        ("cross-encoder", _config(id2label={str(n): "relevant" if n else "no" for n in range(5)}), "relevant"),
        ("cross-encoder", _config(id2label={"0": "no", "1": "relevant"}), "cannot be loaded"),
        ("cross-encoder", _config(hidden_size=64), "cannot be loaded"),
        ("cross-encoder", _config(model_type="nothing-known", auto_map={"AutoConfig": "made.Config"}), "cannot be loaded"),
        ("cross-encoder", _drop("model.safetensors"), "no weights"),
        ("cross-encoder", _pickled, "pytorch_model.bin"),
        ("cross-encoder", _write("model.safetensors", b""), "cannot be loaded"),
        ("cross-encoder", _write("model.safetensors", b"version https://git-lfs.github.com/spec/v1\n"), "cannot be loaded"),
        ("question answering", _truncate, "cannot be loaded"),
        ("cross-encoder", _without_head, "lack classifier.bias"),
        ("question answering", _without_head, "lack qa_outputs.bias"),
        ("question answering", _not_numbers, "gave no number"),
        ("question answering", _unmarked, "nothing can stand for no answer"),
        ("question answering", _write("tokenizer.json", b"{}"), "tokenizer"),
        ("question answering", _write("tokenizer.json", b"\xff"), "tokenizer"),
        ("question answering", _drop("tokenizer.json"), "tokenizer"),
    ],
)  # fmt: skip
def test_unfit_folders_are_refused(tmp_path: Path, kind: str, spoil: Callable[[Path], object], why: str) -> None:
    """What is absent, damaged or of another kind must be named, in a message of a few lines that says what to do."""
    folder = save_reader(tmp_path / "spoilt", kind)
    spoil(folder)
    with pytest.raises(ModelError, match="spoilt|reader") as refused:
        load_other_reader(str(folder), "float32")
    assert why in refused.value.message
    assert refused.value.hint
    assert len(refused.value.message) < 700


def test_model_of_too_few_tokens_is_refused(tmp_path: Path) -> None:
    """A model that cannot hold a question and a sentence is of no use, and its limit must be told."""
    folder = save_reader(tmp_path / "short", positions=40)
    with pytest.raises(ModelError, match="reads 40 tokens at once"):
        load_other_reader(str(folder), "float32")


def test_tokenizer_of_another_model_is_refused(tmp_path: Path) -> None:
    """Words that the network has no numbers for must show when it is loaded, not at somebody's question."""
    folder = save_reader(tmp_path / "mixed")
    weights = load_file(folder / "model.safetensors")
    words = "bert.embeddings.word_embeddings.weight"
    save_file({**weights, words: weights[words][:5].clone()}, folder / "model.safetensors", {"format": "pt"})
    change_config(folder, vocab_size=5)
    with pytest.raises(ModelError, match="its network 5: they are of two models"):
        load_other_reader(str(folder), "float32")


@pytest.mark.parametrize("name", ["deepset/roberta-base-squad2", "other", "json", "__main__", "no/such folder", "\u200b"])
def test_absent_models_are_named(name: str) -> None:
    """Names of a hub, of packages without a model and of nothing must be refused without looking anywhere else."""
    with pytest.raises(ModelError, match="there is no such folder") as refused:
        load_other_reader(name, "float32")
    assert "Nothing is fetched at run time" in refused.value.hint
