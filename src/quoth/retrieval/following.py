"""Follow-ups: make a question stand alone by what was asked and answered before it.

Rules over words, tried in order; the first that fits decides. A question that stands alone is left as it is. Each question of the
conversation is resolved in its turn, so that a third builds on the second as that was understood. English only.

What no rule sees is left to the documents: `with_question_before` gives a question that says little with the one before it, and whoever
asks takes the reading that is answered better (`ask/line.py`).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from quoth.retrieval.ellipsis import fragment_of, is_stage, put_in_place, put_into
from quoth.retrieval.focus import focus_of, is_weak, last_named
from quoth.retrieval.hanging import adds_topic
from quoth.retrieval.listed import ORDINAL, listed_in, pick
from quoth.retrieval.naming import names_of
from quoth.retrieval.phrases import agreeing, is_plural, names_in
from quoth.retrieval.pronouns import replaces_pronouns
from quoth.retrieval.short import adds_what_is_missing
from quoth.text.greetings import small_talk
from quoth.text.normalise import normalise, squeeze
from quoth.text.spellings import is_english
from quoth.text.words import STOP_WORDS, content_words, has_letters
from quoth.types import Exchange

_BARE = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?|then)\b,?\s+)*(?:why(?: (?:not|so|so [a-z]+|not (?:more|less|fewer|earlier|later|sooner|higher|lower|longer|shorter)(?: than [\w%]+)?|is (?:that|this|it)(?: so)?))?|(?:when|where|who) not|which (?:two|three|four|five|six)|which(?: one)? (?:should|can|do|must) (?:we|i|you) [a-z]+|how(?: so| come)?|when|where|who(?: says so)?|which(?: ones?)?|what(?: else)?|really|"
    r"how (?:much|many|long|often|exactly)|since when|by whom|what for|in what way|under what (?:conditions?|circumstances)|is (?:that|this) (?:true|right|so)|(?:are you )?sure)\W*$",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?|then|please)\b,?\s+)*(?:more|tell me more|more (?:details?|information|about (?:that|this|it))|(?:can|could) you (?:explain|elaborate)(?: (?:that|this|it))?|"
    r"explain(?: (?:that|this|it|more|further))?|elaborate|go on|continue|details?|such as(?: what)?|(?:for|an|any|some|give me(?: an?| some)?) (?:example|examples|instance)|like what|"
    r"what do(?:es)? (?:you|that|this|it) mean(?: by (?:that|this|it))?|in (?:more detail|short|other words))(?: please)?\W*$",
    re.IGNORECASE,
)
# "Thanks, and who leads it?": what people say before they ask on.
_THANKS = r"(?:thanks(?: a lot)?|thank you(?: very much)?)"
_COURTESY = re.compile(
    rf"^(?:(?:{_THANKS}|great|perfect|cool|ok(?:ay)?|i see|got it|understood|yes|no)[,.!]+\s+|{_THANKS} (?=(?:and|but|so)\b))+(?=\S)",
    re.IGNORECASE,
)
_ALL_COURTESY = re.compile(
    rf"^(?:(?:{_THANKS}|great|perfect|cool|ok(?:ay)?|i see|got it|understood|yes|no|very much|will do|bye)\b\W*)+$",
    re.IGNORECASE,
)
_SEVERAL_SENTENCES = re.compile(r"[.?!] [A-Z]")
_MONTHS: Final = frozenset(calendar.month_name)
_MANY_WORDS: Final = 5
# "Can the efficacy trial be dropped?", "and how long does the site get to answer": too little to know that it stands alone.
_FEW_WORDS: Final = 4
_GOES_ON = re.compile(r"(?:and|so|but|then)\b", re.IGNORECASE)
# "Why (Can a CMO subcontract)": what a later question is about stands in the brackets.
_IN_BRACKETS = re.compile(r"^([^()]{1,200}) \(([^()]{8,})\)\?$")
_MOST_TOPICS: Final = 6
_MOST_WORDS: Final = 40
_MOST_CHARACTERS: Final = 300
_MOST_READ: Final = 4000


@dataclass(frozen=True, slots=True)
class Talk:
    """What a conversation has come to: its last question as understood, the answer, and what was spoken of, latest first.

    Attributes:
        topics: What it was about.
        names: What else was named.
    """

    question: str = ""
    answer: str = ""
    topics: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def resolve(question: str, history: Sequence[Exchange]) -> str:
    """Return the question so that it stands alone, taking what it leaves out from the conversation before it.

    Args:
        history: Earlier questions, with their answers where they are known, oldest first.
    """
    return stand_alone(question, _talk_of(history))


@dataclass(frozen=True, slots=True)
class Continued:
    """A question read with the one before it.

    Attributes:
        question: Without thanks before it.
        text: It, with the one before it in brackets.
        before: That one, as it was understood.
        is_open: Whether rules over words see that something is left out, and not what it stands in the place of.
    """

    question: str
    text: str
    before: str
    is_open: bool


def with_question_before(
    question: str, history: Sequence[Exchange], is_name: Callable[[str], bool] | None = None
) -> Continued | None:
    """Return a question that says little by itself with the one before it; None if it says enough. Whether it is meant so, its answers must tell.

    It says little if it names nothing and has few content words or opens with "and".

    Args:
        is_name: Says whether the documents write a case-folded word as a name.
    """
    asked = _COURTESY.sub("", squeeze(normalise(question)))
    real = [old for old in history if not small_talk(old.question)]
    if not real or not has_letters(asked) or small_talk(asked) or _ALL_COURTESY.match(asked) or names_of(asked, is_name):
        return None
    if len(asked.split()) > _MOST_WORDS or (len(content_words(asked)) > _FEW_WORDS and not _GOES_ON.match(asked)):
        return None
    talk = _talk_of(real)
    before = _brief(talk.question)
    if not before:
        return None
    is_open = stand_alone(asked, talk) != asked and not _has_its_place(asked, talk)
    return Continued(asked, f"{asked.rstrip('?!. ')} ({before})?", f"{before}?", is_open)


def _talk_of(history: Sequence[Exchange]) -> Talk:
    """Return what a conversation has come to."""
    talk = Talk()
    for old in history:
        if asked := squeeze(normalise(old.question)):
            talk = _after(talk, asked, old.answer[:_MOST_READ])
    return talk


def stand_alone(question: str, talk: Talk) -> str:
    """Return one question resolved."""
    if not talk.question or not 0 < len(question.split()) <= _MOST_WORDS:
        return question
    asked = _COURTESY.sub("", question)
    resolved = asked if _ALL_COURTESY.match(question) else _resolved(asked, talk)
    return question if resolved == asked else resolved


def _resolved(question: str, talk: Talk) -> str:
    """Return a question without thanks before it resolved, or as it is."""
    before = _brief(talk.question)
    if _MORE.match(question):
        return f"{before}? {question[:1].upper()}{question[1:]}"
    if (points := ORDINAL.search(question)) or _BARE.match(question):
        return (points and _with_the_item(question, talk)) or f"{question.rstrip('?!. ')} ({before})?"
    if fragment := fragment_of(question):
        return put_into(talk.question, fragment) if is_stage(fragment) else _from_fragment(fragment, talk, before)
    in_place = put_in_place(talk.question[:_MOST_CHARACTERS], question)
    if in_place or is_stage(question.rstrip("?!. ")):
        return in_place or question
    if _SEVERAL_SENTENCES.search(question) and len(content_words(question)) >= _MANY_WORDS:
        return question
    return (
        replaces_pronouns(question, talk.topics, talk.names, before)
        or adds_topic(question, talk.topics)
        or adds_what_is_missing(question, talk.topics, talk.question)
        or question
    )


def _has_its_place(question: str, talk: Talk) -> bool:
    """Say whether a question is a part that rules put into the one before: "and a smock mill?", "the second one"."""
    return bool(fragment_of(question) or ORDINAL.search(question) or put_in_place(talk.question[:_MOST_CHARACTERS], question))


def _brief(question: str) -> str:
    """Return a question to be put in brackets: without what was said before its own, and not too long."""
    match = _IN_BRACKETS.match(question)
    said = match.group(2) if match else question
    if match and not _BARE.match(match.group(1)):
        said = f"{match.group(1)}, {said}"
    inner = said.rstrip("?!. ")
    return inner if len(inner) <= _MOST_CHARACTERS else inner[:_MOST_CHARACTERS].rsplit(" ", 1)[0]


def _with_the_item(question: str, talk: Talk) -> str:
    """Return the question with the thing that "the second one" means in its place; empty if nothing was listed."""
    match = ORDINAL.search(question)
    item = pick(match, listed_in(talk.answer, talk.question)) if match else ""
    if not match or not item:
        return ""
    found = f"{agreeing(question[: match.start()], item)}{item}{question[match.end() :]}"
    return put_into(talk.question, fragment) if (fragment := fragment_of(found)) else found


def _from_fragment(fragment: str, talk: Talk, before: str) -> str:
    """Put the new part into the last question; a pronoun in it is resolved first."""
    if len(talk.question) > _MOST_CHARACTERS:
        return f"{fragment[:1].upper()}{fragment[1:]} ({before})?"
    whole = replaces_pronouns(f"{fragment}?", talk.topics, talk.names, before)
    return put_into(talk.question, whole.rstrip("?") if whole and "(" not in whole else fragment)


@lru_cache(maxsize=1024)
def _after(talk: Talk, asked: str, answer: str) -> Talk:
    """Return the conversation with one more question in it. Kept: the next question brings the same conversation again."""
    said = asked
    understood = stand_alone(said, talk)
    asked = _COURTESY.sub("", said)
    kept = talk.topics
    if not talk.question or understood == said or fragment_of(asked) or ORDINAL.search(asked):
        short = understood[:_MOST_CHARACTERS]
        focus = focus_of(short) or ("" if kept else last_named(short))
        kept = (*kept[:1], focus, *kept[1:]) if is_weak(focus) and kept else (focus, *kept)
    named = _named_by(answer, understood)
    topics = tuple(dict.fromkeys(topic for topic in (named, *kept) if topic))[:_MOST_TOPICS]
    names = tuple(dict.fromkeys((*names_in(asked[:_MOST_CHARACTERS]), *talk.names)))[:_MOST_TOPICS]
    return Talk(understood, answer, topics, names)


def _named_by(answer: str, question: str) -> str:
    """Return the name that an answer gives to a question for one: who, which company, what it is called."""
    if not re.match(
        r"^\W*(?:and |so )?(?:who|whose|which|by whom|what (?:company|firm|organi[sz]ation|is the name))\b",
        question,
        re.IGNORECASE,
    ):
        return ""
    first = squeeze(normalise(answer[:400])).lstrip("[]()0123456789.-*\u2022\u201c\"' ")
    names = [name for name in names_in(first) if name not in question and not _merely_opens(first, name)]
    return names[0] if names and not is_plural(names[0]) else ""


def _merely_opens(text: str, name: str) -> bool:
    """Say whether a word has its capital from opening a sentence alone: "Technology transfer is …", unlike "Lonza bought …"."""
    if name.lower() in STOP_WORDS or name in _MONTHS:
        return True
    at = text.find(name)
    opens = not text[:at].strip() or text[:at].rstrip()[-1] in ".!?:;"
    return opens and name[1:].islower() and is_english(name.lower())
