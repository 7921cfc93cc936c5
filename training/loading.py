"""Read training examples and turn them into labelled windows."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quoth.models.windows import CONTEXT_TOKENS, QUESTION_TOKENS, Packer, Window
from quoth.text.words import STOP_WORDS
from quoth.types import Span

Row = dict[str, Any]
# How often a question of a set is taken in an epoch, on average: the sections of medquad repeat few templates; our lists and broad questions and the collections are few.
SET_SHARE = {
    "medquad": 0.6,
    "qamr": 0.6,
    "corpus_shapes": 1.5,
    "corpus_broad": 1.5,
    "collections": 2.0,
    "evidence_inference": 1.5,
}
# Chances, per question drawn: what answers is left out; a second right window is shown; title and headings are shown.
LEFT_OUT, SECOND_RIGHT, WITH_CONTEXT = 0.12, 0.3, 0.75
HARDEST = 2


@dataclass(frozen=True)
class Labelled:
    """A window with its truth: per sentence 1, 0 or -1 (do not learn from it); per token of the text 1 or 0, or None if not known."""

    window: Window
    labels: tuple[int, ...]
    tokens: tuple[int, ...] | None


def read_examples(folder: Path, sets: Sequence[str]) -> list[Row]:
    """Read what `training.examples` wrote."""
    rows: list[Row] = []
    for name in sets:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            rows.extend(json.loads(line) for line in file)
    return rows


def retype(question: str, chance: random.Random) -> str:
    """Type a question as people do: now and then without grammar, without its mark, or with a slip of the finger."""
    draw = chance.random()
    if draw < 0.10:
        kept = [word for word in question.rstrip("?. ").split() if word.casefold() not in STOP_WORDS]
        return " ".join(kept) if len(kept) > 1 else question
    if draw < 0.22:
        return question.rstrip("?. ")
    if draw < 0.28:
        words = question.split()
        place = chance.randrange(len(words))
        words[place] = _slip(words[place], chance)
        return " ".join(words)
    return question


def _slip(word: str, chance: random.Random) -> str:
    """Swap two letters inside a word, or leave one out."""
    if len(word) < 5:
        return word
    at = chance.randrange(1, len(word) - 2)
    return chance.choice((word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + word[at + 1 :]))


class Loader:
    """Turns examples into labelled windows."""

    def __init__(self, packer: Packer, negatives: int) -> None:
        """Set up.

        Args:
            negatives: How many wrong windows are shown beside a right one; one more where nothing is right.
        """
        self._packer = packer
        self._negatives = negatives

    def all(self, row: Row) -> list[Labelled]:
        """Return every window of a question, as it stands."""
        return self._label(row["question"], row["windows"], has_context=True)

    def drawn(self, row: Row, chance: random.Random) -> list[Labelled]:
        """Return some windows of a question, which is retyped now and then."""
        right = [w for w in row["windows"] if 1 in w["labels"]]
        wrong = [w for w in row["windows"] if 1 not in w["labels"]]
        if chance.random() < LEFT_OUT:
            right = []  # what answers was not found: then nothing does
        right = chance.sample(right, min(1 + (chance.random() < SECOND_RIGHT), len(right)))
        n = self._negatives + 1 - len(right)
        hard, rest = wrong[:HARDEST][:n], wrong[HARDEST:]
        windows = right + hard + chance.sample(rest, max(0, min(n - len(hard), len(rest))))
        return self._label(retype(row["question"], chance), windows, has_context=chance.random() < WITH_CONTEXT)

    def _label(self, question: str, windows: Sequence[Row], *, has_context: bool) -> list[Labelled]:
        asked = self._packer.ids(question, QUESTION_TOKENS)
        return [self._one(asked, w, self._packer.ids(w["context"] if has_context else "", CONTEXT_TOKENS)) for w in windows]

    def _one(self, asked: tuple[int, ...], w: Row, context: tuple[int, ...]) -> Labelled:
        sentences = self._packer.sentences(w["text"], [Span(*s) for s in w["sentences"]])
        window = self._packer.window(asked, context, sentences)
        labels = tuple(w["labels"])
        tokens: tuple[int, ...] | None = None
        # A gold span that runs on beyond its window, or a section: nobody says which words of it answer.
        if bool(w["gold"]) == (1 in labels):
            golds = [Span(*g) for g in w["gold"]]
            tokens = tuple(int(any(span.touches(g) for g in golds)) for span in window.spans)
        return Labelled(window, labels, tokens)


def shuffled(rows: Sequence[Row], chance: random.Random) -> Iterator[Row]:
    """Yield questions for ever, in each epoch as often as the share of their set says."""
    while True:
        shares = [SET_SHARE.get(row["source"], 1.0) for row in rows]
        order = [i for i, share in enumerate(shares) for _ in range(int(share) + (chance.random() < share % 1))]
        chance.shuffle(order)
        for i in order:
            yield rows[i]
