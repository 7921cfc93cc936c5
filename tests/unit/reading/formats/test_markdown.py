"""Markdown: blocks, tables, front matter, and what hostile files put there."""

from __future__ import annotations

import time

import pytest

from quoth.reading.building import TextBuilder
from quoth.reading.formats.markdown import read_front_matter, read_markdown


def _read(text: str) -> TextBuilder:
    builder = TextBuilder()
    read_markdown(text, builder)
    return builder


def _kinds(text: str) -> list[tuple[str, str]]:
    builder = _read(text)
    return [(block.kind, block.span.of(builder.text)) for block in builder.blocks]


def test_markdown_keeps_words_and_drops_marks() -> None:
    """Emphasis, links and code marks must go, their words stay."""
    text = "A **CRO** runs [trials](https://example.org) with `care`."
    assert _kinds(text) == [("paragraph", "A CRO runs trials with care.")]


def test_markdown_nests_headings() -> None:
    """A block's path must hold the headings above it, and a heading of the same level must close the last one."""
    builder = _read("# A\n\n## B\n\none\n\n## C\n\ntwo")
    assert [block.heading_path for block in builder.blocks if block.kind == "paragraph"] == [("A", "B"), ("A", "C")]


def test_markdown_table_rows_know_their_header() -> None:
    """Each row must be one line of cells and hold the span of the header."""
    builder = _read("| Model | Fee |\n|---|---|\n| FTE | 10 |\n| Unit | 12 |")
    header, first, second = builder.blocks
    assert header.span.of(builder.text) == "Model | Fee"
    assert first.header == second.header == header.span
    assert second.span.of(builder.text) == "Unit | 12"


def test_markdown_list_items_keep_their_depth() -> None:
    """Nested items must be blocks of their own with their depth."""
    assert [(block.kind, block.level) for block in _read("- a\n  - b\n- c").blocks] == [
        ("list_item", 1),
        ("list_item", 2),
        ("list_item", 1),
    ]


def test_markdown_code_keeps_its_lines() -> None:
    """A code block must keep its line breaks and indents."""
    assert _kinds("```\na:\n  b\n```") == [("code", "a:\n  b")]


def test_markdown_list_of_links_is_content() -> None:
    """People write lists of links by hand: they must be able to answer."""
    assert not any(
        block.is_boilerplate for block in _read("- [ICH Q7](https://example.org)\n- [ICH Q9](https://example.org)").blocks
    )


def test_front_matter_is_read_as_written() -> None:
    """Values must stay the text they are in the file: no dates, numbers or booleans are made of them."""
    assert read_front_matter("title: 007\ndate: 2024-02-30\nVersion: 1.10\nowner: yes\ntags: [a, b]") == {
        "title": "007",
        "date": "2024-02-30",
        "version": "1.10",
        "owner": "yes",
        "tags": "a\nb",
    }


@pytest.mark.parametrize(
    "text", ["a: [", "- a\n- b", "a: {b: c}", "a: " + "[" * 3000, "? [x]\n: y", "!!python/object:os.system x"]
)
def test_front_matter_that_is_no_table_of_text_is_ignored(text: str) -> None:
    """Malformed, nested and malicious front matter must give nothing and raise nothing."""
    assert read_front_matter(text) == {}


def test_front_matter_aliases_do_not_explode() -> None:
    """Aliases of aliases must cost no more than their lines: written out they would fill any memory."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert read_front_matter("\n".join([*lines, "title: Bomb"])) == {"title": "Bomb", "a0": "\n".join("x" * 9)}


def test_markdown_footnotes_stand_beside_the_text() -> None:
    """A footnote must leave its sentence, all of its lines with it."""
    assert _kinds("Fees rose.[^1]\n\n[^1]: By ten\n    percent.") == [
        ("paragraph", "Fees rose."),
        ("footnote", "By ten percent."),
    ]


def test_markdown_definitions_stand_with_their_terms() -> None:
    """A term must stand with what it means."""
    assert _kinds("CRO\n: Runs trials.\n\nEnd.") == [("list_item", "CRO: Runs trials."), ("paragraph", "End.")]


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("~~gone~~ stays", "gone stays"),
        ("H<sub>2</sub>O and 10<sup>3</sup>", "H2O and 10\u00b3"),
        ("a<br>b", "a b"),
        ("`a|b`", "a|b"),
    ],
)
def test_markdown_inline_html_and_marks_leave_their_words(marked: str, words: str) -> None:
    """Inline HTML and marks must go, and neither glue nor split words."""
    assert _kinds(f"See {marked}.") == [("paragraph", f"See {words}.")]


def test_markdown_boxes_of_tasks_are_no_words() -> None:
    """The box before a task must go."""
    assert _kinds("- [x] done\n- [ ] open") == [("list_item", "done"), ("list_item", "open")]
    assert _kinds("- `[x]` means noise") == [("list_item", "[x] means noise")]  # quoted, no box to tick


def test_markdown_bar_in_code_is_no_cell() -> None:
    """An escaped bar in a cell of code must stay in its cell."""
    assert _kinds("| A | B |\n|---|---|\n| `x\\|y` | 2 |")[1] == ("table_row", "x|y | 2")


@pytest.mark.parametrize("text", ["> [!NOTE]\n> Careful.", "!!! note\n    Careful.", "::: tip\nCareful.\n:::"])
def test_markdown_admonitions_keep_their_words(text: str) -> None:
    """What opens a note in any dialect must go, its words must stay."""
    builder = _read(text)
    assert builder.text.startswith("Careful.")


def test_markdown_toml_front_matter_is_metadata() -> None:
    """Front matter between plus signs must be read, and never become text."""
    builder = TextBuilder()
    assert read_markdown('+++\ntitle = "Fees"\ndate = 2024-05-01\n+++\nWords.', builder) == {
        "title": "Fees",
        "date": "2024-05-01",
    }
    assert builder.text == "Words."


def test_markdown_unclosed_comments_take_no_long_time() -> None:
    """Very many openings of comments that are never closed must be looked at once."""
    started = time.process_time()
    assert _read("word " + "<!--" * 20_000).text.startswith("word")
    assert time.process_time() - started < 10


def test_markdown_comments_are_not_counted() -> None:
    """A comment must be no part of the source's text; what only opens like one must be."""
    builder = _read("See <!-- not *this* --> here.")
    assert (builder.text, builder.source_characters) == ("See here.", 8)
    assert _read("See <!-- here.").source_characters == 12


def test_front_matter_that_nests_deep_takes_no_long_time() -> None:
    """Thousands of lists in lists must be refused before the YAML library looks at them."""
    started = time.process_time()
    assert read_front_matter("a: " + "[x, " * 3_000) == {}
    assert time.process_time() - started < 1
