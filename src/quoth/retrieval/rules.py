"""What sort of answer a question seems to want by its question words alone: one of the signs that `kinds` weighs."""

from __future__ import annotations

import re
from typing import Final

from quoth.types import QuestionKind

_PROCEDURE: Final = (
    r"\bhow (?:do|can|should|would|must) (?:i|we|you|one|they|staff|a|an|the)\b.{0,40}\b(?:set up|prepare|run|perform|carry|transfer|select|choose|"
    r"qualify|audit|handle|plan|make|do)\b|\b(?:steps|procedure|process for|stages|phases)\b"
)
PROCEDURE: Final = re.compile(_PROCEDURE, re.IGNORECASE)
# A question with a word of these asks in a sentence; one without is a few keywords.
_ASKS = r".*\b(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|may|must|should|will|would|has|have)\b"
# Asks for what is done one thing after another, whatever else it looks like.
STEPS: Final = re.compile(
    r"\bstep[- ]by[- ]step\b|\b(?:walk|talk|take) (?:me|us) through\b|\bwhat (?:do|should|must) (?:we|i|you|they) do\b(?! (?:with|about|for|at|in)\b)|"
    r"\bwhat (?:happens|comes) (?:next|first|then)\b|\bin what order\b|^\W*how to\b|\b(?:what|which) (?:is|are) the (?:usual |right |proper )?(?:procedure|steps|sequence|workflow)\b|\bto-do list\b|"
    rf"^(?!{_ASKS}).*\b(?:agenda|timeline|checklist|schedule)\b|^(?!{_ASKS}).*\b(?:steps|sequence|workflow)\W*$",
    re.IGNORECASE,
)
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
        ("procedure", _PROCEDURE),
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


def kind_by_rule(question: str) -> QuestionKind:
    """Return the kind that the first fitting pattern names; `open` when none fits."""
    for kind, pattern in _KINDS:
        if pattern.search(question):
            is_yes_no = kind != "comparison" and _YES_NO.match(question)
            return "yes_no" if is_yes_no else kind
    return "open"
