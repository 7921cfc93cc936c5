"""Resolve "And a CRO?", "what about Europe?", "and in phase 3?": put what is new into the question before it."""

from __future__ import annotations

import re
from typing import Final

from quoth.retrieval.focus import focus_of
from quoth.retrieval.kinds import kind_of
from quoth.retrieval.phrases import ASPECTS, bare, names_in
from quoth.retrieval.topics import topics_of
from quoth.text.words import content_words

_OPENS = r"(?:(?:and|but|so|ok(?:ay)?|then|now|well|yes|no|thanks|thank you|great|also)\b[,.!]?\s+)*"
_WHOLE = r"(?:what|who|whom|whose|which|when|where|why|how|is|are|was|were|do|does|did|can|could|may|must|should|shall|will|would|has|have|had|if)\b"
_PREPOSITION = (
    "in|on|at|for|with|without|from|to|by|since|until|before|after|during|under|within|per|outside|among|against|than|through"
)
_ASKED_OUTRIGHT = r"(?:what about|how about|what of|what if it(?:'s|\u2019s| is))\s+"
_ADDED = rf"(?:and|or|but|also)\b,?\s+(?!{_WHOLE})"
_NARROWED = (
    r"(?:(?:no|and|but)\b,? )?(?:i (?:mean|meant)|only|just|(?:the )?same(?: thing| question)?)\s+"
    rf"(?=(?!to\b|in (?:case|time|general)\b)(?:{_PREPOSITION})\s+[\w-]+(?: (?!{_WHOLE})[\w-]+){{0,3}}$)"
)
# "I mean tell me about GMP", "I mean that": no other topic.
_NO_TOPIC = (
    "to|that|it|in|this|these|those|them|not|no|yes|never|nothing|really|thanks|we|you|they|there|please|"
    "tell|explain|define|list|describe|show|give"
)
_CORRECTED = (
    rf"(?:(?:no|sorry|oh|well)\b,? )*i (?:mean|meant) (?!(?:{_NO_TOPIC})\b|{_WHOLE})(?=\w[\w-]*(?: (?!{_WHOLE})[\w-]+){{0,3}}$)"
)
_LEFT_BARE = rf"(?=(?:{_PREPOSITION})\s+\S+(?:\s+\S+){{0,3}}$)"
_FRAGMENT = re.compile(rf"^(?:{_OPENS}{_ASKED_OUTRIGHT}|{_ADDED}|{_NARROWED}|{_CORRECTED}|{_LEFT_BARE})(.+)$", re.IGNORECASE)
_SAME_FOR = re.compile(
    r"^(?:and |but |so )?(?:does|do|is|are|would|will|did|can|has) (?:the same|that also|this also|it also)\b.*?\b(?:for|to|of|with|in|at) (.+)$",
    re.IGNORECASE,
)
_AFTERTHOUGHT = re.compile(r",? (?:i (?:mean|meant)|that is|please|too|as well)$", re.IGNORECASE)
_SAME_AS = re.compile(r"\bthe same as\b", re.IGNORECASE)
_LEAD = re.compile(rf"^({_PREPOSITION})\s+(.+)$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an?|the|some|any|your|their|its)\s+", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d(?:s|-\d\d(?:\d\d)?)?\b")
_STAGE = re.compile(
    r"\b(phase|phases|stage|step|part|class|grade|type|level|annex|section|chapter|article|version|tier|quarter|q|week|month|day|year|series)\s?"
    r"(\d{1,4}[a-z]?|[IVX]{1,5}|one|two|three|four|five)\b",
    re.IGNORECASE,
)
_PLACES: Final = (
    "Europe|Africa|Asia|America|Americas|North America|South America|Latin America|Oceania|Australia|the EU|EU|European Union|the US|US|U\\.S\\.|USA|the USA|United States|the UK|UK|"
    "United Kingdom|Great Britain|Britain|England|Scotland|Wales|Ireland|Germany|France|Spain|Italy|Portugal|Switzerland|Austria|Belgium|Netherlands|Luxembourg|Denmark|Sweden|Norway|"
    "Finland|Iceland|Poland|Czechia|Hungary|Romania|Bulgaria|Greece|Turkey|Ukraine|Russia|China|India|Japan|Korea|South Korea|Singapore|Taiwan|Thailand|Vietnam|Malaysia|Indonesia|"
    "Philippines|Pakistan|Bangladesh|Israel|Saudi Arabia|Egypt|South Africa|Nigeria|Kenya|Canada|Mexico|Brazil|Argentina|Chile|Colombia|Peru|New Zealand|Asia-Pacific|APAC|EMEA|"
    "the Middle East|Middle East|the world|worldwide|Eastern Europe|Western Europe|Central Europe|Southeast Asia"
)
_PLACE = re.compile(rf"(?<![\w-])(?:the )?(?:{_PLACES})(?![\w-])")
_ACRONYM = re.compile(r"\b[A-Z][A-Z&]*[A-Z](?:s\b|\b)")
_SUPERLATIVE = re.compile(
    r"\b(?:most|least) \w+\b|\b(?!rest|test|interest|request|west|forest|guest|harvest|quest|nest|best-)\w{2,}est\b|\bbest\b|\bworst\b",
    re.IGNORECASE,
)
_ASPECT = re.compile(rf"\b(?:{ASPECTS})\b", re.IGNORECASE)
# "The first step of the escalation path", "the last step": what it is a step of stays.
_NTH: Final = re.compile(r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|next|last|final) (\w+)\b", re.IGNORECASE)
_HYPHENED: Final = re.compile(
    r"(?:non|pre|post|off|on|in|out|co|multi|single|re|un|sub|over|under|large|small|high|low|short|long|full|part)-(\w{3,})",
    re.IGNORECASE,
)
_MOST_WORDS: Final = 12


def fragment_of(question: str) -> str:
    """Return what is new in a question that leaves out the rest; empty if it leaves out nothing."""
    flat = _AFTERTHOUGHT.sub("", question.rstrip("?!. "))
    if (match := _SAME_FOR.match(flat)) and not _SAME_AS.search(flat):
        return match.group(1)
    if _PLACE.fullmatch(flat) and flat.lower() != "worldwide":
        return flat
    match = _FRAGMENT.match(flat)
    return match.group(1) if match and len(flat.split()) <= _MOST_WORDS else ""


def put_in_place(previous: str, new: str) -> str:
    """Return the earlier question with a few words in the place of those of their form, and nothing if it has none.

    "The last step" stands for "the first step" of something, "non-rodents" for "rodents", "off-site" for "on-site", "phase III" for "phase II".
    """
    old, flat = previous.rstrip("?!. "), new.rstrip("?!. ")
    stem = _ARTICLE.sub("", flat)
    found: re.Match[str] | None = None
    if nth := _NTH.fullmatch(stem):
        found = next((match for match in _NTH.finditer(old) if match.group(1).lower() == nth.group(1).lower()), None)
    elif hyphened := _HYPHENED.fullmatch(stem):
        found = re.search(rf"(?<![\w-])(?:\w+-)?{hyphened.group(1)}(?![\w-])", old, re.IGNORECASE)
    elif stage := _STAGE.fullmatch(stem):
        found = next((match for match in _STAGE.finditer(old) if _same_stage(match, stage)), None)
    return f"{old[: found.start()]}{stem}{old[found.end() :]}?" if found and found.group().lower() != stem.lower() else ""


def is_stage(text: str) -> bool:
    """Say whether a text is a stage of something: "phase one", whose "one" stands for nothing."""
    return bool(_STAGE.fullmatch(text))


def _same_stage(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.group(1).lower().rstrip("s") == other.group(1).lower().rstrip("s")


def put_into(previous: str, new: str) -> str:
    """Return the earlier question with the new part in the place of what is of the same sort, else added to it."""
    old = previous.rstrip("?!. ")
    lead = match.group(1).lower() if (match := _LEAD.match(new)) else ""
    phrase = match.group(2) if match else new
    for sort in (_YEAR, _PLACE, _STAGE):
        if sort.fullmatch(phrase) or (sort is _YEAR and sort.search(phrase) and len(phrase) < 10):  # noqa: PLR2004
            return _swap_or_add(old, sort, phrase, lead or ("" if sort is _STAGE else "in"))
    if lead:
        return _swap_after(old, lead, phrase)
    return _swap_topic(old, phrase)


def _swap_or_add(old: str, sort: re.Pattern[str], phrase: str, lead: str) -> str:
    found = list(sort.finditer(old))
    if sort is _STAGE:
        found = [match for match in found if (stage := sort.fullmatch(phrase)) and _same_stage(match, stage)]
    if not found:
        return _added(old, f"{lead or 'in'} {phrase}")
    last = found[-1]
    if sort is _PLACE:
        phrase = _with_the(phrase)
    return f"{old[: last.start()]}{phrase}{old[last.end() :]}?"


def _swap_after(old: str, lead: str, phrase: str) -> str:
    """Replace what stands behind the same preposition at the end of the earlier question, if it is of the same sort."""
    match = re.search(rf"\b{lead} ((?:\S+ ){{0,3}}\S+)$", old, re.IGNORECASE)
    is_alike = (
        match and not _LEAD.search(match.group(1)) and bool(names_in(f"x {match.group(1)}")) == bool(names_in(f"x {phrase}"))
    )
    if match and is_alike and not re.search(rf"\b(?:{_PREPOSITION})\b", match.group(1), re.IGNORECASE):
        return f"{old[: match.start(1)]}{phrase}?"
    if lead.lower() == "in" and (place := _PLACE.search(old)) and names_in(f"x {phrase}"):
        return f"{old[: place.start()]}{phrase}{old[place.end() :]}?"
    return _added(old, f"{lead} {phrase}")


def _swap_topic(old: str, phrase: str) -> str:
    stem = _ARTICLE.sub("", phrase)
    if in_place := put_in_place(old, phrase):
        return in_place
    for sort in (_SUPERLATIVE, _ASPECT):
        mine, theirs = sort.fullmatch(stem), list(sort.finditer(old))
        if mine and len(theirs) == 1 and theirs[0].group().lower() != stem.lower():
            return f"{old[: theirs[0].start()]}{stem}{old[theirs[0].end() :]}?"
    if (mine := _SUPERLATIVE.match(stem)) and _SUPERLATIVE.search(old):
        return f"{phrase[:1].upper()}{phrase[1:]} ({old})?"
    topic = _topic_to_replace(old, stem)
    if topic and topic.lower() != stem.lower():
        return _replaced(old, topic, phrase)
    if stem.lower() in old.lower():
        return f"{old}?"
    return f"{phrase} ({old})?" if not phrase[:1].islower() else f"{phrase[:1].upper()}{phrase[1:]} ({old})?"


def _topic_to_replace(old: str, stem: str) -> str:
    """Return the phrase of the earlier question that a new one of this sort stands for."""
    if _ACRONYM.fullmatch(stem) and (found := _ACRONYM.findall(old)):
        return str(found[-1])
    topics = topics_of(old, kind_of(old))
    if len(topics) == 1 and topics[0] in old and len(content_words(topics[0])) <= 3:  # noqa: PLR2004
        return topics[0]
    is_name = stem[:1].isupper() or stem[:1].isdigit()
    names = [name for name in names_in(old) if not _PLACE.fullmatch(name)]
    if is_name and names:
        return names[-1]
    last = stem.rsplit(maxsplit=1)[-1].lower()
    focus = bare(focus_of(old))
    if focus and focus in old and (not names_in(f"x {focus}") or is_name or focus.lower().endswith(last)):
        return focus
    return ""


def _replaced(old: str, topic: str, phrase: str) -> str:
    """Put a phrase in the place of another, with the old one's article and number."""
    at = old.index(topic) if topic in old else old.lower().index(topic.lower())
    before, after = old[:at], old[at + len(topic) :]
    stem = _ARTICLE.sub("", phrase)
    if match := re.search(r"\b(an?) $", before, re.IGNORECASE):
        stem = re.sub(r"^([A-Z]{2,})s$", r"\1", stem)
        before = before[: match.start(1)] + _an(stem, match.group(1)) + " "
    elif re.search(r"\bthe $", before, re.IGNORECASE):
        pass
    elif re.fullmatch(r"[A-Z]{2,}s", topic) and re.fullmatch(r"[A-Z]{2,}", stem):
        stem += "s"
    else:
        stem = phrase if _ARTICLE.match(phrase) else stem
    return f"{before}{stem}{after}?"


def _an(stem: str, old: str) -> str:
    """Return the article that goes with a word: "an API", "a CMO", as far as its first letter tells."""
    first = stem[:1]
    is_spelled = len(stem) > 1 and stem[:2].isupper()
    vowel = first in "AEFHILMNORSX" if is_spelled else first.lower() in "aeio"
    return ("An" if vowel else "A") if old[0].isupper() else ("an" if vowel else "a")


def _with_the(place: str) -> str:
    return (
        f"the {place}"
        if place
        in (
            "US",
            "UK",
            "EU",
            "USA",
            "United States",
            "United Kingdom",
            "European Union",
            "Middle East",
            "Netherlands",
            "Philippines",
        )
        else place
    )


def _added(old: str, part: str) -> str:
    return f"{old[:-1]} {part})?" if old.endswith(")") else f"{old} {part}?"
