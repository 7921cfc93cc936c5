"""Whether two claims speak of the same thing: all that narrows them. For telling a contradiction from a difference of scope.

Two sentences that answer one question with different values contradict each other unless something sets them apart: another name, another
period, another condition, another sort of the same thing ("net profit", "operating profit"). All rules are about English words, none about a topic.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from typing import Final

from quoth.answering.claims import Claim, comparable
from quoth.protocols import Lexicon
from quoth.text.words import STOP_WORDS, is_name, words
from quoth.types import Query, Span

# Who says it is not what it is about.
_SOURCE: Final = re.compile(
    r"\b(?i:according to) [^,;]{1,80}[,;]?|\b[A-Z][\w&.]{0,40}(?:\s[A-Z][\w&.]{0,40}){0,4}\s(?:estimate[sd]?|expect(?:s|ed)?|report(?:s|ed)?|says|said|puts?|forecasts?|predict(?:s|ed)?|believes?|values?|valued|counted)\b(?: that)?"
)
# Words that set one thing against another of its sort; a text with one of a group and a text with another speak of different things.
_OPPOSED: Final[tuple[tuple[frozenset[str], ...], ...]] = tuple(
    tuple(frozenset(group.split()) for group in groups)
    for groups in (
        ("minimum min lowest smallest least", "maximum max highest largest"),
        (
            "planned plan target budgeted specification limit required permitted estimate",
            "actual measured observed achieved realised result account",
        ),
        ("original initial provisional preliminary", "final revised"),
        ("average mean typical", "maximum peak highest deepest largest minimum lowest"),
        ("within inside", "outside beyond"),
        ("gross", "net", "operating"),
        ("during", "after following once", "before prior"),
        ("without", "with"),
        ("full-time", "part-time"),
        ("import imports imported", "export exports exported"),
        ("men male", "women female"),
        ("abroad international foreign", "domestic home inland"),
        ("daily", "weekly", "monthly", "quarterly", "annual annually yearly"),
        ("single each", "total overall combined altogether"),
    )
)
_PREPOSITIONS: Final = frozenset("for in by at on under from with of to within among above below".split())
# Words of size, hedges and time that narrow nothing down.
_NEUTRAL: Final = frozenset(
    """about approximately around roughly nearly almost circa estimated some global globally worldwide world cagr market year years annual
    annually per cent percent rate compound average period forecast end decade next last current currently now today typically normally around
    least most more less than only just also still already approximately figure value number amount""".split()
)
# Two sentences with this share of their words in common, values aside, were made from one.
_TEMPLATE_SHARE: Final = 0.75
# A designation: letters and digits in one, "WR-2", "F1".
_CODE: Final = re.compile(r"\b[A-Z][A-Za-z]{0,5}-?\d[\w-]*\b")

_MONTHS: Final = frozenset(calendar.month_name)


def same_scope(query: Query, lexicon: Lexicon, one: Claim, other: Claim) -> bool:
    """Say whether two claims speak of the same thing, so that different values contradict each other."""
    if one.value.dimension != other.value.dimension and not (
        (one.is_row or other.is_row) and comparable(one.value.dimension, other.value.dimension)
    ):
        return False
    if query.kind != "date" and one.period and other.period and not _overlap(one.period, other.period):
        return False
    if _under_other_conditions(one, other) or _of_another_row(lexicon, one, other) or _of_another_row(lexicon, other, one):
        return False
    asked = frozenset(lexicon.terms(query.text))
    mine, theirs = _Words(one, lexicon, asked), _Words(other, lexicon, asked)
    return not (
        mine.names - theirs.covered
        or theirs.names - mine.covered
        or (one.head == other.head and _same_template(mine, theirs))
        or (mine.codes and theirs.codes and not mine.codes & theirs.codes)
        or opposed(mine.plain, theirs.plain)
        or _other_sort(mine, theirs)
        or _other_object(mine, theirs)
    )


def _of_another_row(lexicon: Lexicon, row: Claim, other: Claim) -> bool:
    """Say whether a claim leaves out what a row is about, or speaks of another column of its table."""
    if row.subject - other.covered:
        return True
    said = other.head or frozenset(lexicon.terms(other.text))
    return bool(said & row.rivals) and not said & row.head


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _under_other_conditions(one: Claim, other: Claim) -> bool:
    """Say whether both name a further quantity of one dimension and none of these agree: "at 4 °C", "at -45 °C"."""
    for dimension in {q.dimension for q in one.others} & {q.dimension for q in other.others} - {one.value.dimension, "count"}:
        mine, theirs = ([q for q in claim.others if q.dimension == dimension] for claim in (one, other))
        if not any(a.agrees_with(b) and {a.bound, b.bound} != {"least", "most"} for a in mine for b in theirs):
            return True
    mine, theirs = (
        [q for q in claim.others if q.bound in ("least", "most") and q.dimension == "count"] for claim in (one, other)
    )
    return bool(mine and theirs) and all({a.bound, b.bound} == {"least", "most"} for a in mine for b in theirs)


class _Words:
    """The words of a claim, as the rules need them."""

    def __init__(self, claim: Claim, lexicon: Lexicon, asked: frozenset[str]) -> None:
        self._lexicon = lexicon
        self.covered = claim.covered | asked
        self.above = frozenset(lexicon.terms(claim.around))
        self.said = frozenset(lexicon.terms(claim.text)) | asked
        said_by = [Span(*match.span()) for match in _SOURCE.finditer(claim.text)]
        values = [claim.value.words, *(q.words for q in claim.others)]
        self._tokens = [
            (word, span)
            for word, span in words(claim.text)
            if span.start < claim.near.end and not any(span.touches(part) for part in (*said_by, *values))
        ]
        self.plain = frozenset(word.casefold() for word, _ in self._tokens)
        named = [word for word, span in self._tokens if self._is_name(word, opens=span.start == 0)]
        named += [word for word, _ in words(claim.label) if self._is_name(word, opens=False)]
        self.names = frozenset(term for word in named for term in lexicon.terms(word))
        self.codes = frozenset(match.group().casefold() for match in _CODE.finditer(claim.near.of(claim.text)))

    @staticmethod
    def _is_name(word: str, *, opens: bool) -> bool:
        """Say whether a word names something: not a number, a month or a single letter, nor a word that merely opens the sentence."""
        return (
            is_name(word)
            and not (opens and sum(c.isupper() for c in word) <= 1)
            and not word[0].isdigit()
            and len(word) > 1
            and word not in _MONTHS
            and word.casefold() not in _NEUTRAL
        )

    def sorts(self) -> dict[str, frozenset[str]]:
        """Return for each content word what narrows it down: the content word before it, or those after its "of"."""
        found: dict[str, set[str]] = {}
        for (before, first), (word, second) in zip(self._tokens, self._tokens[1:], strict=False):
            if second.start - first.end == 1 and self._narrows(before) and self._narrows(word):
                for term in self._lexicon.terms(word):
                    found.setdefault(term, set()).update(self._lexicon.terms(before))
        for place, (word, _) in enumerate(self._tokens[:-1]):
            if self._tokens[place + 1][0].casefold() == "of" and self._narrows(word):
                for term in self._lexicon.terms(word):
                    found.setdefault(term, set()).update(self._object(place + 2))
        return {term: frozenset(narrowed) for term, narrowed in found.items()}

    def objects(self) -> dict[str, list[frozenset[str]]]:
        """Return for each preposition the content words that follow it."""
        found: dict[str, list[frozenset[str]]] = {}
        for place, (word, _) in enumerate(self._tokens):
            if word.casefold() in _PREPOSITIONS and (named := frozenset(self._object(place + 1))):
                found.setdefault(word.casefold(), []).append(named)
        return found

    def _object(self, place: int) -> Iterable[str]:
        taken = 0
        for word, _ in self._tokens[place:]:
            folded = word.casefold()
            if folded in _PREPOSITIONS or taken == 3:  # noqa: PLR2004 - "capital cities", "product on the market"
                return
            if self._narrows(word):
                taken += 1
                yield from self._lexicon.terms(word)
            elif taken or folded not in ("a", "an", "the", "all", "its", "their", "our", "your", "other", "each", "every"):
                return

    @staticmethod
    def _narrows(word: str) -> bool:
        return word.casefold() not in STOP_WORDS and word.casefold() not in _NEUTRAL and not word[0].isdigit()


def _same_template(mine: _Words, theirs: _Words) -> bool:
    """Say whether one sentence was written for two things that only its title and headings tell apart: "Parcels arrive … days after dispatch"."""
    shared = len(mine.plain & theirs.plain) / max(len(mine.plain | theirs.plain), 1)
    return shared >= _TEMPLATE_SHARE and bool(mine.above - theirs.covered) and bool(theirs.above - mine.covered)


def opposed(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Say whether one text has a word that is set against one of the other's: "minimum", "maximum"."""
    for groups in _OPPOSED:
        here, there = ({i for i, group in enumerate(groups) if group & said} for said in (mine, theirs))
        if here and there and not here & there:
            return True
    return False


def _other_sort(mine: _Words, theirs: _Words) -> bool:
    """Say whether both narrow down a word that they share, each in a way of which the other says nothing."""
    here, there = mine.sorts(), theirs.sorts()
    return any(here[term] - theirs.covered and there[term] - mine.covered for term in here.keys() & there.keys())


def _other_object(mine: _Words, theirs: _Words) -> bool:
    """Say whether the same preposition leads to things of which the other sentence says nothing: "for pears", "for berries"."""
    here, there = mine.objects(), theirs.objects()
    for word in here.keys() & there.keys():
        only_here = [named for named in here[word] if not named & theirs.said]
        only_there = [named for named in there[word] if not named & mine.said]
        if (
            only_here
            and only_there
            and not all(named & other.covered for named, other in ((only_here[0], theirs), (only_there[0], mine)))
        ):
            return True
    return False
