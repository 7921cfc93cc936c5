"""Readers that are not ours: a model for question answering marks words, a cross-encoder only weighs texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quoth.models.borrowed import Borrowed, Said
from quoth.models.locating import Located, locate_reader
from quoth.models.running import Dtype
from quoth.types import Reading, Span, Unread

# An answer has at most so many tokens, as the scripts for SQuAD have it.
_MOST_SPAN: Final = 30
# The logit of a sentence in which the tokenizer sees nothing to read.
_NOTHING: Final = -10.0


def load_other_reader(model: str, dtype: Dtype, threads: int = 0) -> SpanReader | CrossEncoder:
    """Load a reader from a folder or an installed package; its config says which kind it is.

    Args:
        model: As `locate_reader` takes it.
        dtype: `auto` takes bfloat16 where the processor multiplies it natively.
        threads: Processor threads; 0 leaves the choice to torch.

    Raises:
        ModelError: It is absent, damaged or unfit.
    """
    located = locate_reader(model)
    borrowed = Borrowed(located, dtype, threads)
    return SpanReader(located, borrowed) if located.kind == "question answering" else CrossEncoder(located, borrowed)


class SpanReader:
    """A model for extractive question answering: where an answer starts and ends, or that there is none. Safe to share between threads."""

    marks_words = True

    def __init__(self, located: Located, model: Borrowed) -> None:
        self.name = located.name
        self._model = model

    def cut(self, text: str, sentences: Sequence[Span]) -> list[range]:
        """Return the windows in which consecutive sentences of one passage would be read, as ranges of their places."""
        return self._model.cut(text, sentences)

    def read(self, question: str, windows: Sequence[Unread]) -> list[Reading]:
        """Return for each window what the model says of it alone.

        A sentence's logit is its best span's, start and end added, less that of no answer; a word's probability is the share that the
        spans over it have among all spans of its sentence and no answer.
        """
        asked = self._model.question(question)
        return [self._read(asked, window) for window in windows]

    def _read(self, question: str, window: Unread) -> Reading:
        text, places = _laid_out(self._model.context(window.context), window)
        said = self._model(question, text)
        none = float(said.numbers[:, said.first].sum())
        logits: list[float] = []
        tokens: list[tuple[Span, float]] = []
        for sentence, place in zip(window.sentences, places, strict=True):
            inside = list(_inside(said, text, place))
            if not inside:
                logits.append(_NOTHING)
                continue
            of_spans = _spans(said.numbers[:, [token for token, _ in inside]])
            logits.append(round(float(of_spans.max()) - none, 3))
            for (_, piece), share in zip(inside, _shares(of_spans, none).tolist(), strict=True):
                tokens.append((piece.shifted(sentence.start - place.start), round(share, 4)))
        return Reading(logits=tuple(logits), tokens=tuple(tokens))


class CrossEncoder:
    """A model that gives a question and a text one number: how well they belong together. Safe to share between threads."""

    marks_words = False

    def __init__(self, located: Located, model: Borrowed) -> None:
        self.name = located.name
        self._label = located.label
        self._model = model

    def cut(self, text: str, sentences: Sequence[Span]) -> list[range]:
        """Return the windows in which consecutive sentences of one passage would be read, as ranges of their places."""
        return self._model.cut(text, sentences)

    def read(self, question: str, windows: Sequence[Unread]) -> list[Reading]:
        """Return for each window what the model says of it alone.

        A sentence's logit is the mean of two: the whole window's, for what stands around the sentence tells what it speaks of, and its own,
        without which the sentences of a window could not be told apart.
        """
        asked = self._model.question(question)
        return [self._read(asked, window) for window in windows]

    def _read(self, question: str, window: Unread) -> Reading:
        context = self._model.context(window.context)
        whole = self._logit(question, _laid_out(context, window)[0])
        if len(window.sentences) == 1:
            return Reading(logits=(round(whole, 3),), tokens=())
        own = [self._logit(question, f"{context}\n{sentence.of(window.text)}".strip()) for sentence in window.sentences]
        return Reading(logits=tuple(round((whole + one) / 2, 3) for one in own), tokens=())

    def _logit(self, question: str, text: str) -> float:
        numbers = self._model(question, text).numbers
        if self._label is None:
            return float(numbers[0])
        return float(numbers[self._label] - np.logaddexp.reduce(np.delete(numbers, self._label)))


def _laid_out(context: str, window: Unread) -> tuple[str, list[Span]]:
    """Return title and headings, then the sentences side by side, and where each sentence stands in that."""
    text = f"{context}\n" if context else ""
    places: list[Span] = []
    for n, sentence in enumerate(window.sentences):
        text += " " if n else ""
        places.append(Span(len(text), len(text) + sentence.end - sentence.start))
        text += sentence.of(window.text)
    return text, places


def _inside(said: Said, text: str, place: Span) -> Iterator[tuple[int, Span]]:
    """Yield the tokens of a sentence: number, and place without the white space that some tokenizers count with it."""
    for token, piece in enumerate(said.pieces):
        if piece is None or piece[1] <= place.start or piece[0] >= place.end:
            continue
        start, end = max(piece[0], place.start), min(piece[1], place.end)
        words = text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        if start < end:
            yield token, Span(start, end)


def _spans(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the score of every span of a sentence `(n, n)`, minus infinity where it ends before it starts or is too long."""
    scores = numbers[0][:, None] + numbers[1][None, :]
    length = np.arange(len(scores))[None, :] - np.arange(len(scores))[:, None]
    return np.where((length >= 0) & (length < _MOST_SPAN), scores, -np.inf)


def _shares(of_spans: NDArray[np.float64], none: float) -> NDArray[np.float64]:
    """Return for each token `(n,)` the share of the spans that hold it among all spans and no answer."""
    top = max(float(of_spans.max()), none)
    weights = np.exp(of_spans - top)
    # A span holds the token at i if it starts at i or before and ends at i or after.
    held = np.cumsum(np.cumsum(weights, axis=0)[:, ::-1], axis=1)[:, ::-1].diagonal()
    shares: NDArray[np.float64] = np.clip(held / (weights.sum() + np.exp(none - top)), 0.0, 1.0)
    return shares
