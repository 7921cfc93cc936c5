"""Recognise what sort of answer a question wants, and which phrases it is about, from the question's words alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from quoth.text.normalise import squeeze
from quoth.text.words import STOP_WORDS, words
from quoth.types import QuestionKind

# Tried in order; the first that matches decides.
_PATTERNS: Final[tuple[tuple[QuestionKind, str], ...]] = (
        ("comparison", r"\bdifferen(?:ce|ces|t|tiate|tiates)\b|\bdiffers?\b|\bdistinguish\w*|\bsets? .{1,60} apart\b|\b(?:vs|versus)\b|"
                       r"\bcompar(?:e|es|ed|ing|ison)\b|\bdistinction\b|\bas opposed to\b|\btrade-?offs?\b"),
        ("why_how", r"^\W*(?:(?:and|so|but)\s+)?why\b"),
        ("who", r"^\W*(?:(?:and|so|but)\s+)?(?:who|whom|whose)\b"),
        ("where", r"^\W*(?:(?:and|so|but)\s+)?where\b"),
        ("date", r"^\W*(?:(?:and|so|but|since|until|by)\s+)?when\b|\b(?:what|which) (?:year|date|month|day|decade)\b|\bat what (?:point|stage)\b|\bdeadline\b"),
        ("definition", r"\b(?:stands? for|(?:meaning|definition) of|what do (?:you|we|they|people) (?:mean|call)|what does .{1,60} mean|meant by|is (?:it|that|this|such .{1,30}) called|"
                       r"called\W*$|known as|(?:name|term|word) for|name of|define|counts? as)\b"),
        ("quantity", r"\bhow (?:many|much|large|big|long|often|far|fast|high|low|old|deep|wide|cold|hot|warm|heavy|frequently|quickly|soon|late|early)\b|"
                     r"\b(?:what|which) (?:is|was|are|were|did|does|has|have|will)?\s*(?:the |an? |its |their )?(?:[\w-]+ ){0,3}?(?:percent(?:age)?|shares?|rates?|numbers?|amounts?|revenues?|sales|turnover|"
                     r"price|cost|size|duration|volume|proportion|cagr|range|fee|tariff|maximum|minimum|lead times?|temperatures?|limits?)\b|"
                     r"\b(?:percentage|cagr)\b|\b(?:invest|pay|paid|cost|spend|earn)s?\b.{0,60}$|"
                     r"^(?!.*\b(?:what|which|how|is|are|does|do|can|should)\b).*\b(?:revenues?|sales|turnover|price|cost|share|size|growth|volume|headcount)\b"),
        ("who", r"\bby whom\b|\b(?:which|what) (?:company|organi[sz]ation|part(?:y|ies)|person|people|firm|agency|authority|team|role)\b"),
        ("where", r"\b(?:which|what) (?:countr(?:y|ies)|cit(?:y|ies)|place|region|location)\b|\bbased in\b|\bheadquarter"),
        ("procedure", r"\bhow (?:do|can|should|would|must) (?:i|we|you|one|they|staff|a|an|the)\b.{0,40}\b(?:set up|prepare|run|perform|carry|transfer|select|choose|"
                      r"qualify|audit|handle|plan|make|do)\b|\b(?:steps|procedure|process for|stages|phases)\b"),
        ("list", r"^\W*(?:please )?(?:list|name|enumerate)\b|\b(?:what|which) are (?:the|some)\b|\b(?:types|kinds|examples|categories|criteria|elements|parts|advantages|disadvantages|"
                 r"benefits|drawbacks|risks|reasons) of\b|\b(?:which|what) (?:\w+ )?(?!was\b|is\b|has\b|does\b|this\b|its\b)(?:\w{3,}s)\b"),
        ("why_how", r"\bwhy\b|\bhow\b|\breasons?\b|\bwhat (?:causes|makes|happens|leads|drives|tends)\b|\bpurpose\b"),
        ("definition", r"^\W*(?:so |and |please )?(?:what(?:'s|\u2019s| is| are)|explain|describe|tell me (?:about|what))\b"),
        ("yes_no", r"^\W*(?:(?:and|so|but)\s+)?(?:is|are|was|were|do|does|did|can|could|may|must|should|shall|will|would|has|have|had|am)\b"),
)  # fmt: skip
_KINDS: Final = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)
_YES_NO = re.compile(
    r"^\s*(?:is|are|was|were|do|does|did|can|could|may|must|should|shall|will|would|has|have)\b", re.IGNORECASE
)
_DEFINITION = re.compile(
    r"^(?:so |and |please |can you )*(?:what(?:'s|\u2019s| is| are| does| do)|who(?:'s| is| are)|define|explain|describe|tell me (?:about|what)|"
    r"(?:the )?(?:meaning|definition) of)\s+(?:is |are )?(?:(?:an?|the|meant by|we mean by|you mean by)\s+)*(.+?)"
    r"(?:\s+(?:mean|means|stand for|stands for|do|is|are))?$",
    re.IGNORECASE,
)
_SIDES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:difference|differences|distinction|distinguish|relationship) (?:is |are )?(?:there )?between (?P<a>.+?) and (?P<b>.+)$",
        r"^(?:how (?:do|does|is|are) )?(?P<a>.+?) (?:differs?|different|distinguished|distinct) (?:from|to|than) (?P<b>.+)$",
        r"\bdistinguish(?:es)? (?P<a>.+?) from (?P<b>.+)$",
        r"\bsets? (?P<a>.+?) apart(?: from (?P<b>.+))?$",
        r"\bcompare (?P<a>.+?) (?:and|with|to|against) (?P<b>.+)$",
        r"\bdistinguish(?:es)? (?P<a>.+)$",
        r"^(?:what is |what's )?(?P<a>.+?) (?:vs\.?|versus|as opposed to|compared (?:to|with)) (?P<b>.+)$",
        r"\bmakes? (?P<a>.+?) (?:different|special|unique)(?: from (?P<b>.+))?$",
    )
)
_ARTICLE = re.compile(r"^(?:an?|the|how (?:do|does|is|are)|what is|is|are|does|do)\s+", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:,|\band\b|\bor\b|\bvs\.?|\bversus\b|/)\s*", re.IGNORECASE)
_MOST_TOPIC_WORDS: Final = 8
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


def kind_of(question: str) -> QuestionKind:
    """Return the kind of answer a question wants; `open` when nothing tells."""
    for kind, pattern in _KINDS:
        if pattern.search(question):
            is_yes_no = kind != "comparison" and _YES_NO.match(question)
            return "yes_no" if is_yes_no else kind
    return "open"


def without_frame(words: Sequence[str], kind: QuestionKind) -> tuple[str, ...]:
    """Return a question's words without those that only frame it; all of them if none would remain."""
    frame = FRAMES.get(kind, frozenset())
    kept = tuple(word for word in words if word.casefold() not in frame)
    return kept or tuple(words)


def topics_of(question: str, kind: QuestionKind) -> tuple[str, ...]:
    """Return the phrases a question is about: the sides of a comparison, the thing to be defined."""
    flat = squeeze(question).rstrip("?!. ")
    if kind == "comparison":
        for pattern in _SIDES:
            if match := pattern.search(flat):
                sides = [side for name in ("a", "b") if (side := match.groupdict().get(name))]
                return _clean(part for side in sides for part in _SPLIT.split(side))
    if match := _DEFINITION.match(flat):
        return _clean([match.group(1)])
    short = [word for word, _ in words(flat)]
    if len(short) <= 3:  # noqa: PLR2004 - a keyword alone is its own topic
        return _clean([flat])
    return ()


def _clean(parts: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for part in parts:
        bare = _ARTICLE.sub("", squeeze(part)).strip(" ,.?!\"'")
        enough = [w for w, _ in words(bare) if w.lower() not in STOP_WORDS]
        if enough and len(bare.split()) <= _MOST_TOPIC_WORDS and bare not in found:
            found.append(bare)
    return tuple(found)
