"""Fitting what another reader's numbers mean: from few questions little, from many what they show, and never the wrong way round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from quoth.answering.calibration import Calibration
from quoth.answering.mixing import Mixture
from quoth.evaluation.calibrating import apart, fit_mixture
from quoth.evaluation.items import Item
from quoth.evaluation.judging import Judged

_ITEM = Item(item_id="q", question="Who?", answers=(), answerable=False)


def _judged(plain: Sequence[float], said: Sequence[float], right: Sequence[bool]) -> list[Judged]:
    return [
        Judged(item=_ITEM, outcome=None, stage="right", signs=(p, s), is_right=bool(r))
        for p, s, r in zip(plain, said, right, strict=True)
    ]


def _drawn(n: int, weight: float, scale: float = 4.0) -> list[Judged]:
    """Draw questions that are right by the plain logit and by a reader's, which has a scale and a mean of its own."""
    rng = np.random.default_rng(5)
    plain, said = rng.normal(size=n), rng.normal(size=n)
    right = rng.random(n) < 1 / (1 + np.exp(-(plain + weight * said)))
    return _judged(plain.tolist(), (said * scale + 20).tolist(), right.tolist())


def test_no_question_leaves_the_measured_features() -> None:
    """Where nothing was seen the mixture must be what holds without one."""
    assert fit_mixture([]) == Mixture(mean=0.0, scale=1.0, plain=1.0, said=0.0, bias=0.0, questions=0)
    unread = replace(_judged([0.0], [0.0], [True])[0], signs=None)
    assert fit_mixture([unread]).questions == 0


def test_few_questions_move_little() -> None:
    """Three right answers must not make a reader's word a law."""
    few = fit_mixture(_judged([1.0, 0.5, -1.0], [9.0, 8.0, -30.0], [True, True, False]))
    assert 0 < few.said < 1
    assert abs(few.bias) < 0.5
    assert 0.5 < few.plain < 1.5


def test_many_questions_show_what_a_reader_is_worth() -> None:
    """With two thousand the weights must be near those that the questions were drawn by, whatever the reader's scale."""
    found = fit_mixture(_drawn(2000, 2.0))
    assert found.plain == pytest.approx(1.0, abs=0.2)
    assert found.said == pytest.approx(2.0, abs=0.3)
    assert found.bias == pytest.approx(0.0, abs=0.2)
    assert (found.mean, found.scale) == (pytest.approx(20.0, abs=0.5), pytest.approx(4.0, abs=0.3))


def test_hundred_questions_make_better_probabilities_than_none() -> None:
    """A mixture of a third of a hundred must judge others better than the measured features alone, where the reader is good."""
    drawn = _drawn(3000, 2.0)
    mixture, others = fit_mixture(drawn[:33]), drawn[33:]
    signs = np.array([one.signs for one in others])
    right = np.array([one.is_right for one in others])

    def loss(logits: np.ndarray) -> float:
        return float(np.logaddexp(0, np.where(right, -logits, logits)).mean())

    assert loss(mixture(signs[:, 0], signs[:, 1])) < 0.9 * loss(signs[:, 0])


def test_nothing_that_speaks_for_a_sentence_counts_against_it() -> None:
    """A reader that is wrong oftener than not must get no weight, not a negative one."""
    assert fit_mixture(_drawn(500, -2.0)).said == 0.0


def test_reader_that_says_one_number_is_no_error() -> None:
    """Without any difference there is nothing to weigh."""
    found = fit_mixture(_judged([1.0, -1.0], [3.0, 3.0], [True, False]))
    assert (found.mean, found.said) == (3.0, 0.0)


def test_fit_repeats_itself() -> None:
    """The same questions must give the same mixture to the last digit."""
    assert fit_mixture(_drawn(50, 1.0)) == fit_mixture(_drawn(50, 1.0))


def test_questions_are_set_apart_all_through_the_file() -> None:
    """Every third is fitted on and none of these vouches for anything, in whatever order kinds stand in the file."""
    items = tuple(replace(_ITEM, item_id=str(n)) for n in range(8))
    first, rest = apart(items)
    assert [item.item_id for item in first] == ["0", "3", "6"]
    assert sorted((*first, *rest), key=lambda item: item.item_id) == list(items)


def test_mixture_is_stored_with_the_calibration() -> None:
    """What a library holds must be read as it was written; a calibration of a version without mixtures still counts."""
    mixture = Mixture(mean=1.5, scale=2.0, plain=0.9, said=0.4, bias=-0.1, questions=33)
    stored = Calibration(
        threshold=0.5, judged_by="r", target=0.9, assurance=0.9, questions=66, answered=50, right=49, generation=1, made_at="2026-01-01T00:00:00+00:00",
        mixture=mixture,
    )  # fmt: skip
    assert Calibration.from_fact(stored.to_fact()) == stored
    without = replace(stored, mixture=None)
    assert Calibration.from_fact(without.to_fact()) == without
    assert Calibration.from_fact(without.to_fact().replace(', "mixture": null', "")) == without
    assert Calibration.from_fact('{"threshold": 0.5}') is None


def test_judged_question_keeps_its_signs_through_a_journal() -> None:
    """An interrupted calibration must go on with what it had."""
    (one,) = _judged([0.25], [-7.125], [True])
    assert Judged.from_json(_ITEM, one.to_json()) == one
    assert Judged.from_json(_ITEM, replace(one, signs=None).to_json()).signs is None
