"""The lexical view: BM25 over stemmed English words in tantivy."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import tantivy

from quoth.index.ranking import rank
from quoth.types import Hit, StoredPassage

_ANALYZER: Final = "quoth_en"
_HEAP_BYTES: Final = 64_000_000
# A word counts where it stands best, in the passage or in its title and headings, and half again where it also stands in the
# other. Chosen together with the fusion (retrieval/fusing.py).
_OTHER_FIELD_SHARE: Final = 0.5


def _translated(error: ValueError) -> ValueError | OSError:
    """Return what tantivy meant: it reports the disk's errors as ValueError, with the number in the text."""
    number = re.search(r"os error (\d+)|\bcode: (\d+)", str(error))
    return OSError(int(number[1] or number[2]), str(error)) if number else ValueError(str(error))


def _analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(64))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", stored=False, indexed=True, fast=True)
    builder.add_text_field("body", tokenizer_name=_ANALYZER)
    builder.add_text_field("context", tokenizer_name=_ANALYZER)
    return builder.build()


class LexicalIndex:
    """Passages by their words, on disk. BM25 with tantivy's k1 = 1.2 and b = 0.75; scores are above 0."""

    def __init__(self, folder: Path) -> None:
        """Open the index in a folder, or make an empty one.

        Raises:
            ValueError: What is there cannot be opened.
            OSError: The disk refuses.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._schema = _schema()
        self._analyzer = _analyzer()
        try:
            self._index = tantivy.Index(self._schema, path=str(folder))
        except ValueError as error:
            raise _translated(error) from error
        self._index.register_tokenizer(_ANALYZER, self._analyzer)
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

    def search(self, terms: Sequence[str], depth: int, among: Sequence[int] | None = None) -> tuple[Hit, ...]:
        """Return the passages that share most with the terms, best first, ties by number.

        Args:
            terms: As `terms()` returns them.
            among: Only these passages; None for all.
        """
        if not terms or self.count() == 0:
            return ()
        searcher = self._searcher
        parts = [(tantivy.Occur.Should, self._term(term)) for term in terms]
        query = tantivy.Query.boolean_query(parts)
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

    def _term(self, term: str) -> tantivy.Query:
        """Score a term by the passage's words or its title and headings, whichever is more, plus a share of the other."""
        body = tantivy.Query.term_query(self._schema, "body", term, index_option="freq")
        context = tantivy.Query.term_query(self._schema, "context", term, index_option="freq")
        return tantivy.Query.disjunction_max_query([body, context], tie_breaker=_OTHER_FIELD_SHARE)
