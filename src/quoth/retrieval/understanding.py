"""Turn a question, and the conversation before it, into a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quoth.protocols import Lexicon
from quoth.retrieval.comparing import comparison_of
from quoth.retrieval.following import resolve
from quoth.retrieval.kinds import kind_in
from quoth.retrieval.naming import names_of
from quoth.retrieval.rewording import Rewriter
from quoth.retrieval.topics import topics_of, without_frame
from quoth.text.greetings import small_talk
from quoth.text.languages import ENGLISH, Language
from quoth.text.normalise import normalise, squeeze
from quoth.types import Exchange, Query, Rewording


def understand(
    question: str,
    history: Sequence[Exchange],
    lexicon: Lexicon,
    rewriter: Rewriter | None = None,
    language: Language = ENGLISH,
    taken_as: str = "",
) -> Query:
    """Prepare a question.

    Args:
        history: The questions before it, with their answers where they are known, oldest first.
        rewriter: What knows the documents' words; None to take the question at its own words.
        language: Of question and documents. In another than English a question is taken as it stands, by patterns alone: what was
            asked before it is left aside, and a comparison is not taken apart.
        taken_as: The question as it stands alone, where that is known already; else the conversation's rules say.
    """
    asked = squeeze(normalise(question))
    text = taken_as or asked
    if not taken_as and language.code == "en":
        text = resolve(asked, [earlier for earlier in history if not small_talk(earlier.question)])
    corrected: tuple[Rewording, ...] = ()
    if rewriter is not None and not small_talk(asked):
        text, corrected = rewriter.correct(text)
    kind = kind_in(text, language)
    content = without_frame(language.content_words(text), kind, language)
    if rewriter is not None:
        content = (*content, *(word for word in rewriter.capitals(text) if word not in content))
    terms = tuple(dict.fromkeys(term for word in content for term in lexicon.terms(word)))
    names = names_of(text, None if rewriter is None else rewriter.is_name, language)
    compared = comparison_of(text) if kind == "comparison" and language.code == "en" else None
    query = Query(
        question=asked, text=text, kind=kind, terms=terms, topics=topics_of(text, kind, language), names=names,
        respect=compared.respect if compared else (), language=language.code,
    )  # fmt: skip
    if rewriter is None:
        return query
    beside = rewriter.reword(text, terms)
    senses, meant = rewriter.rivals(text, " ".join([*(earlier.question for earlier in history), text]))
    return replace(
        query,
        rewordings=(*corrected, *beside),
        senses=senses,
        meant=meant,
        unknown=rewriter.unknown(content, beside),
    )
