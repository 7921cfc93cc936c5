"""Windows: what the reader reads at once. The question, where the text stands, and a few consecutive sentences of one passage.

A window is short on purpose: attention costs the square of its length, and the words that tell whether a sentence answers stand near it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tokenizers import Tokenizer

from quoth.types import Span

QUESTION_TOKENS: Final = 64
CONTEXT_TOKENS: Final = 32
TEXT_TOKENS: Final = 96
# One sentence longer than a window is read alone, up to here: what BERT has positions for, less question, context and special tokens.
SENTENCE_TOKENS: Final = 512 - QUESTION_TOKENS - CONTEXT_TOKENS - 4


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids ready for the model, and which of them belong to which words.

    Attributes:
        ids: `[CLS] question [SEP] context [SEP] text [SEP]`.
        context_at, text_at: Where the tokens of context and text begin in `ids`.
        sentences: For each sentence, its half-open range of tokens in `ids`.
        spans: For each token of the text, its span in the text the sentences were sliced from.
    """

    ids: tuple[int, ...]
    context_at: int
    text_at: int
    sentences: tuple[tuple[int, int], ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as tokens: their ids, and their spans in the whole text."""

    ids: tuple[int, ...]
    spans: tuple[Span, ...]


class Packer:
    """Packs questions and sentences into windows. Safe to share between threads."""

    def __init__(self, tokenizer_json: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer_json))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._tokenizer.encode_special_tokens = True  # "[SEP]" in a document is three words, not the end of it
        self._cls: int = self._tokenizer.token_to_id("[CLS]") or 0
        self._sep: int = self._tokenizer.token_to_id("[SEP]") or 0

    def ids(self, text: str, most: int) -> tuple[int, ...]:
        """Return the first `most` tokens of a text."""
        return tuple(self._tokenizer.encode(text, add_special_tokens=False).ids[:most])

    def sentences(self, text: str, spans: Sequence[Span]) -> list[Sentence]:
        """Tokenize sentences given as spans of a text."""
        encoded = self._tokenizer.encode_batch([span.of(text) for span in spans], add_special_tokens=False)
        return [
            Sentence(
                tuple(one.ids[:SENTENCE_TOKENS]),
                tuple(Span(span.start + start, span.start + end) for start, end in one.offsets[:SENTENCE_TOKENS]),
            )
            for span, one in zip(spans, encoded, strict=True)
        ]

    def window(self, question: Sequence[int], context: Sequence[int], sentences: Sequence[Sentence]) -> Window:
        """Lay out one window."""
        ids: list[int] = [self._cls, *question, self._sep, *context, self._sep]
        context_at = len(question) + 2
        text_at = len(ids)
        ranges: list[tuple[int, int]] = []
        for sentence in sentences:
            ranges.append((len(ids), len(ids) + len(sentence.ids)))
            ids.extend(sentence.ids)
        ids.append(self._sep)
        return Window(
            tuple(ids), context_at, text_at, tuple(ranges), tuple(span for sentence in sentences for span in sentence.spans)
        )


def group(lengths: Sequence[int], most: int = TEXT_TOKENS) -> list[range]:
    """Cut sentences into runs of at most `most` tokens, of even length rather than a full one and a stub.

    A sentence longer than `most` is a run of its own.
    """
    parts = max(1, -(-sum(lengths) // most))
    target = sum(lengths) / parts
    runs: list[range] = []
    start = used = 0
    for i, length in enumerate(lengths):
        if i > start and (used + length > most or (parts > 1 and used + length / 2 > target)):
            runs.append(range(start, i))
            start, used = i, 0
        used += length
    if start < len(lengths):
        runs.append(range(start, len(lengths)))
    return runs
