"""The reader: fitted weights that fit the features, and evidence in a fixed order."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from fakes import FakeEncoder, FakeLexicon
from quoth.answering.features import NAMES
from quoth.answering.reader import ANSWER_NAMES, WEIGHTS, FeatureReader, answer_features, load_weights
from quoth.errors import ModelError
from quoth.types import Evidence
from unit.answering.pages import Page, ask

_PAGE = "# Mills\n\nA post mill turns as a whole. A smock mill turns its cap.\n\n## Sails\n\nSails catch the wind. Sails catch the wind.\n"


def _read(page: Page) -> tuple[Evidence, ...]:
    query = ask("What is a post mill?")
    vector = FakeEncoder().encode_query(query.text)
    return FeatureReader(FakeLexicon(), load_weights()).read(query, vector, page.candidates())


def test_shipped_weights_fit_the_features() -> None:
    """The weights in the package must be for the features it measures, with a threshold that is a probability."""
    weights = load_weights()
    assert weights.rank.weight.shape == (len(NAMES),)
    assert weights.answer.weight.shape == (len(ANSWER_NAMES),)
    assert 0 < weights.threshold < 1


@pytest.mark.parametrize("names", ["features", "answer_features"])
def test_load_weights_refuses_foreign_features(tmp_path: Path, names: str) -> None:
    """Weights for other columns must be refused by name, not multiplied."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    stored[names] = stored[names][::-1]
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
    assert column["score_gap"] == [2.0 - 1.5, 1.5 - 2.0, -3.0 - 2.0]
    assert sum(column["score_share"]) == pytest.approx(1)
    assert column["agreement"] == [2, 2, 2]
    assert column["unknown_terms"] == [1 / 4] * 3
    assert column["cosine"] == rows[:, NAMES.index("cosine")].tolist()


def test_answer_features_of_a_lone_sentence_are_finite() -> None:
    """With nothing to compare it to, a sentence must still have a standing."""
    found = answer_features(np.ones((1, len(NAMES))), np.array([0.5]), ["a"], unknown=0, n_terms=0)
    assert found.shape == (1, len(ANSWER_NAMES))
    assert np.isfinite(found).all()


def test_reader_scores_every_sentence_best_first() -> None:
    """No sentence may be lost, and ties fall by passage and place."""
    page = Page(_PAGE)
    found = _read(page)
    assert sorted(item.span for item in found) == sorted(s for stored in page.passages for s in stored.passage.sentences)
    order = [(-item.score, item.stored.passage_id, item.span) for item in found]
    assert order == sorted(order)
    assert all(0 <= item.probability <= 1 for item in found)


def test_reader_of_nothing_finds_nothing() -> None:
    """Without candidates there must be no evidence, and no error."""
    query = ask("What is a mill?")
    assert FeatureReader(FakeLexicon(), load_weights()).read(query, FakeEncoder().encode_query("mill"), ()) == ()
