"""Spellings of one English word that are no mistakes: "organisation" and "organization", "labelling" and "labeling"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from quoth.text.words import LINKS

_LEAST_LETTERS: Final = 5
# British and American, in pairs; tried both ways. A made-up word does no harm: only words that documents hold are looked for.
_PAIRS: Final = (
    (r"is(?=(?:e[sdr]?|ers|ing|ation|ations|able)$)", "iz"), (r"ys(?=(?:e[sdr]?|ers|ing)$)", "yz"),
    (r"our(?=s?$|ed$|ing$|al$|able$|ite$|less$|ful$)", "or"), (r"re(?=s?$)", "er"), (r"ae", "e"), (r"oe", "e"), (r"logue(?=s?$)", "log"),
    (r"ll(?=(?:ed|ing|er|ers|ation)$)", "l"), (r"lment(?=s?$)", "llment"), (r"lfil(?=s?$)", "lfill"), (r"ence(?=s?$)", "ense"), (r"sulph", "sulf"),
    (r"programme(?=s?$)", "program"), (r"grey", "gray"), (r"aluminium", "aluminum"), (r"ageing$", "aging"), (r"judgement(?=s?$)", "judgment"),
)  # fmt: skip
_TURNED: Final = (
    (r"iz(?=(?:e[sdr]?|ers|ing|ation|ations|able)$)", "is"), (r"yz(?=(?:e[sdr]?|ers|ing)$)", "ys"),
    (r"or(?=s?$|ed$|ing$|al$|able$|ite$|less$|ful$)", "our"), (r"er(?=s?$)", "re"), (r"e", "ae"), (r"e", "oe"), (r"log(?=s?$)", "logue"),
    (r"l(?=(?:ed|ing|er|ers|ation)$)", "ll"), (r"llment(?=s?$)", "lment"), (r"lfill(?=s?$)", "lfil"), (r"ense(?=s?$)", "ence"), (r"sulf", "sulph"),
    (r"program(?=s?$)", "programme"), (r"gray", "grey"), (r"aluminum", "aluminium"), (r"aging$", "ageing"), (r"judgment(?=s?$)", "judgement"),
)  # fmt: skip
_RULES: Final = tuple((re.compile(pattern), new) for pattern, new in (*_PAIRS, *_TURNED))


def respellings(word: str) -> tuple[str, ...]:
    """Return how else a lower-case word could be spelt, each with one difference, in a fixed order."""
    if len(word) < _LEAST_LETTERS:
        return ()
    found = (word[: match.start()] + new + word[match.end() :] for rule, new in _RULES for match in rule.finditer(word))
    return tuple(dict.fromkeys(spelt for spelt in found if spelt != word))


@cache
def _english() -> frozenset[str]:
    listed = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return frozenset(line.partition(" ")[0] for line in listed.splitlines())


def is_english(word: str) -> bool:
    """Say whether a lower-case word, in one of its spellings, is in a list of 82,765 English words (from symspellpy)."""
    return word in _english() or any(spelt in _english() for spelt in respellings(word))


def key_of(terms: Sequence[str]) -> str:
    """Return what stemmed words have in common however they are written: "on-boarding" and "onboarding", "-isation" and "-ization"."""
    return "".join(term for term in terms if term not in LINKS).replace("z", "s")


def same_thing(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether two phrases, as stemmed words, mean the same: equal, or more than half of the shorter one's words shared."""
    a, b = ({key_of([term]) for term in terms} - {""} for terms in (one, other))
    return key_of(one) == key_of(other) or 2 * len(a & b) > min(len(a), len(b))


def hidden_in(word: str, holds: Callable[[str], bool]) -> tuple[tuple[str, str], ...]:
    """Return the ways to read a word as two that are held: "onboarding" as "on boarding"."""
    cuts = range(2, len(word) - 2)
    return tuple((word[:cut], word[cut:]) for cut in cuts if holds(word[:cut]) and holds(word[cut:]))
