"""Turn a question, and the conversation before it, into a query."""

from __future__ import annotations

from collections.abc import Sequence

from quoth.protocols import Lexicon
from quoth.retrieval.following import resolve
from quoth.retrieval.kinds import kind_of, topics_of, without_frame
from quoth.text.normalise import normalise, squeeze
from quoth.text.words import content_words, is_name, words
from quoth.types import Exchange, Query


def understand(question: str, history: Sequence[Exchange], lexicon: Lexicon) -> Query:
    """Prepare a question.

    Args:
        history: The questions before it, with their answers where they are known, oldest first.
    """
    asked = squeeze(normalise(question))
    text = resolve(asked, history)
    kind = kind_of(text)
    terms = tuple(dict.fromkeys(term for word in without_frame(content_words(text), kind) for term in lexicon.terms(word)))
    return Query(question=asked, text=text, kind=kind, terms=terms, topics=topics_of(text, kind), names=names_of(text))


def names_of(question: str) -> tuple[str, ...]:
    """Return what an answer may not lack: acronyms, numbers, capitalised words that do not merely open the sentence."""
    found: list[str] = []
    for word, span in words(question):
        opens = not question[: span.start].strip(" \"'(\u201c")
        is_acronym = len(word) > 1 and sum(c.isupper() for c in word) > 1
        if is_name(word) and (not opens or is_acronym or word[0].isdigit()) and word != "I" and word not in found:
            found.append(word)
    return tuple(found)
