"""The reader: fitted weights that fit the features, and evidence in a fixed order, with a trained reader and without."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from fakes import FakeEncoder, FakeEvidenceModel, FakeLexicon
from quoth.answering.features import NAMES
from quoth.answering.reader import (
    ANSWER_NAMES,
    JUDGED,
    READ_ANSWER_NAMES,
    READ_NAMES,
    WEIGHTS,
    FeatureReader,
    answer_features,
    load_weights,
    read_answer_features,
)
from quoth.errors import ModelError
from quoth.types import Evidence
from unit.answering.pages import Page, ask

_PAGE = "# Mills\n\nA post mill turns as a whole. A smock mill turns its cap.\n\n## Sails\n\nSails catch the wind. Sails catch the wind.\n"


def _read(page: Page, model: FakeEvidenceModel | None = None, windows: int = 16) -> tuple[Evidence, ...]:
    query = ask("What is a post mill?")
    vector = FakeEncoder().encode_query(query.text)
    return FeatureReader(FakeLexicon(), load_weights(), model, windows).read(query, vector, page.candidates())


@pytest.mark.parametrize(("head", "rank", "answer"), [("plain", NAMES, ANSWER_NAMES), ("read", READ_NAMES, READ_ANSWER_NAMES)])
def test_shipped_weights_fit_the_features(head: str, rank: tuple[str, ...], answer: tuple[str, ...]) -> None:
    """The weights in the package must be for the features it measures, with a threshold that is a probability."""
    weights = getattr(load_weights(), head)
    for linear, names in ((weights.rank, rank), (weights.answer, answer)):
        assert linear.mean.shape == linear.scale.shape == linear.weight.shape == (len(names),)
        assert (linear.scale > 0).all()
        assert np.isfinite(linear.weight).all()
    assert 0 < weights.threshold < 1


@pytest.mark.parametrize("head", ["plain", "read"])
@pytest.mark.parametrize("names", ["features", "answer_features"])
def test_load_weights_refuses_foreign_features(tmp_path: Path, head: str, names: str) -> None:
    """Weights for other columns must be refused by name, not multiplied."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    stored[head][names] = stored[head][names][::-1]
    path = tmp_path / "foreign.json"
    path.write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(ModelError, match=r"foreign\.json was fitted for other features"):
        load_weights(path)


def test_answer_features_have_a_row_a_sentence() -> None:
    """Each sentence must get its standing among all, and all the same view of the whole."""
    rows = np.arange(3 * len(NAMES), dtype=np.float64).reshape(3, len(NAMES))
    found = answer_features(rows, np.array([2.0, 1.5, -3.0]), ["a", "b", "b"], unknown=1, n_terms=4)
    assert found.shape == (3, len(ANSWER_NAMES))
    column = {name: found[:, place].tolist() for place, name in enumerate(ANSWER_NAMES)}
    assert column["score"] == [2.0, 1.5, -3.0]
    assert column["agreement"] == [2, 2, 2]
    assert column["unknown_terms"] == [1 / 4] * 3
    assert column["cosine"] == rows[:, NAMES.index("cosine")].tolist()


def test_answer_features_of_a_lone_sentence_are_finite() -> None:
    """With nothing to compare it to, a sentence must still have a standing."""
    found = answer_features(np.ones((1, len(NAMES))), np.array([0.5]), ["a"], unknown=0, n_terms=0)
    assert found.shape == (1, len(ANSWER_NAMES))
    assert np.isfinite(found).all()


def test_read_answer_features_say_how_the_reader_sees_the_whole() -> None:
    """Beside what was measured each sentence must get what was said of it, and all the same view of all that was said."""
    rows = np.zeros((3, len(READ_NAMES)))
    rows[:, READ_NAMES.index("logit")] = [1.0, -2.0, 0.5]
    found = read_answer_features(rows, np.full((3, len(ANSWER_NAMES)), 7.0))
    column = {name: found[:, place].tolist() for place, name in enumerate(READ_ANSWER_NAMES)}
    assert found.shape == (3, len(READ_ANSWER_NAMES))
    assert column["score"] == [7.0] * 3
    assert column["logit"] == [1.0, -2.0, 0.5]
    assert column["logit_best"] == [1.0] * 3
    assert column["logit_second"] == [0.5] * 3
    assert column["logit_total"] == pytest.approx([np.log(np.exp(1.0) + np.exp(-2.0) + np.exp(0.5))] * 3)


def test_read_answer_features_of_a_lone_sentence_are_finite() -> None:
    """With nothing to compare it to, a sentence must still have a standing."""
    found = read_answer_features(np.ones((1, len(READ_NAMES))), np.ones((1, len(ANSWER_NAMES))))
    assert found.shape == (1, len(READ_ANSWER_NAMES))
    assert np.isfinite(found).all()


@pytest.mark.parametrize("model", [None, FakeEvidenceModel()])
def test_reader_scores_every_sentence_best_first(model: FakeEvidenceModel | None) -> None:
    """No sentence may be lost where all are read; the best few stand by their probability, the rest by score, ties by passage and place."""
    page = Page(_PAGE)
    found = _read(page, model)
    assert sorted(item.span for item in found) == sorted(s for stored in page.passages for s in stored.passage.sentences)
    first, rest = found[:JUDGED], found[JUDGED:]
    assert [item.probability for item in first] == sorted((item.probability for item in first), reverse=True)
    order = [(-item.score, item.stored.passage_id, item.span) for item in rest]
    assert order == sorted(order)
    assert min(item.score for item in first) >= max((item.score for item in rest), default=-np.inf)
    assert all(0 <= item.probability <= 1 for item in found)


def test_only_sentences_that_were_read_are_evidence() -> None:
    """What the trained reader did not read must not be judged by it."""
    page, model = Page(_PAGE), FakeEvidenceModel(sentences_a_window=1)
    found = _read(page, model, windows=2)
    assert len(found) == len(model.read_windows) == 2
    assert {item.span for item in found} == {window.sentences[0] for window in model.read_windows}
    assert all(0 <= item.probability <= 1 for item in found)


def test_reader_highlights_what_the_model_marks() -> None:
    """The words that the trained reader marks must be the highlights of the sentence, and lie in it."""
    page = Page(_PAGE)
    found = {item.span.of(page.version.text): item for item in _read(page, FakeEvidenceModel())}
    assert found["A post mill turns as a whole."].highlights[0].holds(page.find("A post mill"))
    assert all(item.span.holds(highlight) for item in found.values() for highlight in item.highlights)
    assert found["Sails catch the wind."].highlights == (found["Sails catch the wind."].span,)


def test_reader_reads_twice_the_same() -> None:
    """The same question and candidates must give the same evidence, with a trained reader and without."""
    page, model = Page(_PAGE), FakeEvidenceModel()
    assert _read(page, model) == _read(page, model)
    assert _read(page) == _read(page)


def test_reader_tells_identical_sentences_apart() -> None:
    """Two sentences of the same words must be two pieces of evidence, each at its own place."""
    page = Page(_PAGE)
    alike = [
        item.span for item in _read(page, FakeEvidenceModel()) if item.span.of(page.version.text) == "Sails catch the wind."
    ]
    assert len(set(alike)) == len(alike) == 2


def test_reader_is_named_after_its_weights_and_its_model() -> None:
    """Whoever compares outcomes must see from the name whether a trained reader was at work, and which."""
    weights = load_weights()
    assert FeatureReader(FakeLexicon(), weights).name == weights.name
    assert FeatureReader(FakeLexicon(), weights, FakeEvidenceModel()).name == f"{weights.name}+{FakeEvidenceModel.name}"


@pytest.mark.parametrize("model", [None, FakeEvidenceModel()])
def test_reader_of_nothing_finds_nothing(model: FakeEvidenceModel | None) -> None:
    """Without candidates there must be no evidence, and no error."""
    query = ask("What is a mill?")
    reader = FeatureReader(FakeLexicon(), load_weights(), model)
    assert reader.read(query, FakeEncoder().encode_query("mill"), ()) == ()
