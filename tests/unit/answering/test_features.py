"""Features: one row of finite numbers a sentence, in the order of their names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from fakes import FakeEncoder, FakeLexicon
from quoth.answering.features import NAMES, Matrix64, Measurer, Unit
from quoth.errors import ReadingError
from quoth.types import Query
from unit.answering.pages import Page, ask

_PAGE = """# Mills

A post mill is a mill that turns as a whole. It was first built in 1985. Unlike a smock mill, a post mill has no tower.

## Sizes

- It weighs 25 tonnes.
- Who built it?

| Mill | Height |
|---|---|
| Tarn Hill | tall |
"""
_QUESTIONS = (
    "What is a post mill?", "How does a post mill differ from a smock mill?", "How heavy is a post mill?",
    "When was it built?", "Who built the mill?", "Where is Tarn Hill?", "List the sizes.", "Is a mill heavy?",
    "Why does it turn?", "How do we set up a mill?", "mill", "?!", "\U0001f9ea",
)  # fmt: skip


def _measure(page: Page, query: Query) -> tuple[list[Unit], Matrix64]:
    vector = FakeEncoder().encode_query(query.text)
    return Measurer(query, vector, FakeLexicon()).measure(page.candidates())


def _column(question: str, name: str) -> dict[str, float]:
    """Return one feature of every sentence, by its words."""
    page = Page(_PAGE)
    units, rows = _measure(page, ask(question))
    return {unit.span.of(page.version.text): float(row[NAMES.index(name)]) for unit, row in zip(units, rows, strict=True)}


def test_feature_names_stand_once() -> None:
    """Weights go with names: none may stand for two columns."""
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("question", _QUESTIONS)
def test_measure_gives_a_finite_row_a_sentence(question: str) -> None:
    """Every sentence of every candidate must be measured, for a question of any kind."""
    page = Page(_PAGE)
    units, rows = _measure(page, ask(question))
    assert rows.shape == (sum(len(stored.passage.sentences) for stored in page.passages), len(NAMES))
    assert len(units) == len(rows)
    assert np.isfinite(rows).all()


def test_measure_of_nothing_is_empty() -> None:
    """Without candidates there must be no rows, of the right width."""
    query = ask("What is a mill?")
    units, rows = Measurer(query, FakeEncoder().encode_query("mill"), FakeLexicon()).measure(())
    assert (units, rows.shape) == ([], (0, len(NAMES)))


@given(st.one_of(strategies.markdown_pages, strategies.raw_texts), strategies.sentences)
def test_measure_stays_finite_on_any_page(text: str, question: str) -> None:
    """No page and no question may give a number that is none."""
    try:
        page = Page(text.encode("utf-8", "replace").decode())
    except ReadingError:
        return
    units, rows = _measure(page, ask(question))
    assert rows.shape == (len(units), len(NAMES))
    assert np.isfinite(rows).all()


@pytest.mark.parametrize(
    ("question", "name", "words"),
    [
        ("What is a post mill?", "definition_defines", "A post mill is a mill that turns as a whole."),
        ("How does a post mill differ from a smock mill?", "comparison_sets_apart", "Unlike a smock mill, a post mill has no tower."),
        ("How heavy is a post mill?", "quantity_measure", "It weighs 25 tonnes."),
        ("When was a post mill first built?", "date_date", "It was first built in 1985."),
        ("What is a post mill?", "is_table_row", "Tarn Hill | tall"),
        ("What is a post mill?", "asks", "Who built it?"),
    ],
)  # fmt: skip
def test_feature_is_highest_where_it_should(question: str, name: str, words: str) -> None:
    """Each sign must single out the sentence that bears it."""
    column = _column(question, name)
    assert column[words] == max(column.values()) > 0
    assert [text for text, value in column.items() if value == column[words]] == [words]


def test_feature_of_one_kind_is_zero_for_others() -> None:
    """What counts for dates only must not speak in a question of definition."""
    assert set(_column("What is a post mill?", "date_date").values()) == {0.0}


def test_names_lacking_counts_absent_names_however_they_are_written() -> None:
    """A sentence about another country must be told from one about the country asked for, by either of its names."""
    text = "# Rules\n\nThe Swiss rule is strict. It is old. Samples stay there. A Danish rule is lax.\n"
    page = Page(text)
    units, rows = _measure(page, ask("How strict is the rule in Switzerland?"))
    lacking = {
        unit.span.of(page.version.text): row[NAMES.index("names_lacking")] for unit, row in zip(units, rows, strict=True)
    }
    assert lacking["The Swiss rule is strict."] == lacking["It is old."] == 0
    assert lacking["A Danish rule is lax."] > 0
    assert not rows[:, NAMES.index("names_lacking_from_passage")].any()
