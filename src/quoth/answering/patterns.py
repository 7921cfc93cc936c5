"""What an answer of each kind looks like in English: how things are defined, contrasted, counted, dated, explained. `shapes_of` has other languages', too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from quoth.text.languages import Shapes, language_of
from quoth.types import LanguageCode

NUMBER: Final = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|half|twice|hundred|thousand|million|billion|trillion)\b",
    re.IGNORECASE,
)
# A number with what it counts: money, percent, units, spans of time.
MEASURE: Final = re.compile(
    r"(?:(?:US)?[$\u20ac\u00a3\u00a5]|\b(?:USD|EUR|CHF|GBP|KRW|RMB|JPY)\s?)\s?\d[\d.,]*(?:\s?(?:million|billion|trillion|bn\b|tn\b|m\b|k\b))?|"
    r"\b\d[\d.,]*(?:\s?(?:-|\u2013|to)\s?\d[\d.,]*)?\s?(?:%|per\s?cent|\u00b0\s?[CF]|[kmcnµ]?[glmL]\b|litres?|liters?|kilograms?|tonnes?|tons?|"
    r"hours?|days?|weeks?|months?|years?|minutes?|million|billion|trillion|bn|batches|samples|patients|employees|sites|points?|times)",
    re.IGNORECASE,
)
DATE: Final = re.compile(
    r"\b(?:1[89]|20)\d\d\b|\b(?:January|February|March|April|June|July|August|September|October|November|December)\b|\b\d{1,2}\s+May\b|\bMay\s+(?:\d|20)",
)
MODAL: Final = re.compile(
    r"\b(?:must|may|should|shall|can|cannot|could|not|never|no|only|required?|requires|mandatory|allowed|permitted|optional|need(?:s|ed)?|always)\b",
    re.IGNORECASE,
)
CAUSE: Final = re.compile(
    r"\b(?:because|since|so that|in order to|therefore|thus|as a result|due to|owing to|which means|leads? to|to (?:avoid|ensure|reduce|keep|prevent|protect|allow)|reasons?|otherwise|by \w+ing)\b",
    re.IGNORECASE,
)
CONTRAST: Final = re.compile(
    r"\b(?:whereas|while|unlike|in contrast|conversely|but|rather than|instead|differs?|difference|distinguish\w*|besides|in addition to|beyond|"
    r"more than|as well as|not only|apart|however|on the other hand|compared)\b",
    re.IGNORECASE,
)
ACTOR: Final = re.compile(
    r"\b(?:sponsor|owner|manufacturer|company|client|customer|supplier|contractor|person|team|unit|agency|authority|department|group|committee|organi[sz]ation|board|head|manager|"
    r"party|parties|officer|investigator|inspector|FDA|EMA)s?\b|(?<=[a-z,;] )[A-Z][a-zA-Z]+"
)
PLACE: Final = re.compile(r"\b(?:in|at|near|from|of|based in|headquartered in|seat(?:ed)? in)\s+(?:the\s+)?[A-Z][a-zA-Z]+")
SEQUENCE: Final = re.compile(
    r"\b(?:first|then|next|after|before|finally|step|begins?|starts?|once|followed by|stage|phase)\b", re.IGNORECASE
)
ENUMERATION: Final = re.compile(
    r",[^,.;]+,[^.;]*\b(?:and|or)\b|:\s|;|\b(?:include|includes|including|such as|consists? of|comprises?)\b", re.IGNORECASE
)
POINTS_BACK: Final = re.compile(
    r"^(?:it|its|they|their|these|this|those|that|such|he|she|his|her|both|the (?:former|latter|same)|"
    r"however|but|instead|therefore|thus|moreover|in addition|also|conversely|by contrast|in contrast|for example|otherwise|here|there)\b",
    re.IGNORECASE,
)
REFERENCES: Final = re.compile(
    r"^(?:sources?|references?|bibliography|further reading|see also|literature|notes?)\W*$", re.IGNORECASE
)

_TIME = re.compile(
    r"\b(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|few)\b.{0,20}\b(?:second|minute|hour|day|week|month|year|decade)s?\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?:[$\u20ac\u00a3\u00a5]|\b(?:USD|EUR|CHF|GBP|KRW|RMB|JPY))\s?\d|\b\d[\d.,]*\s?(?:million|billion|trillion|bn|tn)?\s?(?:dollars?|euros?|francs?|won|yuan|pounds?|renminbi)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\d\s?(?:%|per\s?cent)|\bpercentage\b|\b(?:half|a third|a quarter|two thirds|most)\b", re.IGNORECASE)
_DEGREES = re.compile(r"\d\s?\u00b0\s?[CF]|\bdegrees\b|\bbelow zero\b", re.IGNORECASE)
_OFTEN = re.compile(
    r"\b(?:every|once|twice|times|annual\w*|yearly|monthly|weekly|daily|quarterly|each (?:year|month|week)|per (?:year|month|week)|an? (?:year|month|week))\b",
    re.IGNORECASE,
)
_VOLUME = re.compile(
    r"\d[\d.,]*\s?(?:l|L|ml|mL|litres?|liters?|kg|g|mg|tonnes?|tons?|kilograms?|grams?)\b|\b(?:tonnes?|kilograms?|grams|litres)\b",
    re.IGNORECASE,
)
_ASKED: Final = (
    (re.compile(r"\bhow (?:often|frequently)\b|\bfrequency\b", re.IGNORECASE), _OFTEN),
    (re.compile(r"\bhow (?:long|soon|quickly|fast)\b|\bhow much time\b|\bhow many (?:\w+ )?(?:days|weeks|months|years|hours|minutes)\b|\bduration\b|\blead time|\bin advance\b", re.IGNORECASE), _TIME),
    (re.compile(r"\bpercent|\bshare\b|\bcagr\b|\bgrow(?:s|th|ing)?\b|\brate\b|\bproportion\b|\btariff", re.IGNORECASE), _SHARE),
    (re.compile(r"\btemperature|\bhow (?:cold|hot|warm)\b|\bdegrees\b", re.IGNORECASE), _DEGREES),
    (re.compile(r"\brevenues?\b|\bsales\b|\bturnover\b|\bprice\b|\bcosts?\b|\bpa(?:y|id)\b|\bspen[dt]\b|\binvest|\bworth\b|\bfees?\b|\bmoney\b|\bfine\b|\bsalary\b|\bearn|\bbudget\b|\bsells?\b", re.IGNORECASE), _MONEY),
    (re.compile(r"\bvolumes?\b|\blit(?:re|er)s?\b|\bkg\b|\bkilograms?\b|\btonnes?\b|\bhow (?:large|big)\b.*\b(?:batch|reactor|tank|vessel|bioreactor)|\bhow much (?:drug|substance|material|product|api)\b", re.IGNORECASE), _VOLUME),
)  # fmt: skip
_HOW_MANY = re.compile(r"\bhow many (?:\w+ )??(\w{3,})\b", re.IGNORECASE)


def unit_asked(question: str) -> re.Pattern[str] | None:
    """Return what a number must come with to answer a question of quantity: a unit, or the things that are counted."""
    for asked, unit in _ASKED:
        if asked.search(question):
            return unit
    if match := _HOW_MANY.search(question):
        stem = re.escape(match.group(1).rstrip("s")[:7])
        return re.compile(rf"(?:\d|{NUMBER.pattern}).{{0,40}}\b{stem}", re.IGNORECASE)
    return None


_VERBS = (
    r"(?:is|are|was|were|means?|refers? to|stands? for|denotes?|describes?|is defined as|are defined as|can be defined as|covers?|"
    r"is called|consists? of|comprises?|takes?|provides?|offers?|combines?|\||:|\()"
)


def defines(sentence: str, topic: str) -> float:
    """Return how strongly a sentence defines a topic: 1 as its subject before a defining verb, less for weaker signs, else 0."""
    name = re.escape(topic)
    plural = rf"{name}(?:s|es)?"
    opening = rf"^(?:\*\*)?(?:an?\s|the\s|in [^,]{{1,60}},\s)?(?:\w+\s){{0,2}}?[\"'\u201c]?{plural}[\"'\u201d]?(?:\*\*)?"
    if re.search(rf"{opening}(?:\s*\([^)]{{1,60}}\))?\s*,?\s*{_VERBS}", sentence, re.IGNORECASE):
        return 1.0
    # "A contract research organisation (CRO) is …": the acronym in brackets after the words it stands for.
    if re.search(rf"^.{{0,90}}\(\s*{plural}\s*[,);].{{0,12}}\b{_VERBS}", sentence, re.IGNORECASE):
        return 1.0
    if re.search(rf"\({plural}\)|\b(?:called|known as|termed|named)\s+(?:an?\s|the\s)?{plural}", sentence, re.IGNORECASE):
        return 0.6
    if re.search(opening, sentence, re.IGNORECASE):
        return 0.4
    return 0.0


_APART: Final = re.compile(
    r"\bapart\b|\bdistinguish\w*|\bdiffer\w*|\bunlike\b|\bin addition to\b|\bbesides\b|\brather than\b|\bwhereas\b|\bnot only\b|"
    r"\bin contrast\b|\bby contrast\b|\bbeyond\b|\bmore emphasis\b|\bas opposed to\b|\binstead of\b|\bnot (?:just|merely)\b",
    re.IGNORECASE,
)
_SUBJECT_WITHIN: Final = 40


def sets_apart(sentence: str, topics: Sequence[str]) -> float:
    """Return how strongly a sentence says what sets one of the topics apart: 1 with the topic as its subject, less if only named."""
    if not topics or not _APART.search(sentence):
        return 0.0
    folded = sentence.casefold()
    places = [match.start() for topic in topics if (match := re.search(rf"\b{re.escape(topic.casefold())}", folded))]
    if not places:
        return 0.0
    return 1.0 if min(places) <= _SUBJECT_WITHIN else 0.5


_BETWEEN: Final = re.compile(r"\bbetween\b", re.IGNORECASE)


def stands_apart(sentence: str, topic: str) -> bool:
    """Say whether a sentence has a topic as its subject and sets it apart from all others, not only tells it from one ("between")."""
    return sets_apart(sentence, [topic]) == 1 and not _BETWEEN.search(sentence)


ENGLISH: Final = Shapes(
    number=NUMBER, measure=MEASURE, date=DATE, modal=MODAL, cause=CAUSE, contrast=CONTRAST, actor=ACTOR, place=PLACE, sequence=SEQUENCE,
    enumeration=ENUMERATION, points_back=POINTS_BACK, references=REFERENCES, unit_asked=unit_asked, defines=defines, sets_apart=sets_apart,
)  # fmt: skip


def shapes_of(language: LanguageCode) -> Shapes:
    """Return what answers look like in a language."""
    return language_of(language).shapes or ENGLISH
