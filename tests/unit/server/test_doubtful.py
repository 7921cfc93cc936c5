"""Which quotes of an answer stand apart from it, as less likely than not to answer."""

from __future__ import annotations

from typing import Any

import pytest

from quoth.contract import OutcomeModel, QuoteModel
from quoth.contract.outcomes import DisagreementModel, MeasureValueModel
from quoth.server.outcome_views import doubtful_in

# Only what the rule looks at is given: nothing is validated.
_outcome: Any = OutcomeModel.model_construct
_quote_model: Any = QuoteModel.model_construct


def _quote(n: int, probability: float, **more: Any) -> QuoteModel:
    given = {"n": n, "probability": probability, "side": None, "belongs_to": None, "curated": None, **more}
    made: QuoteModel = _quote_model(**given)
    return made


def _answer(*quotes: QuoteModel, **more: Any) -> OutcomeModel:
    given = {"outcome": "answer", "quotes": list(quotes), "nearest": [], "comparison": None, "disagreements": [], **more}
    made: OutcomeModel = _outcome(**given)
    return made


def _stated(n: int) -> DisagreementModel:
    return DisagreementModel(measure="rent", values=[MeasureValueModel(value="5", n=n)])


def test_unlikely_quotes_stand_apart() -> None:
    """Behind the first quote, those below one half must be told apart, and one at the half must not."""
    assert doubtful_in(_answer(_quote(1, 0.9), _quote(2, 0.5), _quote(3, 0.49))) == {3}


def test_first_quote_is_the_answer_however_sure() -> None:
    """With a low threshold the best quote may be unlikely itself: it is still what answers, and so is what supplies it."""
    assert doubtful_in(_answer(_quote(1, 0.2), _quote(2, 0.2, belongs_to=1), _quote(3, 0.1))) == {3}


def test_what_supplies_a_quote_goes_with_it() -> None:
    """A header row or lead-in must stand where its quote stands, whatever its own probability."""
    quotes = _quote(1, 0.9), _quote(2, 0.8), _quote(3, 0.1, belongs_to=2), _quote(4, 0.3), _quote(5, 0.6, belongs_to=4)
    assert doubtful_in(_answer(*quotes)) == {4, 5}


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ({"side": "lease"}, {}),
        ({"curated": object()}, {}),
        ({}, {"comparison": object()}),
        ({}, {"disagreements": [_stated(2)]}),
    ],
    ids=["side", "pinned", "comparison", "disagreement"],
)
def test_quotes_that_are_wanted_in_their_place_stay(more: dict[str, Any], outcome: dict[str, Any]) -> None:
    """What a comparison, an owner or a disagreement puts there must not be moved."""
    assert doubtful_in(_answer(_quote(1, 0.9), _quote(2, 0.1, **more), **outcome)) == frozenset()


def test_abstention_has_no_doubtful_quotes() -> None:
    """What comes nearest to an abstention's question is shown as that already."""
    abstention = _outcome(outcome="abstention", quotes=[], nearest=[_quote(1, 0.1)], comparison=None, disagreements=[])
    assert doubtful_in(abstention) == frozenset()
