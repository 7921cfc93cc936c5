"""HTML: content in, everything around it marked, hostile pages survived."""

from __future__ import annotations

import time

import pytest

from quoth.reading.building import TextBuilder
from quoth.reading.formats.html import read_html


def _read(text: str) -> TextBuilder:
    builder = TextBuilder()
    read_html(text, builder)
    return builder


def _content(text: str) -> list[str]:
    builder = _read(text)
    return [block.span.of(builder.text) for block in builder.finished_blocks() if not block.is_boilerplate]


_ARTICLE = "<p>A contract research organisation runs clinical trials for others, from first plans to last reports.</p>"


def test_html_reads_paragraphs_headings_and_items() -> None:
    """Elements must become blocks of their kind, entities resolved."""
    builder = _read("<h1>Q&amp;A</h1><p>One<br>two</p><ul><li>three</ul>")
    assert [(block.kind, block.span.of(builder.text)) for block in builder.blocks] == [
        ("heading", "Q&A"),
        ("paragraph", "One two"),
        ("list_item", "three"),
    ]


@pytest.mark.parametrize(
    "around",
    [
        "<nav>Home About Contact</nav>",
        "<footer>Privacy and terms</footer>",
        "<div role=banner>Company name</div>",
        "<div class='cookie-consent'>Choose what you allow</div>",
        "<p>&copy; 2024 Example. All rights reserved.</p>",
        "<p hidden>Not to be seen</p>",
        "<p><a href=/buy>Buy the full report</a></p>",
    ],
)
def test_html_sets_aside_what_surrounds_the_text(around: str) -> None:
    """Menus, footers, banners, legal lines and offers must be marked, the article must not."""
    assert _content(around + _ARTICLE) == [_ARTICLE[3:-4]]


def test_html_that_is_all_menu_still_speaks() -> None:
    """A page of nothing but a menu must keep its words: they are its content."""
    assert _content("<nav><a href=/a>Quality manual</a></nav>") == ["Quality manual"]


def test_html_scripts_and_styles_are_no_words() -> None:
    """Scripts, styles and templates must never become text, inside a table cell either."""
    page = "<style>p{}</style><script>x()</script><table><tr><th>A<th>B<tr><td>1<script>y()</script><td>2</table>" + _ARTICLE
    assert _read(page).text == "A | B\n1 | 2\n\n" + _ARTICLE[3:-4]


def test_html_table_keeps_its_caption() -> None:
    """The caption says what a table is about: it must be in the text."""
    page = "<table><caption>Fees in 2024</caption><tr><th>Model<th>Fee<tr><td>FTE<td>10</table>"
    assert _read(page).text == "Fees in 2024\n\nModel | Fee\nFTE | 10"


def test_html_layout_table_is_walked_into() -> None:
    """A table that holds another one lays out a page: no words may come twice."""
    text = _read("<table><tr><th>A<th>B<tr><td><table><tr><td>1<td>2</table><td>3</table>").text
    assert sorted(text.replace("|", " ").split()) == ["1", "2", "3", "A", "B"]


def test_html_metadata_names_title_owner_and_date() -> None:
    """Title, author and publication date must be found where pages put them."""
    page = "<title> A page </title><meta name=author content='QA'><meta property='article:published_time' content='2024-05-01'>"
    found = read_html(page, TextBuilder())
    assert (found["title"], found["owner"], found["date"]) == ("A page", "QA", "2024-05-01")


@pytest.mark.parametrize("tag", ["div", "nav", "b", "ul", "table"])
def test_html_survives_deep_nesting(tag: str) -> None:
    """A page that nests deeper than Python's stack must be read, and in seconds."""
    assert _content(f"<{tag}>" * 5000 + "words") == ["words"]


@pytest.mark.parametrize("page", ["", "<", "<p", "</p></p>", "<table><tr>", "<h1></h1>", "<!doctype html>", "<p>\x00</p>"])
def test_html_fragments_raise_nothing(page: str) -> None:
    """Broken markup must give whatever words it has, and no error."""
    assert _read(page).text.strip("\ufffd <p") == ""


def _kinds(text: str) -> list[tuple[str, str]]:
    builder = _read(text)
    return [(block.kind, block.span.of(builder.text)) for block in builder.blocks]


def test_html_definitions_stand_with_their_terms() -> None:
    """A term must stand with what it means; one without a meaning must not run into the next list."""
    page = "<dl><dt>CRO</dt><dd>Runs trials.</dd><dt>CMO<dt>CDMO<dd><dl><dt>a<dd>b</dl></dl>"
    assert [text for _, text in _kinds(page)] == ["CRO: Runs trials.", "CMO", "CDMO", "a: b"]


def test_html_spans_keep_columns_in_line() -> None:
    """Cells over several rows or columns must stand once, and shift nothing."""
    page = "<table><tr><th rowspan=2>Drug<th colspan=2>Day<tr><th>1<th>2<tr><td rowspan=2>A<td>5<td>6<tr><td>7<td>8</table>"
    assert _read(page).text == "Drug | Day / 1 | Day / 2\nA | 5 | 6\n| 7 | 8"


def test_html_table_in_a_cell_follows_its_table() -> None:
    """A small table inside a cell of data must come after the outer one, its words once."""
    page = "<table><tr><th>Name of the duck<th>What it says<tr><td>Mallard of the lake<td>Quack<table><tr><th>A<th>B<tr><td>1<td>2</table></table>"
    assert _read(page).text == "Name of the duck | What it says\nMallard of the lake | Quack\nA | B\n1 | 2"


def test_html_items_in_a_cell_stay_apart() -> None:
    """Items of a list inside a cell must not run into one sentence."""
    page = "<table><tr><th>A<th>B<tr><td>x<td><ul><li>Fly south<li>Build nests</ul></table>"
    assert _read(page).text.endswith("x | \u2022 Fly south \u2022 Build nests")


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("H<sub>2</sub>O", "H2O"),
        ("10<sup>3</sup> cells", "10\u00b3 cells"),
        ("word<sup><a href='#n1'>1</a></sup> more", "word more"),
        ("word<a href='#n1'><sup>[12]</sup></a> more", "word more"),
        ("the 5<sup>th</sup> day", "the 5th day"),
        ("a<span style='display: none'>secret</span>b", "ab"),
        ("a<span aria-hidden=true>\u2192</span> b", "a b"),
        ("<b>bo</b>ld and <i>it</i>alic", "bold and italic"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> of it", "1/2 of it"),
    ],
)
def test_html_marks_neither_glue_nor_split(marked: str, words: str) -> None:
    """Inline marks must leave each word whole, numbers of notes and hidden words out of the sentence."""
    assert _kinds(f"<p>See {marked}.") == [("paragraph", f"See {words}.")]


@pytest.mark.parametrize(
    "note", ["<aside role=doc-footnote>The note.</aside>", "<aside epub:type='footnote'>The note.</aside>", "<div class=footnotes><ol><li>The note. <a href=#r>\u21a9</a></ol></div>"]
)  # fmt: skip
def test_html_footnotes_are_footnotes(note: str) -> None:
    """What a page marks as a note, in whichever way, must stand beside its text, without the way back."""
    assert _kinds(_ARTICLE + note)[1:] == [("footnote", "The note.")]


def test_html_two_breaks_end_a_paragraph() -> None:
    """One break must be a space, two must part paragraphs."""
    assert _kinds("<div>one<br>two<br><br>three</div>") == [("paragraph", "one two"), ("paragraph", "three")]


def test_html_captions_stand_apart() -> None:
    """A caption must be a paragraph of its own, details must be read."""
    page = "<figure><img src=x><figcaption><b>Fig. 1</b></figcaption></figure><details><summary>More</summary>Words.</details>"
    assert _kinds(page) == [("paragraph", "Fig. 1"), ("paragraph", "More"), ("paragraph", "Words.")]


def test_html_prefers_the_date_of_the_last_change() -> None:
    """A page that was changed must carry that date, not the one of its publication."""
    page = "<meta property=article:published_time content=2020-01-01><meta property=article:modified_time content=2024-05-01T10:00>"
    assert read_html(page, TextBuilder())["date"] == "2024-05-01T10:00"


def test_html_counts_its_characters_and_pictures() -> None:
    """The visible characters must be counted from the page, and pictures noted."""
    builder = _read("<p>one <b>two</b></p><script>no()</script><img src=x>")
    assert builder.source_characters == 6
    assert builder.notes == ["1 picture was not read."]


@pytest.mark.parametrize(
    "page", ["<div>" * 30_000, "<div class=menu>" * 20_000, "<table><tr><th>a<td>" * 5_000, "<ul><li>x" * 10_000]
)
def test_html_nesting_costs_no_square(page: str) -> None:
    """Thirty thousand nested elements must be read in seconds: neither parser nor reader may pay for depth twice."""
    start = time.process_time()
    _read(page + "words")
    assert time.process_time() - start < 5
