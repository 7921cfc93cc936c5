"""The lexical view: BM25 over the stemmed words of one language in tantivy."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import tantivy

from quoth.index.ranking import rank
from quoth.text.languages import ENGLISH, Language
from quoth.types import Hit, Rewording, StoredPassage

_HEAP_BYTES: Final = 64_000_000
# A word counts where it stands best, in the passage or in its title and headings, and half again where it also stands in the
# other. Chosen together with the fusion (retrieval/fusing.py).
_OTHER_FIELD_SHARE: Final = 0.5
# What a passage gets for the other form of a word (its acronym, synonym, spelling) as a share of what it would for the word itself.
_REWORDED_SHARE: Final = 0.8


def _translated(error: ValueError) -> ValueError | OSError:
    """Return what tantivy meant: it reports the disk's errors as ValueError, with the number in the text."""
    number = re.search(r"os error (\d+)|\bcode: (\d+)", str(error))
    return OSError(int(number[1] or number[2]), str(error)) if number else ValueError(str(error))


def _analyzer(language: Language) -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(64))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer(language.stemmer))
        .build()
    )


def _schema(analyzer: str) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", stored=False, indexed=True, fast=True)
    builder.add_text_field("body", tokenizer_name=analyzer)
    builder.add_text_field("context", tokenizer_name=analyzer)
    return builder.build()


class LexicalIndex:
    """Passages by their words, on disk. BM25 with tantivy's k1 = 1.2 and b = 0.75; scores are above 0."""

    def __init__(self, folder: Path, language: Language = ENGLISH) -> None:
        """Open the index in a folder, or make an empty one.

        Args:
            language: Whose words are stemmed.

        Raises:
            ValueError: What is there cannot be opened, or is of another language.
            OSError: The disk refuses.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        name = f"quoth_{language.code}"
        self._schema = _schema(name)
        self._analyzer = _analyzer(language)
        try:
            self._index = tantivy.Index(self._schema, path=str(folder))
        except ValueError as error:
            raise _translated(error) from error
        self._index.register_tokenizer(name, self._analyzer)
        self._index.config_reader("manual")
        self._index.reload()
        self._searcher = self._index.searcher()
        self._idf = lru_cache(maxsize=100_000)(self._measure_idf)
        self._terms = lru_cache(maxsize=50_000)(self._analyse)

    def add(self, passages: Iterable[tuple[StoredPassage, str]]) -> None:
        """Add passages with their texts and commit.

        Raises:
            OSError: The disk refuses.
        """
        try:
            self._write(passages)
        except ValueError as error:
            raise _translated(error) from error
        self._searcher = self._index.searcher()
        self._idf.cache_clear()

    def _write(self, passages: Iterable[tuple[StoredPassage, str]]) -> None:
        writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        for stored, text in passages:
            document = tantivy.Document()
            document.add_unsigned("number", stored.number)
            document.add_text("body", text)
            document.add_text("context", stored.passage.context)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def count(self) -> int:
        """Return the number of passages held."""
        return int(self._searcher.num_docs)

    def terms(self, text: str) -> tuple[str, ...]:
        """Return the words of a text as the index stores them: lower case, without accents, stemmed."""
        return self._terms(text)

    def _analyse(self, text: str) -> tuple[str, ...]:
        return tuple(self._analyzer.analyze(text))

    def idf(self, term: str) -> float:
        """Return BM25's inverse document frequency, `ln(1 + (N - n + 0.5) / (n + 0.5))`."""
        return self._idf(term)

    def _measure_idf(self, term: str) -> float:
        n = self._searcher.doc_freq("body", term)
        return math.log(1 + (self._searcher.num_docs - n + 0.5) / (n + 0.5))

    def holds(self, term: str) -> bool:
        """Say whether a passage, its title or its headings hold a stored term."""
        return self._searcher.doc_freq("body", term) > 0 or self._searcher.doc_freq("context", term) > 0

    def holds_phrase(self, terms: tuple[str, ...]) -> bool:
        """Say whether a passage, its title or its headings hold stored terms side by side."""
        return all(map(self.holds, terms)) and bool(self._searcher.search(self._phrase(terms), limit=1, count=False).hits)

    def search(
        self, terms: Sequence[str], depth: int, among: Sequence[int] | None = None, rewordings: Sequence[Rewording] = ()
    ) -> tuple[Hit, ...]:
        """Return the passages that share most with the terms, best first, ties by number.

        Args:
            terms: As `terms()` returns them.
            among: Only these passages; None for all.
            rewordings: What counts in the place of some of the terms where they are missing, for less.
        """
        if not terms or self.count() == 0:
            return ()
        searcher = self._searcher
        query = _any_of(self._parts(terms, rewordings))
        if among is not None:
            allowed = tantivy.Query.term_set_query(self._schema, "number", list(among))
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, tantivy.Query.const_score_query(allowed, 0.0))]
            )

        def fetch(most: int) -> list[tuple[float, int]]:
            hits = searcher.search(query, limit=most, count=False).hits
            numbers = searcher.fast_field_values("number", [address for _, address in hits])
            return [(float(score), int(number or 0)) for (score, _), number in zip(hits, numbers, strict=True)]

        return rank(fetch, depth, self.count(), "lexical")

    def _parts(self, terms: Sequence[str], rewordings: Sequence[Rewording]) -> list[tantivy.Query]:
        """Return one query a term; terms that can be reworded together are one, which scores by the better of both forms."""
        alone = {term: self._reworded(self._term(term), (term,), rewordings) for term in terms}
        parts: list[tantivy.Query] = []
        left = list(terms)
        for own in sorted({one.terms for one in rewordings if len(one.terms) > 1}, key=lambda own: (-len(own), own)):
            if all(term in left for term in own):
                left = [term for term in left if term not in own]
                parts.append(self._reworded(_any_of([alone[term] for term in own]), own, rewordings))
        return [*(alone[term] for term in left), *parts]

    def _reworded(self, query: tantivy.Query, own: tuple[str, ...], rewordings: Sequence[Rewording]) -> tantivy.Query:
        """Let other forms of some terms score in their place, up to a share of what the terms could."""
        most = sum(self.idf(term) for term in own)
        forms = dict.fromkeys(one.read_terms for one in rewordings if one.terms == own and one.read_terms)
        others = [
            tantivy.Query.boost_query(self._phrase(form), _REWORDED_SHARE * most / sum(self.idf(term) for term in form))
            for form in forms
        ]
        return tantivy.Query.disjunction_max_query([query, *others]) if others else query

    def _phrase(self, terms: tuple[str, ...]) -> tantivy.Query:
        """Score words that stand side by side, as `_term` scores one."""
        if len(terms) == 1:
            return self._term(terms[0])
        fields = [tantivy.Query.phrase_query(self._schema, name, list(terms)) for name in ("body", "context")]
        return tantivy.Query.disjunction_max_query(fields, tie_breaker=_OTHER_FIELD_SHARE)

    def _term(self, term: str) -> tantivy.Query:
        """Score a term by the passage's words or its title and headings, whichever is more, plus a share of the other."""
        body = tantivy.Query.term_query(self._schema, "body", term, index_option="freq")
        context = tantivy.Query.term_query(self._schema, "context", term, index_option="freq")
        return tantivy.Query.disjunction_max_query([body, context], tie_breaker=_OTHER_FIELD_SHARE)


def _any_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])
