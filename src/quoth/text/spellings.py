"""Spellings of one English word that are no mistakes: "organisation" and "organization", "labelling" and "labeling"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from quoth.text.words import LINKS

_LEAST_LETTERS: Final = 5
# British and American patterns with what is written in their place; tried both ways, once at each place of a word. A word that comes
# of it and is none does no harm: only words that documents hold are looked for.
_ENDINGS: Final = r"(?=(?:e[sdr]?|ers|ing|ation|ations|able)$)"
_DOUBLED: Final = r"(?=(?:ed|ing|er|ers|ation|ations)$)"
_OUR: Final = r"(?=s?$|ed$|ing$|al$|able$|ite$|less$|ful$)"
_PAIRS: Final = (
    (rf"is{_ENDINGS}", "iz"), (rf"iz{_ENDINGS}", "is"), (rf"lys{_ENDINGS}", "lyz"), (rf"lyz{_ENDINGS}", "lys"), (rf"our{_OUR}", "or"),
    (rf"or{_OUR}", "our"), (r"(?<=[tbc])re(?=s?$)", "er"), (r"(?<=[tbc])er(?=s?$)", "re"), (r"logue(?=s?$)", "log"), (r"log(?=s?$)", "logue"),
    (rf"(?<=\w\w[ae])ll{_DOUBLED}", "l"), (rf"(?<=\w\w[ae])l{_DOUBLED}", "ll"), (r"(?<=[fn])ence(?=s?$)", "ense"), (r"(?<=[fn])ense(?=s?$)", "ence"),
)  # fmt: skip
_PARTS: Final = (
    ("haem", "hem"), ("aemi", "emi"), ("paed", "ped"), ("oedem", "edem"), ("oestr", "estr"), ("foet", "fet"), ("anaes", "anes"), ("gynae", "gyne"),
    ("rrhoe", "rrhe"), ("aetio", "etio"), ("faec", "fec"), ("oesoph", "esoph"), ("coeli", "celi"), ("manoeuv", "maneuv"), ("caesa", "cesa"),
    ("sulph", "sulf"), ("programme", "program"), ("grey", "gray"), ("aluminium", "aluminum"), ("ageing", "aging"), ("judgement", "judgment"),
    ("fulfil", "fulfill"), ("enrol", "enroll"), ("licence", "license"), ("practice", "practise"), ("mould", "mold"), ("plough", "plow"),
)  # fmt: skip
_BOTH: Final = (*_PAIRS, *((british, new) for british, new in _PARTS), *((american, new) for new, american in _PARTS))
_RULES: Final = tuple((re.compile(pattern), new) for pattern, new in _BOTH)

# Phrases that share so many of their runs of three letters are ways to write one: "lymphoblastic" and "lymphocytic leukaemia".
_ALIKE: Final = 0.4


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
    """Say whether a lower-case word is in a list of some 82,800 English words, British and American (from symspellpy)."""
    return word in _english()


def key_of(terms: Sequence[str]) -> str:
    """Return what stemmed words have in common however they are written: "on-boarding" and "onboarding", "-isation" and "-ization"."""
    return "".join(term for term in terms if term not in LINKS).replace("z", "s").replace("ae", "e").replace("oe", "e")


def same_thing(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether two phrases, as stemmed words, mean the same: more than half of the shorter one's words, or most letters, shared."""
    a, b = ({key_of([term]) for term in terms} - {""} for terms in (one, other))
    if key_of(one) == key_of(other) or 2 * len(a & b) > min(len(a), len(b)):
        return True
    triples, others = ({key[at : at + 3] for at in range(len(key) - 2)} for key in (key_of(one), key_of(other)))
    return len(triples & others) >= _ALIKE * max(len(triples | others), 1)


def hidden_in(word: str, holds: Callable[[str], bool]) -> tuple[tuple[str, str], ...]:
    """Return the ways to read a word as two that are held: "onboarding" as "on boarding"."""
    cuts = range(2, len(word) - 2)
    return tuple((word[:cut], word[cut:]) for cut in cuts if holds(word[:cut]) and holds(word[cut:]))
