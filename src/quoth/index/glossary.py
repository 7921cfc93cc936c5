"""What the documents' own words are: how often each occurs, how compounds are hyphenated, which acronyms they explain.

Mined from the stored versions, a cache like the two indexes beside it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from quoth.text.acronyms import find_acronyms, singular
from quoth.text.spellings import key_of, same_thing
from quoth.types import Definition, Pointer, Sense, Span, Version

_FORMAT: Final = 1
_WORD: Final = re.compile(r"[^\W_]+")
_COMPOUND: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
# Corrections are looked for among words that occur at least so often: what occurs once may be a slip itself.
_LEAST_COUNT: Final = 2
_MOST_SPELLINGS: Final = 3


@dataclass(slots=True)
class Mined:
    """What has been gathered so far. Adding a document is independent of what was added before."""

    counts: Counter[str] = field(default_factory=Counter)
    compounds: set[str] = field(default_factory=set)
    definitions: set[Definition] = field(default_factory=set)
    _seen: set[tuple[str, int]] = field(default_factory=set)

    def add(self, version: Version) -> None:
        """Gather the words of a version; the second time, nothing."""
        if (version.doc_id, version.version) in self._seen:
            return
        self._seen.add((version.doc_id, version.version))
        lower = f"{version.title}\n{version.text}".casefold()
        self.counts.update(_WORD.findall(lower))
        self.compounds.update(_COMPOUND.findall(lower))
        for block in version.blocks:
            if not block.is_boilerplate:
                self._add_acronyms(version, block.span)

    def _add_acronyms(self, version: Version, block: Span) -> None:
        text = block.of(version.text)
        if "(" not in text:
            return
        for pair in find_acronyms(text):
            where = Pointer(doc_id=version.doc_id, version=version.version, span=pair.span.shifted(block.start))
            long = " ".join(pair.long.of(text).split())
            self.definitions.add(Definition(short=singular(pair.short.of(text)), long=long, where=where))

    def save(self, path: Path) -> None:
        """Write it down, the same bytes for the same documents."""
        rows = sorted(
            [d.short, d.long, d.where.doc_id, d.where.version, d.where.span.start, d.where.span.end] for d in self.definitions
        )
        held = {"format": _FORMAT, "counts": dict(sorted(self.counts.items())), "compounds": sorted(self.compounds)}
        path.write_text(json.dumps({**held, "definitions": rows}, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Mined:
        """Read what `save` wrote.

        Raises:
            ValueError: It is no such file, or of another version of Quoth.
        """
        held = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(held, dict) or held.get("format") != _FORMAT:
            raise ValueError(f"{path.name} was written by another version")
        return cls(Counter(held["counts"]), set(held["compounds"]), {_definition(row) for row in held["definitions"]})


def _definition(row: Sequence[Any]) -> Definition:
    short, long, doc_id, version, start, end = row
    return Definition(short=short, long=long, where=Pointer(doc_id=doc_id, version=version, span=Span(start, end)))


class Glossary:
    """What was mined, ready to be asked. Never changes."""

    def __init__(self, mined: Mined, terms: Callable[[str], Sequence[str]]) -> None:
        """Set up.

        Args:
            terms: Returns the words of a text as the lexical index stores them.
        """
        self._counts = dict(mined.counts)
        self._hyphenated = {compound.replace("-", ""): compound for compound in sorted(mined.compounds)}
        self._alike: dict[tuple[str, int], list[str]] = {}
        for word, count in self._counts.items():
            if count >= _LEAST_COUNT and word.isalpha():
                self._alike.setdefault((word[0], len(word)), []).append(word)
        by_short: dict[str, list[Definition]] = {}
        for definition in mined.definitions:
            by_short.setdefault(definition.short.upper(), []).append(definition)
        self._senses = {short: _senses(found, terms) for short, found in sorted(by_short.items())}
        self._by_long: dict[str, list[Sense]] = {}
        for sense in (sense for senses in self._senses.values() for sense in senses):
            for key in dict.fromkeys(key_of(terms(long)) for long in sense.longs):
                self._by_long.setdefault(key, []).append(sense)

    def count(self, word: str) -> int:
        """Return how often the documents hold a case-folded word, in titles, headings and boilerplate, too."""
        return self._counts.get(word, 0)

    def alike(self, word: str, most: int) -> tuple[str, ...]:
        """Return the words that occur more than once, begin alike and differ in length by at most `most`, in a fixed order."""
        lengths = range(len(word) - most, len(word) + most + 1)
        return tuple(sorted(held for length in lengths for held in self._alike.get((word[:1], length), ())))

    def hyphenated(self, word: str) -> str | None:
        """Return how documents hyphenate a word: "on-boarding" for "onboarding"."""
        return self._hyphenated.get(word)

    def senses(self, short: str) -> tuple[Sense, ...]:
        """Return what an acronym stands for, whatever its case; that of most documents first."""
        return self._senses.get(short.upper(), ())

    def all_senses(self) -> tuple[Sense, ...]:
        """Return what every acronym stands for, by acronym."""
        return tuple(sense for senses in self._senses.values() for sense in senses)

    def acronyms_of(self, key: str) -> tuple[Sense, ...]:
        """Return the senses whose long form has this key (`key_of` its stemmed words)."""
        return tuple(self._by_long.get(key, ()))


def _senses(definitions: Iterable[Definition], terms: Callable[[str], Sequence[str]]) -> tuple[Sense, ...]:
    """Group the long forms of one acronym into what differs."""
    by_long: dict[str, list[Definition]] = {}
    for definition in definitions:
        by_long.setdefault(definition.long, []).append(definition)
    ranked = sorted(by_long, key=lambda long: (-_n_documents(by_long[long]), len(long), long))
    groups: list[list[str]] = []
    for long in ranked:
        group = next((group for group in groups if same_thing(terms(group[0]), terms(long))), None)
        if group is None:
            groups.append([long])
        else:
            group.append(long)
    found = [_sense([(long, by_long[long]) for long in group], terms) for group in groups]
    return tuple(sorted(found, key=lambda sense: (-len(sense.doc_ids), sense.long)))


def _sense(group: Sequence[tuple[str, list[Definition]]], terms: Callable[[str], Sequence[str]]) -> Sense:
    first = min(group[0][1], key=lambda d: (d.where.doc_id, d.where.version, d.where.span))
    distinct = {tuple(terms(long)): long for long, _ in reversed(group)}
    longs = [long for long, _ in group if long in distinct.values()]
    doc_ids = sorted({definition.where.doc_id for _, found in group for definition in found})
    return Sense(short=first.short, longs=tuple(longs[:_MOST_SPELLINGS]), where=first.where, doc_ids=tuple(doc_ids))


def _n_documents(definitions: Iterable[Definition]) -> int:
    return len({definition.where.doc_id for definition in definitions})
