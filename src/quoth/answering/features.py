"""What can be measured of a sentence as an answer to a query, without any trained reader: one row of numbers.

The order of `NAMES` is the order of the columns; the weights that go with them are fitted by `training/`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quoth.answering.patterns import shapes_of
from quoth.protocols import Lexicon, Vector
from quoth.text.places import forms_of
from quoth.types import Block, Candidate, Query, Span

NAMES: Final = (
    "cosine", "cosine_passage", "cosine_best_neighbour", "cosine_gap",
    "coverage", "coverage_with_context", "coverage_of_passage", "coverage_of_heading", "run",
    "lexical", "rank", "rarest_missing", "rarest_missing_from_passage",
    "names_missing", "names_missing_from_passage", "numbers_missing_from_passage",
    "length", "is_short", "is_first", "place", "points_back", "asks", "is_list_item", "is_table_row", "is_reference", "is_lead_in",
    "defines", "names_topic",
    "definition_defines", "comparison_sides", "comparison_both", "comparison_contrast", "quantity_number", "quantity_measure",
    "date_date", "who_actor", "where_place", "list_enumerates", "list_item", "list_lead_in", "why_cause", "yes_no_modal",
    "procedure_sequence", "open_cosine", "definition_cosine", "precise_coverage",
    "heading_first", "definition_heading_first", "rare_missing", "rare_missing_from_passage", "unit_fits", "unit_misfits",
    "cosine_next", "coverage_with_neighbours", "comparison_sets_apart", "names_lacking", "names_lacking_from_passage",
)  # fmt: skip

Matrix64 = NDArray[np.float64]
# The stemmed words of a name, for each way of writing it.
_Name = tuple[frozenset[str], ...]
# More missing names than this say no more.
_MOST_MISSING: Final = 2.0


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence of a candidate: what is scored."""

    candidate: Candidate
    place: int
    span: Span
    block: Block | None


@dataclass(frozen=True, slots=True)
class _Words:
    """The stemmed words of a text and how much of the query's weight they cover."""

    held: frozenset[str]
    coverage: float


class Measurer:
    """Measures the sentences of candidates for one query."""

    def __init__(self, query: Query, vector: Vector, lexicon: Lexicon) -> None:
        self._query = query
        self._vector = vector
        self._lexicon = lexicon
        self._shapes = shapes_of(query.language)
        self._idf = {term: lexicon.idf(term) for term in query.terms}
        self._total = sum(self._idf.values()) or 1.0
        self._rarest = max(self._idf, key=lambda term: (self._idf[term], term)) if self._idf else ""
        rarest = sorted(self._idf, key=lambda term: (-self._idf[term], term))[:3]
        self._rare = {term: self._idf[term] for term in rarest}
        self._unit = self._shapes.unit_asked(query.text) if query.kind == "quantity" else None
        self._asked = query.text.casefold()
        names = [(name, forms) for name in query.names if (forms := self._forms(name))]
        self._names = [forms for _, forms in names]
        self._numbers = [forms for name, forms in names if any(c.isdigit() for c in name)]
        self._rare_names = [self._weigh(forms) for name, forms in names if not name[0].isdigit()]
        self._topics = [frozenset(lexicon.terms(topic)) for topic in query.topics]
        self._also = [(frozenset(one.read_terms), one.terms) for one in query.rewordings if one.read_terms]
        self._precise = query.kind in ("quantity", "date", "who", "where")

    def _forms(self, name: str) -> _Name:
        """Return the words of a name, in each of the ways in which it may be written."""
        forms = (frozenset(self._lexicon.terms(form)) for form in (name, *forms_of(name)))
        return tuple(dict.fromkeys(form for form in forms if form))

    def _weigh(self, name: _Name) -> tuple[_Name, float]:
        """Return a name with its weight: 1 if a word of it stands nowhere, little if it stands everywhere in one form or another."""
        weights = [max(map(self._lexicon.idf, form)) for form in name]
        return name, min(weights) / self._lexicon.idf("\0")

    def measure(self, candidates: Sequence[Candidate]) -> tuple[list[Unit], Matrix64]:
        """Return the units and `(n_units, n_features) float64`."""
        units: list[Unit] = []
        rows: list[list[float]] = []
        for candidate in candidates:
            found = self._units(candidate)
            units.extend(found)
            rows.extend(self._rows(candidate, found))
        return units, np.asarray(rows, dtype=np.float64).reshape(-1, len(NAMES))

    @staticmethod
    def _units(candidate: Candidate) -> list[Unit]:
        version = candidate.version
        return [
            Unit(candidate, place, span, version.block_at(span.start))
            for place, span in enumerate(candidate.stored.passage.sentences)
        ]

    def _words(self, text: str) -> _Words:
        held = frozenset(self._lexicon.terms(text))
        for form, own in self._also:  # an acronym's long form says what the acronym says
            if form <= held:
                held = held.union(own)
        return _Words(held, self._coverage(held))

    def _rows(self, candidate: Candidate, units: list[Unit]) -> list[list[float]]:
        cosines = (candidate.sentence_vectors @ self._vector).tolist()
        passage = self._words(candidate.text + "\n" + candidate.stored.passage.context)
        context = self._words(candidate.stored.passage.context)
        path = candidate.stored.passage.heading_path
        heading = self._words(path[-1] if path else "")
        shared = _Shared(candidate, cosines, passage, context, heading, bool(path and self._shapes.references.match(path[-1])))
        own = [self._words(unit.span.of(candidate.version.text)) for unit in units]
        return [self._row(unit, shared, own) for unit in units]

    def _row(self, unit: Unit, shared: _Shared, all_own: Sequence[_Words]) -> list[float]:
        candidate, place = unit.candidate, unit.place
        text = unit.span.of(candidate.version.text)
        own = all_own[place]
        both = own.held | shared.context.held
        cosine = shared.cosines[place]
        around = [shared.cosines[i] for i in (place - 1, place + 1) if 0 <= i < len(shared.cosines)]
        n_words = text.count(" ") + 1
        covered = self._coverage(both)
        defined = max((self._shapes.defines(text, topic) for topic in self._query.topics), default=0.0)
        topical = max((len(topic & own.held) / len(topic) for topic in self._topics if topic), default=0.0)
        is_item = unit.block is not None and unit.block.kind == "list_item"
        is_lead_in = text.rstrip().endswith(":")
        general = [
            cosine, candidate.dense, max(around, default=cosine), cosine - max(shared.cosines),
            own.coverage, covered, shared.passage.coverage, shared.heading.coverage, self._longest_run(text),
            candidate.lexical, 1 / candidate.rank,
            float(self._rarest not in both), float(self._rarest not in shared.passage.held),
            _missing(self._names, both), _missing(self._names, shared.passage.held), _missing(self._numbers, shared.passage.held),
            math.log1p(n_words), float(n_words < 5), float(place == 0), place / max(len(shared.cosines), 1),  # noqa: PLR2004
            float(bool(self._shapes.points_back.match(text))), float(text.rstrip().endswith("?")), float(is_item),
            float(unit.block is not None and unit.block.kind == "table_row"), float(shared.is_reference), float(is_lead_in),
            defined, topical,
        ]  # fmt: skip
        near = own.held.union(*(all_own[i].held for i in (place - 1, place + 1) if 0 <= i < len(all_own)))
        fits = bool(self._unit and self._unit.search(text))
        last = [
            shared.heading.coverage if place == 0 else 0.0,
            shared.heading.coverage if place == 0 and self._query.kind == "definition" else 0.0,
            _share_missing(self._rare, both), _share_missing(self._rare, shared.passage.held),
            float(fits), float(self._unit is not None and not fits),
            shared.cosines[place + 1] if place + 1 < len(shared.cosines) else cosine, self._coverage(near),
            self._shapes.sets_apart(text, self._query.topics) if self._query.kind == "comparison" else 0.0,
            _weight_missing(self._rare_names, near | shared.context.held), _weight_missing(self._rare_names, shared.passage.held),
        ]  # fmt: skip
        by_kind = self._by_kind(text, own, cosine, covered, defined, is_item=is_item, is_lead_in=is_lead_in)
        return general + by_kind + last

    def _coverage(self, held: frozenset[str]) -> float:
        return sum(weight for term, weight in self._idf.items() if term in held) / self._total

    def _is_new(self, pattern: re.Pattern[str], text: str) -> bool:
        """Say whether a text holds something of this sort that the question does not name itself."""
        return any(match.group().strip().casefold() not in self._asked for match in pattern.finditer(text))

    def _by_kind(
        self, text: str, own: _Words, cosine: float, covered: float, defined: float, *, is_item: bool, is_lead_in: bool
    ) -> list[float]:
        """Measure what counts only for questions of one kind; zero for all others."""
        kind = self._query.kind
        named = [len(topic & own.held) / len(topic) for topic in self._topics if topic]

        def only(wanted: str, value: object) -> float:
            return float(value) if kind == wanted else 0.0  # type: ignore[arg-type] # bools, matches made bool, floats

        return [
            only("definition", defined),
            only("comparison", sum(named) / len(named) if named else 0.0),
            only("comparison", min(named) if len(named) > 1 else 0.0),
            only("comparison", bool(self._shapes.contrast.search(text)) and any(share == 1 for share in named)),
            only("quantity", kind == "quantity" and self._is_new(self._shapes.number, text)),
            only("quantity", kind == "quantity" and self._is_new(self._shapes.measure, text)),
            only("date", kind == "date" and self._is_new(self._shapes.date, text)),
            only("who", kind == "who" and self._is_new(self._shapes.actor, text)),
            only("where", kind == "where" and self._is_new(self._shapes.place, text)),
            only("list", bool(self._shapes.enumeration.search(text))),
            only("list", is_item),
            only("list", is_lead_in),
            only("why_how", bool(self._shapes.cause.search(text))),
            only("yes_no", bool(self._shapes.modal.search(text))),
            only("procedure", is_item or bool(self._shapes.sequence.search(text))),
            only("open", cosine),
            only("definition", cosine),
            covered if self._precise else 0.0,
        ]

    def _longest_run(self, text: str) -> float:
        """Return the longest run of query words that the text has in the same order and side by side, as a share of them."""
        wanted = self._query.terms
        if len(wanted) < 2:  # noqa: PLR2004 - one word has no order
            return 0.0
        line = f" {' '.join(self._lexicon.terms(text))} "
        best = 0
        for start in range(len(wanted)):
            end = start + best + 1
            while end <= len(wanted) and f" {' '.join(wanted[start:end])} " in line:
                best = end - start
                end += 1
        return best / len(wanted) if best > 1 else 0.0


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the sentences of one candidate have in common."""

    candidate: Candidate
    cosines: list[float]
    passage: _Words
    context: _Words
    heading: _Words
    is_reference: bool


def _lacks(held: frozenset[str], name: _Name) -> bool:
    """Say whether some word of a name is missing, however it is written."""
    return not any(form <= held for form in name)


def _missing(wanted: Sequence[_Name], held: frozenset[str]) -> float:
    """Return the share of names that are missing."""
    if not wanted:
        return 0.0
    return sum(1 for name in wanted if _lacks(held, name)) / len(wanted)


def _weight_missing(names: Sequence[tuple[_Name, float]], held: frozenset[str]) -> float:
    """Return the weight of the names of which some word is missing: of one absent rare name as much, whatever else is there."""
    return min(sum(weight for name, weight in names if _lacks(held, name)), _MOST_MISSING)


def _share_missing(rare: Mapping[str, float], held: frozenset[str]) -> float:
    """Return the share of the rarest words' weight that a text lacks."""
    total = sum(rare.values())
    return sum(weight for term, weight in rare.items() if term not in held) / total if total else 0.0
