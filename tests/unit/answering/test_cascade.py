"""The cascade: which windows the trained reader gets to read, and what becomes of what it says."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from fakes import FakeEncoder, FakeEvidenceModel, FakeLexicon
from quoth.answering.cascade import READER_NAMES, Marked, read_best, reader_features
from quoth.answering.features import Measurer, Unit
from quoth.types import Span
from unit.answering.pages import Page, ask

_PAGE = Page(
    "# Mills\n\nA post mill turns. It is old. A smock mill turns its cap. It is new. Brick lasts.\n\n"
    "## Sails\n\nSails catch the wind. They turn a post. Oak lasts.\n"
)
_QUERY = ask("What is a post mill?")


def _units() -> list[Unit]:
    vector = FakeEncoder().encode_query(_QUERY.text)
    return Measurer(_QUERY, vector, FakeLexicon()).measure(_PAGE.candidates())[0]


def _read(scores: list[float], most: int, model: FakeEvidenceModel) -> dict[int, Marked]:
    return read_best(model, _QUERY, _units(), np.array(scores), most)


def _words(marked: dict[int, Marked]) -> list[str]:
    units = _units()
    return [units[place].span.of(_PAGE.version.text) for place in sorted(marked)]


def test_read_best_reads_all_where_there_is_room() -> None:
    """Each sentence must be read once, windows apart from each other, none over the border of two passages."""
    model = FakeEvidenceModel()
    marked = _read([0.0] * 8, 99, model)
    assert sorted(marked) == list(range(8))
    assert [marked[place].window for place in range(8)] == [0, 0, 1, 1, 2, 3, 3, 4]
    assert [len(window.sentences) for window in model.read_windows] == [2, 2, 1, 2, 1]


def test_read_best_reads_the_windows_with_the_best_sentences() -> None:
    """One good sentence must get its window read, and its neighbours with it; all others stay unread."""
    model = FakeEvidenceModel()
    marked = _read([0, 0, -9, 5, 1, 0, 4, 2], 2, model)
    assert sorted(marked) == [2, 3, 5, 6]
    assert _words(marked) == ["A smock mill turns its cap.", "It is new.", "Sails catch the wind.", "They turn a post."]
    assert len(model.read_windows) == 2


def test_read_best_breaks_ties_by_order() -> None:
    """Among windows of one score those of the better candidates must be read."""
    assert sorted(_read([1.0] * 8, 2, FakeEvidenceModel())) == [0, 1, 2, 3]


def test_read_best_hands_over_text_and_context() -> None:
    """The model must see the document's text, spans in it, and the headings above them."""
    model = FakeEvidenceModel()
    _read([0, 0, 0, 0, 0, 0, 0, 1], 1, model)
    (window,) = model.read_windows
    assert [span.of(window.text) for span in window.sentences] == ["Oak lasts."]
    assert "Sails" in window.context


def test_read_best_gives_each_sentence_its_own_logit_and_words() -> None:
    """No word of a neighbour in the same window may be told of a sentence."""
    units, marked = _units(), _read([0.0] * 8, 99, FakeEvidenceModel())
    for place, unit in enumerate(units):
        words = [span.of(_PAGE.version.text) for span, _ in marked[place].tokens]
        assert words == unit.span.of(_PAGE.version.text).rstrip(".").split()
    logits = [marked[place].logit for place in range(8)]
    assert logits[0] == logits[0:8][int(np.argmax(logits))]
    assert dict(marked[0].tokens)[_PAGE.find("post")] == FakeEvidenceModel.marked


def test_read_best_reads_twice_the_same() -> None:
    """The same units and scores must give the same, whatever was read before."""
    model, scores = FakeEvidenceModel(), [0.5, 0.1, 0.9, 0.9, 0.2, 0.9, 0.3, 0.0]
    assert _read(scores, 3, model) == _read(scores, 3, model)


@pytest.mark.parametrize(
    ("shares", "expected"), [([], -9.21), ([0.0], -9.21), ([1.0], 9.21), ([0.5], 0.0), ([0.2, 0.9, 0.3], math.log(9))]
)
def test_peak_is_the_logit_of_the_surest_word(shares: list[float], expected: float) -> None:
    """Certainty must not become infinity, and a sentence without words has the least."""
    tokens = tuple((Span(i, i + 1), share) for i, share in enumerate(shares))
    assert Marked(0.0, tokens, 0).peak == pytest.approx(expected, abs=0.01)


def test_reader_features_compare_within_window_and_among_all() -> None:
    """The gap is to the best of all, what stands beside is the best other sentence of the same window, or nothing."""
    found = reader_features(
        np.array([2.0, -1.0, 3.0]), np.array([0.5, 0.1, 0.7]), np.array([0, 0, 1]), np.array([4.0, 1.0, 2.5])
    )
    column = {name: found[:, place].tolist() for place, name in enumerate(READER_NAMES)}
    assert found.shape == (3, len(READER_NAMES))
    assert column["logit"] == [2.0, -1.0, 3.0]
    assert column["logit_gap"] == [2.0 - 3.0, -1.0 - 3.0, 0.0]
    assert column["logit_beside"] == [-1.0, 2.0, -8.0]
    assert column["peak"] == [0.5, 0.1, 0.7]
    assert column["first_score"] == [4.0, 1.0, 2.5]
    assert column["first_gap"] == [0.0, 1.0 - 4.0, 2.5 - 4.0]


def test_items_of_a_list_that_is_asked_for_share_what_is_said_of_all() -> None:
    """Each item has but its share of the answer: together they must weigh as much as one sentence that says it all."""
    page = Page("# Mills\n\nA mill turns. These turn:\n\n- the post\n- the sails\n\nOak lasts.\n")
    asked = ask("What are the advantages of a mill?")
    plain = replace(asked, kind="open")
    found: dict[str, list[float]] = {}
    for query in (asked, plain):
        units = Measurer(query, FakeEncoder().encode_query(query.text), FakeLexicon()).measure(page.candidates())[0]
        marked = read_best(FakeEvidenceModel(), query, units, np.zeros(len(units)), 99)
        found[query.kind] = [marked[place].logit for place in sorted(marked)]
        texts = [unit.span.of(page.version.text) for unit in units]
    alone, together = found[plain.kind], found["list"]
    series = [place for place, text in enumerate(texts) if text in ("These turn:", "the post", "the sails")]
    assert len(series) == 3
    assert {together[place] for place in series} == {float(np.logaddexp.reduce([alone[place] for place in series]))}
    assert [together[n] for n in range(len(texts)) if n not in series] == [
        alone[n] for n in range(len(texts)) if n not in series
    ]
