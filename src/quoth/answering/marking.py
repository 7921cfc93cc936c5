"""Mark in any text the words that answer a question: the reader alone, without a library. For `quoth highlight` and other systems."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from quoth.answering.highlights import runs
from quoth.protocols import EvidenceModel
from quoth.text.languages import language_of
from quoth.text.languages.language import Language
from quoth.text.sentences import split_long
from quoth.types import LanguageCode, Span, Unread

MOST_CHARACTERS: Final = 20_000
# The reader's own shares, not calibrated: a sentence this unlikely is left aside, word pieces at least this likely are marked.
_LEAST_SENTENCE: Final = 0.2
_LEAST_TOKEN: Final = 0.5
# A stretch without a full stop is cut here. Latin letters are never more than a word piece each; a Korean syllable is up to three.
_MOST_SENTENCE: Final = 400
_MOST_OTHER_SENTENCE: Final = 130
_LAST_LATIN: Final = "\u024f"


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """Words that answer, and how probably."""

    span: Span
    probability: float


@dataclass(frozen=True, slots=True)
class Marking:
    """How likely a text answers a question, and with which words.

    Both are the reader's own shares, not calibrated: what it is asked to judge here may be of any kind.
    """

    probability: float
    spans: tuple[MarkedSpan, ...]


def mark(model: EvidenceModel, question: str, text: str, title: str = "", language: LanguageCode = "en") -> Marking:
    """Return the words of a text that answer a question.

    Args:
        text: Up to `MOST_CHARACTERS` code points; spans count in it as it is given.
        title: What the text is called, if anything: it is read, never marked.
        language: By whose rules it is cut into sentences.
    """
    sentences = tuple(_sentences(text, language_of(language)))
    if not sentences or not question.strip():
        return Marking(0.0, ())
    windows = [sentences[run.start : run.stop] for run in model.cut(text, sentences)]
    readings = model.read(question, [Unread(context=title, text=text, sentences=window) for window in windows])
    marked: list[MarkedSpan] = []
    best = 0.0
    for window, reading in zip(windows, readings, strict=True):
        for sentence, logit in zip(window, reading.logits, strict=True):
            answers = 1 / (1 + math.exp(-logit))
            best = max(best, answers)
            if answers < _LEAST_SENTENCE:
                continue
            tokens = [(span, share) for span, share in reading.tokens if sentence.holds(span)]
            for span in runs(text, sentence, tokens, _LEAST_TOKEN):
                shares = [share for piece, share in tokens if span.holds(piece)]
                marked.append(MarkedSpan(span, round(sum(shares) / len(shares), 4)))
    return Marking(round(best, 4), tuple(marked))


def _sentences(text: str, language: Language) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            for sentence in language.split(line):
                most = _MOST_SENTENCE if max(sentence.of(line)) <= _LAST_LATIN else _MOST_OTHER_SENTENCE
                yield from split_long(text, sentence.shifted(start), most)
        start += len(line)
