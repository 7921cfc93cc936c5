"""The trained reader: one pass over question and window says of every sentence and every word whether it answers.

Weights as safetensors, shipped with the package; the word embeddings are the default encoder's own, frozen in training, and come with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quoth.errors import ModelError
from quoth.models.encoder import DEFAULT_MODEL, locate_encoder
from quoth.models.running import Dtype, Logits, Network, Runtime, number_format, set_up, turn
from quoth.models.windows import CONTEXT_TOKENS, QUESTION_TOKENS, Packer, Window, group
from quoth.types import Reading, Span, Unread

if TYPE_CHECKING:
    from quoth.models.evidence_net import Batch, EvidenceNet

# What training leaves as the encoder has it, and the weights of a reader therefore do not hold.
FROZEN: Final = ("embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight")
SHIPPED: Final = Path(__file__).with_name("reader.safetensors")
# Windows are padded to a multiple of this and read in groups of one length, so that what is read beside a window hardly touches it.
_STEP: Final = 64
_MOST_AT_ONCE: Final = 16
_REMEDY: Final = "Reinstall Quoth, or make the weights anew as training/README.md says."


def load_reader(dtype: Dtype, threads: int = 0, weights: Path = SHIPPED, runtime: Runtime = "torch") -> TrainedReader:
    """Load the trained reader.

    Args:
        dtype: `auto` takes bfloat16 where the processor multiplies it natively.
        threads: Processor threads; 0 leaves the choice to torch.
        weights: A safetensors file made by `training/`.
        runtime: What multiplies.

    Raises:
        ModelError: The weights are absent, damaged or of another network, or the runtime is not installed.
    """
    if not weights.is_file():
        raise ModelError(f"Reader: there is no file {weights}.", "Reinstall Quoth, or do without by QUOTH_READER__MODEL=none.")
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return TrainedReader(weights, f"{weights.stem}:{digest[:12]}", dtype, threads, runtime)


class TrainedReader:
    """Reads windows. Safe to share between threads."""

    marks_words = True

    def __init__(self, weights: Path, name: str, dtype: Dtype, threads: int, runtime: Runtime) -> None:
        from safetensors import SafetensorError
        from safetensors.torch import load_file
        from transformers import BertConfig

        from quoth.models.evidence_net import EvidenceNet

        self._threads = set_up(threads)
        folder, _ = locate_encoder(DEFAULT_MODEL)
        try:
            config = BertConfig.from_pretrained(folder, local_files_only=True)
            config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
            net: EvidenceNet = EvidenceNet(config)
            stored = load_file(weights)
            embeddings = load_file(folder / "model.safetensors")
            frozen = {f"bert.{key}": value for key, value in embeddings.items() if key in FROZEN}
            net.load_state_dict({**frozen, **{key: value.float() for key, value in stored.items()}})
        except RuntimeError as error:
            raise ModelError(f"Reader {weights} holds the weights of another network.", _REMEDY) from error
        except (SafetensorError, OSError, ValueError) as error:
            raise ModelError(f"Reader {weights} cannot be loaded: {error}.", _REMEDY) from error
        self._run = _run_on(runtime, net.eval(), dtype, self._threads)
        self._packer = Packer(folder / "tokenizer.json")
        self.name = name

    def cut(self, text: str, sentences: Sequence[Span]) -> list[range]:
        """Return the windows in which consecutive sentences of one passage would be read, as ranges of their places."""
        return group([len(sentence.ids) for sentence in self._packer.sentences(text, sentences)])

    def read(self, question: str, windows: Sequence[Unread]) -> list[Reading]:
        """Read windows; the answer for each is the same whatever is read beside it, but for rounding."""
        import torch

        from quoth.models.evidence_net import collate

        asked = self._packer.ids(question, QUESTION_TOKENS)
        packed = [
            self._packer.window(asked, self._packer.ids(w.context, CONTEXT_TOKENS), self._packer.sentences(w.text, w.sentences))
            for w in windows
        ]
        readings: dict[int, Reading] = {}
        by_length: dict[int, list[int]] = {}
        for i, window in enumerate(packed):
            by_length.setdefault(-(-len(window.ids) // _STEP) * _STEP, []).append(i)
        for length, places in by_length.items():
            for start in range(0, len(places), _MOST_AT_ONCE):
                part = places[start : start + _MOST_AT_ONCE]
                batch = collate([packed[i] for i in part], length)
                with turn(self._threads):
                    token, sentence = self._run(batch)
                shares, logits = torch.sigmoid(torch.from_numpy(token)).tolist(), sentence.tolist()
                for row, i in enumerate(part):
                    readings[i] = _reading(packed[i], logits[row], shares[row])
        return [readings[i] for i in range(len(packed))]


def _run_on(runtime: Runtime, net: EvidenceNet, dtype: Dtype, threads: int) -> Network:
    """Return what runs a network."""
    if runtime == "openvino":
        from quoth.models.openvino import on_openvino

        return on_openvino(net, dtype, threads)
    ready = net.to(number_format(dtype))

    def run(batch: Batch) -> Logits:
        token, sentence = ready(batch)
        return token.float().numpy(), sentence.float().numpy()

    return run


def _reading(window: Window, logits: list[float], shares: list[float]) -> Reading:
    of_text = shares[window.text_at : window.text_at + len(window.spans)]
    return Reading(
        logits=tuple(round(logit, 3) for logit in logits[: len(window.sentences)]),
        tokens=tuple((span, round(share, 4)) for span, share in zip(window.spans, of_text, strict=True)),
    )
