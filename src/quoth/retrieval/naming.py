"""What a question names: an answer about something else of the same sort would be a wrong answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from quoth.text.languages import ENGLISH, Language
from quoth.text.places import places_in
from quoth.text.words import is_name

_BETWEEN: Final = frozenset(" \t\n\"'\u201c(")
# In other languages than English these, too, open a sentence: "¿Conserva …?".
_OPENING_MARKS: Final = _BETWEEN | frozenset("\u00bf\u00a1\u00ab\u201e")
_ENDS: Final = frozenset(".?!:")
_POSSESSIVE: Final = re.compile(r"['\u2019]s?$")


def names_of(question: str, is_known: Callable[[str], bool] | None = None, language: Language = ENGLISH) -> tuple[str, ...]:
    """Return acronyms, numbers, places and capitalised words that do not merely open a sentence.

    Where every noun has a capital (German), a capital says nothing. Places are known by their English names.

    Args:
        is_known: Says whether a case-folded word is a name to the documents: it is one then however it is typed.
    """
    places = list(places_in(question)) if language.code == "en" else []
    found = [place.of(question) for place in places]
    covered = {position for place in places for position in range(place.start, place.end)}
    between = _BETWEEN if language.code == "en" else _OPENING_MARKS
    for word, span in language.words(question):
        bare = _POSSESSIVE.sub("", word)
        if span.start in covered or not bare:
            continue
        is_noun = not language.has_small_nouns
        if _stands_out(bare, language, opens=is_noun or _opens(question, span.start, between)) or (
            not is_noun and _is_known(bare, language, is_known)
        ):
            found.append(bare)
    return tuple(dict.fromkeys(found))


def _opens(text: str, start: int, between: frozenset[str]) -> bool:
    """Say whether a sentence begins here, or with marks alone before it."""
    place = start - 1
    while place >= 0 and text[place] in between:
        place -= 1
    return place < 0 or (text[place] in _ENDS and place < start - 1)


def _stands_out(word: str, language: Language, *, opens: bool) -> bool:
    """Say whether a word is written as a name is.

    Args:
        opens: It is the first of its sentence, or a capital says nothing for another reason.
    """
    if "'" in word or "\u2019" in word:  # "Isn't", "I'm"
        return False
    is_acronym = len(word) > 1 and sum(c.isupper() for c in word) > 1
    if not is_name(word) or word == "I" or (language.is_function_word(word) and not is_acronym):
        return False
    return is_acronym or word[0].isdigit() or not opens


def _is_known(word: str, language: Language, is_known: Callable[[str], bool] | None) -> bool:
    return is_known is not None and not language.is_function_word(word) and is_known(word.casefold())
