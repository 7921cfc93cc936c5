"""The lexical index: BM25 over stemmed words."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from quoth.index.lexical import LexicalIndex
from quoth.types import Passage, Rewording, Span, StoredPassage


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


def test_lexical_holds_words_of_headings(index: LexicalIndex) -> None:
    """A word that stands in a heading alone must be held, a word of no passage not."""
    assert index.holds("manual")
    assert not index.holds("zebra")


def test_lexical_holds_phrases_side_by_side(index: LexicalIndex) -> None:
    """Words that stand apart, or of which one stands nowhere, must not count as a phrase."""
    assert index.holds_phrase(index.terms("one batch"))
    assert not index.holds_phrase(index.terms("one tablets"))
    assert not index.holds_phrase(index.terms("one zebra"))


def _rewording(index: LexicalIndex, words: str, read_as: str) -> Rewording:
    terms, read = index.terms(words), index.terms(read_as)
    return Rewording(words=words, read_as=read_as, why="synonym", terms=terms, read_terms=read)


def test_lexical_rewording_finds_what_the_words_do_not(index: LexicalIndex) -> None:
    """A passage with the other form alone must be found, behind one with the question's own."""
    reworded = [_rewording(index, "cafe", "trials")]
    assert [hit.number for hit in index.search(("cafe",), 10, rewordings=reworded)] == [2, 3, 4]


def test_lexical_rewording_never_raises_a_passage_that_has_the_words(index: LexicalIndex) -> None:
    """Where the question's own word scores more, the other form must add nothing."""
    plain = {hit.number: hit.score for hit in index.search(("batch",), 10)}
    reworded = index.search(("batch",), 10, rewordings=[_rewording(index, "batch", "cafe tablets")])
    assert {hit.number: hit.score for hit in reworded} == pytest.approx(plain)


def test_lexical_rewording_of_a_phrase_wants_its_words_side_by_side(index: LexicalIndex) -> None:
    """The words of a long form scattered over a passage must count for nothing."""
    together, apart = (_rewording(index, "audit", phrase) for phrase in ("caf\u00e9 tablets", "one tablets"))
    assert [hit.number for hit in index.search(("audit",), 10, rewordings=[together])] == [2]
    assert index.search(("audit",), 10, rewordings=[apart]) == ()


def test_lexical_long_form_may_be_read_as_its_acronym(index: LexicalIndex) -> None:
    """All words of a phrase together must be replaced by one; a passage with some of them keeps their score."""
    words = ("contract", "research", "batch")
    plain = {hit.number: hit.score for hit in index.search(words, 10)}
    reworded = {
        hit.number: hit.score for hit in index.search(words, 10, rewordings=[_rewording(index, " ".join(words), "CRO")])
    }
    assert reworded[1] == pytest.approx(plain[1])
    assert reworded[4] > plain[1]


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
