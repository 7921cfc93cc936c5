"""Training the reader, with a tiny made-up network: examples become labelled windows, and the loss teaches what it should."""

from __future__ import annotations

import random
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any, Final

import pytest
import torch
from training.examples import HELD, OWN, own_sets
from training.folds import FIT_FOLDS, fold_of
from training.loading import Loader, retype, shuffled
from training.losses import loss_of, validate
from training.questions import CALIBRATE, collections
from training.train_reader import Trainer
from training.train_reader import main as train
from transformers import BertConfig

from quoth.evaluation.questions import read_questions
from quoth.models.encoder import DEFAULT_MODEL, locate_encoder
from quoth.models.evidence_net import EvidenceNet
from quoth.models.windows import Packer

if TYPE_CHECKING:
    from pathlib import Path

    from training.loading import Row

_STEPS: Final = 60


def _window(text: str, gold: str | None) -> dict[str, Any]:
    sentences, start = [], 0
    for sentence in text.split(" | "):
        sentences.append([start, start + len(sentence)])
        start += len(sentence) + 3
    at = text.find(gold) if gold else -1
    return {
        "context": "Mills",
        "text": text,
        "sentences": sentences,
        "labels": [int(at >= 0 and s <= at < e) for s, e in sentences],
        "gold": [[at, at + len(gold)]] if gold and at >= 0 else [],
    }


def _row(question: str, right: str | None, gold: str | None) -> Row:
    windows = [_window(right, gold)] if right else []
    windows += [_window("Bread is made of flour. | It rises.", None), _window("Rivers flow to the sea.", None)]
    return {"source": "made up", "id": question, "question": question, "answerable": gold is not None, "windows": windows}


_ROWS: Final = [
    _row("How high is the mill?", "The mill is old. | The mill is 12 metres high.", "12 metres"),
    _row("How long is the beam?", "The beam is 9 metres long. | It is of oak.", "9 metres"),
    _row("Who owns the ship?", None, None),
]


@pytest.fixture(scope="module")
def loader() -> Loader:
    """Return a loader with the shipped word pieces."""
    return Loader(Packer(locate_encoder(DEFAULT_MODEL)[0] / "tokenizer.json"), negatives=2)


def test_labels_and_words_stand_where_the_gold_text_stands(loader: Loader) -> None:
    """Of a right window, just the gold text's word pieces must be marked, and just its sentence; of a wrong one nothing."""
    right, wrong, _ = loader.all(_ROWS[0])
    assert right.labels == (0, 1)
    marked = [
        span.of(_ROWS[0]["windows"][0]["text"])
        for span, is_gold in zip(right.window.spans, right.tokens or (), strict=True)
        if is_gold
    ]
    assert marked == ["12", "metres"]
    assert wrong.labels == (0, 0)
    assert not any(wrong.tokens or ())


def test_what_is_drawn_depends_on_the_seed_alone(loader: Loader) -> None:
    """The same seed must draw, retype and shuffle the same."""

    def draw(seed: int) -> list[object]:
        chance = random.Random(seed)
        queue = shuffled(_ROWS, chance)
        return [loader.drawn(next(queue), chance) for _ in range(12)]

    assert draw(1) == draw(1)
    assert draw(1) != draw(2)


def test_retyping_never_empties_a_question() -> None:
    """Whatever slips, a question must remain."""
    chance = random.Random(0)
    assert all(
        retype(text, chance).strip() for text in ("Why?", "Is it so?", "What is a quality agreement?") for _ in range(200)
    )


def test_folds_are_five_and_stable() -> None:
    """A question must stay in its fold from run to run and machine to machine."""
    assert {fold_of(f"question {i}") for i in range(60)} == set(range(FIT_FOLDS))
    assert [fold_of(name) for name in ("question 1", "question 2", "question 3")] == [0, 2, 3]


def test_questions_with_the_same_gold_share_a_fold() -> None:
    """A question kept out must not be fitted on in other words."""
    by_gold: dict[tuple[str | None, str], set[int]] = {}
    for item in read_questions(CALIBRATE):
        for gold in item.answers:
            by_gold.setdefault((gold.doc_id, gold.text), set()).add(fold_of(item.item_id))
    assert [gold for gold, folds in by_gold.items() if len(folds) > 1] == []


@pytest.fixture
def arguments(tmp_path: Path) -> Namespace:
    """Return what a training of three steps is asked for, each of them with a checkpoint."""
    return Namespace(
        out=tmp_path,
        device="cpu",
        workers=1,
        seed=3,
        steps=3,
        minutes=0,
        batch=2,
        lr=1e-3,
        head_lr=1e-2,
        warmup=1,
        save_every=0,
    )


def _tiny() -> EvidenceNet:
    torch.manual_seed(0)
    net = EvidenceNet(BertConfig(hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64))
    net.bert.embeddings.word_embeddings.weight.requires_grad = False
    return net


def test_training_moves_float32_weights_by_what_their_bfloat16_copy_finds(arguments: Namespace, loader: Loader) -> None:
    """What is trained must move and stay float32, what is frozen must not, and the copy must be what the weights are."""
    before = {name: value.clone() for name, value in _tiny().state_dict().items()}
    trainer = Trainer(0, arguments, _tiny())
    trainer.train(_ROWS, loader)
    now = trainer.net.state_dict()
    still = {name for name, value in now.items() if torch.equal(value, before[name])}
    assert still == {"bert.embeddings.word_embeddings.weight"}
    assert {value.dtype for value in now.values()} == {torch.float32}
    assert all(torch.equal(value, now[name].bfloat16()) for name, value in trainer.reading.state_dict().items())


def test_training_goes_on_from_its_checkpoint(arguments: Namespace, loader: Loader) -> None:
    """A second start in the same folder must have the weights, the optimiser and the step of the first, and do no step twice."""
    first = Trainer(0, arguments, _tiny())
    first.train(_ROWS, loader)
    second = Trainer(0, arguments, _tiny())
    assert second.step == first.step == 3
    for one, other in ((first.net, second.net), (first.reading, second.reading)):
        assert all(torch.equal(value, other.state_dict()[name]) for name, value in one.state_dict().items())
    assert str(second.optimiser.state_dict()["state"]) == str(first.optimiser.state_dict()["state"])
    second.train(_ROWS, loader)
    assert second.step == 3


@pytest.mark.parametrize("named", [["--sets", "corpus", "held"], ["--sets", "corpus", "qamr", "--held", "qamr"]])
def test_what_is_kept_apart_cannot_be_learned(
    named: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A set to measure on must be refused as one to learn from, before anything is read."""
    monkeypatch.setattr(sys, "argv", ["train_reader", str(tmp_path), str(tmp_path / "out"), *named])
    with pytest.raises(SystemExit):
        train()
    assert f"kept apart for measuring: {named[-1]}" in capsys.readouterr().err


def test_no_set_to_learn_from_holds_what_is_kept_apart() -> None:
    """The questions for calibration must be in the set that is measured on, and in no other."""
    files = {name: {path for _, part in own_sets(name) for path in part.values()} for name in OWN}
    kept = {CALIBRATE, *(folder / "questions.jsonl" for folder in collections("calibrate"))}
    assert files.pop(HELD) == kept
    assert [name for name, paths in files.items() if paths & kept] == []


def test_a_tiny_network_learns_to_rank_to_mark_and_to_refuse(loader: Loader) -> None:
    """After some steps on three questions, the right sentences must lead, their words be marked, and the third be refused."""
    torch.manual_seed(0)
    config = BertConfig(hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64)
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    net = EvidenceNet(config)
    optimiser = torch.optim.AdamW(net.parameters(), lr=5e-3)
    questions = [loader.all(row) for row in _ROWS]
    for _ in range(_STEPS):
        loss, _ = loss_of(net, questions, "cpu")
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
    found = validate(net, _ROWS, loader, "cpu")
    assert found["first"] == 1
    assert found["auc"] == 1
    assert found["words"] > 0.9
