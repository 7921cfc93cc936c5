"""JSON, JSON Lines and notebooks: records as tables, words under their keys, broken files still readable."""

from __future__ import annotations

import json

import pytest

from quoth.reading.building import TextBuilder
from quoth.reading.formats.json import read_json, read_json_lines, read_notebook


def _read(text: str) -> tuple[TextBuilder, dict[str, str]]:
    builder = TextBuilder()
    return builder, read_json(text, builder)


def _kinds(value: object) -> list[tuple[str, str]]:
    builder, _ = _read(json.dumps(value))
    return [(block.kind, block.span.of(builder.text)) for block in builder.blocks]


_PROSE = "An audit takes place every year, and whoever is audited gets the report within thirty days of it."


def test_json_records_become_a_table() -> None:
    """Flat objects with the same keys must be rows that know the keys."""
    builder, _ = _read('[{"sku": "A1", "price": 12.50}, {"sku": "B2", "price": 1e400}]')
    assert builder.text == "sku | price\nA1 | 12.50\nB2 | 1e400"
    assert builder.tables == 1
    assert builder.source_characters == len(
        "skupriceA112.50B21e400"
    )  # the names of the fields count once, or they would seem lost


def test_json_words_stand_under_their_keys() -> None:
    """Short values must be items with their key, long ones paragraphs under it."""
    assert _kinds({"owner": "QA", "audit": {"text": _PROSE, "yearly": True}}) == [
        ("list_item", "owner: QA"),
        ("heading", "audit"),
        ("list_item", "yearly: true"),
        ("heading", "text"),
        ("paragraph", _PROSE),
    ]


def test_json_records_of_one_list_do_not_stand_under_each_other() -> None:
    """What one record says must not be found under a heading of the one before."""
    builder, _ = _read(json.dumps([{"id": 1, "more": {"a": "x"}, "say": _PROSE}, {"id": 2, "more": {"a": "y"}}]))
    assert [block.heading_path for block in builder.blocks] == [()] * 5
    assert builder.text.startswith(f"id: 1\nmore.a: x\n\n{_PROSE}")


def test_json_keys_that_come_twice_keep_both_values() -> None:
    """A second value of a key must not push out the first."""
    builder, _ = _read('{"a": "one", "a": "two", "n": NaN}')
    assert builder.text == "a: one\na (2): two\nn: NaN"


def test_json_names_its_title_owner_and_date() -> None:
    """The outermost object's own words on itself must be found."""
    assert _read('{"title": "Manual", "author": "QA", "date_modified": "2024-05-01"}')[1] == {
        "title": "Manual",
        "owner": "QA",
        "date": "2024-05-01",
    }


def test_json_cut_short_is_read_as_text() -> None:
    """A truncated file must give the words it has, and a note."""
    builder, _ = _read('{\n "name": "Ann",\n "hobbies": ["reading"')
    assert '"name": "Ann"' in builder.text
    assert len(builder.notes) == 1


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 50_000, "[" * 500 + '"deep"' + "]" * 500, "", "nul", '"\\ud800"', "1" * 10_000]
)
def test_json_hostile_values_raise_nothing(text: str) -> None:
    """Nesting beyond any stack, lone surrogates and huge numbers must be survived."""
    _read(text)


def test_json_lines_become_one_table_and_note_broken_ones() -> None:
    """Records of a kind must be one table; a line that is no JSON must be kept as it stands."""
    builder = TextBuilder()
    read_json_lines('{"q": "a", "n": 1}\n{"q": "b", "n": 2}\n\n{"q": "c', builder)
    assert builder.text == 'q | n\na | 1\nb | 2\n\n{"q": "c'
    assert builder.notes == ["1 line is no JSON."]


def test_notebook_reads_cells_in_order() -> None:
    """Prose, code and what it printed must come in order, pictures be noted."""
    cells = [
        {"cell_type": "markdown", "source": ["# Audit\n", "\n", "It is *yearly*."]},
        {
            "cell_type": "code",
            "source": "print(42)",
            "outputs": [{"text": ["42\n"]}, {"data": {"text/plain": ["<Figure>"], "image/png": "iVBO"}}],
        },
    ]
    builder = TextBuilder()
    fields = read_notebook(json.dumps({"cells": cells, "metadata": {"title": "Notes"}, "nbformat": 4}), builder)
    assert [(block.kind, block.span.of(builder.text)) for block in builder.blocks] == [
        ("heading", "Audit"),
        ("paragraph", "It is yearly."),
        ("code", "print(42)"),
        ("code", "42"),
        ("code", "<Figure>"),
    ]
    assert fields["title"] == "Notes"
    assert builder.notes == ["1 picture was not read."]


def test_notebook_output_is_cut_with_a_note() -> None:
    """An output without end must not fill the library."""
    cell = {"cell_type": "code", "source": "x", "outputs": [{"text": "y" * 30_000}]}
    builder = TextBuilder()
    read_notebook(json.dumps({"cells": [cell], "nbformat": 4}), builder)
    assert len(builder.text) < 21_000
    assert builder.notes == ["An output of 30,000 characters was cut to 20,000."]
