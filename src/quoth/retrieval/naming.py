"""What a question names: an answer about something else of the same sort would be a wrong answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from quoth.text.places import places_in
from quoth.text.words import STOP_WORDS, is_name, words

_BETWEEN: Final = frozenset(" \t\n\"'\u201c(")
_ENDS: Final = frozenset(".?!:")
_POSSESSIVE: Final = re.compile(r"['\u2019]s?$")


def names_of(question: str, is_known: Callable[[str], bool] | None = None) -> tuple[str, ...]:
    """Return acronyms, numbers, places and capitalised words that do not merely open a sentence.

    Args:
        is_known: Says whether a case-folded word is a name to the documents: it is one then however it is typed.
    """
    places = list(places_in(question))
    found = [place.of(question) for place in places]
    covered = {position for place in places for position in range(place.start, place.end)}
    for word, span in words(question):
        bare = _POSSESSIVE.sub("", word)
        if span.start in covered or not bare:
            continue
        if _stands_out(bare, opens=_opens(question, span.start)) or _is_known(bare, is_known):
            found.append(bare)
    return tuple(dict.fromkeys(found))


def _opens(text: str, start: int) -> bool:
    """Say whether a sentence begins here."""
    place = start - 1
    while place >= 0 and text[place] in _BETWEEN:
        place -= 1
    return place < 0 or (text[place] in _ENDS and place < start - 1)


def _stands_out(word: str, *, opens: bool) -> bool:
    """Say whether a word is written as a name is.

    Args:
        opens: It is the first of its sentence.
    """
    if "'" in word or "\u2019" in word:  # "Isn't", "I'm"
        return False
    is_acronym = len(word) > 1 and sum(c.isupper() for c in word) > 1
    if not is_name(word) or word == "I" or (word.casefold() in STOP_WORDS and not is_acronym):
        return False
    return is_acronym or word[0].isdigit() or not opens


def _is_known(word: str, is_known: Callable[[str], bool] | None) -> bool:
    return is_known is not None and word.casefold() not in STOP_WORDS and is_known(word.casefold())
