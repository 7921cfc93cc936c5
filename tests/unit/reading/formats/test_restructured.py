"""reStructuredText: structure kept, Sphinx's words kept, nothing opened, docutils' own messages never text."""

from __future__ import annotations

import time

import pytest

from quoth.reading.building import TextBuilder
from quoth.reading.formats.restructured import read_restructured


def _read(text: str) -> tuple[TextBuilder, dict[str, str]]:
    builder = TextBuilder()
    return builder, read_restructured(text, builder)


def _kinds(text: str) -> list[tuple[str, str]]:
    builder, _ = _read(text)
    return [(block.kind, block.span.of(builder.text)) for block in builder.blocks]


def test_restructured_keeps_headings_lists_and_code() -> None:
    """Sections, nested items and literal blocks must be blocks of their kind and depth."""
    builder, _ = _read("A\n=\n\nB\n-\n\n- one\n\n  - two\n\nLook::\n\n  x = 1\n\nC\n-\n\nend")
    assert [(block.kind, block.level, block.span.of(builder.text)) for block in builder.blocks] == [
        ("heading", 1, "A"),
        ("heading", 2, "B"),
        ("list_item", 1, "one"),
        ("list_item", 2, "two"),
        ("paragraph", 0, "Look:"),
        ("code", 0, "x = 1"),
        ("heading", 2, "C"),
        ("paragraph", 0, "end"),
    ]


def test_restructured_words_of_roles_are_what_a_page_shows() -> None:
    """A role, known or not, must leave its text and not its name or target."""
    text = "See :ref:`the guide <guide>`, :class:`~pkg.Thing`, H\\ :sub:`2`\\ O and `a link <https://example.org>`_."
    assert _kinds(text) == [("paragraph", "See the guide, Thing, H2O and a link.")]


def test_restructured_unknown_directives_keep_their_words() -> None:
    """What Sphinx would show must be read, directives inside it too."""
    assert _kinds(".. tab-item:: Linux\n   :sync: a\n\n   Run it.\n\n   .. versionadded:: 2\n\n      Faster now.") == [
        ("paragraph", "Linux"),
        ("paragraph", "Run it."),
        ("paragraph", "2"),
        ("paragraph", "Faster now."),
    ]


def test_restructured_opens_no_file_and_says_so() -> None:
    """Includes, raw parts and tables from files must stay closed, and be noted."""
    builder, _ = _read("Words.\n\n.. include:: /etc/hostname\n\n.. raw:: html\n   :file: /etc/hostname\n")
    assert builder.text == "Words."
    assert builder.notes == ["2 included files were not read."]


def test_restructured_messages_of_docutils_are_no_text() -> None:
    """An error in the markup must add no word that the author did not write."""
    builder, _ = _read("Title\n==\n\n`broken <\n\n|missing| and :bad:`role`")
    assert "docutils" not in builder.text.lower()
    assert "unknown" not in builder.text.lower()
    assert "|missing| and role" in builder.text


def test_restructured_fields_on_top_are_metadata() -> None:
    """The list of fields on top must become metadata and never answer."""
    builder, fields = _read("Manual\n======\n\n:Author: QA\n:Date: 2024-05-01\n:Scope: all\n\nText.")
    assert fields == {"title": "Manual", "owner": "QA", "date": "2024-05-01", "scope": "all"}
    assert [block.is_boilerplate for block in builder.blocks] == [False, True, True, True, False]


def test_restructured_table_knows_header_and_caption() -> None:
    """The caption must come before the table, the header must be known to each row, spans must not shift columns."""
    builder, _ = _read(
        ".. table:: Fees\n\n   +---+---+\n   | A | B |\n   +===+===+\n   | 1 | 2 |\n   +   +---+\n   |   | 3 |\n   +---+---+\n"
    )
    assert builder.text == "Fees\n\nA | B\n1 | 2\n| 3"
    assert builder.blocks[3].header == builder.blocks[1].span


def test_restructured_definitions_and_notes() -> None:
    """A term must stand with its meaning, a footnote beside the text."""
    assert _kinds("CRO\n    Runs trials.\n\nWord [1]_.\n\n.. [1] The note.") == [
        ("list_item", "CRO: Runs trials."),
        ("paragraph", "Word [1]."),
        ("footnote", "The note."),
    ]


def test_restructured_roles_of_one_document_do_not_reach_the_next() -> None:
    """Docutils keeps roles for the whole process: reading one document must not change another."""
    plain = _kinds(":mine:`x` word")
    _read(".. role:: mine\n\n:mine:`x`")
    assert _kinds(":mine:`x` word") == plain


@pytest.mark.parametrize(
    "text", ["", "=", "..", ".. ::", "* " * 3000, "``", "+--+\n|", ".. image::", "=====\n  x\n=====", "| " * 500]
)
def test_restructured_fragments_raise_nothing(text: str) -> None:
    """Broken markup must give whatever words it has, and no error."""
    _read(text)


@pytest.mark.parametrize("word", ["+-" * 20_000, ":a:" * 14_000, " " * 40_000])
def test_restructured_long_words_are_marked_up_and_take_no_long_time(word: str) -> None:
    """No address must be looked for in a long word, nor a mark from each of its characters."""
    started = time.process_time()
    builder, fields = _read(f"Title\n=====\n\nWords {word} end.\n\nAn *end*.")
    assert (fields, builder.notes) == ({"title": "Title"}, [])
    assert time.process_time() - started < 5


def test_restructured_addresses_read_as_written() -> None:
    """A bare address and a link with words of its own must keep their words."""
    assert _kinds("See https://example.org/a_b or `the page <https://example.org>`_ (a@b.c).") == [
        ("paragraph", "See https://example.org/a_b or the page (a@b.c)."),
    ]
