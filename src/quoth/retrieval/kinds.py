"""Recognise what sort of answer a question wants: a linear model over its words, fitted by `training/kinds.py` on our own English questions."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import exp
from pathlib import Path
from typing import Final

from quoth.retrieval.comparing import comparison_of
from quoth.retrieval.rules import PROCEDURE, STEPS, kind_by_rule
from quoth.text.languages import Language
from quoth.text.words import words
from quoth.types import QuestionKind

WEIGHTS: Final = Path(__file__).with_name("kinds.json")
# A question of which the model knows too little is open: no kind has this share.
_LEAST_SHARE: Final = 0.3
_QUESTION_WORD: Final = re.compile(r"\b(?:what|which|who|whom|whose|when|where|why|how)\b", re.IGNORECASE)
_PARTS: Final = re.compile(
    r"(?<=[.!?:;])\s+|,\s+(?=(?:what|which|who|when|where|why|how|does|do|is|are|can|may|must|should)\b)", re.IGNORECASE
)
_WORDS_AFTER: Final = 3
_MANY_WORDS: Final = 5


@dataclass(frozen=True, slots=True)
class KindModel:
    """For each sign of a question, its weight for each kind."""

    kinds: tuple[QuestionKind, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def shares(self, signs: frozenset[str]) -> dict[QuestionKind, float]:
        """Return how probable each kind is."""
        logits = list(self.bias)
        for sign in sorted(signs & self.weights.keys()):
            for place, weight in enumerate(self.weights[sign]):
                logits[place] += weight
        top = max(logits)
        raised = [exp(logit - top) for logit in logits]
        return {kind: one / sum(raised) for kind, one in zip(self.kinds, raised, strict=True)}


@cache
def load_kinds(path: Path = WEIGHTS) -> KindModel:
    """Load the fitted weights."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    return KindModel(
        tuple(stored["kinds"]), tuple(stored["bias"]), {sign: tuple(row) for sign, row in stored["weights"].items()}
    )


def kind_of(question: str) -> QuestionKind:
    """Return the kind of answer a question wants; `open` when too little tells. Whatever has the form of a comparison is one."""
    if not words(question):
        return "open"
    if comparison_of(question):
        return "comparison"
    if STEPS.search(question):
        return "procedure"
    shares = load_kinds().shares(signs_of(question))
    kind = max(shares, key=lambda name: (shares[name], name))
    if shares[kind] < _LEAST_SHARE:
        return "open"
    return "procedure" if kind in ("why_how", "list") and PROCEDURE.search(question) else kind


def kind_in(question: str, language: Language) -> QuestionKind:
    """Return the kind of a question in a language: by the fitted model in English, by patterns in any other."""
    return kind_of(question) if language.questions is None else language.questions.kind_of(question)


def signs_of(question: str) -> frozenset[str]:
    """Return what the model looks at: the words of the part that asks, alone and in pairs, what follows the question word, and what the rules say."""
    parts = _PARTS.split(question)
    asking = next((part for part in reversed(parts) if part.endswith("?")), parts[-1])
    plain = [word.casefold() for word, _ in words(asking)]
    line = ["^", *plain, "$"]
    signs = {f"rule={kind_by_rule(question)}", f"words={min(len(plain), _MANY_WORDS)}", " ".join(line[:3])}
    signs.update(plain)
    signs.update(f"{one} {other}" for one, other in pairwise(line))
    if comparison := comparison_of(question):
        signs.add(f"sides={min(len(comparison.sides), 2)}")
    if match := _QUESTION_WORD.search(asking):
        asked = match.group().casefold()
        after = [word.casefold() for word, _ in words(asking[match.end() :])][:_WORDS_AFTER]
        signs.update([f"{asked}=", *(f"{asked}= {word}" for word in after)])
    else:
        signs.add("no question word")
    if not asking.endswith("?"):
        signs.add("no question mark")
    return frozenset(signs)
