"""XML of any vocabulary: records as tables, words in order, hostile files as data or one error."""

from __future__ import annotations

import pytest

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.xml import read_xml


def _read(text: str) -> tuple[TextBuilder, dict[str, str]]:
    builder = TextBuilder()
    return builder, read_xml(text.encode(), builder)


_PROSE = "All human beings are born free and equal in dignity and rights, endowed with reason and conscience."


def test_xml_records_become_a_table() -> None:
    """Elements that are alike must be rows that know the names of their fields, attributes among them."""
    builder, _ = _read(
        '<all><land code="FR"><name>France</name></land><land code="CA"><name>Canada &amp; co</name></land></all>'
    )
    assert builder.text == "code | name\nFR | France\nCA | Canada & co"
    assert builder.tables == 1


def test_xml_words_stand_in_order_under_titles() -> None:
    """Long words must be paragraphs, short fields items, a title a heading."""
    builder, _ = _read(f"<doc><title>Rights</title><status>draft</status><part><text>{_PROSE}</text></part></doc>")
    assert [(block.kind, block.span.of(builder.text)) for block in builder.blocks] == [
        ("heading", "Rights"),
        ("list_item", "status: draft"),
        ("paragraph", _PROSE),
    ]


def test_xml_marks_in_running_text_neither_glue_nor_split() -> None:
    """Elements between words must leave them as they stand."""
    assert (
        _read("<doc><para>An <em>au</em>dit is <b>yearly</b>.</para><para>x</para></doc>")[0].text == "An audit is yearly.\n\nx"
    )


def test_xml_names_title_owner_and_date() -> None:
    """What the first elements state must become metadata."""
    assert _read("<doc><title>Manual</title><author>QA</author><date>2024-05-01</date></doc>")[1] == {
        "title": "Manual",
        "owner": "QA",
        "date": "2024-05-01",
    }


def test_xml_counts_its_characters_apart() -> None:
    """What the source holds must be counted from its elements."""
    builder, _ = _read("<a><b>one two</b>three</a>")
    assert builder.source_characters == 11


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><x>&c;</x>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>',
        "<a><b></a>",
        "<" * 100,
        "<a>" * 300 + "</a>" * 300,
        "",
    ],
)
def test_xml_hostile_files_are_one_error(text: str) -> None:
    """Entities, bombs and broken files must be one clear error that opens nothing."""
    with pytest.raises(ReadingError, match=r"^its XML (?:is broken|defines entities)"):
        _read(text)


def test_xml_stylesheet_is_data() -> None:
    """A stylesheet must be read for its words and never run."""
    sheet = '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:template match="/">'
    sheet += "<xsl:value-of select=\"document('file:///etc/hostname')\"/><p>Two words</p></xsl:template></xsl:stylesheet>"
    assert _read(sheet)[0].text.endswith("p: Two words")
