"""Org: outline, lists, tables, notes, and nothing run or included."""

from __future__ import annotations

import pytest

from quoth.reading.building import TextBuilder
from quoth.reading.formats.org import read_org


def _read(text: str) -> tuple[TextBuilder, dict[str, str]]:
    builder = TextBuilder()
    return builder, read_org(text, builder)


def _kinds(text: str) -> list[tuple[str, str]]:
    builder, _ = _read(text)
    return [(block.kind, block.span.of(builder.text)) for block in builder.blocks]


def test_org_keywords_are_metadata() -> None:
    """Title, author and date must be found, the stamp's day of the week left out."""
    _, fields = _read("#+TITLE: Manual\n#+AUTHOR: QA\n#+DATE: <2024-05-01 Wed>\n\nText.")
    assert fields == {"title": "Manual", "owner": "QA", "date": "2024-05-01"}


def test_org_headings_shed_what_steers_the_outline() -> None:
    """Stars, states, tags, drawers and plans must not become words."""
    text = "* TODO [#A] Audit :qa:yearly:\nSCHEDULED: <2024-05-02 Thu>\n:PROPERTIES:\n:ID: 5\n:END:\nYearly.\n** Scope\nAll."
    assert _kinds(text) == [("heading", "Audit"), ("paragraph", "Yearly."), ("heading", "Scope"), ("paragraph", "All.")]


def test_org_lists_keep_depth_and_terms() -> None:
    """Items must have their depth, continued lines joined, boxes left out, terms with their meaning."""
    builder, _ = _read("- one\n  goes on\n  - two\n- [X] done\n- CRO :: runs trials\n1. first")
    assert [(block.level, block.span.of(builder.text)) for block in builder.blocks] == [
        (1, "one goes on"),
        (2, "two"),
        (1, "done"),
        (1, "CRO: runs trials"),
        (1, "first"),
    ]


def test_org_table_rows_know_their_header() -> None:
    """The row above the line must be the header, formulas no words."""
    builder, _ = _read("| A | B |\n|---+---|\n| 1 | 2 |\n#+TBLFM: $1=2")
    assert builder.text == "A | B\n1 | 2"
    assert builder.blocks[1].header == builder.blocks[0].span


def test_org_marks_leave_their_words() -> None:
    """Emphasis and links must go, slashes and stars that mark nothing must stay."""
    text = "A *bold* /it/ =code= ~v~ [[https://example.org][site]], a/b/c, 2 * 3 and 10^{3}."
    assert _kinds(text) == [("paragraph", "A bold it code v site, a/b/c, 2 * 3 and 10\u00b3.")]


def test_org_notes_stand_beside_the_text() -> None:
    """Notes, inline or apart, must be footnotes; the mark stays as printed."""
    assert _kinds("Fees[fn:1] rose.[fn::By ten.]\n\n[fn:1] Per day.") == [
        ("paragraph", "Fees[1] rose."),
        ("footnote", "By ten."),
        ("footnote", "Per day."),
    ]


def test_org_code_is_kept_and_nothing_included() -> None:
    """Source must keep its lines, quotes must be running text, includes stay closed and be noted."""
    builder, _ = _read(
        '#+BEGIN_SRC python\nx = 1\n  y\n#+END_SRC\n#+begin_quote\nSaid so.\n#+end_quote\n#+INCLUDE: "/etc/hostname"\n# no'
    )
    assert [(block.kind, block.span.of(builder.text)) for block in builder.blocks] == [
        ("code", "x = 1\n  y"),
        ("paragraph", "Said so."),
    ]
    assert builder.notes == ["1 included file was not read."]


@pytest.mark.parametrize(
    "text", ["", "*", "|", "#+BEGIN_SRC", ":a:", "[[" * 3000, "[fn:" * 2000, "*_/" * 2000, "#+BEGIN_QUOTE\n" * 500]
)
def test_org_fragments_raise_nothing(text: str) -> None:
    """Broken markup must give whatever words it has, and no error."""
    _read(text)
