"""A Hugging Face model as the reader: load it from its folder, never from the network or a pickle, and lay out what it reads.

Every text is read on its own, without padding, so that what is read beside it cannot touch it by the last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from quoth.errors import ModelError
from quoth.models.locating import REMEDY, Located
from quoth.models.running import Dtype, number_format, set_up, turn
from quoth.models.windows import CONTEXT_TOKENS, QUESTION_TOKENS, TEXT_TOKENS, group
from quoth.types import Span

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

# No window is longer, whatever a model could read: more takes long and helps little.
_MOST_TOKENS: Final = 512
_LEAST_TOKENS: Final = 48
# The tokenizer's own number for "no limit" is 10 to the 30th.
_NO_LIMIT: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Said:
    """What the network says of one text, number for number, and of which tokens.

    Attributes:
        numbers: `(n_outputs, …) float64`: start and end logits `(2, n_tokens)`, or the labels' logits `(n_labels,)`.
        pieces: For each token its place `[start, end)` in the text; None for the question's and for special ones.
        first: The place of the token that stands for the whole.
        has_mark: That token is a special one, none of the question's.
    """

    numbers: NDArray[np.float64]
    pieces: tuple[tuple[int, int] | None, ...]
    first: int
    has_mark: bool


class Borrowed:
    """Network and tokenizer of a folder, tried out once. Safe to share between threads."""

    def __init__(self, located: Located, dtype: Dtype, threads: int) -> None:
        """Load.

        Args:
            dtype: `auto` takes bfloat16 where the processor multiplies it natively.
            threads: Processor threads; 0 leaves the choice to torch.

        Raises:
            ModelError: The files are damaged or unfit.
        """
        self._threads = set_up(threads)
        self._is_spans = located.kind == "question answering"
        tokenizer, net = _load(located)
        self._tokenizer: Tokenizer = tokenizer.backend_tokenizer
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._tokenizer.encode_special_tokens = True  # "[SEP]" in a document is three words, not the end of it
        self._has_types = "token_type_ids" in tokenizer.model_input_names
        self._first: int | None = tokenizer.cls_token_id
        known, rows = self._tokenizer.get_vocab_size(), int(net.get_input_embeddings().num_embeddings)
        if known > rows:
            raise ModelError(
                f"Reader {located.folder}: its tokenizer knows {known:,} tokens and its network {rows:,}: they are of two models.",
                REMEDY,
            )
        self._net = net.to(number_format(dtype)).eval()
        self.most = _limit(located, tokenizer.model_max_length, net.config)
        self._question_tokens = min(QUESTION_TOKENS, self.most // 4)
        self._context_tokens = min(CONTEXT_TOKENS, self.most // 8)
        self._try_out(located)

    def cut(self, text: str, sentences: Sequence[Span]) -> list[range]:
        """Return the windows in which consecutive sentences of one passage would be read, as ranges of their places."""
        encoded = self._tokenizer.encode_batch([span.of(text) for span in sentences], add_special_tokens=False)
        room = self.most - self._question_tokens - self._context_tokens - 8
        return group([len(one.ids) for one in encoded], min(TEXT_TOKENS, room))

    def question(self, question: str) -> str:
        """Return as much of a question as is read."""
        return self._begin(question, self._question_tokens)

    def context(self, context: str) -> str:
        """Return as much of title and headings as is read."""
        return self._begin(context, self._context_tokens)

    def __call__(self, question: str, text: str) -> Said:
        """Read a question and a text together; what is too long of the text is left out at its end.

        Args:
            question: As `question` returns it.

        Raises:
            ModelError: The model gave no numbers.
        """
        import torch

        encoding = self._tokenizer.encode(question, text)
        while (over := len(encoding.ids) - self.most) > 0 and text:
            starts = [place[0] for place in self._pieces(encoding) if place is not None]
            text = text[: min(starts[-over], len(text) - 1)] if over <= len(starts) else ""
            encoding = self._tokenizer.encode(question, text)
        ids = torch.tensor([encoding.ids])
        inputs = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
        if self._has_types:
            inputs["token_type_ids"] = torch.tensor([encoding.type_ids])
        with turn(self._threads):
            output = self._net(**inputs)
            told = torch.cat([output.start_logits, output.end_logits]) if self._is_spans else output.logits[0]
            numbers = told.double().numpy()
        if not np.isfinite(numbers).all():
            raise ModelError(
                "The reader gave no number for a text.", "Try QUOTH_ENCODER__DTYPE=float32, or take another reader."
            )
        first = encoding.ids.index(self._first) if self._first in encoding.ids else 0
        return Said(numbers, tuple(self._pieces(encoding)), first, encoding.sequence_ids[first] is None)

    def _begin(self, text: str, most: int) -> str:
        while text and len((encoding := self._tokenizer.encode(text, add_special_tokens=False)).ids) > most:
            text = text[: min(encoding.offsets[most][0], len(text) - 1)]
        return text

    @staticmethod
    def _pieces(encoding: Encoding) -> list[tuple[int, int] | None]:
        return [place if of == 1 else None for place, of in zip(encoding.offsets, encoding.sequence_ids, strict=True)]

    def _try_out(self, located: Located) -> None:
        """Read the longest text once: whatever does not fit together shows here and not at somebody's question.

        Raises:
            ModelError: Network, tokenizer and config are not of one model.
        """
        try:
            said = self(self.question("word " * self.most), "word " * self.most)
        except ModelError:
            raise
        except (
            Exception
        ) as error:  # what does not fit together fails wherever it is first used: IndexError, RuntimeError, TypeError
            raise ModelError(
                f"Reader {located.folder} loads but cannot read: {_short(error)}.",
                "Check that weights, config and tokenizer are of one model, and try QUOTH_ENCODER__DTYPE=float32.",
            ) from error
        if self._is_spans:
            wanted: tuple[int, ...] = (2, len(said.pieces))
        else:
            wanted = (1,) if located.label is None else (len(said.numbers),)
        if said.numbers.shape != wanted or said.numbers.size <= (located.label or 0):
            raise ModelError(f"Reader {located.folder} gives other numbers than its config.json says.", REMEDY)
        if self._is_spans and not said.has_mark:
            raise ModelError(
                f"Reader {located.folder}: its tokenizer puts no mark before question and text, so nothing can stand for no answer.",
                REMEDY,
            )


def _load(located: Located) -> tuple[Any, Any]:
    """Return the tokenizer and the network of a folder, with nothing in it that was not stored there."""
    from transformers import AutoModelForQuestionAnswering, AutoModelForSequenceClassification, AutoTokenizer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call] # transformers leaves it untyped
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call] # what is amiss is told below, as an error
    kind: Any = AutoModelForQuestionAnswering if located.kind == "question answering" else AutoModelForSequenceClassification
    folder = str(located.folder)
    try:
        tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except Exception as error:  # tokenizers raises nothing narrower for a damaged file
        raise ModelError(f"Reader {folder}: its tokenizer cannot be loaded: {_short(error)}.", REMEDY) from error
    if not tokenizer.is_fast:
        raise ModelError(
            f"Reader {folder}: its tokenizer cannot say where its tokens stand.",
            "Save it with a tokenizer.json (`save_pretrained` of a fast tokenizer of transformers).",
        )
    try:
        net, report = kind.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False, use_safetensors=True, output_loading_info=True
        )
    except Exception as error:  # torch, safetensors and transformers each have errors of their own for a damaged file
        raise ModelError(f"Reader {folder} cannot be loaded: {_short(error)}.", REMEDY) from error
    if missing := sorted(report["missing_keys"]):
        shown = ", ".join(missing[:3])
        raise ModelError(
            f"Reader {folder}: its weights lack {shown}{' and others' if len(missing) > 3 else ''}, so it was never trained to judge.",  # noqa: PLR2004 - as many as are shown
            REMEDY,
        )
    return tokenizer, net


def _limit(located: Located, of_tokenizer: int, config: Any) -> int:  # noqa: ANN401 - each architecture has a class of its own
    """Return how many tokens are read at most."""
    found = [_MOST_TOKENS]
    if 0 < of_tokenizer < _NO_LIMIT:
        found.append(int(of_tokenizer))
    positions = getattr(config, "max_position_embeddings", None)
    if isinstance(positions, int) and positions > 0:
        padding = getattr(config, "pad_token_id", None) or 0
        # RoBERTa and its kin count positions from the number of the padding token on; where that is 0 positions count from 0.
        found.append(positions - padding - 1 if 0 < padding < positions // 2 else positions)
    if min(found) < _LEAST_TOKENS:
        raise ModelError(
            f"Reader {located.folder} reads {min(found)} tokens at once; a question and a text take at least {_LEAST_TOKENS}.",
            REMEDY,
        )
    return min(found)


def _short(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300].rstrip(".")
