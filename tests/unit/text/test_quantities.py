"""Quantities: found in prose as people write them, and compared as what they mean."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.text.quantities import Quantity, quantities
from quoth.text.units import CURRENCIES, SCALES, UNITS


def _one(text: str) -> Quantity:
    found = quantities(text)
    assert len(found) == 1, [quantity.span.of(text) for quantity in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "dimension", "low", "high"),
    [
        ("grows at 11.5% a year", "11.5%", "%", 11.5, 11.5),
        ("a CAGR of around 7-10%", "around 7-10%", "%", 7, 10),
        ("between 7 and 9 per cent", "7 and 9 per cent", "%", 7, 9),
        ("a CAGR of over 8 %", "over 8 %", "%", 8, math.inf),
        ("no more than \u20ac50", "no more than \u20ac50", "EUR", -math.inf, 50),
        ("sales of $3.4bn", "$3.4bn", "USD", 3.4e9, 3.4e9),
        ("CHF 6.58 billion", "CHF 6.58 billion", "CHF", 6.58e9, 6.58e9),
        ("5.2 billion Swiss francs", "5.2 billion Swiss francs", "CHF", 5.2e9, 5.2e9),
        ("a budget of EUR 3.2 m", "EUR 3.2 m", "EUR", 3.2e6, 3.2e6),
        ("184,300 inhabitants", "184,300", "count", 184300, 184300),
        ("twenty-one sites", "twenty-one", "count", 21, 21),
        ("a tunnel of 8.6 km", "8.6 km", "[length]", 8600, 8600),
        ("2,471 m above the sea", "2,471 m", "[length]", 2471, 2471),
        ("two weeks later", "two weeks", "[time]", 14 * 86400, 14 * 86400),
        ("25 working days", "25 working days", "[time]", 25 * 86400, 25 * 86400),
        ("150 hl of wort", "150 hl", "[length] ** 3", 15, 15),
        ("not stored above 25 \u00b0C", "not stored above 25 \u00b0C", "[temperature]", -math.inf, 298.15),
        ("2 m\u00b3 per hour", "2 m\u00b3 per hour", "[length] ** 3 per hour", 2, 2),
        ("no less than 20 days", "no less than 20 days", "[time]", 20 * 86400, math.inf),
        ("never exceeds 25 \u00b0C", "never exceeds 25 \u00b0C", "[temperature]", -math.inf, 298.15),
        ("panels cover 30 % of it", "30 %", "%", 30, 30),
        ("stored at -20 \u00b0C", "-20 \u00b0C", "[temperature]", 253.15, 253.15),
        ("\u221280 to \u221220 \u00b0C", "\u221280 to \u221220 \u00b0C", "[temperature]", 193.15, 253.15),
        ("weighs 1800 kg", "1800 kg", "[mass]", 1800, 1800),
        ("two hundred and fifty people", "two hundred and fifty", "count", 250, 250),
        ("from 5 to 10 days", "from 5 to 10 days", "[time]", 5 * 86400, 10 * 86400),
        ("500 \u00b5g of it", "500 \u00b5g", "[mass]", 5e-7, 5e-7),
        ("three-quarters of it", "three", "count", 3, 3),
        ("5 m\u0131llion", "5 m\u0131llion", "count", 5, 5),
        ("ten requests a second", "ten", "count per second", 10, 10),
        ("0.8 EU/mg was measured", "0.8 EU/mg", "eu/mg", 0.8, 0.8),
    ],
)
def test_quantity_is_found_and_normalised(text: str, words: str, dimension: str, low: float, high: float) -> None:
    """Units, scales, ranges and bounds must come to one interval, and the words must be those that say it."""
    found = _one(text)
    assert (found.words.of(text), found.dimension) == (words, dimension)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in 2022", "2022-01-01", "2022-12-31"),
        ("on 1 March 2024", "2024-03-01", "2024-03-01"),
        ("in June 1989", "1989-06-01", "1989-06-30"),
    ],
)
def test_dates_are_intervals_of_days(text: str, first: str, last: str) -> None:
    """A year or a month must cover all its days."""
    found = _one(text)
    assert found.dimension == "date"
    assert [found.low, found.high] == [q.low for q in (_one(first), _one(last))]


@pytest.mark.parametrize("text", ["the WR-2 turbine", "Q7 and F1", "no number at all", ""])
def test_designations_are_no_quantities(text: str) -> None:
    """A digit in a name must not count."""
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,500 g", "1.5 kg"), ("24 months", "two years"), ("within 24 hours", "within one day"), ("4 \u00b0C", "39 \u00b0F"), ("7-10%", "8 %"),
        ("about $5 billion", "$4.9bn"), ("CHF 6.58 billion", "CHF 6.6 billion"), ("more than 10 %", "12%"), ("eleven plants", "11 plants"),
        ("8,600 metres", "8.6 km"), ("three months", "90 days"), ("2022", "June 2022"),
    ],
)  # fmt: skip
def test_the_same_in_other_words_agrees(one: str, other: str) -> None:
    """Conversion, rounding, ranges and bounds must not look like a contradiction, whichever comes first."""
    assert _one(one).agrees_with(_one(other))
    assert _one(other).agrees_with(_one(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("11.5%", "7-10%"), ("at least 20 weeks", "8 to 10 weeks"), ("up to \u20ac65", "no more than \u20ac50"), ("2,417 m", "2,471 m"), ("25 days", "28 days"),
        ("600 kg", "0.85 tonnes"), ("three months", "60 days"), ("1 March 2024", "15 April 2024"), ("not stored above 25 \u00b0C", "up to 30 \u00b0C"),
    ],
)  # fmt: skip
def test_what_cannot_both_be_true_disagrees(one: str, other: str) -> None:
    """Values apart by more than rounding hides must disagree, whichever comes first."""
    assert not _one(one).agrees_with(_one(other))
    assert not _one(other).agrees_with(_one(one))


_PIECES = st.sampled_from(
    [
        *UNITS,
        *CURRENCIES,
        *SCALES,
        "from",
        "over",
        "no less than",
        "and",
        "to",
        "-",
        "/",
        "a",
        "per",
        "1",
        "20",
        "1,500",
        "3.2",
        "two",
        "2022",
        "May",
        "%",
    ]
)
_ANY = st.lists(_PIECES, max_size=12).map(" ".join) | st.lists(_PIECES, max_size=12).map("".join) | st.text(max_size=60)


@given(_ANY)
def test_any_text_gives_quantities_inside_it(text: str) -> None:
    """Whatever stands there, every quantity must lie in the text, in order, with its ends the right way round."""
    found = quantities(text)
    assert [quantity.span for quantity in found] == sorted(quantity.span for quantity in found)
    for quantity in found:
        assert 0 <= quantity.words.start <= quantity.span.start < quantity.span.end <= len(text)
        assert quantity.low <= quantity.high
        assert quantity.agrees_with(quantity)


@pytest.mark.parametrize("words", ["just over 91 %", "slightly less than 91 %", "a little under 91 %"])
def test_hair_over_a_value_is_the_value(words: str) -> None:
    """What is just over a value must be no bound, which every greater value would keep."""
    found = _one(f"It was {words} then.")
    assert (found.bound, found.agrees_with(_one("It was 96.2 % then."))) == ("about", False)


def test_number_in_several_words_is_as_exact_as_its_last() -> None:
    """Four hundred and ten must not be rounded to hundreds."""
    assert not _one("It has four hundred and ten trucks.").agrees_with(_one("It has 380 trucks."))
