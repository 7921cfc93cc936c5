"""How both models run: never on the network, in one number format, one at a time, on a fixed number of threads.

torch keeps its number of threads per calling thread, and sums differ in the last digits with it: so it is set anew at every turn, or
the same question could be judged differently from one thread of a server to the next.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

    from quoth.models.evidence_net import Batch

Dtype = Literal["auto", "float32", "bfloat16"]
Runtime = Literal["torch", "openvino"]
# What the reader's network says of a batch: token logits `(n, length)` and sentence logits `(n, most_sentences)`, float32.
Logits = tuple[NDArray[np.float32], NDArray[np.float32]]
Network = Callable[["Batch"], Logits]
_turn = threading.Lock()
_all_threads = 0


def set_up(threads: int) -> int:
    """Keep every library off the network, and return how many threads a model runs on; 0 leaves the choice to torch."""
    global _all_threads  # noqa: PLW0603 - torch's own choice, asked for once, before any turn has changed it for a thread
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TQDM_DISABLE_TRANSFORMERS", "1")
    import torch

    _all_threads = _all_threads or torch.get_num_threads()
    return threads or _all_threads


def number_format(dtype: Dtype) -> torch.dtype:
    """Return torch's name for a number format; `auto` takes bfloat16 where the processor multiplies it natively."""
    import torch

    is_native = dtype == "auto" and torch.ops.mkldnn._is_mkldnn_bf16_supported()  # noqa: SLF001 - torch has no public name for it
    return torch.bfloat16 if dtype == "bfloat16" or is_native else torch.float32


@contextmanager
def turn(threads: int) -> Iterator[None]:
    """Wait until no other model runs, then run on so many threads."""
    import torch

    with _turn, torch.inference_mode():
        torch.set_num_threads(threads)
        yield
