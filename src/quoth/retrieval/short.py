"""Questions that name nothing, or build on what was just said: "who signs", "common mistakes", "do we need a lawyer then", "which is cheaper".

A closed list of shapes, so that a short question of its own ("what causes falls", "is travel covered") is left alone. English only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from quoth.retrieval.focus import MEASURES
from quoth.retrieval.hanging import says
from quoth.retrieval.kinds import kind_of
from quoth.retrieval.phrases import ASPECTS, bare, is_capital, names_in
from quoth.retrieval.topics import topics_of

_OPENS = r"(?:(?:and|so|but|then)\b,? )*"
_NOUNS = r"people|persons|documents?|pages?|days|weeks|months|years|hours|minutes|times|exceptions?|requirements?|deadlines?|mistakes?|problems?|pitfalls?|questions"
_DONE = r"responsible|involved|affected|liable|in charge|allowed|needed|required|necessary|concerned|excluded|covered|exempt"
_NAMES_NOTHING = re.compile(
    rf"^{_OPENS}(?:who (?:(?!was\b|is\b|has\b|does\b)\w+s|(?:has to|must|should|can|may|will) \w+|(?:is|are) (?:{_DONE}))(?: first| next| usually)?|"
    rf"how many [\w-]+|how (?:many|much) (?:{_NOUNS})(?: (?:is|are) (?:{_DONE}))?|"
    rf"(?:(?:the )?(?:typical|usual|common|most common|main|key|average|possible|frequent|biggest|maximum|minimum|total|any)? ?)(?:{ASPECTS}|{MEASURES}|{_NOUNS})|"
    r"what (?:usually |mostly |often )?goes wrong(?: most(?: often)?| usually| often)?|what happens (?:next|afterwards|otherwise|if not)|can (?:we|i|you) do without)$",
    re.IGNORECASE,
)
# "Do we throw the goods away then?": what was just said is the condition, and the one who asks the subject.
_IN_THAT_CASE = re.compile(
    rf"^{_OPENS}(?:(?:wh\w+|how(?: \w+)?) )?(?:(?:do|did|can|could|must|should|shall|will|would|may|are|am) (?:we|i|you|one)\b.*|(?:who|what) \w+s?)"
    r" (?:then|in (?:that|this|such a) case|instead|as well|too|anyway|otherwise|beforehand|afterwards)$|^what (?:happens )?if (?:one|some|none)\b.*$",
    re.IGNORECASE,
)
_COMPARATIVE = (
    r"(?:more|less|better|worse|cheaper|dearer|faster|quicker|slower|bigger|larger|smaller|greater|higher|lower|longer|shorter|safer|riskier|stronger|"
    r"weaker|easier|harder|simpler|older|newer|younger|earlier|later|heavier|lighter|stricter)"
)
_WHICH_OF_TWO = re.compile(
    rf"^{_OPENS}(?:which|what|who)(?: one)?(?: of (?:the two|both))? (?:(?:is|are|was|were|would be)(?: \w+ly)? (?:the )?(?:(?:more|less) \w+|{_COMPARATIVE})|"
    rf"(?:costs|takes|works|lasts|scales|fits|suits us) {_COMPARATIVE})(?: (?:for|to|in|at|on|with) (?:us|me|practice|[\w ]+))?$",
    re.IGNORECASE,
)
_MOST_WORDS: Final = 12


def adds_what_is_missing(question: str, topics: Sequence[str], before: str) -> str:
    """Return the question with the topic beside it, or with both sides of what it compares; empty if it lacks neither.

    Args:
        topics: What was spoken of, latest first.
        before: The question before it.
    """
    flat = question.rstrip("?!. ")
    if (
        not topics
        or not 0 < len(flat.split()) <= _MOST_WORDS
        or names_in(flat)
        or any(says(flat, topic) for topic in topics[:2])
    ):
        return ""
    if _WHICH_OF_TWO.match(flat):
        sides = _two_of(topics, before)
        return f"{flat}, {' or '.join(sides)}?" if sides else ""
    return f"{flat} ({bare(topics[0])})?" if _NAMES_NOTHING.match(flat) or _IN_THAT_CASE.match(flat) else ""


def _two_of(topics: Sequence[str], before: str) -> tuple[str, ...]:
    """Return the two things that were compared last, else the two last named; nothing if there are not two of one sort."""
    if kind_of(before) == "comparison" and len(compared := topics_of(before, "comparison")) == 2:  # noqa: PLR2004
        return compared
    named = [topic for topic in topics if is_capital(bare(topic)) and " and " not in topic]
    return (named[1], named[0]) if len(named) > 1 else ()
