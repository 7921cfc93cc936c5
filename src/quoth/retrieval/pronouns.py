"""Pronouns that point back to what was spoken of. Puts what they mean in their place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from quoth.retrieval.focus import is_weak
from quoth.retrieval.phrases import ASPECTS, agreeing, bare, is_plural, is_verb, names_in, nouns_in, pluralised, possessive

AUXILIARIES = "is|are|was|were|do|does|did|can|could|may|must|should|shall|will|would|has|have|had"
_PRONOUN = re.compile(
    r"\b(?:(?P<owned>its|their|his|her(?= [a-z])|it[\u2019']s(?= (?!a |an |the |not )[a-z]+ [a-z]+))|(?P<owner>theirs|hers)|(?P<one>it|this|that)|(?P<many>they|them|these|those)|"
    r"(?P<person>he|she|him|her)|(?P<place>there))(?![\w-])",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"(?<=\w )(?P<one>ones?)\b(?=\W*$| (?:is|are|was|were|in|on|for|with|from|to|at|does|do|did|has|have|can|should)\b)",
    re.IGNORECASE,
)
_BEFORE_ONE = re.compile(
    r"(?:\b(?:the|this|that|another|other|an?)\b(?: [\w-]+){0,3}|\b(?!which\b|what\b|every\b|each\b|no\b)[\w-]+) $",
    re.IGNORECASE,
)
_SUCH = re.compile(r"\bsuch (?:an? )?(?=[a-z]{3,})(?!as\b)", re.IGNORECASE)
# "Is it legal to ship samples?": the pronoun only holds the place of what follows.
_EASE = "possible|impossible|necessary|legal|illegal|allowed|required|mandatory|compulsory|safe|common|best|better|good|bad|true|important|worth|ok|okay|fine|wrong|right|acceptable|permitted|enough|advisable|customary|typical|usual|normal|hard|difficult|easy|likely|unlikely|forbidden|sensible|wise|useful|fair|clear|known|sufficient|expensive|cheap|standard|clever|risky"
_EXPLETIVE = re.compile(
    rf"\bit (?:(?:is|was|be|been|become|'s) )?(?:(?:still|really|ever|always|also|usually|normally|not|more|very|too|so) )*(?:{_EASE}|\w+er(?= (?:not )?to \w+ (?!than)))(?: not)? (?:(?:for|of) (?:[\w-]+ ){{1,4}})?(?:to (?:[\w-]+ )+[\w-]+|that [\w-]+|if [\w-]+|when [\w-]+|[\w]+ing [\w-]+)|"
    r"\bit (?:usually |normally |typically |really )?(?:takes?|took|costs?|means?|matters?|pays?|makes? sense|looks|seems|appears|follows|turns out)\b.* (?:to|that|if|when|whether|how) [\w-]+|"
    r"\bit(?:'s| is| was) (?:noon|midnight|late|early|cold|hot|dark|\d+)\b|\bis it (?:laid down|written|stated|said|specified|prescribed)\b|\bwhat (?:time|year|day) is it\b|\bis it \w+ (?:that|who|which)\b|\b(?:is|was) it (?:in|at|on|by|from) .+ that\b",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\b(?:they|these|those|them)\b.*\b(?:in common|different|differ|compared?|related|similar|both|each other|one another)\W*$|\bbetween (?:them|these|those|the two)\b|\bboth of them\b|"
    r"\bdifferences? in their\b",
    re.IGNORECASE,
)
_DEICTIC = re.compile(
    r"^(?:year|month|week|day|time|morning|site|page|chat|conversation|question|library|century|moment|day|autumn|spring|summer|winter|fall|weekend|evening|quarter|season|document)s?\b",
    re.IGNORECASE,
)
_DEMONSTRATIVE_BEFORE = re.compile(
    rf"(?:^|\b(?:{AUXILIARIES}|of|about|for|in|on|with|after|before|to|from|than|why|how|what|at|by|like|explain|define|describe|under|behind|against|without|during|all|"
    r"affect|affects|cause|causes|change|changes|prevent|prevents|handle|handles|mean|means|compare|differ)\W+)$",
    re.IGNORECASE,
)
_EXISTS = re.compile(rf"\b(?:{AUXILIARIES}|be|been|isn't|aren't|wasn't)\s+(?:\w+ )?$", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[,;:.?!]\s+|\s(?:before|after|until|without|when|if|because|while|once|as|unless|than|whether|what|which|who|whose|how|where|(?:so|says?|ensure|prove|sure) that|that(?= it)|for (?:us|me|you|them|the \w+|an? \w+) to)\s|"
    r"\s(?:and|or|but)\s+(?=(?:what|why|how|who|when|where|which|is|are|was|were|does|do|did|can|should|must|its|their|his|her|it|they)\b)",
    re.IGNORECASE,
)
_WAITS = re.compile(r"\b(?:it|its|they|them|their|he|she|him|her|his|this|these)\b", re.IGNORECASE)
_SAYS_WHAT_IT_IS = re.compile(
    r"^\W*(?:(?:and|so|but) )?(?:(?:what|who|which|where|how)(?:'s| is| are| was| were| has| have)|tell|describe|explain|list|name|give)\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"\b(?:do|does|did|can|could|may|must|should|shall|will|would)\W+$", re.IGNORECASE)
_COMPARED = re.compile(r"(?:that|those) (?:of|in|for|from|at|on|with|who|which|whose|made|used)\b", re.IGNORECASE)
_NOUN_AFTER = re.compile(
    r"^ (?!\w+ed\b|is\b|are\b|was\b|were\b|do\b|does\b|did\b|can\b|has\b|have\b|in\b|on\b|for\b|to\b|of\b|and\b|or\b|with\b|from\b|by\b)([a-z][\w-]+)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"(?:[A-Z][\w.'\u2019-]+ ?){1,4}")
_PLACE = re.compile(r"(?:the )?[A-Z].*")
_SUBJECTS: Final = ("one", "many", "person")
_MOST_WORDS: Final = 16
_MOST_FAR: Final = 4
# So many nouns before a pronoun, and it means one of them.
_MANY_NOUNS: Final = 5


def replaces_pronouns(question: str, topics: Sequence[str], names: Sequence[str], before: str) -> str:
    """Return the question with what its pronouns mean in their place; empty if none points back.

    Args:
        topics: What was spoken of, latest first.
        names: What else was named, latest first.
        before: The question before it, for want of a topic.
    """
    if len(question.split()) > _MOST_WORDS:
        return ""
    question = question.replace("\u2019s", "'s") if "\u2019s" in question else question
    places = [place for match in _PRONOUN.finditer(question) if (place := _place_of(match, question))]
    places += [
        (m.start(), m.end(), "ones" if m["one"].lower() == "ones" else "a one")
        for m in _ONE.finditer(question)
        if _stands_for_noun(m, question)
    ]
    if not places:
        return _with_such(question, topics, before)
    both = _both(question, topics)
    new = [topic for topic in topics if bare(topic).lower() not in question.lower()] or topics
    chosen = [
        (start, end, sort, both or _meant(sort, question[start:end].lower(), new, names)) for start, end, sort in sorted(places)
    ]
    if not topics or not all(meant for *_, meant in chosen):
        return f"{question.rstrip('?!. ')} ({before})?"
    return _filled(question, chosen)


def _place_of(match: re.Match[str], question: str) -> tuple[int, int, str] | None:
    """Return where a pronoun stands and its sort, or None if it does not point back."""
    sort, word = match.lastgroup or "", match.group().lower()
    start, end = match.span()
    head, tail = question[:start], question[end:]
    if _has_antecedent(question, start, sort):
        return None
    if word == "it" and _EXPLETIVE.search(question):
        return None
    if word in ("this", "that", "these", "those"):
        return _demonstrative(match, question, sort)
    if word == "there":
        is_existing = _EXISTS.search(head) or re.match(rf"\s+(?:{AUXILIARIES}|be)\b", tail) or not head.strip()
        return None if is_existing else (start, end, "place")
    if word in ("him", "her") and sort == "person" and re.match(r" [a-z]+", tail) and word == "her":
        return (start, end, "owned")
    return (start, end, sort)


def _stands_for_noun(match: re.Match[str], question: str) -> bool:
    """Say whether "one" stands for a noun that this question lacks: "the largest one on land"."""
    if not (said := _BEFORE_ONE.search(question[: match.start()])):
        return False
    return not any(not re.fullmatch(ASPECTS, noun, re.IGNORECASE) for noun in nouns_in(question[: said.start()]))


def _has_antecedent(question: str, start: int, sort: str) -> bool:
    """Say whether a pronoun can mean something in its own question: what an earlier clause names, or for "its" the subject."""
    head = question[:start]
    ends = [match.start() for match in _CLAUSE.finditer(question) if match.end() <= start]
    if ends and _names_something(head[: ends[-1]]):
        return True
    before = nouns_in(head)
    if sort == "owned" and before and (not _SAYS_WHAT_IT_IS.match(head) or names_in(head)):
        return True
    return len(before) >= _MANY_NOUNS


def _names_something(clause: str) -> bool:
    return not _WAITS.search(clause) and any(not re.fullmatch(ASPECTS, noun, re.IGNORECASE) for noun in nouns_in(clause))


def _demonstrative(match: re.Match[str], question: str, sort: str) -> tuple[int, int, str] | None:
    start, end = match.span()
    head, tail = question[:start], question[end:]
    if re.match(
        r" (?:the|an?|nobody|somebody|no|every|each|all|you|we|they|i|it|he|she)\b", tail, re.IGNORECASE
    ) or _COMPARED.match(question[start:]):
        return None
    if (
        not _DEMONSTRATIVE_BEFORE.search(head)
        and not re.match(r"\W*$", tail)
        and (match.group().lower() == "that" or not head.strip())
    ):
        return None
    if (noun := _NOUN_AFTER.match(tail)) and not _is_the_verb(head, noun.group(1), tail[noun.end() :]):
        return None if _DEICTIC.match(noun.group(1)) else (start, end + noun.end(1), "this")
    return (start, end, sort)


def _both(question: str, topics: Sequence[str]) -> str:
    """Return the two latest topics together, where "they" are compared with one another."""
    if len(topics) < 2 or not _JOINT.search(question) or is_plural(topics[0]) or " and " in topics[0]:  # noqa: PLR2004
        return ""
    return f"{topics[0]} and {topics[1]}"


def _is_the_verb(head: str, word: str, tail: str) -> bool:
    """Say whether the word after "that" is what it does: "how does that work"."""
    return is_verb(word.lower()) and bool(_AUXILIARY.search(head)) and not any(is_verb(other.lower()) for other in tail.split())


def _meant(sort: str, word: str, topics: Sequence[str], names: Sequence[str]) -> str:
    """Return the latest topic that fits a pronoun's sort and number, else the latest of all."""
    if sort in ("person", "place") or word in ("his", "her", "hers"):
        wanted = _PERSON if sort != "place" else _PLACE
        named = [name for name in (*topics, *names) if wanted.fullmatch(name) and not is_plural(name)]
        return named[0] if named else topics[0] if topics else ""
    near = topics[:_MOST_FAR]
    if word in ("they", "them", "these", "those", "their", "theirs"):
        parts = [
            topic for topic in near[1:2] if topic.startswith("the ") and is_weak(topic) and is_plural(topic)
        ]  # "the batches" of a CMO
        fitting = parts + [topic for topic in near if is_plural(pluralised(topic))]
    else:
        fitting = [topic for topic in near if not is_plural(topic) and not is_weak(topic)]
    return next(iter((*fitting, *topics)), "")


def _filled(question: str, chosen: Sequence[tuple[int, int, str, str]]) -> str:
    """Put the antecedents in; each is written out once, where it stands first."""
    out, at, said = "", 0, set[str]()
    for start, end, sort, meant in chosen:
        if meant in said:
            continue
        said.add(meant)
        said_so = _as_written(question[start:end], sort, meant)
        out += (agreeing(question[at:start], said_so) if sort in _SUBJECTS else question[at:start]) + said_so
        at = end
    return f"{out}{question[at:]}"


def _as_written(word: str, sort: str, meant: str) -> str:
    match sort:
        case "owned" | "owner":
            text = possessive(pluralised(meant) if word.lower() in ("their", "theirs") else meant)
        case "many":
            text = pluralised(meant)
        case "place":
            text = f"in {meant}"
        case "this":
            return _with_noun(word, meant)
        case "ones":
            text = bare(pluralised(meant))
        case "a one":
            text = bare(meant)
        case _:
            text = meant
    return text[:1].upper() + text[1:] if word[:1].isupper() else text


def _with_noun(said: str, meant: str) -> str:
    """Return "this experiment" as "the Stanford experiment", "this tradition" as "this tradition (carol singing)"."""
    noun = said.rsplit(maxsplit=1)[-1].lower()
    if meant.lower().rstrip("s").endswith(noun.rstrip("s")):
        return meant
    return f"{said} ({bare(meant)})"


def _with_such(question: str, topics: Sequence[str], before: str) -> str:
    if (match := _SUCH.search(question)) and topics and not _has_antecedent(question, match.start(), "one"):
        return f"{question.rstrip('?!. ')} ({before})?"
    return ""
