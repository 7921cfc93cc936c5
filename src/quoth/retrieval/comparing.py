"""Take a question that compares apart: its sides, and in what respect they are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from quoth.text.normalise import squeeze
from quoth.text.words import STOP_WORDS, is_name, words

_MOST_SIDES: Final = 4
# In a longer text no form is looked for: it tells a story, and patterns take long.
_MOST_CHARACTERS: Final = 250
_MOST_SIDE_WORDS: Final = 7
# Sides of up to so many words may share the last one.
_MOST_SHARING: Final = 3
# What comes before the respect in which two things differ, and what may follow a side besides it.
_RESPECT = r"(?:in(?: (?:terms|respect) of| regard to)?|on|as to|regarding|concerning|about|with (?:respect|regard) to|when it comes to|by|for|at|under|during|before|after|where|when)"
_AGAINST = r"(?:vs\.?|versus|as opposed to|as against|compared? (?:to|with))"
_COMPARATIVE = r"(?:more|less|fewer|better|worse|best|most|least|(?!other|whether|either|order|number|after|under|over|ever|never|partner|manufacturer|supplier|customer|paper)\w{3,}er)"
_OTHER = r"(?P<b>(?:those|that|the ones?) (?:for|of|in|on|under|with|by|from|at) (?:[\w-]+ ?){1,6}|.+?)"
_HARD = r"\s*(?:[:;\u2013\u2014]|,(?=\s(?:and )?(?:which|who|what|how|when|where|is|are|do|does|if|especially|in|for|with|as)\b)|\s-)\s+"
_TAIL = rf"(?P<rest>(?:{_HARD}|\s+{_RESPECT}\s+).*)?"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"^(?P<lead>.*)\b(?:differences?|distinctions?|contrasts?|comparison|boundary|borderline|line) (?:is |are |lies? )?(?:there )?between (?P<sides>.+?){_TAIL}$",
        rf"^(?P<sides>.+?)(?:{_HARD}|\s)(?P<rest>(?:so )?(?:what(?:'?s|\u2019s| is| are)|which|is there|where is) (?:an?y?|the|their)?\s?(?:difference|distinction|trade-?off)s?.*)$",
        r"^(?:what(?:'?s|\u2019s| is| are) )?(?:the )?differences? (?P<keywords>[\w-]+ [\w-]+)$",
        r"^(?:what(?:'?s|\u2019s| is| are) )?(?:the )?differences? (?P<keywords>(?-i:(?:[A-Z]{2,6}s? ){2,3}[A-Z]{2,6}s?))$",
        r"^(?P<keywords>(?-i:(?:[A-Z]{2,6}s? ){1,3}[A-Z]{2,6}s?)) differences?$",
        rf"^(?P<lead>.*?)\b(?:what|which (?:\w+ )?)?(?:makes?|sets?) (?P<sides>.+?) (?:apart|different|special|unique|stand out)(?: (?:from|to|than) {_OTHER})?{_TAIL}$",
        rf"^(?P<lead>.*?)\bdistinguish(?:es|ed)? (?P<sides>.+?)(?: from {_OTHER})?{_TAIL}$",
        rf"^(?P<lead>.*?) (?:differs?|vary|varies|changes?) between (?P<sides>.+?){_TAIL}$",
        rf"^(?P<lead>.*?\b(?:how|ways|way|where|what|respects?|why)\b.*?) (?:do|does|did|is|are|was|were) (?P<sides>.+?) (?:differs?|different|distinct|unlike)"
        rf"(?: (?:from|to|than) {_OTHER})?{_TAIL}$",
        rf"^(?P<sides>.+?){_HARD}how (?:do|does) (?:they|these|those|the (?:two|three)) (?:compare|differ){_TAIL}$",
        rf"^(?P<lead>.*?\bhow (?:do|does|did) )(?P<sides>.+?) compare(?:s|d)?(?: (?:with|to|against) {_OTHER})?{_TAIL}$",
        rf"^(?P<lead>.*?)\bcompar(?:e|ing|ison of) (?P<sides>.+?)(?: (?:with|to|against) {_OTHER})?{_TAIL}$",
        rf"^(?P<sides>.+?) (?:differs?|is different) from {_OTHER}{_TAIL}$",
        rf"^(?P<lead>(?:is|are) )(?P<sides>.+?)(?: just| really)? the same(?: thing)?(?: (?:as|like) (?P<b>.+?))?{_TAIL}$",
        rf"^(?P<lead>(?:which|who|what|where|is|are)\b.*?\b{_COMPARATIVE}\b.*?)(?:,|:|\s-)\s(?P<sides>[^,:]+? or [^,:]+?)$",
        rf"^(?P<sides>[^,:]+? (?:or|and) [^,:]+?)(?:{_HARD})(?P<rest>(?:which|who|what|where|how|when|is|are)\b.*\b(?:which|each|both|{_COMPARATIVE})\b.*)$",
        r"^(?!(?:is|are|do|does|did|can|could|may|must|should|will|has|have)\b)(?P<sides>(?:[\w-]+ ){1,3}or(?: [\w-]+){1,3})$",
        rf"^(?P<lead>.*?)(?P<sides>\S+(?: \S+)*?,? {_AGAINST} \S.*?){_TAIL}$",
    )
)  # fmt: skip
_JOINT: Final = re.compile(rf"\s*(?:,\s*(?:and|or)\b|,|\band\b|\bor\b|\b{_AGAINST}(?=\s)|\s/\s|&)\s*", re.IGNORECASE)
_OPENING: Final = re.compile(
    r"^(?:(?:an?|the|our|your|both|either|simply|just|between|of|using|with|is|are|do|does|those|that|ones?|in|for)\s+)+",
    re.IGNORECASE,
)
_PREPOSITIONS: Final = frozenset("of in for on under with by from at to".split())
_WITHIN: Final = re.compile(rf"\s(?:{'|'.join(sorted(_PREPOSITIONS))})\s(?:an?\s|the\s)?")
_ARTICLE: Final = re.compile(r"(?:an?|the)\s", re.IGNORECASE)
# A difference is one between several things, even where nothing is written between their names.
_BETWEEN_SEVERAL: Final = re.compile(r"\b(?:differences?|distinctions?)\b", re.IGNORECASE)
_ACRONYM: Final = re.compile(r"[A-Z]{2,6}s?")
_ASKS: Final = re.compile(r"(?:what|which|who|whose|how|why|when|where)\b", re.IGNORECASE)
_FRAME: Final = frozenset(
    "difference differences differ differs different differently distinguish distinguishes distinguished distinction compare compares compared comparison comparing "
    "apart sets set vs versus contrast contrasts ways way unique special makes make same thing trade-off trade-offs tradeoffs trade offs what's one ones each either which whats case "
    "respects line boundary terms respect regard".split()
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared with what, and in what respect.

    Attributes:
        sides: One, where the question leaves open with what ("what distinguishes a CDMO"), or up to four.
        respect: The other words of the question that carry meaning; empty where everything is asked.
    """

    sides: tuple[str, ...]
    respect: tuple[str, ...]


def question_about(side: str, respect: Sequence[str]) -> str:
    """Return what a comparison asks of one side."""
    if respect:
        return f"{' '.join(respect)} {side}"
    return f"What is {side}?" if len(side.split()) <= _MOST_SHARING else side


def comparison_of(question: str) -> Compared | None:
    """Return what a question compares; None if no form of comparison fits."""
    flat = squeeze(question).rstrip("?!. ")
    if len(flat) > _MOST_CHARACTERS:
        return None
    last = re.split(r"(?<=[.!?])\s", flat)[-1]
    return _by_form(flat) or (_by_form(last) if last != flat else None)


def _by_form(flat: str) -> Compared | None:
    for form in _FORMS:
        if (match := form.search(flat)) is None:
            continue
        groups = match.groupdict()
        if keywords := groups.get("keywords"):
            return Compared(tuple(dict.fromkeys(keywords.split())), ())
        sides = _sides(groups.get("sides") or "", groups.get("b"))
        if sides:
            beside = " ".join(part for name in ("lead", "rest") if (part := groups.get(name)))
            return _parted(Compared(sides, _respect(f"{beside} {groups['sides']}", sides)), flat)
    return None


def _sides(phrase: str, other: str | None) -> tuple[str, ...]:
    """Return the things compared in a phrase, each one short."""
    parts = [phrase] if other and not _JOINT.search(phrase) else _JOINT.split(phrase)
    parts += _JOINT.split(other) if other else []
    found = list(dict.fromkeys(bare for part in parts if (bare := _bare(part))))
    if not 1 <= len(found) <= _MOST_SIDES:
        return ()
    sides = _share_lead(_only_names(found))
    if any(len(side.split()) > _MOST_SIDE_WORDS or _ASKS.match(side) for side in sides):
        return ()
    return tuple(sides if _ARTICLE.match(parts[-1].strip()) and " " not in sides[0] else _share_tail(sides))


def _bare(part: str) -> str:
    bare = _OPENING.sub("", part.strip()).strip(" ,.?!\"'\u201c\u201d")
    return bare if any(_carries_meaning(word) for word, _ in words(bare)) else ""


def _only_names(sides: list[str]) -> list[str]:
    """Cut keywords off a side whose partners are names: "legal basis EU" and "US", "EU" and "US serialisation purpose"."""
    first, *others = sides
    if others and all(map(_is_name, others)) and _is_name(tail := first.split()[-1]):
        return [tail, *others]
    head, *behind = sides[-1].split()
    if (
        others
        and behind
        and all(map(_is_name, [*sides[:-1], head]))
        and not is_name(behind[0])
        and behind[0] not in _PREPOSITIONS
    ):
        return [*sides[:-1], head]
    return sides


def _parted(compared: Compared, question: str) -> Compared:
    """Part acronyms between which nothing stands: "RFI RFP RFQ". Two may be one name ("EU GMP"), unless nothing but their difference is asked for."""
    row = tuple(dict.fromkeys(compared.sides[0].split()))
    if len(compared.sides) > 1 or not 1 < len(row) <= _MOST_SIDES or not all(map(_ACRONYM.fullmatch, row)):
        return compared
    is_one = len(row) == 2 and (compared.respect or not _BETWEEN_SEVERAL.search(question))  # noqa: PLR2004 - a pair
    return compared if is_one else Compared(row, compared.respect)


def _is_name(side: str) -> bool:
    return " " not in side and is_name(side)


def _share_lead(sides: list[str]) -> list[str]:
    """Take from the first side what belongs to all: "hourly rates of monitors in Poland" and "Germany" are Poland and Germany."""
    first, *others = sides
    longest = max((len(side.split()) for side in others), default=0)
    if len(first.split()) <= longest + 1:
        return sides
    heads = [first[match.end() :] for match in _WITHIN.finditer(first)]
    head = next((head for head in heads if len(head.split()) <= longest), None)
    return sides if head is None or not others else [head, *others]


def _share_tail(sides: list[str]) -> list[str]:
    """Give a side the noun it shares with the last one: "upstream" and "downstream processing", "type IB" and "type II variation"."""
    *others, last = (side.split() for side in sides)
    if not others or not 1 < len(last) <= _MOST_SHARING or not last[-1].islower():
        return sides
    shares = all(
        len(side) == len(last) - 1 and (len(side) == 1 or side[0] == last[0]) and not side[0].isupper() for side in others
    )
    return [*(" ".join([*side, last[-1]]) for side in others), sides[-1]] if shares else sides


def _respect(text: str, sides: Sequence[str]) -> tuple[str, ...]:
    """Return the words that carry meaning and belong to no side, in order."""
    named = {word.casefold() for side in sides for word, _ in words(side)}
    return tuple(dict.fromkeys(word for word, _ in words(text) if _carries_meaning(word) and word.casefold() not in named))


def _carries_meaning(word: str) -> bool:
    """Say whether a word is neither small nor part of a comparison's frame; US is no "us"."""
    return word.casefold() not in STOP_WORDS | _FRAME or (word.isupper() and len(word) > 1)
