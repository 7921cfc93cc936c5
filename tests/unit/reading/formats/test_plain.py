"""Plain text: paragraphs, headings, lists, opening fields."""

from __future__ import annotations

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
