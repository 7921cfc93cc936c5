"""Turn a question, and the conversation before it, into a query."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from quoth.protocols import Lexicon
from quoth.retrieval.kinds import kind_of, topics_of, without_frame
from quoth.retrieval.rewording import Rewriter
from quoth.text.greetings import small_talk
from quoth.text.normalise import normalise, squeeze
from quoth.text.words import content_words, is_name, words
from quoth.types import Query, Rewording

# "And a CRO?" leaves out what is asked; "And what is a CRO?" does not.
_ELLIPSIS = re.compile(
    r"^(?:and|but|so|ok(?:ay)?|then)?,?\s*(?:what about|how about|and(?!\s+(?:what|who|whom|whose|which|when|where|why|how|"
    r"is|are|was|were|do|does|did|can|could|may|must|should|shall|will|would|has|have|had)\b))\s+(.+)$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|this|that|these|those|he|she|his|her|such|there|the (?:first|second|third|last|former|latter|other) one)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:and |but |so )?(?:why|how(?: so)?|when|where|who|which(?: ones?)?|really|how (?:much|many|long|often))\W*$",
    re.IGNORECASE,
)


def understand(question: str, history: Sequence[str], lexicon: Lexicon, rewriter: Rewriter | None = None) -> Query:
    """Prepare a question.

    Args:
        history: The questions before it, oldest first.
        rewriter: What knows the documents' words; None to take the question at its own words.
    """
    asked = squeeze(normalise(question))
    text = resolve(asked, [earlier for earlier in history if not small_talk(earlier)])
    corrected: tuple[Rewording, ...] = ()
    if rewriter is not None and not small_talk(asked):
        text, corrected = rewriter.correct(text)
    kind = kind_of(text)
    content = without_frame(content_words(text), kind)
    if rewriter is not None:
        content = (*content, *(word for word in rewriter.capitals(text) if word not in content))
    terms = tuple(dict.fromkeys(term for word in content for term in lexicon.terms(word)))
    query = Query(question=asked, text=text, kind=kind, terms=terms, topics=topics_of(text, kind), names=names_of(text))
    if rewriter is None:
        return query
    beside = rewriter.reword(text, terms)
    senses, meant = rewriter.rivals(text, " ".join([*history, text]))
    return replace(
        query,
        rewordings=(*corrected, *beside),
        senses=senses,
        meant=meant,
        unknown=rewriter.unknown(content, beside),
    )


def resolve(question: str, history: Sequence[str]) -> str:
    """Return the question so that it stands alone, taking what it leaves out from the questions before it."""
    previous = ""
    for old in history:
        if asked := squeeze(normalise(old)):
            previous = _stand_alone(asked, previous)
    return _stand_alone(question, previous)


def _stand_alone(question: str, previous: str) -> str:
    if not previous:
        return question
    if match := _ELLIPSIS.match(question):
        return _replace_topic(previous, match.group(1))
    points_back = _POINTS_BACK.search(question) and len(content_words(question)) <= 6  # noqa: PLR2004
    if _BARE.match(question) or points_back:
        return f"{question.rstrip('?')} ({previous.rstrip('?')})?"
    return question


def _replace_topic(previous: str, topic: str) -> str:
    """Put a new topic in the place of the old one, where the old question names exactly one."""
    topic = topic.rstrip("?!. ")
    topics = topics_of(previous, kind_of(previous)) or names_of(previous)
    if len(topics) == 1 and topics[0] in previous:
        return previous.replace(topics[0], _ARTICLE.sub("", topic), 1)
    return f"{topic} ({previous.rstrip('?')})?"


def names_of(question: str) -> tuple[str, ...]:
    """Return what an answer may not lack: acronyms, numbers, capitalised words that do not merely open the sentence."""
    found: list[str] = []
    for word, span in words(question):
        opens = not question[: span.start].strip(" \"'(\u201c")
        is_acronym = len(word) > 1 and sum(c.isupper() for c in word) > 1
        if is_name(word) and (not opens or is_acronym or word[0].isdigit()) and word != "I" and word not in found:
            found.append(word)
    return tuple(found)
