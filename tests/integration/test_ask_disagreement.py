"""Sources that contradict each other: every value side by side, none picked, and no alarm where only the scope differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes import SANDBOX
from integration.shelf import Shelf
from quoth.ingest import ingest
from quoth.settings import Settings
from quoth.types import Answer

_GROWTH = {
    "outlook.md": "# Garden furniture market\n\n## Outlook\n\nThe garden furniture market is expected to grow at a CAGR of 11.5% from 2025 to 2032.\n",
    "players.md": "# Garden furniture market\n\n## Players\n\nGrowth of the garden furniture market is estimated at a CAGR of around 4-6% over the next five years.\n",
    "chances.md": "# Garden furniture market\n\n## Chances\n\nThe garden furniture market is projected to expand at a CAGR of over 8% through 2030.\n",
}


def _ask(shelf: Shelf, question: str, documents: dict[str, str]) -> Answer:
    for name, text in documents.items():
        shelf.write(name, text)
    shelf.ingest()
    outcome = shelf.ask(question, min_probability=0)
    assert isinstance(outcome, Answer)
    return outcome


def test_all_values_are_shown_each_with_its_quote(shelf: Shelf) -> None:
    """Three growth rates of one market must all be named, and each must stand in the quote it points at."""
    answer = _ask(shelf, "How fast does the garden furniture market grow?", _GROWTH)
    assert len(answer.disagreements) == 1
    disagreement = answer.disagreements[0]
    assert {value.value for value in disagreement.values} == {"11.5%", "around 4-6%", "over 8%"}
    quotes = {quote.n: quote.citation.quote for quote in answer.quotes}
    assert all(value.value in quotes[value.n] for value in disagreement.values)
    assert len({value.n for value in disagreement.values}) == len(_GROWTH)
    assert disagreement.measure == "how fast does the garden furniture market grow"


def test_quotes_that_contradict_come_first_and_stay_numbered(shelf: Shelf) -> None:
    """Those that state a value must lead, and numbers must count from one without a gap."""
    more = {
        "chairs.md": "# Garden furniture market\n\n## Chairs\n\nThe garden furniture market is mostly about chairs and tables.\n"
    }
    answer = _ask(shelf, "How fast does the garden furniture market grow?", _GROWTH | more)
    stated = [value.n for value in answer.disagreements[0].values]
    assert sorted(stated) == [1, 2, 3]
    assert [quote.n for quote in answer.quotes] == list(range(1, len(answer.quotes) + 1))


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("How fast does the garden furniture market grow?", "The garden furniture market in Europe grows at 3 % a year.", "The garden furniture market in Japan grows at 9 % a year."),
        ("What were the sales of garden chairs?", "Sales of garden chairs reached 40 million euros in 2021.", "Sales of garden chairs reached 52 million euros in 2023."),
        ("What profit did the garden centre make?", "The garden centre made a net profit of 4 million euros.", "The garden centre made an operating profit of 7 million euros."),
        ("How long does varnish for garden chairs keep?", "Varnish for garden chairs keeps for 24 months.", "Varnish for garden chairs can be kept for two years."),
        ("What does the garden table WR-2 weigh?", "The garden table WR-2 weighs 14 kg.", "The garden table WR-5 weighs 22 kg."),
    ],
)  # fmt: skip
def test_another_scope_or_the_same_value_raises_no_alarm(shelf: Shelf, question: str, one: str, other: str) -> None:
    """Another region, year, sort or product, or the same in other units, must not be called a disagreement."""
    answer = _ask(shelf, question, {"one.md": f"# Garden notes\n\n{one}\n", "other.md": f"# More garden notes\n\n{other}\n"})
    assert answer.disagreements == ()


def test_a_paragraph_does_not_contradict_itself(shelf: Shelf) -> None:
    """What a writer put side by side in one paragraph must not be held against him."""
    text = "# Garden notes\n\nDelivery of a garden table takes two weeks. Delivery of a garden table made to measure takes six weeks.\n"
    assert _ask(shelf, "How long does delivery of a garden table take?", {"notes.md": text}).disagreements == ()


def test_rows_of_a_table_do_not_contradict_each_other(shelf: Shelf) -> None:
    """A table is there to say different things of different rows."""
    text = "# Garden notes\n\n| table | weight of the garden table |\n|---|---|\n| small | 14 kg |\n| large | 22 kg |\n"
    assert _ask(shelf, "What is the weight of the garden table?", {"notes.md": text}).disagreements == ()


@pytest.mark.parametrize(
    "question", ["How fast does the market grow?", "What is the CAGR of the market?", "market growth rate"]
)
def test_seeds_show_all_three_growth_rates(shelf: Shelf, seeds: Path, question: str) -> None:
    """The page that gives one market three growth rates must be quoted with all three."""
    ingest(shelf.library, shelf.encoder, SANDBOX, [seeds], Settings())
    outcome = shelf.ask(question, min_probability=0)
    assert isinstance(outcome, Answer)
    assert {value.value for value in outcome.disagreements[0].values} == {"11.5%", "around 7-10%", "over 8%"}


def test_counts_of_other_things_settle_nothing(shelf: Shelf) -> None:
    """Trucks must be held against trucks: the depots of the same sentence neither agree nor contradict."""
    documents = {
        "a.md": "# Fleet\n\n## Family firm\n\nToday Dorrell Logistics runs 340 trucks of its own from eleven depots.\n",
        "b.md": "# Fleet\n\n## Facts\n\nThe current fleet of Dorrell Logistics consists of four hundred and ten trucks.\n",
    }
    answer = _ask(shelf, "How many trucks does Dorrell Logistics run?", documents)
    assert {value.value for value in answer.disagreements[0].values} == {"340", "four hundred and ten"}


def test_what_answers_in_other_words_is_held_against_the_answer(shelf: Shelf) -> None:
    """Two sentences that share hardly a word must be compared if both answer."""
    documents = {
        "a.md": "# Halden Instruments at a glance\n\n## History\n\nHalden Instruments was founded in 1968 by two brothers in a garage in Drammen.\n",
        "b.md": "# Partner directory\n\n## Halden Instruments\n\nEstablished in 1971, the firm makes pressure sensors for the offshore industry.\n",
    }
    answer = _ask(shelf, "When was Halden Instruments founded?", documents)
    assert {value.value for value in answer.disagreements[0].values} == {"1968", "1971"}
