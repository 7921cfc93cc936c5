"""Another reader in the shipped one's place: both it and the measured features rank, and a mixture alone changes probabilities."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from fakes import FakeEncoder, FakeEvidenceModel, FakeLexicon
from quoth.answering.mixing import Mixture
from quoth.answering.reader import FeatureReader, load_weights
from quoth.answering.reranking import RerankingReader, standing_out
from quoth.types import Evidence, Reading, Unread
from unit.answering.pages import Page, ask

_PAGE = Page(
    "# Mills\n\nA post mill turns as a whole. A smock mill turns its cap.\n\n## Sails\n\nSails catch the wind. Oak lasts.\n\n## Wood\n\nElm rots. Ash bends. Beech burns. Pine smells. Yew is dear. Holly is rare.\n"
)
_QUERY = ask("What is a post mill?")
_VECTOR = FakeEncoder().encode_query(_QUERY.text)


class _Partial(FakeEvidenceModel):
    """Gives one sentence a high logit, and all others the same low one."""

    def __init__(self, words: str, high: float = 9.0) -> None:
        super().__init__()
        self._words, self._high = words, high

    def read(self, question: str, windows: Sequence[Unread]) -> list[Reading]:
        """Return the logits, and no words."""
        assert question
        return [
            Reading(logits=tuple(self._high if self._words in s.of(window.text) else -3.0 for s in window.sentences), tokens=())
            for window in windows
        ]


def _read(model: FakeEvidenceModel, mixture: Mixture | None = None, windows: int = 16) -> tuple[Evidence, ...]:
    reader = RerankingReader(FakeLexicon(), load_weights(), model, windows, mixture)
    return reader.read(_QUERY, _VECTOR, _PAGE.candidates())


def _words(found: Sequence[Evidence]) -> list[str]:
    return [item.span.of(_PAGE.version.text) for item in found]


def _plain() -> dict[str, Evidence]:
    found = FeatureReader(FakeLexicon(), load_weights()).read(_QUERY, _VECTOR, _PAGE.candidates())
    return dict(zip(_words(found), found, strict=True))


def test_sentence_that_stands_out_for_the_reader_comes_first() -> None:
    """One that the measured features put last must lead where the reader speaks for it alone."""
    last = min(_plain().values(), key=lambda item: item.score).span.of(_PAGE.version.text)
    assert _words(_read(_Partial(last)))[0] == last


def test_reader_that_tells_nothing_apart_leaves_the_order() -> None:
    """Where all its logits are the same the measured features rank alone."""
    ranked = sorted(_plain().values(), key=lambda item: -item.score)
    assert _words(_read(_Partial("no such words"))) == _words(ranked)


def test_scale_of_the_reader_does_not_count() -> None:
    """Logits ten times as far apart must give the same order and the same scores: no reader's scale is known."""
    near, far = _read(_Partial("Sails", high=-2.0)), _read(_Partial("Sails", high=7.0))
    assert _words(near) == _words(far)
    assert [item.score for item in near] == pytest.approx([item.score for item in far])


def test_probability_is_that_of_the_measured_features_without_a_mixture() -> None:
    """Before a calibration the reader must move no probability: its numbers mean nothing yet."""
    plain = _plain()
    found = _read(_Partial("Oak"))
    for item, words in zip(found, _words(found), strict=True):
        assert item.probability == plain[words].probability
        assert item.signs is not None
        assert item.signs[0] == pytest.approx(np.log(item.probability / (1 - item.probability)))
        assert item.signs[1] == (9.0 if "Oak" in words else -3.0)


def test_mixture_makes_the_probabilities_and_leaves_the_order() -> None:
    """With one the reader's logit counts, as far as it is weighed; what comes first stays, for the mixture was fitted on that."""
    mixture = Mixture(mean=3.0, scale=2.0, plain=0.5, said=2.0, bias=-1.0, questions=50)
    without, found = _read(_Partial("Oak")), _read(_Partial("Oak"), mixture)
    assert _words(without) == _words(found)
    for item in found:
        assert item.signs is not None
        logit = 0.5 * item.signs[0] + 2.0 * (item.signs[1] - 3.0) / 2.0 - 1.0
        assert item.probability == pytest.approx(1 / (1 + np.exp(-logit)))


def test_mixture_counts_no_logit_beyond_five_deviations() -> None:
    """A reader's number far from all that were seen must not decide alone."""
    mixture = Mixture(mean=0.0, scale=1.0, plain=0.0, said=1.0, bias=0.0, questions=50)
    assert mixture(np.zeros(3), np.array([-900.0, 4.0, 900.0])).tolist() == [-5.0, 4.0, 5.0]


def test_only_what_was_read_is_evidence() -> None:
    """Sentences outside the windows that the reader got must not stand beside those inside."""
    model = FakeEvidenceModel(sentences_a_window=1)
    found = _read(model, windows=2)
    assert {item.span for item in found} == {window.sentences[0] for window in model.read_windows}
    assert len(found) == 2


def test_words_that_the_reader_marks_are_highlighted() -> None:
    """A reader that tells which words answer must be heard."""
    found = dict(zip(_words(_read(FakeEvidenceModel())), _read(FakeEvidenceModel()), strict=True))
    assert found["A post mill turns as a whole."].highlights[0].holds(_PAGE.find("A post mill"))


def test_nothing_to_read_finds_nothing() -> None:
    """Without candidates there must be no evidence, and no error."""
    assert RerankingReader(FakeLexicon(), load_weights(), FakeEvidenceModel()).read(_QUERY, _VECTOR, ()) == ()


def test_reader_is_named_after_weights_and_model() -> None:
    """Whoever compares outcomes must see which reader was at work."""
    weights = load_weights()
    assert RerankingReader(FakeLexicon(), weights, FakeEvidenceModel()).name == f"{weights.name}+{FakeEvidenceModel.name}"


def test_standing_out_is_in_standard_deviations() -> None:
    """The mean must be 0 and the deviation 1; where nothing differs nothing stands out."""
    assert standing_out(np.array([1.0, 3.0])).tolist() == [-1.0, 1.0]
    assert standing_out(np.array([5.0])).tolist() == [0.0]
    assert standing_out(np.array([2.0, 2.0, 2.0])).tolist() == [0.0, 0.0, 0.0]
