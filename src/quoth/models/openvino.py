"""The encoder and the reader on OpenVINO instead of torch: the same weights, faster on Intel processors. An extra: `pip install 'quoth[openvino]'`."""

from __future__ import annotations

import inspect
import logging
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.export import Dim, export
from transformers.modeling_outputs import BaseModelOutput

from quoth.errors import ModelError
from quoth.models.evidence_net import Batch, EvidenceNet
from quoth.models.running import Dtype, number_format

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from quoth.models.running import Logits, Network

_INSTALL: Final = "Run `pip install 'quoth[openvino]'`, or set QUOTH_ENCODER__RUNTIME to torch."
_DO_WITHOUT: Final = "Set QUOTH_ENCODER__RUNTIME to torch."
# The largest batch that a graph takes.
_MOST_TEXTS, _MOST_SENTENCES = 4096, 1024

_Run = Callable[[Sequence[Tensor]], list[NDArray[np.float32]]]


def on_openvino(net: EvidenceNet, dtype: Dtype, threads: int) -> Network:
    """Return the reader's network compiled for this processor (some seconds); it takes batches of any size, one at a time.

    Raises:
        ModelError: OpenVINO is not installed or cannot take the network.
    """
    ids = torch.ones(2, 64, dtype=torch.long)
    example = (ids, torch.zeros_like(ids), torch.ones_like(ids), torch.ones(2, 3, 64) / 64)
    texts, tokens = Dim("texts", max=_MOST_TEXTS), Dim("tokens", max=net.bert.config.max_position_embeddings)
    each = {0: texts, 1: tokens}
    pool = {0: texts, 1: Dim("sentences", max=_MOST_SENTENCES), 2: tokens}
    run = _compiled(_ReaderGraph(net), example, (each, each, each, pool), dtype, threads)

    def read(batch: Batch) -> Logits:
        token, sentence = run((batch.ids, batch.types, batch.mask, batch.pool))
        return token, sentence

    return read


def put_on_openvino(model: SentenceTransformer, dtype: Dtype, threads: int) -> None:
    """Let the transformer inside an encoder run on OpenVINO, one batch at a time; what comes behind it, such as pooling, stays as it is.

    Raises:
        ModelError: OpenVINO is not installed or cannot take the transformer.
    """
    inner = getattr(model[0], "auto_model", None)
    if not isinstance(inner, nn.Module):
        raise ModelError(
            f"OpenVINO cannot take the encoder: it begins with {type(model[0]).__name__}, no transformer.", _DO_WITHOUT
        )
    taken = inspect.signature(inner.forward).parameters
    tokens = model.tokenizer(["one", "one, two and three"], padding=True, return_tensors="pt")
    example = {name: value for name, value in tokens.items() if name in taken}
    shape = {0: Dim("texts", max=_MOST_TEXTS), 1: Dim("tokens", max=model.max_seq_length or 512)}
    run = _compiled(
        _EncoderGraph(inner, list(example)), tuple(example.values()), (tuple(shape for _ in example),), dtype, threads
    )

    def forward(**features: Tensor) -> BaseModelOutput:
        (hidden,) = run([features[name] for name in example])
        return BaseModelOutput(last_hidden_state=torch.from_numpy(hidden))

    inner.forward = forward


class _ReaderGraph(nn.Module):
    """The reader's network over tensors alone."""

    def __init__(self, net: EvidenceNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor, pool: Tensor) -> object:
        return self.net(Batch(ids, types, mask, pool))


class _EncoderGraph(nn.Module):
    """A transformer over tensors in the order of their names."""

    def __init__(self, inner: nn.Module, names: Sequence[str]) -> None:
        super().__init__()
        self.inner = inner
        self.names = names

    def forward(self, *features: Tensor) -> object:
        return self.inner(**dict(zip(self.names, features, strict=True))).last_hidden_state


def _compiled(graph: nn.Module, example: tuple[Tensor, ...], shapes: tuple[object, ...], dtype: Dtype, threads: int) -> _Run:
    # What OpenVINO would report of its use, over the network, is kept out: without this module it does without.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type] # None says that there is no such module
    try:
        import openvino
        from openvino.frontend import FrontEndManager
        from openvino.frontend.pytorch.fx_decoder import TorchFXPythonDecoder
    except ImportError as error:
        raise ModelError(f"Quoth cannot run on OpenVINO: {error}.", _INSTALL) from error
    hints = {
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_NUM_THREADS": threads,
        "INFERENCE_PRECISION_HINT": "bf16" if number_format(dtype) is torch.bfloat16 else "f32",
    }
    try:
        with _quietly(), torch.no_grad():
            front = FrontEndManager().load_by_framework("pytorch")
            decoder = TorchFXPythonDecoder.from_exported_program(export(graph.eval(), example, dynamic_shapes=shapes))
            compiled = openvino.Core().compile_model(front.convert(front.load(decoder)), "CPU", hints)
    except Exception as error:  # what torch and OpenVINO raise of a model that they cannot take has no common root
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelError(f"OpenVINO cannot take the model: {reason}.", _DO_WITHOUT) from error
    request = compiled.create_infer_request()

    def run(tensors: Sequence[Tensor]) -> list[NDArray[np.float32]]:
        found = request.infer([tensor.numpy() for tensor in tensors])
        return [np.array(part) for part in found.values()]

    return run


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep back what the conversion warns of: torch's internals, and operations that no network of ours has."""

    def is_ours(record: logging.LogRecord) -> bool:
        return not record.pathname.endswith("fx_decoder.py")

    root, quiet = logging.getLogger(), logging.NullHandler()
    root.addFilter(is_ours)
    root.addHandler(quiet)  # a warning to a root without one would give it one for good
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        root.removeFilter(is_ours)
        root.removeHandler(quiet)
