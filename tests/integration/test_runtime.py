"""Encoder and reader on another runtime: the same but for rounding, and a clear error where it is not installed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from torch import Tensor
from transformers import BertConfig

from quoth import House, Request, load_settings
from quoth.errors import ModelError
from quoth.models import load_encoder, load_reader
from quoth.models.encoder import DEFAULT_MODEL
from quoth.models.evidence_net import Batch, EvidenceNet
from quoth.models.openvino import on_openvino, put_on_openvino
from quoth.text.sentences import split_sentences
from quoth.types import Answer, Passage, Reading, Span, Unread

_MILL = "A post mill is a windmill whose whole body turns on a single upright post. Parking permits are issued in Leeds."
_QUESTION = "What is a post mill?"
# Of one length and of several, one window and many: the graph is made from an example of one size.
_SIZES = ([1], [1, 1, 1], [1, 3, 6, 9])


def _windows(repeats: Sequence[int]) -> list[Unread]:
    texts = [" ".join([_MILL] * n) for n in repeats]
    return [Unread(context="Mills", text=text, sentences=split_sentences(text)[:8]) for text in texts]


def _numbers(readings: Sequence[Reading]) -> list[float]:
    return [number for one in readings for number in (*one.logits, *(share for _, share in one.tokens))]


def test_openvino_reads_as_torch_does() -> None:
    """In float32 every logit and every word's probability must be the same but for rounding."""
    readers = [load_reader("float32", 1, runtime=runtime) for runtime in ("torch", "openvino")]
    for repeats in _SIZES:
        one, other = (_numbers(reader.read(_QUESTION, _windows(repeats))) for reader in readers)
        assert np.allclose(one, other, atol=2e-3)


def test_openvino_encodes_as_torch_does() -> None:
    """In float32 the vectors of a question, a passage and its sentences must be the same but for rounding."""
    sentences = split_sentences(_MILL)
    passage = Passage(span=Span(0, len(_MILL)), sentences=sentences, heading_path=("Mills",), context="Mills", page=None)
    found = []
    for runtime in ("torch", "openvino"):
        encoder = load_encoder(DEFAULT_MODEL, "float32", 1, 32, runtime=runtime)
        ((own, rows),) = encoder.encode_passages([passage], [_MILL])
        found.append(np.vstack([encoder.encode_query(_QUESTION), own, rows]))
    assert np.allclose(found[0], found[1], atol=1e-5)


def test_openvino_repeats_itself() -> None:
    """The same windows must give the same to the last digit, in the number format in use."""
    reader = load_reader("auto", 1, runtime="openvino")
    assert reader.read(_QUESTION, _windows([1, 3])) == reader.read(_QUESTION, _windows([1, 3]))


def test_library_of_one_runtime_answers_with_the_other(tmp_path: Path) -> None:
    """Neither the library nor the probabilities are of a runtime: what was ingested with one is asked with the other."""
    (tmp_path / "mills.md").write_text(f"# Mills\n\n{_MILL}\n", encoding="utf-8")
    quotes: list[object] = []
    for runtime in ("torch", "openvino"):
        settings = load_settings(library={"dir": tmp_path / "library"}, encoder={"runtime": runtime})
        with House.open(settings) if quotes else House.create(settings) as house:
            if not quotes:
                house.ingest([tmp_path / "mills.md"])
            outcome = house.ask(Request(question=_QUESTION))
            assert isinstance(outcome, Answer)
            quotes.append([(quote.citation.quote, quote.highlights) for quote in outcome.quotes])
    assert quotes[0] == quotes[1]


def test_openvino_reads_the_same_from_several_threads() -> None:
    """A graph takes one batch at a time: readings asked for at once must be those asked for one after another."""
    reader = load_reader("auto", 1, runtime="openvino")
    asked = [_windows(repeats) for repeats in _SIZES] * 4
    alone = [reader.read(_QUESTION, windows) for windows in asked]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda windows: reader.read(_QUESTION, windows), asked)) == alone


def test_model_that_openvino_cannot_take_is_told() -> None:
    """A network that branches on its values is no graph: that must be an error in words, with what does without."""

    class Branching(EvidenceNet):
        def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
            token, sentence = super().forward(batch)
            return (token, sentence) if float(token.sum()) > 0 else (sentence, token)

    small = BertConfig(hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8, vocab_size=8)
    with pytest.raises(ModelError, match="OpenVINO cannot take the model") as raised:
        on_openvino(Branching(small), "float32", 1)
    assert "QUOTH_ENCODER__RUNTIME to torch" in str(raised.value)


def test_encoder_without_a_transformer_is_told() -> None:
    """Some encoders are tables of words: there is nothing to compile, and that must be an error in words."""
    tokenizer = Tokenizer(WordLevel({"mill": 0}))
    table = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=4)], device="cpu")
    with pytest.raises(ModelError, match="StaticEmbedding, no transformer"):
        put_on_openvino(table, "float32", 1)


@pytest.mark.parametrize(
    "load",
    [
        lambda: load_reader("auto", 1, runtime="openvino"),
        lambda: load_encoder(DEFAULT_MODEL, "auto", 1, 32, runtime="openvino"),
    ],
    ids=["reader", "encoder"],
)
def test_absent_runtime_is_told_with_the_remedy(load: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the error must name what installs it and what does without."""
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises(ModelError) as raised:
        load()
    assert "pip install 'quoth[openvino]'" in str(raised.value)
