"""How English sentences lean on others: those that point back, those that limit what went before, those that go on with a series.

Patterns of the language, none about a topic. `patterns.POINTS_BACK` is older and narrower: it is measured by the features that the weights were fitted on.
"""

from __future__ import annotations

import re
from typing import Final

from quoth.text.languages import Leaning, language_of
from quoth.types import LanguageCode

_POINTERS = r"(?:it|its|they|their|them|these|this|those|that|such|both|he|she|his|her)"
_REFERRING = r"the (?:former|latter|same|above|foregoing|preceding|others?|rest|remainder|second|third|fourth|next)|(?:\w+er|more|less) than (?:it|this|that|these|those|them)"
_IN_PHRASE = (
    r"(?:in|on|at|for|under|by|with|without|within|after|before|during|to|from|of|as|because of|due to|despite|unlike|besides|through|beyond|if|when|where|while|"
    r"once|until|unless|although|because|since|whether|as a result of|in addition to|instead of|rather than|contrary to|based on)"
)
# "In October 2024 it bought …": the subject is a pronoun, behind a few words of time or place.
_LATE_SUBJECT = r"(?:in|on|at|by|since|from|until|during|after|before) (?:[\w-]+,? ){1,4}?(?:it|they|he|she)"
_SHARE_OF = r"(?:all|some|most|many|none|each|both|either|neither|one|two|three|several|few|part|half|any)(?: of (?:it|them|these|those|this|which))"
_CONNECTIVES = (
    r"(?:however|but|instead|therefore|thus|hence|moreover|furthermore|consequently|accordingly|also|conversely|nevertheless|nonetheless|otherwise|likewise|similarly|"
    r"in addition|additionally|as a result|for example|for instance|for this|in particular|in other words|that is|by contrast|in contrast|on the other hand|"
    r"yes|no|yet|still|then|afterwards|here|another|others|neither|either|alternatively|if so|if not|even so|even then|at the same time|and|or|nor|so)"
)
# "It is important to …" and "There is …" point at nothing.
_EXPLETIVE = re.compile(
    r"it (?:is|was|may be|can be|has been|remains|seems|becomes) (?:\w+ly |often |also |not |always )?(?:important|essential|necessary|possible|impossible|likely|unlikely|clear|common|"
    r"customary|usual|advisable|recommended|vital|worth|good practice|best|better|easy|hard|difficult|useful|helpful|known|said|estimated|expected|crucial|critical)\b|"
    r"(?:this|these|that|those) (?:chapter|page|document|guide|guideline|policy|section|handbook|article|procedure|agreement|contract|annex)s?\b|"
    r"no \w+|neither \w+ nor|either \w+ or|both (?:\w+ ){1,5}and|such as\b|so that\b|still\s\w+ing\b|here (?:is|are)\b|then[- ]",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    rf"[\"'\u201c\u2018(\[*_]*(?:{_POINTERS}|{_REFERRING}|{_IN_PHRASE}\s(?:{_POINTERS}|{_REFERRING})|{_LATE_SUBJECT}|{_SHARE_OF}|{_CONNECTIVES})\b", re.IGNORECASE
)  # fmt: skip
_LIMITS = re.compile(
    r"[\"'\u201c\u2018(\[*_]*(?:(?:however|but|except|excepted|exceptions?|unless|only|otherwise|nevertheless|nonetheless|yet|although|though|provided|notwithstanding|excluded|excluding|"
    r"subject to|apart from|other than|with the exception|by way of (?:exception|derogation)|in exceptional|in no case|under no|that said|even so|if not|on condition|"
    r"the (?:only )?exceptions?|an exception|(?:there (?:is|are) )?(?:one|two|three|some|a few|no|an|important) (?:important )?(?:exceptions?|limitations?|restrictions?|conditions?))\b|"
    r"(?:this|that|these|those|it|they|the (?:same|rule|limit|requirement|right|obligation|foregoing|above))(?: \w+){0,2}? "
    r"(?:(?:does|do|did|is|are|was|were|shall|must|may|can|will|should)(?: not\b|n[\u2019']t\b|(?: \w+)? only\b)|cannot\b|(?:applies|apply|holds?) (?:only|not)\b|only\b|never\b))",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:second(?:ly)?|third(?:ly)?|fourth(?:ly)?|fifth(?:ly)?|sixth(?:ly)?|next|then|after(?:wards| that| this)|finally|last(?:ly)?|in (?:a|the) (?:second|third|fourth|next|last|final) \w+|"
    r"the (?:second|third|fourth|fifth|next|last|final)|step (?:[2-9]|\d\d|two|three|four|five|six)|once (?:this|that|these))\b",
    re.IGNORECASE,
)
_CONDITIONS = re.compile(
    r"\b(?:not|no|never|cannot|only|unless|except|if|when|where|must|shall|may|should|provided|without|otherwise|neither|nor|prohibited|forbidden|excluded|required|allowed|permitted|optional)\b|n[\u2019']t\b",
    re.IGNORECASE,
)
_VERDICT = re.compile(
    r"(?:yes|no|not (?:always|necessarily|quite|yet|really)|never|rarely|sometimes|it depends|that depends)\b[^.!?]{0,60}[.!]",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?\u2026\u3002\uff01\uff1f][\"'\u201d\u2019)\]*_]*(?:\[\d+\])*$")
_UNIT = (
    r"(?:%|per\s?cent(?:age)?s?|percentage|us\$|[$\u20ac\u00a3\u00a5]|(?:usd|eur|chf|gbp|jpy|krw|cny|rmb|inr)\b|(?:us |swiss )?(?:dollars?|euros?|francs?|pounds?|yen|won|yuan)\b|"
    r"(?:thousand|million|billion|trillion|bn|mn|mio|tn)s?\b|(?:milli|kilo|micro)?(?:grams?|lit(?:re|er)s?|met(?:re|er)s?)\b|(?:kg|mg|g|l|ml|km|m|cm|mm|kw|mw|kwh)\b|tonnes?\b|tons?\b|"
    r"(?:second|minute|hour|day|week|month|year)s?\b|\u00b0\s?[cf]|degrees\b)"
)
_NAMES_UNIT = re.compile(rf"\b(?:in|as|per)(?: \w+)? {_UNIT}|\(\s?(?:in )?{_UNIT}[^)]{{0,20}}\)", re.IGNORECASE)


def points_back(sentence: str) -> bool:
    """Say whether a sentence opens with what only the words before it explain: a pronoun, "such …", "the latter", "however"."""
    return _POINTS_BACK.match(sentence) is not None and _EXPLETIVE.match(sentence) is None


def is_verdict(sentence: str) -> bool:
    """Say whether a sentence is a yes or a no, and hardly more: without it nobody knows what the next one argues for."""
    return _VERDICT.fullmatch(sentence.strip()) is not None


def limits(sentence: str) -> bool:
    """Say whether a sentence opens by limiting what went before: "However, …", "Except …", "This does not apply …"."""
    return _LIMITS.match(sentence) is not None


def goes_on(sentence: str) -> bool:
    """Say whether a sentence goes on with a series: "Second, …", "Then …", "The last step …"."""
    return _GOES_ON.match(sentence) is not None


def sets_condition(lead_in: str) -> bool:
    """Say whether what introduces a list says whether and when its members hold: "The following must not be outsourced:"."""
    return _CONDITIONS.search(lead_in) is not None


def is_complete(text: str) -> bool:
    """Say whether a list item is a sentence of its own, not the end of its lead-in: it opens with a capital and ends with a stop."""
    bare = text.strip()
    return bool(bare) and not bare[0].islower() and _ENDS.search(bare) is not None


def ends_sentence(text: str) -> bool:
    """Say whether a text ends where a sentence may: a piece of one cut for its length does not."""
    return _ENDS.search(text.rstrip()) is not None or text.rstrip().endswith((":", ";"))


def names_unit(text: str) -> bool:
    """Say whether a text says in what its numbers are counted: "in USD million", "(kg)"."""
    return _NAMES_UNIT.search(text) is not None


ENGLISH: Final = Leaning(
    points_back=points_back, limits=limits, goes_on=goes_on, is_verdict=is_verdict, sets_condition=sets_condition, names_unit=names_unit
)  # fmt: skip


def leaning_of(language: LanguageCode) -> Leaning:
    """Return how sentences lean on others in a language."""
    return language_of(language).leaning or ENGLISH
