"""Nouns that lack what they are of: "the main types", "the largest in the world". Adds the topic of the conversation to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from quoth.retrieval.focus import focus_of
from quoth.retrieval.phrases import ASPECTS, bare, is_plural, names_in, nouns_in, pluralised
from quoth.text.words import content_words

_ADJECTIVES = r"(?:(?!of\b|for\b|in\b|to\b|is\b|are\b|by\b)[\w-]+,? (?:(?:and|or) )?){0,3}?"
_PLAIN = r"(?:(?:main|key|common|typical|important|possible|popular|major|biggest|greatest|different|good|best|various|side|health|long.term|short.term|modern|most|its|natural|recent|current|usual|known|and) )*"
_ASKS_FOR = r"(?:(?:and|so|but) )?(?:(?:what|who|which|where)(?:'s|\u2019s| is| are| was| were)|tell me (?:more )?about|describe|explain|list|name|how (?:is|are|was|were|did|do|does))"
_TAIL = (
    r"(?P<tail> (?:and why|and when|on [\w -]+|with [\w-]+|to [a-z][\w-]+|are there|exist|there|today|over time)|(?<=examples) in [\w -]+|(?<=sources) in [\w -]+|(?<=uses) in [\w -]+|"
    r"(?<=applications) in [\w -]+|(?<=implications) for [\w -]+|(?<=consequences) for [\w -]+)?$"
)
# "What are the main types?", "Are there any benefits?", "What is the impact on trade?"
_HANGS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^{_ASKS_FOR} (?:the|some|any|some of the|a|an|your) {_ADJECTIVES}(?P<noun>{ASPECTS}){_TAIL}",
        rf"^{_ASKS_FOR} {_PLAIN}(?P<noun>{ASPECTS}){_TAIL}",
        rf"^(?:and |so )?(?:(?:is|are) there|(?:does|do|did) \w+ have) (?:any |some )?{_ADJECTIVES}(?P<noun>{ASPECTS}){_TAIL}",
        r"^(?:and |so )?(?:what|which|how many) (?:[\w-]+ )?(?P<noun>types?|kinds?|sorts?|models?|versions?|varieties|variety|forms?|examples?|options|alternatives|members)"
        r"(?P<tail> (?:is|are|was|were|do|does|did|can|could|should|must|have|has|had|exist|would|will)\b.*)$",
    )
)
_SUPERLATIVE = re.compile(
    r"^(?:and |so )?(?:what|who|which|where)(?:'s|\u2019s| is| are| was| were) (?:the )?(?:most \w+|least \w+|(?!test\b|request\b|interest\b|guest\b|forest\b|west\b)\w{3,}est|best(?: selling)?|worst|first|last)"
    r"(?P<tail>(?: (?:in|on|ever|and|to|for|of all|known|found|made|so far|on the market)\b.*)?)$",
    re.IGNORECASE,
)
# "Why is Batman not a member?"
_IS_ONE_OF = re.compile(
    r"^(?:and |so |why )*(?:is|are|was|were) [\w .-]+ (?:not )?an? (?:member|part|kind|type|form|example|component|element|symptom|cause|sign|side effect)$",
    re.IGNORECASE,
)
_LACKS_OTHER_SIDE = re.compile(
    r"^(?:and |so )?how (?:do|does|did|is|are|was|were) .*\b(?:different|compare|differ|better|similar|worse|related)$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"\b(?:and|two|three|both|each|from|with|to|than)\b", re.IGNORECASE)
_ONE_THE = re.compile(r"\bthe [a-z]+\b(?! of\b)")
_OTHER = re.compile(
    r"^(?:and |so )?(?:what|which|who|where|how|are there|is there)(?:'s| is| are| was| were)?(?: any| some)? (?:other|else|similar|alternative)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"\bthe (?:city|town|country|region|state|company|firm|team|group|movement)\b(?! (?:of|that|which|who|in|with|behind)\b)",
    re.IGNORECASE,
)
_MOST_WORDS: Final = 16
_FEW_NOUNS: Final = 3
_FEW_WORDS: Final = 5
_FAR: Final = 3


def adds_topic(question: str, topics: Sequence[str]) -> str:
    """Return the question with the topic added where a noun of it lacks what it is of; empty if none does."""
    flat = question.rstrip("?!. ")
    if not topics or len(flat.split()) > _MOST_WORDS:
        return ""
    if short := _spelled_out(question, topics):
        return short
    topic = topics[0]
    if _OTHER.search(flat) and not names_in(flat) and len(content_words(flat)) <= _FEW_WORDS:
        return f"{flat} ({bare(topic)})?"
    if says(flat, topic):
        return ""
    if _IS_ONE_OF.match(flat):
        return f"{flat} of {topic}?"
    return _of_topic(flat, topic) or _beside_topic(flat, topic)


def _of_topic(flat: str, topic: str) -> str:
    """Add "of" and the topic to a noun or superlative that asks for it."""
    for pattern in _HANGS:
        match = pattern.match(flat)
        if match and not names_in(flat[: match.end("noun")]) and len(nouns_in(match["tail"] or "")) <= _FEW_NOUNS:
            at = match.end("noun")
            return f"{flat[:at]} of {topic}{flat[at:]}?"
    many = pluralised(topic)
    if (match := _SUPERLATIVE.match(flat)) and is_plural(many):
        at = match.start("tail")
        return f"{flat[:at]} of {many}{flat[at:]}?"
    return ""


def _beside_topic(flat: str, topic: str) -> str:
    """Name the topic beside a question that says too little without it."""
    if _LACKS_OTHER_SIDE.match(flat) and not is_plural(focus_of(flat)) and not _SEVERAL.search(flat):
        word = "from" if flat.endswith(("different", "differ")) else "than" if flat.endswith(("better", "worse")) else "to"
        return f"{flat} {word} {topic}?"
    is_nameless = not names_in(flat)
    is_of_one_thing = is_nameless and _ONE_THE.search(flat) and len(nouns_in(flat)) == 1
    return f"{flat} ({bare(topic)})?" if _SUPERLATIVE.match(flat) or is_of_one_thing else ""


def _spelled_out(question: str, topics: Sequence[str]) -> str:
    """Return the question with "the experiment" written as "the Stanford Experiment"."""
    low = question.lower()
    for topic in topics[:_FAR]:
        known = bare(topic)
        last = known.split()[-1]
        if " " in known and known.lower() not in low and f"the {last.lower()}" in low:
            match = re.search(rf"\bthe ({re.escape(last)})\b(?! of\b)", question, re.IGNORECASE)
            if match:
                return f"{question[: match.start(1)]}{known}{question[match.end(1) :]}"
    name = next((topic for topic in topics[:_FAR] if topic[:1].isupper()), "")
    if name and name not in question and len(nouns_in(question)) <= _FEW_NOUNS + 1 and (match := _GENERIC.search(question)):
        return f"{question[: match.end()]} {name}{question[match.end() :]}"
    return ""


def says(question: str, topic: str) -> bool:
    """Say whether a question names a topic already, if only by one of its words."""
    mine = {word.lower().rstrip("s") for word in content_words(topic)}
    return any(word.lower().rstrip("s") in mine for word in content_words(question))
