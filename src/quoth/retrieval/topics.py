"""Which phrases a question is about, and which of its words only frame it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from quoth.retrieval.comparing import comparison_of
from quoth.text.languages import ENGLISH, Language
from quoth.text.normalise import squeeze
from quoth.text.words import STOP_WORDS, words
from quoth.types import QuestionKind

_DEFINITION = re.compile(
    r"^(?:so |and |please |can you )*(?:what(?:'s|\u2019s| is| are| does| do)|who(?:'s| is| are)|define|explain|describe|tell me (?:about|what)|"
    r"(?:the )?(?:meaning|definition) of)\s+(?:is |are )?(?:(?:an?|the|meant by|we mean by|you mean by)\s+)*(.+?)"
    r"(?:\s+(?:mean|means|stand for|stands for|do|is|are))?$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:an?|the|how (?:do|does|is|are)|what is|is|are|does|do)\s+", re.IGNORECASE)
_MOST_TOPIC_WORDS: Final = 8
# A keyword alone, of up to so many words, is its own topic.
_KEYWORD: Final = 3
# Words that only say what sort of answer is wanted: an answer does not repeat them, so they are not searched for.
FRAMES: Final[dict[QuestionKind, frozenset[str]]] = {
    "comparison": frozenset(
        "difference differences differ differs different differently distinguish distinguishes distinguished distinction compare compares compared "
        "comparison comparing apart sets set vs versus contrast ways unique special makes".split()
    ),
    "definition": frozenset("definition meaning stand stands term word name called short define counts count".split()),
    "quantity": frozenset(
        "many much large big long often far fast high low old soon number amount typical typically approximately".split()
    ),
    "list": frozenset("list name examples".split()),
    "procedure": frozenset("steps procedure".split()),
}


def without_frame(words: Sequence[str], kind: QuestionKind, language: Language = ENGLISH) -> tuple[str, ...]:
    """Return a question's words without those that only frame it; all of them if none would remain."""
    frames = FRAMES if language.questions is None else language.questions.frames
    frame = frames.get(kind, frozenset())
    kept = tuple(word for word in words if word.casefold() not in frame)
    return kept or tuple(words)


def topics_of(question: str, kind: QuestionKind, language: Language = ENGLISH) -> tuple[str, ...]:
    """Return the phrases a question is about: the sides of a comparison (in English alone), the thing to be defined."""
    flat = squeeze(question).rstrip("?!. ")
    if language.questions is not None:
        match = language.questions.topic.match(flat)
        return _topic(match["topic"] if match else flat, language, most=_MOST_TOPIC_WORDS if match else _KEYWORD)
    if kind == "comparison" and (comparison := comparison_of(flat)):
        return comparison.sides
    if match := _DEFINITION.match(flat):
        return _clean([match.group(1)])
    short = [word for word, _ in words(flat)]
    if len(short) <= _KEYWORD:
        return _clean([flat])
    return ()


def _topic(phrase: str, language: Language, most: int) -> tuple[str, ...]:
    """Return a phrase as a topic, if it says something in at most so many words."""
    bare = phrase.strip(" ,.?!\"'\u00ab\u00bb\u201c\u201d\u201e")
    found = [word for word, _ in language.words(bare)]
    says = any(not language.is_function_word(word) for word in found)
    return (bare,) if says and len(found) <= most else ()


def _clean(parts: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for part in parts:
        bare = _ARTICLE.sub("", squeeze(part)).strip(" ,.?!\"'")
        enough = [w for w, _ in words(bare) if w.lower() not in STOP_WORDS]
        if enough and len(bare.split()) <= _MOST_TOPIC_WORDS and bare not in found:
            found.append(bare)
    return tuple(found)
