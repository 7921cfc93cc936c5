"""The lexical index: BM25 over stemmed words."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from quoth.index.lexical import LexicalIndex
from quoth.types import Passage, Span, StoredPassage


def _stored(number: int, text: str, context: str = "") -> tuple[StoredPassage, str]:
    span = Span(0, len(text))
    passage = Passage(span=span, context=context, heading_path=(), page=None, sentences=(span,))
    return StoredPassage(number=number, doc_id="a", version=1, passage=passage), text


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    """Return an index of four passages."""
    made = LexicalIndex(tmp_path / "lexical")
    made.add(
        [
            _stored(1, "The batches were tested."),
            _stored(2, "One batch of caf\u00e9 tablets."),
            _stored(3, "Trials are run by a CRO.", context="Manual \u203a Batches"),
            _stored(4, "Trials are run by a CRO."),
        ]
    )
    return made


def test_lexical_words_are_stemmed_and_folded(index: LexicalIndex) -> None:
    """Case, endings and accents must not tell words apart."""
    assert index.terms("Batches TESTED Caf\u00e9") == ("batch", "test", "cafe")
    assert {hit.number for hit in index.search(index.terms("batch"), 10)} == {1, 2, 3}


def test_lexical_context_counts(index: LexicalIndex) -> None:
    """A word of the headings must find the passage below them."""
    assert index.search(index.terms("batches trials"), 1)[0].number == 3


def test_lexical_ties_are_broken_by_number(tmp_path: Path) -> None:
    """Of many equal passages, added at several times, the lowest numbers must be found."""
    index = LexicalIndex(tmp_path / "lexical")
    for start in (40, 1, 20):
        index.add([_stored(number, "A batch.") for number in range(start, start + 15)])
    assert [hit.number for hit in index.search(("batch",), 4)] == [1, 2, 3, 4]


def test_lexical_search_keeps_to_the_passages_allowed(index: LexicalIndex) -> None:
    """Only the passages named may be found, with the scores they would have anyway."""
    everywhere = {hit.number: hit.score for hit in index.search(("batch",), 10)}
    among = index.search(("batch",), 10, among=[2, 999])
    assert {hit.number: hit.score for hit in among} == {2: everywhere[2]}
    assert index.search(("batch",), 10, among=[]) == ()


def test_lexical_idf_is_that_of_bm25(index: LexicalIndex) -> None:
    """`ln(1 + (N - n + 0.5) / (n + 0.5))` with 4 passages: 2 hold "batch", none holds "zebra"."""
    assert index.idf("batch") == pytest.approx(math.log(1 + 2.5 / 2.5))
    assert index.idf("zebra") == pytest.approx(math.log(1 + 4.5 / 0.5))


@pytest.mark.parametrize("words", ["", "?!", "AND OR NOT", 'a"b:c^2*~(', "\u4e2d\u6587 \U0001f9ea", "x" * 500, "body:batch"])
def test_lexical_question_syntax_means_nothing(index: LexicalIndex, words: str) -> None:
    """No word of a question may be taken for a search operator or raise an error."""
    assert all(hit.number <= 4 for hit in index.search(index.terms(words), 10))


def test_lexical_index_survives_its_folder(index: LexicalIndex) -> None:
    """An index opened anew must find the same."""
    assert LexicalIndex(index.folder).search(("batch",), 10) == index.search(("batch",), 10)


def test_lexical_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    """A folder with a broken description must be refused as a ValueError."""
    (tmp_path / "meta.json").write_text("{broken")
    with pytest.raises(ValueError, match="."):
        LexicalIndex(tmp_path)
