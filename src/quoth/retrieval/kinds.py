"""Recognise what sort of answer a question wants, and which phrases it is about, from the question's words alone."""

from __future__ import annotations

import re
from typing import Final

from quoth.text.normalise import squeeze
from quoth.text.words import STOP_WORDS, words
from quoth.types import QuestionKind

# Tried in order; the first that matches decides.
_KINDS: Final[tuple[tuple[QuestionKind, re.Pattern[str]], ...]] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("comparison", r"\bdifferen(?:ce|ces|t|tiate|tiates)\b|\bdiffers?\b|\bdistinguish\w*|\bsets? .{1,60} apart\b|\b(?:vs|versus)\b|"
                       r"\bcompar(?:e|es|ed|ing|ison)\b|\bdistinction\b|\bas opposed to\b|\bunlike\b"),
        ("quantity", r"\bhow (?:many|much|large|big|long|often|far|fast|high|low|old|deep|wide|cold|hot|warm|heavy|frequently|quickly)\b|"
                     r"\bwhat (?:is|was|are|were)?\s*(?:the )?(?:\w+ ){0,3}(?:percent(?:age)?|share|rate|number|amount|revenues?|sales|turnover|price|cost|"
                     r"size|temperature|duration|period|volume|proportion|cagr|limit|range|fee)\b|"
                     r"\b(?:revenues?|sales|turnover|cagr|percentage)\b"),
        ("date", r"^\s*(?:and |so )?(?:when|since when|until when|by when)\b|\b(?:what|which|in what|in which) (?:year|date|month|day|decade)\b|\bdeadline\b"),
        ("who", r"\b(?:who|whom|whose)\b|\b(?:which|what) (?:company|companies|organi[sz]ations?|part(?:y|ies)|person|people|firm|agency|authority|team|role)\b"),
        ("where", r"^\s*(?:and |so )?where\b|\b(?:which|what) (?:countr(?:y|ies)|cit(?:y|ies)|place|region|location|site)\b|\bbased in\b|\bheadquarter"),
        ("procedure", r"\bhow (?:do|can|should|would|must) (?:i|we|you|one|they|staff|a|an|the)\b.{0,40}\b(?:set up|prepare|run|perform|carry|transfer|select|choose|"
                      r"qualify|audit|handle|plan|make|do)\b|\b(?:steps?|procedure|process for|stages?|phases?)\b"),
        ("list", r"\b(?:list|name|enumerate)\b|\b(?:what|which) are (?:the|some)\b|\b(?:types|kinds|examples|categories|criteria|elements|parts|advantages|disadvantages|"
                 r"benefits|drawbacks|risks|reasons) of\b|\bwhich (?:\w+ )?(?:\w+s)\b"),
        ("why_how", r"\bwhy\b|\bhow\b|\breasons?\b|\bwhat (?:causes|makes|happens|leads)\b|\bpurpose\b|\bhow come\b"),
        ("definition", r"^\s*(?:so |and |please )?(?:what(?:'s|\u2019s| is| are| does)|define|definition of|explain|meaning of|describe|tell me (?:about|what))\b|"
                       r"\b(?:stands? for|meaning of|what do (?:you|we|they) mean|is called|called\?|known as|name for|term for|define)\b"),
        ("yes_no", r"^\s*(?:and |so |but )?(?:is|are|was|were|do|does|did|can|could|may|must|should|shall|will|would|has|have|had|am)\b"),
    )
)  # fmt: skip
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


def kind_of(question: str) -> QuestionKind:
    """Return the kind of answer a question wants; `open` when nothing tells."""
    for kind, pattern in _KINDS:
        if pattern.search(question):
            is_yes_no = kind not in ("comparison",) and _YES_NO.match(question)
            return "yes_no" if is_yes_no else kind
    return "open"


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


def _clean(parts: object) -> tuple[str, ...]:
    found: list[str] = []
    for part in parts:  # type: ignore[attr-defined] # any iterable of strings
        bare = _ARTICLE.sub("", squeeze(part)).strip(" ,.?!\"'")
        enough = [w for w, _ in words(bare) if w.lower() not in STOP_WORDS]
        if enough and len(bare.split()) <= _MOST_TOPIC_WORDS and bare not in found:
            found.append(bare)
    return tuple(found)
