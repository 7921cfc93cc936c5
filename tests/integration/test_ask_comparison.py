"""Comparisons as a table: a column a side, every cell a slice of a quote, nothing said for a side of which the documents do not speak."""

from __future__ import annotations

import pytest

from integration.shelf import Shelf
from quoth.types import Answer, Comparison

_WOOD = {
    "wood.md": "# Wood for tables\n\nThe difference between oak and pine lies in hardness: oak resists knives, pine is dented by a spoon.\n\n"
    "| Question | Oak | Pine | Teak |\n|---|---|---|---|\n| Price per board | 90 euros | 25 euros | 140 euros |\n| Life outdoors | 20 years | 7 years | 40 years |\n",
    "oak.md": "# Oak\n\nOak is a hard wood from slow trees. It smells of vanilla.\n",
    "pine.md": "# Pine\n\nPine is a soft wood from fast trees. It smells of resin.\n",
}
_FIRMS = {
    "firms.md": "# Makers of chairs\n\n| Maker | Seat | Sales |\n|---|---|---|\n| Holm | Oslo | 40 million kroner |\n| Vera | Turin | 9 million euros |\n",
    "talk.md": "# Makers\n\nHolm and Vera both make chairs. Which of the two is larger is disputed.\n",
}


def _answer(shelf: Shelf, question: str, documents: dict[str, str]) -> Answer:
    for name, text in documents.items():
        shelf.write(name, text)
    shelf.ingest()
    outcome = shelf.ask(question, min_probability=0)
    assert isinstance(outcome, Answer)
    return outcome


def _table(answer: Answer) -> Comparison:
    assert answer.comparison is not None
    return answer.comparison


def _said(answer: Answer) -> dict[str, list[str | None]]:
    quotes = {quote.n: quote.citation.quote for quote in answer.quotes}
    return {
        row.aspect: [None if cell is None else cell.span.of(quotes[cell.n]) for cell in row.cells]
        for row in _table(answer).rows
    }


def test_a_documents_own_table_gives_the_rows(shelf: Shelf) -> None:
    """Of a table with a column for each side every row must be taken, its label as the aspect, the third column left out."""
    answer = _answer(shelf, "What is the difference between oak and pine?", _WOOD)
    assert _table(answer).sides == ("oak", "pine")
    said = _said(answer)
    assert said["Price per board"] == ["90 euros", "25 euros"]
    assert said["Life outdoors"] == ["20 years", "7 years"]
    assert "lies in hardness" in answer.quotes[0].citation.quote


def test_only_the_respect_that_is_asked_for_is_shown(shelf: Shelf) -> None:
    """A question about the price must not be answered with the life."""
    assert _said(_answer(shelf, "Compare oak and pine on price", _WOOD)) == {"Price per board": ["90 euros", "25 euros"]}


def test_sides_may_be_rows_of_a_table(shelf: Shelf) -> None:
    """Where each side has a row, its columns are the aspects."""
    said = _said(_answer(shelf, "Which maker has more sales, Holm or Vera?", _FIRMS))
    assert said == {"Sales": ["40 million kroner", "9 million euros"]}


def test_each_side_has_its_own_words_without_a_table(shelf: Shelf) -> None:
    """Without a table each side is asked about alone."""
    documents = {name: text for name, text in _WOOD.items() if name != "wood.md"}
    answer = _answer(shelf, "oak vs pine", documents)
    (oak, pine) = _said(answer)[""]
    assert oak is not None
    assert oak.startswith("Oak is a hard wood")
    assert pine is not None
    assert pine.startswith("Pine is a soft wood")


def test_a_side_of_which_nothing_is_said_stays_empty(shelf: Shelf) -> None:
    """The documents do not know granite: its cells hold nothing, and no words about another thing."""
    answer = _answer(shelf, "What is the difference between oak and granite?", _WOOD)
    if answer.comparison is not None:
        granite = answer.comparison.sides.index("granite")
        assert all(row.cells[granite] is None for row in answer.comparison.rows)


@pytest.mark.parametrize("question", ["oak vs pine", "Compare oak and pine on price", "What distinguishes oak?"])
def test_cells_are_slices_of_numbered_quotes(shelf: Shelf, question: str) -> None:
    """Every cell must point at a quote that is there and lie within it; asking again gives the same."""
    answer = _answer(shelf, question, _WOOD)
    assert [quote.n for quote in answer.quotes] == list(range(1, len(answer.quotes) + 1))
    for row in answer.comparison.rows if answer.comparison else ():
        assert len(row.cells) == len(_table(answer).sides)
        for cell in row.cells:
            assert cell is None or 0 <= cell.span.start < cell.span.end <= len(answer.quotes[cell.n - 1].citation.quote)
    again = shelf.ask(question, min_probability=0)
    assert isinstance(again, Answer)
    assert (again.answer_id, again.comparison) == (answer.answer_id, answer.comparison)
