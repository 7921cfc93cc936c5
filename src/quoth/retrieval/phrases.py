"""Words and phrases of a question: names, nouns, verbs, singular and plural. By word lists alone; English only."""

from __future__ import annotations

import re
from typing import Final

from quoth.text.words import STOP_WORDS, words

# Nouns that name a side of something else: "the types", "its origins". What is meant is what they are of.
ASPECTS: Final = (
    "types?|kinds?|sorts?|forms?|categories|varieties|variety|examples?|causes?|reasons?|factors?|symptoms?|signs?|effects?|impacts?|implications?|consequences|"
    "influences?|benefits?|advantages?|disadvantages?|drawbacks?|downsides?|upsides?|risks?|pros and cons|pros|cons|strengths|weaknesses|limitations?|differences?|similarities|"
    "characteristics?|features?|properties|components?|elements|ingredients|parts|members?|layers|steps|stages|criteria|uses?|applications?|options|alternatives|"
    "history|origins?|roots|beginnings?|background|purposes?|goals?|aims?|objectives?|role|functions?|meaning|definition|importance|significance|relevance|"
    "findings|outcomes?|conclusions?|founders?|authors?|inventors?|owners?|themes?|characters|artists?|models|versions|duties|responsibilities|"
    "treatments?|cures?|diagnosis|evidence|arguments?|controversy|criticisms?|creation|invention|development|founding|establishment|variations|poses|sources|"
    "relationship|relation|connection|competitors|services|tasks|basics|future|mechanisms?|projects|contributions?|achievements|ways?|levels?|things|facts|places|attractions|information"
)
BREAK: Final = frozenset(
    "in on at for with from to by of about than as that which who whose whom when where after before during since until under over into through do does did between "
    "without within and or but if because while not be been being ever so most more less very too also still only per via against around near like".split()
)
NOBODY: Final = frozenset(
    "i you we one people someone somebody anyone they it he she this that these those there each everyone them him her".split()
)
VERBS: Final = frozenset(
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
    chosen done taken given held found seen grown written shown drawn driven broken begun become run set put
    came made led left taught told thought went brought bought built caught felt kept knew known lost paid said saw sent sold spent stood took won wrote
    able bad good important common dangerous safe free harmful effective expensive cheap famous known different similar necessary possible required legal available endangered""".split()
)
OPENERS: Final = frozenset(
    "what which who whose how why when where is are was were do does did can could should must will would has have tell describe explain".split()
)
_NO_NOUNS: Final = STOP_WORDS | OPENERS | NOBODY
_OPEN: Final = STOP_WORDS | OPENERS
_DETERMINERS: Final = frozenset("a an the any some".split())
_NOT_PAST: Final = frozenset("need seed feed speed breed weed red bed".split())
_NUMBERS: Final = (("is", "are"), ("was", "were"), ("does", "do"), ("has", "have"))
_AUXILIARY = re.compile(r"\b(is|are|was|were|do|does|has|have) $", re.IGNORECASE)
_PLURALS: Final = frozenset("people children men women mice criteria media data staff".split())
_ARTICLE = re.compile(r"^(?:an?|the|some|any|all|these|those|this|that|other|another|more)\s+", re.IGNORECASE)


def names_in(question: str) -> tuple[str, ...]:
    """Return the names of a question, runs of capitalised words taken together."""
    found: list[str] = []
    last_end = -1
    for word, span in words(question):
        opens = (
            not found and not question[: span.start].strip(" \"'(\u201c") and re.split("['\u2019]", word.lower())[0] in _OPEN
        )
        if opens or word == "I" or not is_capital(word):
            continue
        if last_end >= 0 and question[last_end : span.start] in (" ", "-", " & ", "/", ". "):
            found[-1] = f"{found[-1]}{question[last_end : span.start]}{word}"
        else:
            found.append(word)
        last_end = span.end
    return tuple(found)


def nouns_in(text: str) -> tuple[str, ...]:
    """Return the words that may name something: those that carry meaning and are no verb."""
    return tuple(word for word, _ in words(text) if word.lower() not in _NO_NOUNS and not is_verb(word.lower()))


def noun_phrase(text: str, *, stops_at_verb: bool = False) -> str:
    """Return the words up to the first that cannot belong to a noun phrase ("of" and "and" between nouns do)."""
    taken: list[str] = []
    given = text.split()
    for n, word in enumerate(given):
        low = word.strip(",;:\"'()").lower()
        joins = low in ("of", "and", "&") and taken and n + 1 < len(given) and given[n + 1].lower() not in BREAK | NOBODY
        if joins and low == "and" and not ((is_capital(given[n - 1]) and is_capital(given[n + 1])) or len(taken) <= 2):  # noqa: PLR2004
            break
        if low in ("most", "least", "very") and not taken:
            continue
        after = given[n - 1].lower()
        begins_another = low in _DETERMINERS and taken and not after.endswith("ing") and after not in ("of", "and")
        if begins_another or (low in BREAK and not joins) or (stops_at_verb and taken and _may_end_a_subject(word, low)):
            break
        taken.append(word)
        if word.endswith((",", ";", ":")):
            break
    return " ".join(taken).strip(",;: ")


def _may_end_a_subject(word: str, low: str) -> bool:
    """Say whether a word cannot belong to the subject before it: a verb, a participle, an adverb."""
    return low in VERBS or low.endswith("ly") or (low.endswith("ed") and low not in _NOT_PAST and not is_capital(word))


def is_plural(phrase: str) -> bool:
    """Say whether a phrase names several things."""
    if " and " in phrase:
        return True
    last = phrase.split(" of ", maxsplit=1)[0].split()[-1:] or [""]
    return (_is_plural_word(last[0]) or last[0].lower() in _PLURALS) and not phrase.lower().startswith(("a ", "an "))


def is_verb(low: str) -> bool:
    """Say whether a word in lower case may be a verb, in any of its regular forms."""
    return (
        low in VERBS
        or low.removesuffix("s") in VERBS
        or low.removesuffix("es") in VERBS
        or low.removesuffix("ed") in VERBS
        or low.removesuffix("ing") in VERBS
    )


def is_capital(word: str) -> bool:
    """Say whether a word is written as a name or an acronym is."""
    return word[0].isupper() or any(c.isupper() for c in word[1:])


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


def agreeing(head: str, phrase: str) -> str:
    """Return what stands before a subject, its auxiliary in the subject's number: "what is " before "mills" is "what are "."""
    if not (match := _AUXILIARY.search(head)):
        return head
    singular, plural = next(pair for pair in _NUMBERS if match.group(1).lower() in pair)
    word = plural if is_plural(phrase) else singular
    return f"{head[: match.start(1)]}{word.capitalize() if match.group(1)[0].isupper() else word} "


def _is_plural_word(word: str) -> bool:
    return len(word) > 2 and bool(re.search(r"(?<![siu])s$", word)) and word.lower() not in {"series", "process", "diabetes"}  # noqa: PLR2004
