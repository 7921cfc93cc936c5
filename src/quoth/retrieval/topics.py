"""What a question is about, as a phrase that can stand for a pronoun. By word lists and word order alone; English only."""

from __future__ import annotations

import re
from typing import Final

from quoth.retrieval.kinds import kind_of, topics_of
from quoth.text.normalise import squeeze
from quoth.text.words import STOP_WORDS, words

# Nouns that name a side of something else: "the types", "its origins". What is meant is what they are of.
ASPECTS: Final = (
    "types?|kinds?|sorts?|forms?|categories|varieties|variety|examples?|causes?|reasons?|factors?|symptoms?|signs?|effects?|impacts?|implications?|consequences|"
    "influences?|benefits?|advantages?|disadvantages?|drawbacks?|downsides?|upsides?|risks?|pros and cons|pros|cons|strengths|weaknesses|limitations?|differences?|similarities|"
    "characteristics?|features?|properties|components?|elements|ingredients|parts|members?|layers|steps|stages|criteria|uses?|applications?|options|alternatives|"
    "history|origins?|roots|beginnings?|background|purposes?|goals?|aims?|objectives?|role|functions?|meaning|definition|importance|significance|relevance|"
    "findings|outcomes?|conclusions?|founders?|authors?|inventors?|owners?|themes?|characters|artists?|models|versions|duties|responsibilities|"
    "treatments?|cures?|diagnosis|evidence|arguments?|controversy|criticisms?|creation|invention|development|founding|establishment|variations|poses|sources|"
    "relationship|relation|connection|competitors|services|tasks|basics|future|mechanisms?|projects|contributions?|achievements|ways?|levels?"
)
# Nouns that measure something: asked for again by a pronoun, they are meant themselves.
_MEASURES: Final = (
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
    r" (?:when|if|because|after|before|while|although|unless) (?!.{0,12}$)|[?;] ).*$",
    re.IGNORECASE,
)
_ASPECT_OF = re.compile(
    rf"^(?:(?:some|many|most|any|all|one) of )?(?:the |an? |some |any )?(?:[\w-]+ (?:and [\w-]+ )?){{0,3}}?(?:{ASPECTS})(?: and (?:{ASPECTS}))? "
    r"(?:of|for|in|to|behind|between|about|with|around|from)\s+(.+)$",
    re.IGNORECASE,
)
_SOME_OF = re.compile(r"^(?:some|many|most|any|all|one|several|both) of (.+)$", re.IGNORECASE)
_ASPECT_HELD = re.compile(rf"^(.+?)(?:['\u2019]s|(?<=s)['\u2019]) (?:[\w-]+ ){{0,3}}(?:{ASPECTS})\b", re.IGNORECASE)
_SAID_ABOUT = re.compile(
    r"^(?:so )?(?:unique|special|new|different|important|interesting|wrong|good|bad|known|worth \w+|there|involved|included|done|needed|required|taught|it like)(?: to \w+)? "
    r"(?:about|in|for|with|by|at|of|around|to) (.+)$",
    re.IGNORECASE,
)
_MEASURE_OF = re.compile(rf"^(?:the |an? )?(?:[\w-]+ ){{0,2}}(?:{_MEASURES}) (?:of|for|in) ", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an?|the|some|any|all|these|those|this|that|other|another|more)\s+", re.IGNORECASE)
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
_BREAK: Final = frozenset(
    "in on at for with from to by of about than as that which who whose whom when where after before during since until under over into through do does did between "
    "without within and or but if because while not be been being ever so most more less very too also still only per via against around near like".split()
)
_NOBODY: Final = frozenset(
    "i you we one people someone somebody anyone they it he she this that these those there each everyone them him her".split()
)
_VERBS: Final = frozenset(
    """accept achieve act add address affect agree allow answer apply appear arise arrive ask assess attach audit avoid become began begin behave belong bind break bring build
    buy call carry cause cease change charge check choose claim close come communicate compare compete complete comply concern conduct connect consider consist contain
    continue contribute control convert cook cost count cover create cross cure cut damage deal decide decline decrease define deliver demand depend describe design destroy detect
    determine develop die differ disappear discover do drink drive drop earn eat employ enable end ensure enter establish evolve examine exist expand expect expire explain
    fail fall feel fight file fill find fit fix fly follow form found fund gain get give go grow handle happen have heal hear help hire hold hurt identify impact implement
    improve include increase influence inform inspect interact invent invest invoice involve issue join keep kill know lack last launch lead learn leave let lie limit link
    live look lose lower made maintain make manage manufacture matter mean measure meet merge monitor move need notify obtain occur offer open operate order originate outsource own
    participate pass pay perform persist plan play prepare prevent proceed produce progress promote prosper protect prove provide publish pull purchase push put qualify raise range
    reach react read receive recommend record recover reduce refer reflect refuse register regulate reject relate release rely remain remove render replace report represent
    require resist respond rest result retain return review rise run save say see seem select sell send separate serve set share ship shift show sign sleep
    solve sound speak specialise specialize spend split spread stand start state stay stop store strike study submit succeed suffer suggest supply support surrender survive switch take talk
    taste teach test think track train transfer travel treat try turn understand undergo use validate vary verify visit wait walk want warn wash watch weigh win work write
    came made led left taught told thought went brought bought built caught felt kept knew known lost paid said saw sent sold spent stood took won wrote
    able bad good important common dangerous safe free harmful effective expensive cheap famous known different similar necessary possible required legal available endangered""".split()
)
_COMMON_OPENERS: Final = frozenset(
    "what which who whose how why when where is are was were do does did can could should must will would has have tell describe explain".split()
)
_NOT_PAST: Final = frozenset("need seed feed speed breed weed".split())
_PLURALS: Final = frozenset("people children men women mice criteria media data staff".split())
_MOST_WORDS: Final = 9


def focus_of(question: str) -> str:
    """Return the phrase that "it" or "they" would mean after this question, with its article; empty if none is found."""
    flat = _SECOND_CLAUSE.sub("", squeeze(question).rstrip("?!. ")).replace(" and contrast ", " ")
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


def names_in(question: str) -> tuple[str, ...]:
    """Return the names of a question, runs of capitalised words taken together."""
    found: list[str] = []
    last_end = -1
    for word, span in words(question):
        opens = (
            not found
            and not question[: span.start].strip(" \"'(\u201c")
            and re.split("['\u2019]", word.lower())[0] in _COMMON_OPENERS | STOP_WORDS
        )
        if opens or word == "I" or not _is_capital(word):
            continue
        if last_end >= 0 and question[last_end : span.start] in (" ", "-", " & ", "/", ". "):
            found[-1] = f"{found[-1]}{question[last_end : span.start]}{word}"
        elif question[span.start : span.start + 1]:
            found.append(word)
        last_end = span.end
    return tuple(found)


def is_plural(phrase: str) -> bool:
    """Say whether a phrase names several things."""
    if " and " in phrase:
        return True
    last = phrase.split(" of ", maxsplit=1)[0].split()[-1:] or [""]
    return (_is_plural_word(last[0]) or last[0].lower() in _PLURALS) and not phrase.lower().startswith(("a ", "an "))


def bare(phrase: str) -> str:
    """Return a phrase without its article."""
    return _ARTICLE.sub("", phrase)


def pluralised(phrase: str) -> str:
    """Return "CROs" for "a CRO": what "they" means after a question about one of a kind."""
    if not phrase.lower().startswith(("a ", "an ")):
        return phrase
    stem = bare(phrase)
    head, of, rest = stem.partition(" of ")
    if _is_plural_word(head):
        return stem
    ending = "ies" if re.search(r"[^aeiou]y$", head) else "es" if re.search(r"(?:s|x|ch|sh)$", head) else "s"
    return f"{head[:-1] if ending == 'ies' else head}{ending}{of}{rest}"


def possessive(phrase: str) -> str:
    """Return "a CRO's", "CROs'"."""
    return f"{phrase}\u2019" if phrase.endswith("s") and is_plural(phrase) else f"{phrase}\u2019s"


def nouns_in(text: str) -> tuple[str, ...]:
    """Return the words that may name something: those that carry meaning and are no verb."""
    return tuple(
        word
        for word, _ in words(text)
        if word.lower() not in STOP_WORDS | _COMMON_OPENERS | _NOBODY and not is_verb(word.lower())
    )


def is_weak(phrase: str) -> bool:
    """Say whether a phrase is a mere "the test": a part of what is spoken of, that does not take its place."""
    return bool(re.fullmatch(rf"the [a-z][\w-]+|(?:[\w-]+ ){{0,3}}(?:{ASPECTS})", phrase, re.IGNORECASE))


def _is_plural_word(word: str) -> bool:
    return len(word) > 2 and bool(re.search(r"(?<![siu])s$", word)) and word.lower() not in {"series", "process", "diabetes"}  # noqa: PLR2004


def is_verb(low: str) -> bool:
    """Say whether a word in lower case may be a verb, in any of its regular forms."""
    return (
        low in _VERBS
        or low.removesuffix("s") in _VERBS
        or low.removesuffix("es") in _VERBS
        or low.removesuffix("ed") in _VERBS
        or low.removesuffix("ing") in _VERBS
    )


def _is_capital(word: str) -> bool:
    return word[0].isupper() or any(c.isupper() for c in word[1:])


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
        and rest[end:].split()[0].lower() in _VERBS
    ):
        return m.group()
    return article + _noun_phrase(rest)


def _noun_phrase(text: str, *, stops_at_verb: bool = False) -> str:
    """Return the words up to the first that cannot belong to a noun phrase ("of" and "and" between nouns do)."""
    taken: list[str] = []
    given = text.split()
    for n, word in enumerate(given):
        low = word.strip(",;:\"'()").lower()
        joins = low in ("of", "and", "&") and taken and n + 1 < len(given) and given[n + 1].lower() not in _BREAK | _NOBODY
        if joins and low == "and" and not ((_is_capital(given[n - 1]) and _is_capital(given[n + 1])) or len(taken) <= 2):  # noqa: PLR2004
            break
        if low in ("most", "least", "very") and not taken:
            continue
        if (
            low in ("a", "an", "the", "any", "some")
            and taken
            and not given[n - 1].lower().endswith("ing")
            and given[n - 1].lower() not in ("of", "and")
        ):
            break
        if low in _BREAK and not joins:
            break
        if (
            stops_at_verb
            and taken
            and (
                low in _VERBS
                or low.endswith("ly")
                or (low.endswith("ed") and len(low) > 3 and low not in _NOT_PAST and not _is_capital(word))
            )
        ):
            break
        taken.append(word)
        if word.endswith((",", ";", ":")):
            break
    return " ".join(taken).strip(",;: ")


def _of_inverted(asked: str, aux: str, rest: str) -> str:
    """Return the subject after an auxiliary, or the object if the subject is nobody in particular."""
    article = m.group() if (m := re.match(r"(?:an?|the|some|any|all|my|our|your) ", rest, re.IGNORECASE)) else ""
    after = rest[len(article) :]
    first = after.split(maxsplit=1)[0].lower() if after else ""
    if first in _NOBODY or article.strip().lower() in ("my", "our", "your"):
        parts = after.split()
        where = next((n + 1 for n, word in enumerate(parts) if word.lower() in _VERBS), 1)
        return _object(" ".join(parts[where:])) or _noun_of(asked)
    subject = _noun_phrase(after, stops_at_verb=True)
    if aux in ("is", "are", "was", "were") and _IS_SAID.match(rest) and (noun := _noun_of(asked)):
        return noun
    if (
        not subject
        or (not article
        and first in _VERBS)
        or (first.endswith(("ed", "ing"))
        and aux in ("is", "are", "was", "were", "has", "have", "had"))
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
    while parts and (parts[0].lower() in _BREAK | _NOBODY or parts[0].lower() in STOP_WORDS - {"a", "an", "the"}):
        parts.pop(0)
    return _reduced(" ".join(parts)) if parts else ""


def _noun_of(asked: str) -> str:
    """Return the noun of "which weekend sports", "how many barrels of oil"."""
    match = re.match(r"^(?:and |so |but )?(?:what|which|how (?:many|much)|whose)\s+(.+)$", asked.strip(), re.IGNORECASE)
    return _noun_phrase(match.group(1)) if match else ""


def _of_statement(flat: str) -> str:
    """Return the object of "what causes X", else the names, else the words as they are if they are few."""
    if match := re.match(r"^(?:and |so |but )?(?:what|who|which)\s+(\w+)\s+(.+)$", flat, re.IGNORECASE):
        verb, rest = match.groups()
        if (
            (low := verb.lower()) in _VERBS
            or (low.endswith("s")
            and (low[:-1] in _VERBS or low[:-2] in _VERBS or f"{low[:-3]}y" in _VERBS))
            or low.endswith("ed")
        ):
            return _object(rest)
        return _noun_phrase(f"{verb} {rest}", stops_at_verb=True)
    if names := names_in(flat):
        return names[0]
    return flat if len(flat.split()) <= 4 and flat.split(maxsplit=1)[0].lower() not in _COMMON_OPENERS else ""  # noqa: PLR2004


def _tidy(phrase: str) -> str:
    """Return the phrase if it says something and is short enough to stand in another question."""
    phrase = squeeze(phrase).strip(" ,;:.?!\"'()")
    phrase = re.sub(r" and (?:its|their|his|her) .*$", "", phrase)
    phrase = re.sub(r"^(?:some|any|all|other|more|my|our|your|these|those) ", "", phrase, flags=re.IGNORECASE)
    phrase = re.sub(r" \w+ly$", "", phrase)
    return (
        phrase
        if (nouns_in(phrase) or phrase[:1].isupper()) and len(phrase.split()) <= _MOST_WORDS and "(" not in phrase
        else ""
    )
