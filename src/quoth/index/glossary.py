"""What the documents' own words are: how often each occurs, which are names, how compounds are hyphenated, which acronyms they explain.

Mined from the stored versions, a cache like the two indexes beside it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from quoth.text.acronyms import find_acronyms, singular
from quoth.text.spellings import key_of, same_thing
from quoth.types import Definition, Pointer, Sense, Span, Version

Terms = Callable[[str], Sequence[str]]

_FORMAT: Final = 2
_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# Corrections are looked for among words that occur at least so often: what occurs once may be a slip itself.
_LEAST_COUNT: Final = 2
_MOST_SPELLINGS: Final = 3
# A word is a name where this share of its places inside sentences has a capital.
_NAME_SHARE: Final = 0.75
# A word inside a sentence: another word, a comma or a closing bracket stands before it.
_INSIDE: Final = re.compile(r"(?<=[^\W_])[,)]?\s+([^\W\d_][^\W_]*)")


@dataclass(slots=True)
class Mined:
    """What has been gathered so far. Adding a document is independent of what was added before.

    Attributes:
        terms: Returns the words of a text as the lexical index stores them.
        capitals, smalls: How often a case-folded word stands inside a sentence with a capital, and without.
    """

    terms: Terms
    counts: Counter[str] = field(default_factory=Counter)
    compounds: set[str] = field(default_factory=set)
    definitions: set[Definition] = field(default_factory=set)
    capitals: Counter[str] = field(default_factory=Counter)
    smalls: Counter[str] = field(default_factory=Counter)
    _seen: set[tuple[str, int]] = field(default_factory=set)

    def add(self, version: Version) -> None:
        """Gather the words of a version; the second time, nothing."""
        if (version.doc_id, version.version) in self._seen:
            return
        self._seen.add((version.doc_id, version.version))
        lower = f"{version.title}\n{version.text}".casefold()
        found = Counter(_WORD.findall(lower))
        for word, count in found.items():
            for part in word.split("-"):
                self.counts[part] += count
            if "-" in word:
                self.compounds.add(word)
        for block in version.blocks:
            if not block.is_boilerplate:
                self._add_acronyms(version, block.span)
            if not block.is_boilerplate and block.kind != "heading":
                for word in _INSIDE.findall(block.span.of(version.text)):
                    (self.capitals if word[0].isupper() else self.smalls)[word.casefold()] += 1

    def _add_acronyms(self, version: Version, block: Span) -> None:
        text = block.of(version.text)
        if "(" not in text:
            return
        for pair in find_acronyms(text):
            where = Pointer(doc_id=version.doc_id, version=version.version, span=pair.span.shifted(block.start))
            long = " ".join(pair.long.of(text).split())
            self.definitions.add(
                Definition(short=singular(pair.short.of(text)), long=long, terms=tuple(self.terms(long)), where=where)
            )

    def save(self, path: Path) -> None:
        """Write it down, the same bytes for the same documents."""
        rows = sorted(
            [d.short, d.long, list(d.terms), d.where.doc_id, d.where.version, d.where.span.start, d.where.span.end]
            for d in self.definitions
        )
        held = {
            "format": _FORMAT, "counts": dict(sorted(self.counts.items())), "compounds": sorted(self.compounds),
            "capitals": dict(sorted(self.capitals.items())), "smalls": dict(sorted(self.smalls.items())), "definitions": rows,
        }  # fmt: skip
        path.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path, terms: Terms) -> Mined:
        """Read what `save` wrote.

        Raises:
            ValueError: It is no such file, or of another version of Quoth.
        """
        held = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(held, dict) or held.get("format") != _FORMAT:
            raise ValueError(f"{path.name} was written by another version")
        definitions = {_definition(row) for row in held["definitions"]}
        capitals: Counter[str] = Counter(held["capitals"])
        smalls: Counter[str] = Counter(held["smalls"])
        return cls(terms, Counter(held["counts"]), set(held["compounds"]), definitions, capitals, smalls)


def _definition(row: Sequence[Any]) -> Definition:
    short, long, terms, doc_id, version, start, end = row
    where = Pointer(doc_id=doc_id, version=version, span=Span(start, end))
    return Definition(short=short, long=long, terms=tuple(terms), where=where)


class Glossary:
    """What was mined, ready to be asked. Never changes."""

    def __init__(self, mined: Mined) -> None:
        self._counts = dict(mined.counts)
        smalls = mined.smalls
        self._names = frozenset(word for word, n in mined.capitals.items() if n >= _NAME_SHARE * (n + smalls[word]))
        self._hyphenated = {compound.replace("-", ""): compound for compound in sorted(mined.compounds)}
        self._alike: dict[tuple[str, int], list[str]] = {}
        for word, count in self._counts.items():
            if count >= _LEAST_COUNT and word.isalpha():
                self._alike.setdefault((word[0], len(word)), []).append(word)
        by_short: dict[str, list[Definition]] = {}
        for definition in mined.definitions:
            by_short.setdefault(definition.short.upper(), []).append(definition)
        self._definitions = dict(sorted(by_short.items()))
        self._shorts: dict[str, set[str]] = {}
        for definition in mined.definitions:
            self._shorts.setdefault(key_of(definition.terms), set()).add(definition.short.upper())
        self._grouped = lru_cache(maxsize=10_000)(self._group)

    def count(self, word: str) -> int:
        """Return how often the documents hold a case-folded word, in titles, headings and boilerplate, too."""
        return self._counts.get(word, 0)

    def is_name(self, word: str) -> bool:
        """Say whether the documents write a case-folded word with a capital inside their sentences, nearly always."""
        return word in self._names

    def alike(self, word: str, most: int) -> tuple[str, ...]:
        """Return the words that occur more than once, begin alike and differ in length by at most `most`, in any order."""
        lengths = range(len(word) - most, len(word) + most + 1)
        return tuple(held for length in lengths for held in self._alike.get((word[:1], length), ()))

    def hyphenated(self, word: str) -> str | None:
        """Return how documents hyphenate a word: "on-boarding" for "onboarding"."""
        return self._hyphenated.get(word)

    def _group(self, short: str) -> tuple[Sense, ...]:
        return _senses(self._definitions.get(short.upper(), ()))

    def senses(self, short: str) -> tuple[Sense, ...]:
        """Return what an acronym stands for, whatever its case; that of most documents first."""
        return self._grouped(short)

    def all_senses(self) -> tuple[Sense, ...]:
        """Return what every acronym stands for, by acronym."""
        return tuple(sense for short in self._definitions for sense in self.senses(short))

    def acronyms_of(self, key: str) -> tuple[Sense, ...]:
        """Return the senses whose long form has this key (`key_of` its stemmed words)."""
        shorts = sorted(self._shorts.get(key, ()))
        return tuple(sense for short in shorts for sense in self.senses(short) if key in map(key_of, sense.terms))


def _senses(definitions: Iterable[Definition]) -> tuple[Sense, ...]:
    """Group the long forms of one acronym into what differs."""
    by_long: dict[str, list[Definition]] = {}
    for definition in definitions:
        by_long.setdefault(definition.long, []).append(definition)
    ranked = sorted(by_long, key=lambda long: (-_n_documents(by_long[long]), len(long), long))
    groups: list[list[Definition]] = []
    heads: list[Definition] = []
    for long in ranked:
        found = by_long[long]
        place = next((n for n, head in enumerate(heads) if same_thing(head.terms, found[0].terms)), None)
        if place is None:
            heads.append(found[0])
            groups.append(list(found))
        else:
            groups[place].extend(found)
    return tuple(sorted(map(_sense, groups), key=lambda sense: (-len(sense.doc_ids), sense.long)))


def _sense(group: Sequence[Definition]) -> Sense:
    """Return the sense of definitions whose commonest long form comes first."""
    first = min(
        (one for one in group if one.long == group[0].long), key=lambda d: (d.where.doc_id, d.where.version, d.where.span)
    )
    longs = {definition.terms: definition.long for definition in reversed(group)}
    spelt = sorted(longs.items(), key=lambda pair: [one.long for one in group].index(pair[1]))[:_MOST_SPELLINGS]
    doc_ids = sorted({definition.where.doc_id for definition in group})
    return Sense(
        short=first.short, longs=tuple(long for _, long in spelt), terms=tuple(terms for terms, _ in spelt), where=first.where,
        doc_ids=tuple(doc_ids),
    )  # fmt: skip


def _n_documents(definitions: Iterable[Definition]) -> int:
    return len({definition.where.doc_id for definition in definitions})
