"""Words of a text: where they stand, which carry meaning, which are names. English function words only."""

from __future__ import annotations

import re
from typing import Final

from quoth.types import Span

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
# Function words and the verbs of asking: they never tell one passage from another.
STOP_WORDS: Final = frozenset(
    """a about above after again against all also am an and any are as at be because been before being below between
    both but by can could did do does doing done down during each either else ever every few for from further get gets
    give given gives had has have having he her here hers him his how i if in into is it its itself just let like may
    me might mine more most much must my neither no nor not of off on once one only or other our ours out over own per
    please same say says shall she should so some such tell than that the their theirs them then there these they this
    those through to too under until up upon us very was we were what whats when where whether which while who whom
    whose why will with within without would yes yet you your yours explain describe know want need needs needed mean
    means meant called does typically usually generally actually really exactly normally many take takes kind kinds
    sort sorts thing things say""".split()
)

# Words that a phrase has or lacks without meaning anything else: "contract development (and) manufacturing".
LINKS: Final = frozenset(("and", "of", "for", "the"))


def words(text: str) -> tuple[tuple[str, Span], ...]:
    """Return each word as written, with its span."""
    return tuple((match.group(), Span(*match.span())) for match in _WORD.finditer(text))


def content_words(text: str) -> tuple[str, ...]:
    """Return the words that carry meaning, as written, in order. All words if every one is a function word."""
    found = [word for word, _ in words(text)]
    kept = [word for word in found if word.casefold().replace("\u2019", "'") not in STOP_WORDS]
    return tuple(kept or found)


def is_name(word: str) -> bool:
    """Say whether a word inside a sentence is a name, an acronym or a number: something with one spelling."""
    return word[0].isupper() or any(c.isdigit() for c in word) or any(c.isupper() for c in word[1:])


def has_letters(text: str) -> bool:
    """Say whether a text holds at least one letter or digit of any script."""
    return any(c.isalnum() for c in text)
