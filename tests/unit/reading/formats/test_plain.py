"""Plain text: paragraphs, headings, lists, opening fields."""

from __future__ import annotations

import pytest

from quoth.reading.building import TextBuilder
from quoth.reading.formats.plain import read_plain


def _read(text: str) -> tuple[TextBuilder, dict[str, str]]:
    builder = TextBuilder()
    return builder, read_plain(text, builder)


def _kinds(text: str) -> list[tuple[str, str]]:
    builder, _ = _read(text)
    return [(block.kind, block.span.of(builder.text)) for block in builder.blocks]


def test_plain_joins_wrapped_lines() -> None:
    """Lines of one paragraph must become one line."""
    assert _kinds("A CRO runs\ntrials for\nothers.") == [("paragraph", "A CRO runs trials for others.")]


def test_plain_takes_a_short_line_for_a_heading() -> None:
    """A short line without a full stop, before a paragraph, must head it."""
    builder, _ = _read("Outsourcing\n\nScope\n\nA CRO runs trials.")
    assert [(block.kind, block.heading_path) for block in builder.blocks] == [
        ("heading", ()),
        ("heading", ("Outsourcing",)),
        ("paragraph", ("Outsourcing", "Scope")),
    ]


def test_plain_knows_an_underlined_heading() -> None:
    """A line over dashes must be a heading, the dashes no words."""
    assert _kinds("A CRO runs trials.\n\nScope\n-----\n\nIt is wide.")[1] == ("heading", "Scope")


def test_plain_reads_lists_without_their_bullets() -> None:
    """Each item must be a block of its own, continuation lines joined, bullets and numbers left out."""
    found = _kinds("It covers:\n- discovery\n  and more\n- trials\n\n1. first step\n2. second step")
    assert found[1:] == [
        ("list_item", "discovery and more"),
        ("list_item", "trials"),
        ("list_item", "first step"),
        ("list_item", "second step"),
    ]


def test_plain_keeps_a_figure_that_opens_a_wrapped_line() -> None:
    """A number that a line break brought to the front belongs to its sentence: dropping it would falsify a quote."""
    assert _kinds("The fee rose from 9 to\n12. Then it fell.\n\nThe host is\ne. coli as ever.") == [
        ("paragraph", "The fee rose from 9 to 12. Then it fell."),
        ("paragraph", "The host is e. coli as ever."),
    ]


def test_plain_reads_the_fields_of_its_opening_lines() -> None:
    """`Owner: ...` lines on top must become metadata and never answer."""
    builder, fields = _read("Quality manual\n\nOwner: QA\nDate: 2024-05-01\n\nAudits are yearly.")
    assert fields == {"owner": "QA", "date": "2024-05-01"}
    assert [block.is_boilerplate for block in builder.blocks] == [False, True, False]


def test_plain_takes_capitals_above_their_text_for_a_heading() -> None:
    """A line of capitals right above a paragraph must head it; one inside a sentence must not."""
    assert _kinds("Fees were paid.\n\nBODY.METHODS:\nWe asked the\nFDA AND EMA\nabout it.")[1:] == [
        ("heading", "BODY.METHODS:"),
        ("paragraph", "We asked the FDA AND EMA about it."),
    ]


def test_plain_numbered_headings_follow_each_other() -> None:
    """A numbered line alone must be a heading when its number follows the last, an item when others stand around it."""
    builder, _ = _read("Manual\n\n1. Scope\n\nIt is wide.\n\n1.1 Limits\n\nNone.\n\n2. Audits\n\nYearly.\n\n7. Odd\n\nEnd.")
    assert [(block.level, block.span.of(builder.text)) for block in builder.blocks if block.kind == "heading"] == [
        (1, "Manual"),
        (2, "1. Scope"),
        (3, "1.1 Limits"),
        (2, "2. Audits"),
    ]


def test_plain_nested_items_know_their_depth() -> None:
    """An indented item must be deeper than the one above it."""
    builder, _ = _read("It covers:\n- discovery\n  - targets\n- trials")
    assert [block.level for block in builder.blocks[1:]] == [1, 2, 1]


@pytest.mark.parametrize(
    "text",
    [
        "Model | Fee\n------|----\nFTE   | 10\nUnit  | 12",
        "+-------+-----+\n| Model | Fee |\n+-------+-----+\n| FTE   | 10  |\n| Unit  | 12  |\n+-------+-----+",
        "Model     Fee\n-----     ---\nFTE       10\nUnit      12",
    ],
)
def test_plain_tables_of_bars_and_columns_have_rows(text: str) -> None:
    """Cells between bars or in line must be rows that know the header above the dashes."""
    builder, _ = _read(text)
    assert builder.text == "Model | Fee\nFTE | 10\nUnit | 12"
    assert builder.blocks[2].header == builder.blocks[0].span


def test_plain_wide_spaces_alone_make_no_table() -> None:
    """Lines that only happen to hold wide spaces must stay running text."""
    text = "Audits are  held yearly and\nreports  follow in a month or\nso.  That is all there is."
    assert [kind for kind, _ in _kinds(text)] == ["paragraph"]


def test_plain_form_feeds_part_pages() -> None:
    """Each page must know its number, a blank one must be reported."""
    builder, _ = _read("One page here.\fTwo pages here.\f \f")
    assert [block.page for block in builder.blocks] == [1, 2]
    assert (builder.pages, builder.blank_pages) == (3, [3])


def test_plain_line_ends_with_hyphens_stay() -> None:
    """A hyphen at the end of a line may belong to its word: it is not dropped."""
    assert _kinds("A well-\nknown host.") == [("paragraph", "A well- known host.")]
