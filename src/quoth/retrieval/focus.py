"""What a question is about, as a phrase that can stand for a pronoun. By word lists and word order alone; English only."""

from __future__ import annotations

import re
from typing import Final

from quoth.retrieval.kinds import kind_of
from quoth.retrieval.phrases import ASPECTS, BREAK, NOBODY, OPENERS, VERBS, is_verb, names_in, noun_phrase, nouns_in
from quoth.retrieval.topics import topics_of
from quoth.text.normalise import squeeze
from quoth.text.words import STOP_WORDS

# Nouns that measure something: asked for again by a pronoun, they are meant themselves.
MEASURES: Final = (
    "prices?|costs?|fees?|size|revenues?|sales|profits?|turnover|share|growth|rate|numbers?|amounts?|volume|durations?|deadlines?|shelf li(?:fe|ves)|capacity|budget|"
    "headcount|efficacy|safety|yield|temperature|dose|dosage|population|level|limits?|levels"
)
_OPENING = re.compile(
    r"^(?:(?:and|but|so|also|then|ok(?:ay)?|please|in general|generally|first|now)\b[, ]*)*"
    r"(?:(?:can|could) you )?(?:tell (?:me |us )?(?:more |something )?about|describe|explain|define|list|name|summari[sz]e|compare(?: and contrast)?|"
    r"i(?:'m| am) interested in|i(?:'d| would) like to (?:know|learn) (?:more )?about|"
    r"what(?:'s|\u2019s| is| are| was| were)|who(?:'s|\u2019s| is| are| was| were)|what about|how about)\s+",
    re.IGNORECASE,
)
_SECOND_CLAUSE = re.compile(
    r"(?:,? (?:and|but|or) (?=(?:what|why|how|who|when|where|which|is|are|was|were|do|does|did|can|should|must)\b)|, (?=(?:if|when|and|but)\b)|"
    r"(?<!since) (?:when|if|because|after|before|while|although|unless) (?!.{0,12}$)|[?;] ).*$",
    re.IGNORECASE,
)
_ASPECT_OF = re.compile(
    rf"^(?:(?:some|many|most|any|all|one) of )?(?:the |an? |some |any )?(?:[\w-]+ (?:and [\w-]+ )?){{0,3}}?(?:{ASPECTS})(?: and (?:{ASPECTS}))? "
    r"(?:of|for|in|to|behind|between|about|with|around|from|near)\s+(.+)$",
    re.IGNORECASE,
)
_MERE_ASPECT = re.compile(rf"(?:[\w-]+ ){{0,3}}(?:{ASPECTS})", re.IGNORECASE)
_SOME_OF = re.compile(r"^(?:some|many|most|any|all|one|several|both) of (.+)$", re.IGNORECASE)
_ASPECT_HELD = re.compile(rf"^(.+?)(?:['\u2019]s|(?<=s)['\u2019]) (?:[\w-]+ ){{0,3}}(?:{ASPECTS})\b", re.IGNORECASE)
_SAID_ABOUT = re.compile(
    r"^(?:so )?(?:unique|special|new|different|important|interesting|wrong|good|bad|known|worth \w+|there|involved|included|done|needed|required|taught|it like)(?: to \w+)? "
    r"(?:about|in|for|with|by|at|of|around|to) (.+)$",
    re.IGNORECASE,
)
_MEASURE_OF = re.compile(rf"^(?:the |an? )?(?:[\w-]+ ){{0,2}}(?:{MEASURES}) (?:of|for|in) ", re.IGNORECASE)
_INVERTED = re.compile(
    r"^(?:and |but |so )?(?:(?P<wh>.*?)\b)?(?P<aux>is|are|was|were|do|does|did|can|could|may|must|should|shall|will|would|has|have|had)(?:n't)? "
    r"(?:there )?(?P<rest>.+)$",
    re.IGNORECASE,
)
_SAID_OF_IT = re.compile(r" (?:[a-z]+(?:able|ible|ful|ous|ive|en|er|ic)|difficult|hard|easy|legal|normal|typical|essential)$")
_IS_SAID = re.compile(
    r"^(?:the |an? )?(?:most|least|best|worst|\w{3,}est|famous|typical|common|needed|required|available|used|involved)\b",
    re.IGNORECASE,
)
# Verbs that a question ends with: what stands before one is its subject, "the batch record review" in "how long does the batch record review take".
_LAST_VERB = re.compile(
    r"^(?P<subject>(?!.*\b(?:to|in|on|at|for|with|from|by|when|if|after|before|help|helps|make|makes|let|lets|have|keep|get|want|say|the|an?|our|their|its)\b)\S+(?: \S+){0,3}) (?:cost|do|take|mean|start|begin|end|last|work|happen|look like|need|include|cover|contain|involve|run|matter|differ|expire|apply|consist of)$",
    re.IGNORECASE,
)
# "An audit": behind its article, what may be a verb is a noun.
_A_THING = re.compile(r"an? (?!(?:say|lot|need|must|try|go|look)\b)[\w-]+(?: [\w-]+){0,2}", re.IGNORECASE)
_MOST_WORDS: Final = 9


def focus_of(question: str) -> str:
    """Return the phrase that "it" or "they" would mean after this question, with its article; empty if none is found."""
    flat = _SECOND_CLAUSE.sub("", squeeze(question).rstrip("?!. ")).replace(" and contrast ", " ")
    if not flat:
        return ""
    if kind_of(flat) == "comparison" and len(sides := topics_of(flat, "comparison")) > 1:
        return " and ".join(sides)
    if match := _OPENING.match(flat):
        found = _reduced(flat[match.end() :])
    elif match := _INVERTED.match(flat):
        found = _of_inverted(match["wh"] or "", match["aux"].lower(), match["rest"])
    else:
        found = _of_statement(flat)
    return _tidy(found)


def last_named(question: str) -> str:
    """Return the last words of a question that may name something together, where no better phrase is found."""
    parts = question.rstrip("?!. ").split()
    taken: list[str] = []
    while parts and nouns_in(parts[-1]) and not parts[-1].endswith((",", ";", ":", ".", "?")):
        taken.insert(0, parts.pop())
    return _tidy(" ".join(taken))


def is_weak(phrase: str) -> bool:
    """Say whether a phrase is a mere "the test": a part of what is spoken of, that does not take its place."""
    return bool(re.fullmatch(r"the [a-z][\w-]+", phrase) or _MERE_ASPECT.fullmatch(phrase))


def _reduced(phrase: str) -> str:
    """Return the thing itself: what an aspect is of, and nothing that is only said of it."""
    phrase = squeeze(phrase)
    for _ in range(3):
        if not (match := _ASPECT_OF.match(phrase) or _SOME_OF.match(phrase)):
            break
        phrase = match.group(1)
        if " to " in match.group() and is_verb(phrase.split()[0].lower()):
            phrase = phrase.partition(" ")[2] or phrase
    if match := _SAID_ABOUT.match(phrase):
        return _object(match.group(1))
    if match := _ASPECT_HELD.match(phrase):
        return match.group(1)
    if match := _MEASURE_OF.match(phrase):
        return match.group() + _reduced(phrase[match.end() :])
    article = m.group() if (m := re.match(r"(?:an?|the) ", phrase, re.IGNORECASE)) else ""
    rest = phrase[len(article) :]
    if (
        not article
        and (m := re.match(r"(?:[A-Z][\w.'-]*[ /-]?)+", rest))
        and (end := m.end()) < len(rest)
        and rest[end - 1] == " "
        and rest[end:].split()[0].lower() in VERBS
    ):
        return m.group()
    return article + noun_phrase(rest)


def _of_inverted(asked: str, aux: str, rest: str) -> str:
    """Return the subject after an auxiliary, or the object if the subject is nobody in particular."""
    article = m.group() if (m := re.match(r"(?:an?|the|some|any|all|my|our|your) ", rest, re.IGNORECASE)) else ""
    after = rest[len(article) :]
    first = after.split(maxsplit=1)[0].lower() if after else ""
    if first in NOBODY or article.strip().lower() in ("my", "our", "your"):
        parts = after.split()
        where = next((n + 1 for n, word in enumerate(parts) if word.lower() in VERBS), 1)
        return _object(" ".join(parts[where:])) or _noun_of(asked)
    if aux in ("do", "does", "did") and (match := _LAST_VERB.match(after)):
        return _reduced(article + match["subject"])
    subject = noun_phrase(after, stops_at_verb=True)
    if aux in ("is", "are", "was", "were") and _IS_SAID.match(rest) and (noun := _noun_of(asked)):
        return noun
    if (
        not subject
        or (not article and first in VERBS)
        or (first.endswith(("ed", "ing")) and aux in ("is", "are", "was", "were", "has", "have", "had"))
    ):
        return _noun_of(asked) or _object(after)
    if aux in ("do", "does", "did") and len(subject.split()) > 1 and subject == after.rstrip():
        subject = subject.rsplit(" ", 1)[0]  # the last word must be the verb
    if aux in ("is", "are", "was", "were") and " " in subject and subject == after.rstrip() and _SAID_OF_IT.search(subject):
        subject = subject.rsplit(" ", 1)[0]
    return _reduced(article + subject)


def _object(text: str) -> str:
    """Return the first noun phrase of what follows a verb."""
    parts = text.split()
    while parts and (parts[0].lower() in BREAK | NOBODY or parts[0].lower() in STOP_WORDS - {"a", "an", "the"}):
        parts.pop(0)
    return _reduced(" ".join(parts)) if parts else ""


def _noun_of(asked: str) -> str:
    """Return the noun of "which weekend sports", "how many barrels of oil"."""
    match = re.match(r"^(?:and |so |but )?(?:what|which|how (?:many|much)|whose)\s+(.+)$", asked.strip(), re.IGNORECASE)
    return noun_phrase(match.group(1)) if match else ""


def _of_statement(flat: str) -> str:
    """Return the object of "what causes X", else the names, else the words as they are if they are few."""
    if match := re.match(r"^(?:and |so |but )?(?:what|who|which)\s+(\w+)\s+(.+)$", flat, re.IGNORECASE):
        verb, rest = match.groups()
        if (
            (low := verb.lower()) in VERBS
            or (low.endswith("s") and (low[:-1] in VERBS or low[:-2] in VERBS or f"{low[:-3]}y" in VERBS))
            or low.endswith("ed")
        ):
            return _object(rest)
        return noun_phrase(f"{verb} {rest}", stops_at_verb=True)
    if names := names_in(flat):
        return names[0]
    return flat if len(flat.split()) <= 4 and flat.split(maxsplit=1)[0].lower() not in OPENERS else ""  # noqa: PLR2004


def _tidy(phrase: str) -> str:
    """Return the phrase if it says something and is short enough to stand in another question."""
    phrase = squeeze(phrase).strip(" ,;:.?!\"'()")
    phrase = re.sub(r" and (?:its|their|his|her) .*$", "", phrase)
    phrase = re.sub(r"^(?:some|any|all|other|more|my|our|your|these|those) ", "", phrase, flags=re.IGNORECASE)
    phrase = re.sub(r" \w+ly$", "", phrase)
    return (
        phrase
        if (nouns_in(phrase) or phrase[:1].isupper() or _A_THING.fullmatch(phrase))
        and len(phrase.split()) <= _MOST_WORDS
        and "(" not in phrase
        else ""
    )
